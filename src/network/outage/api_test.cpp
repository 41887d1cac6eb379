// SPDX-License-Identifier: Apache-2.0
#include "network/outage/api.h"

#include <doctest/doctest.h>

#include "network/outage/view.h"
#include "tests/small_network.h"

namespace lifeline::outage {
namespace {

using desk::Role;
using tests::member;
using tests::noon;
using tests::person;
using tests::SmallNetwork;

const auto chief = person(Role::commander, tests::hubei);

// NODE is down for an hour from noon; asked a day later.
class AfterAnHour : public SmallNetwork {
 public:
  AfterAnHour() {
    REQUIRE(raise("NODE"));
    desks.set_now(seconds_after(noon, 60));
    REQUIRE(desks.act(tests::hubei,
                      incident::Command(incident::Assign{{tests::hubei.value, 1}, "Li"})));
    desks.set_now(seconds_after(noon, 3600));
    REQUIRE(clear("NODE"));
    desks.set_now(seconds_after(noon, 86400));
  }
  desk::Response get(const std::string& target, desk::Actor who = chief) {
    return desks.get(routes(), "/api/v1/" + target, std::move(who));
  }
  desk::Response post(const std::string& verb, const std::string& body, desk::Actor who = chief) {
    return desks.post(routes(), "/api/v1/outages/" + first() + "/" + verb, body, std::move(who));
  }
  std::string first() { return to_text(see<View>().outages.begin()->first); }
};

std::string count(const desk::Response& answer) {
  return std::string(tests::header_of(answer, "X-Total-Count"));
}

const std::string day = "from=2020-01-23T04:00:00Z&until=2020-01-24T04:00:00Z";

TEST_CASE("outages are listed within reach, and within a unit when it is asked") {
  AfterAnHour net;
  CHECK(count(net.get("outages")) == "3");
  CHECK(count(net.get("outages?kind=down&site=H1")) == "1");
  CHECK(count(net.get("outages?kind=degraded")) == "0");
  CHECK(count(net.get(
            "outages?from.lt=2020-01-23T05:00:00Z&lasts_until.gt=2020-01-23T04:30:00Z")) == "3");
  CHECK(count(net.get("outages?within=420106")) == "2");
  CHECK(count(net.get("outages?within=420100&excluded=false")) == "3");
  CHECK(count(net.get("outages", person(Role::viewer, tests::yichang))) == "0");
  const auto above = net.get("outages?within=420000", person(Role::viewer, tests::wuchang));
  CHECK(member(above.body, "name") == "unit_must_be_known");
  CHECK(member(net.get("outages?within=x").body, "field") == "within");
  CHECK(net.get("outages?format=csv").content_type == "text/csv; charset=utf-8");
}

TEST_CASE("one outage is answered to whoever answers for its site") {
  AfterAnHour net;
  CHECK(member(net.get("outages/" + net.first()).body, "incident") == "420000-1");
  CHECK(net.get("outages/" + net.first(), person(Role::viewer, tests::yichang)).status == 404);
  CHECK(net.get("outages/420000-999999").status == 404);
}

TEST_CASE("an exclusion is on record with who and why, and leaves the figures") {
  AfterAnHour net;
  const auto figures = [&] { return net.get("service-level?" + day).body; };
  CHECK(member(figures(), "down_s") == "10800");
  const auto excluded = net.post("exclude", R"({"kind":"force_majeure","text":"flood"})");
  CHECK(excluded.status == 200);
  CHECK(member(excluded.body, "exclusion") == "force_majeure");
  CHECK(member(excluded.body, "excluded_by") == "commander");
  CHECK(member(excluded.body, "excluded_text") == "flood");
  CHECK(member(figures(), "down_s") == "7200");
  CHECK(member(figures(), "excluded") == "1");
  CHECK(member(figures(), "excluded_s") == "3600");
  CHECK(count(net.get("outages?excluded=true")) == "1");
  CHECK(member(net.post("exclude", R"({"kind":"other","text":"x"})").body, "name") ==
        "outage_must_be_counted");
  CHECK(member(net.post("readmit", R"({"reason":"it was ours"})").body, "excluded") == "false");
  CHECK(member(figures(), "down_s") == "10800");
  CHECK(member(net.post("exclude", "{}").body, "name") == "kind_must_be_given");
}

TEST_CASE("the service level of a day says what is down, answered and restored") {
  AfterAnHour net;
  const std::string body = net.get("service-level?" + day).body;
  CHECK(member(body, "sites") == "3");
  CHECK(member(body, "watched_s") == "259200");
  CHECK(member(body, "availability_percent").substr(0, 7) == "95.8333");
  CHECK(member(body, "outages_down") == "3");
  CHECK(member(body, "outages_open") == "0");
  CHECK(member(body, "answered") == "1");
  CHECK(member(body, "answer_mean_s") == "60");
  CHECK(member(body, "restored") == "3");
  CHECK(member(body, "restore_worst_s") == "3600");
  CHECK(member(body, "known_from") == "2020-01-23T04:00:00.000000Z");
}

TEST_CASE("groups are sites, tiers, units and days, the worst first") {
  AfterAnHour net;
  const auto groups = [&](const std::string& query) {
    const auto answer = net.get("service-level?" + day + "&" + query);
    return answer.body.substr(answer.body.find("\"groups\""));
  };
  CHECK(member(groups("by=site"), "key") == "H1");
  CHECK(count(net.get("service-level?by=site&" + day)) == "3");
  CHECK(count(net.get("service-level?by=unit&within=420100&" + day)) == "2");
  CHECK(member(groups("by=unit"), "name_en") == "Wuhan");
  CHECK(member(groups("by=tier"), "key") == "1");
  CHECK(member(groups("by=day"), "key") == "2020-01-23");
  CHECK(member(groups("by=day"), "down_s") == "10800");
  CHECK(count(net.get("service-level?by=day&" + day)) == "2");
  CHECK(member(groups("by=month"), "key") == "2020-01");
  CHECK(count(net.get("service-level?by=site&site=H1,H3&" + day)) == "2");
  CHECK(count(net.get("service-level?by=site&tier=2&" + day)) == "0");
  CHECK(member(groups("by=site&limit=1&sort=-key"), "key") == "H3");
  const auto csv = net.get("service-level?by=site&format=csv&" + day);
  CHECK(csv.body.substr(0, 4) == "key,");
}

TEST_CASE("what is before the first import or in the future is unknown, not good") {
  AfterAnHour net;
  const auto before = net.get("service-level?from=2020-01-22T04:00:00Z&until=2020-01-24T04:00:00Z");
  CHECK(member(before.body, "unknown_s") == "259200");
  CHECK(member(before.body, "watched_s") == "259200");
  const auto never = net.get("service-level?from=2019-01-01T00:00:00Z&until=2019-01-02T00:00:00Z");
  CHECK(member(never.body, "availability_known") == "false");
}

TEST_CASE("a question that makes no sense is refused with its field") {
  AfterAnHour net;
  const auto refusal = [&](const std::string& query) {
    const std::string body = net.get("service-level?" + query).body;
    return member(body, "name") + " " + member(body, "field");
  };
  CHECK(refusal("from=2020-01-24T00:00:00Z&until=2020-01-23T00:00:00Z") ==
        "window_must_be_in_order from");
  CHECK(refusal("from=yesterday") == "value_must_be_well_formed from");
  CHECK(refusal("by=colour") == "value_must_be_well_formed by");
  CHECK(refusal("tier=x") == "value_must_be_well_formed tier");
  CHECK(refusal("site_kind=x") == "value_must_be_well_formed site_kind");
  CHECK(refusal("zone_minutes=9999") == "value_must_be_well_formed zone_minutes");
  CHECK(refusal("within=x") == "unit_must_be_known within");
  CHECK(refusal("colour=red") == "attribute_must_be_known colour");
  CHECK(refusal("from=1990-01-01T00:00:00Z&by=day") == "periods_must_be_fewer by");
}

}  // namespace
}  // namespace lifeline::outage
