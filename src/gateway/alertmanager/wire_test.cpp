// SPDX-License-Identifier: Apache-2.0
#include "gateway/alertmanager/wire.h"

#include <doctest/doctest.h>

#include "base/limits.h"
#include "gateway/alertmanager/matcher.h"

namespace lifeline::alertmanager {
namespace {

std::string refusal_of(std::string_view alert) {
  const auto read = read_alerts("[" + std::string(alert) + "]");
  if (!read) return read.error().name;
  return read->refused == 0 ? "taken" : read->first.name;
}

TEST_CASE("alerts are read as Prometheus and amtool post them") {
  const auto read = read_alerts(R"([{"annotations":{"summary":"cell down"},
    "startsAt":"0001-01-01T00:00:00.000Z","endsAt":"2020-01-25T12:00:00+08:00",
    "generatorURL":"http://p/graph","extra":1,
    "labels":{"severity":"critical","alertname":"BtsDown","empty":""}}])");
  REQUIRE(read.has_value());
  REQUIRE(read->alerts.size() == 1);
  const Posted& alert = read->alerts[0];
  CHECK(alert.labels == Labels{{"alertname", "BtsDown"}, {"severity", "critical"}});
  CHECK(alert.annotations == Labels{{"summary", "cell down"}});
  CHECK_FALSE(alert.starts_at);
  CHECK(to_rfc3339(alert.ends_at) == "2020-01-25T04:00:00.000000Z");
  CHECK(alert.generator == "http://p/graph");
}

TEST_CASE("an alert that is wrong refuses itself only") {
  const auto read = read_alerts(R"([{"labels":{"a":"b"}},{"labels":{}},{"labels":{"1":"b"}}])");
  REQUIRE(read.has_value());
  CHECK(read->alerts.size() == 1);
  CHECK(read->refused == 2);
  CHECK(read->first.name == "labels_must_be_given");
  CHECK(refusal_of("7") == "alert_must_be_an_object");
  CHECK(refusal_of(R"({"labels":{"a":1}})") == "labels_must_be_texts");
  CHECK(refusal_of(R"({"labels":"a"})") == "labels_must_be_texts");
  CHECK(refusal_of(R"({"labels":{"a":"b","a":"c"}})") == "label_must_be_named_once");
  CHECK(refusal_of(R"({"labels":{"a b":"c"}})") == "label_name_must_be_well_formed");
  CHECK(refusal_of(R"({"labels":{"a":"b"},"endsAt":"soon"})") == "time_must_be_well_formed");
  CHECK(refusal_of(R"({"labels":{"a":"b"},"startsAt":"2020-01-02T00:00:00Z",
                       "endsAt":"2020-01-01T00:00:00Z"})") == "end_must_be_after_start");
  CHECK(refusal_of("{\"labels\":{\"a\":\"" + std::string(limits::text_bytes_max + 1, 'x') +
                   "\"}}") == "label_must_be_short");
  std::string many = "{\"labels\":{\"z\":\"1\"";
  for (size_t i = 0; i < limits::alertmanager_labels_max; ++i)
    many += ",\"l" + std::to_string(i) + "\":\"1\"";
  CHECK(refusal_of(many + "}}") == "labels_must_be_fewer");
  CHECK(read_alerts("{}").error().name == "body_must_be_an_array");
  CHECK(read_alerts("[").error().name == "body_must_be_json");
}

TEST_CASE("a webhook says itself what is over") {
  const auto read = read_webhook(R"({"version":"4","alerts":[
    {"status":"firing","labels":{"a":"1"},"endsAt":"0001-01-01T00:00:00Z"},
    {"status":"resolved","labels":{"a":"2"}},{"status":"odd","labels":{"a":"3"}}]})");
  REQUIRE(read.has_value());
  REQUIRE(read->alerts.size() == 2);
  CHECK_FALSE(read->alerts[0].is_resolved);
  CHECK(read->alerts[1].is_resolved);
  CHECK(read->first.name == "status_must_be_known");
  CHECK(read_webhook(R"({"version":"3","alerts":[]})").error().name ==
        "webhook_must_be_of_version_4");
  CHECK(read_webhook("[]").error().name == "webhook_must_be_of_version_4");
}

TEST_CASE("a fingerprint is that of Prometheus, and is not what makes alerts the same") {
  CHECK(fingerprint_text(fingerprint_of({})) == "cbf29ce484222325");
  const Labels one{{"a", "b"}}, other{{"a", "c"}}, joined{{"ab", ""}};
  CHECK(fingerprint_of(one) != fingerprint_of(other));
  CHECK(fingerprint_of(one) != fingerprint_of(joined));
}

TEST_CASE("matchers are read as filters have them and fit whole values") {
  const Labels labels{{"alertname", "BtsDown"}, {"site", "H-001"}};
  const auto fits = [&](std::string_view text) -> std::string {
    const auto matching = Matching::read(text);
    if (!matching) return matching.error().name;
    return matching->fits(labels) ? "fits" : "no";
  };
  CHECK(fits(R"(alertname="BtsDown")") == "fits");
  CHECK(fits("alertname=BtsDown") == "fits");
  CHECK(fits(R"(alertname != "BtsDown")") == "no");
  CHECK(fits(R"(site=~"H-.*")") == "fits");
  CHECK(fits(R"(site=~"H")") == "no");
  CHECK(fits(R"(site!~"H-.*")") == "no");
  CHECK(fits(R"(other="")") == "fits");
  CHECK(fits("other!=x") == "fits");
  CHECK(fits("alertname") == "matcher_must_be_well_formed");
  CHECK(fits("=x") == "matcher_must_be_well_formed");
  CHECK(fits("a!x") == "matcher_must_be_well_formed");
  CHECK(fits("a=\"x") == "matcher_must_be_well_formed");
  CHECK(fits("a=~\"(\"") == "regex_must_be_well_formed");
}

TEST_CASE("a silence is read and written as amtool has it") {
  const auto put = read_silence(R"({"matchers":[{"name":"a","value":"b","isRegex":true},
    {"name":"c","value":"d","isRegex":false,"isEqual":false}],"startsAt":"2020-01-01T00:00:00Z",
    "endsAt":"2020-01-02T00:00:00Z","createdBy":"me","comment":"work"})");
  REQUIRE(put.has_value());
  REQUIRE(put->matchers.size() == 2);
  CHECK(put->matchers[0] == silence::Matcher{"a", "b", true, true});
  CHECK(put->matchers[1] == silence::Matcher{"c", "d", false, false});
  CHECK(read_silence("{}").error().name == "matchers_must_be_given");
  std::string out;
  append_silence(out, "id", {.matchers = put->matchers, .ends_at = put->ends_at}, put->starts_at);
  CHECK(out.find(R"("status":{"state":"active"})") != out.npos);
  CHECK(out.find(R"("isRegex":true,"isEqual":true)") != out.npos);
}

}  // namespace
}  // namespace lifeline::alertmanager
