// SPDX-License-Identifier: Apache-2.0
// The fold on journals of a few events, written by real desks.
#include "gateway/report/fold.h"

#include <doctest/doctest.h>

#include "command/report/view.h"
#include "gateway/report/document.h"
#include "gateway/report/print.h"
#include "tests/report_ground.h"

namespace lifeline::reports {
namespace {

using tests::hubei;
using tests::minutes;
using tests::noon;
using tests::wuchang;
using tests::wuhan;

report::Report over(UnitCode unit, Instant from, Instant cut_off) {
  return tests::report_over(unit, from, cut_off);
}

struct Ground : tests::ReportGround {
  // A report of a fault by the device's clock.
  void raise_since(int64_t minute, std::string condition) {
    REQUIRE(desks.act(hubei, alarm::Command(alarm::Raise{.source_name = "BTS-1",
                                                         .condition = std::move(condition),
                                                         .severity = alarm::Severity::minor,
                                                         .reported_at = minutes(minute)})));
  }
};

TEST_CASE("sites that were hit and restored count once, and stand as they are at the cut-off") {
  Ground ground;
  ground.at(10);
  REQUIRE(ground.raise("BTS-1"));
  ground.at(20);
  REQUIRE(ground.raise("BTS-2"));
  ground.at(30);
  REQUIRE(ground.clear("BTS-2"));
  const auto answer = ground.ask(over(group_unit, noon, minutes(60)));
  const auto value = [&](const char* name) { return answer->ledger.value_of(name); };
  CHECK(value("sites") == 3);
  CHECK(value("sites_hit") == 3);
  CHECK(value("sites_hit.unit.420000") == 3);
  CHECK(value("sites_restored") == 2);
  CHECK(value("sites_down") == 1);
  CHECK(value("sites_normal") == 2);
  CHECK(value("sites_tier_1_down") == 1);
  CHECK(value("sites_designated_hospital_normal") == 2);
  CHECK(value("alarms_raised") == 2);
  CHECK(value("alarms_cleared") == 1);
  CHECK(value("alarms_open_critical") == 1);
  CHECK(value("alarms_raised.at.2020-01-23T12") == 2);
  REQUIRE(answer->content.sites.size() == 1);
  CHECK(answer->content.sites.front().id == "H1");
  CHECK(answer->content.sites.front().since == minutes(10));
}

TEST_CASE("the cut-off is not within the report, its start is") {
  Ground ground;
  ground.at(10);
  REQUIRE(ground.raise("BTS-1"));
  CHECK(ground.ask(over(hubei, noon, minutes(10)))->ledger.value_of("alarms_raised") == 0);
  CHECK(ground.ask(over(hubei, minutes(10), minutes(11)))->ledger.value_of("alarms_raised") == 1);
  const auto later = ground.ask(over(hubei, minutes(11), minutes(12)));
  CHECK(later->ledger.value_of("alarms_raised") == 0);
  CHECK(later->ledger.value_of("alarms_open") == 1);
}

TEST_CASE("what happens after the cut-off changes no byte") {
  Ground ground;
  ground.at(10);
  REQUIRE(ground.raise("BTS-1"));
  const report::Report report = over(group_unit, noon, minutes(30));
  const auto before = ground.ask(report);
  ground.at(30);
  REQUIRE(ground.raise("BTS-2"));
  ground.desks.hear_all();
  const auto after = ground.ask(report);
  CHECK(before->json == after->json);
  CHECK(before->digest == after->digest);
  for (const auto language : {report::Language::zh, report::Language::en}) {
    const auto pages = [&](const Answer& answer) { return write_document(answer, {}, language); };
    CHECK(print_html(pages(*before), "") == print_html(pages(*after), ""));
    CHECK(print_csv(*before, language) == print_csv(*after, language));
  }
}

TEST_CASE("an order is counted from the desk that issued it, once") {
  Ground ground;
  ground.at(1);
  REQUIRE(
      ground.desks.act(group_unit, order::Command(order::Issue{.what = {.subject_zh = "查",
                                                                        .subject_en = "Look",
                                                                        .text = "look",
                                                                        .issuer = group_unit,
                                                                        .acknowledge_within_s = 600,
                                                                        .finish_within_s = 3600},
                                                               .recipients = {wuhan, wuchang}})));
  ground.desks.hear_all();
  ground.at(2);
  REQUIRE(ground.desks.act(hubei,
                           order::Command(order::Acknowledge{.id = {100000, 1}, .unit = wuhan})));
  ground.desks.hear_all();
  const auto answer = ground.ask(over(group_unit, noon, minutes(30)));
  const auto value = [&](const char* name) { return answer->ledger.value_of(name); };
  CHECK(value("orders_issued") == 1);
  CHECK(value("recipients_ordered") == 2);
  CHECK(value("orders_acknowledged") == 1);
  CHECK(value("orders_open") == 2);
  CHECK(value("silent_units") == 1);
  CHECK(value("orders_overdue") == 1);
  // Wuhan's own report sees what went to its ground.
  const auto wuhans = ground.ask(over(wuhan, noon, minutes(30)));
  CHECK(wuhans->ledger.value_of("recipients_ordered") == 2);
  CHECK(wuhans->ledger.value_of("silent_units.unit.420106") == 1);
  const auto wuchangs = ground.ask(over(wuchang, noon, minutes(30)));
  CHECK(wuchangs->ledger.value_of("recipients_ordered") == 1);
  CHECK(wuchangs->ledger.value_of("orders_acknowledged") == 0);
}

TEST_CASE("what came too late is a correction of the report before, and is not counted twice") {
  Ground ground;
  ground.at(5);
  ground.raise_since(5, "first");
  report::Report previous = over(group_unit, noon, minutes(30));
  previous.phase = report::Phase::released;
  ground.at(40);
  ground.raise_since(20, "late");
  ground.raise_since(35, "in time");
  report::Report next = over(group_unit, minutes(30), minutes(60));
  const auto answer =
      ground.ask(Question{.report = next, .previous = previous, .before_previous = {}});
  REQUIRE(answer);
  const Content& content = (*answer)->content;
  std::map<std::string, std::pair<double, double>> corrections;
  for (const Correction& one : content.corrections) corrections[one.name] = {one.was, one.is};
  CHECK(corrections.at("alarms_raised") == std::pair<double, double>{1, 2});
  CHECK(corrections.at("alarms_open") == std::pair<double, double>{1, 2});
  CHECK((*answer)->ledger.value_of("alarms_raised") == 1);
  CHECK((*answer)->ledger.value_of("alarms_open") == 3);
  CHECK((*answer)->ledger.value_of("corrections.alarms_raised") == 1);
  // Without a released report before it, it is counted when it was recorded.
  CHECK(ground.ask(next)->ledger.value_of("alarms_raised") == 2);
}

TEST_CASE(
    "an acknowledgement that headquarters heard too late ends a silence of the report before") {
  Ground ground;
  ground.at(1);
  REQUIRE(
      ground.desks.act(group_unit, order::Command(order::Issue{.what = {.subject_zh = "查",
                                                                        .subject_en = "Look",
                                                                        .text = "look",
                                                                        .issuer = group_unit,
                                                                        .acknowledge_within_s = 600,
                                                                        .finish_within_s = 3600},
                                                               .recipients = {wuhan}})));
  ground.desks.hear_all();
  ground.at(8);
  REQUIRE(ground.desks.act(hubei,
                           order::Command(order::Acknowledge{.id = {100000, 1}, .unit = wuhan})));
  ground.at(40);
  ground.desks.hear_all();
  report::Report previous = over(group_unit, noon, minutes(30));
  previous.phase = report::Phase::released;
  const auto answer = ground.ask(Question{.report = over(group_unit, minutes(30), minutes(60)),
                                          .previous = previous,
                                          .before_previous = {}});
  REQUIRE(answer);
  bool is_silence_corrected = false;
  for (const Correction& one : (*answer)->content.corrections)
    is_silence_corrected |= one.name == "silent_units" && one.was == 1 && one.is == 0;
  CHECK(is_silence_corrected);
  CHECK((*answer)->ledger.value_of("corrections.silent_units") == 1);
}

TEST_CASE("a device whose clock is far off loses no alarm") {
  Ground ground;
  ground.at(40);
  ground.raise_since(-60 * 24 * 400, "old clock");
  report::Report previous = over(group_unit, noon, minutes(30));
  previous.phase = report::Phase::released;
  const auto answer = ground.ask(Question{.report = over(group_unit, minutes(30), minutes(60)),
                                          .previous = previous,
                                          .before_previous = {}});
  REQUIRE(answer);
  CHECK((*answer)->ledger.value_of("alarms_raised") == 1);
  CHECK((*answer)->content.corrections.empty());
}

TEST_CASE("a released report ends where its release says that the journals went") {
  Ground ground;
  ground.at(10);
  REQUIRE(ground.raise("BTS-1"));
  report::Report report = over(group_unit, noon, minutes(30));
  const auto draft = ground.ask(report);
  for (const JournalEnd& end : draft->content.journals) report.journals[end.desk] = end.position;
  report.phase = report::Phase::released;
  ground.at(20);  // a clock that was set back
  REQUIRE(ground.raise("BTS-2"));
  CHECK(ground.ask(report)->digest == draft->digest);
}

TEST_CASE(
    "a sentence says one as a word, links every number, and is left out when it says nothing") {
  Ground ground;
  ground.at(10);
  REQUIRE(ground.raise("BTS-1"));
  const auto answer = ground.ask(over(hubei, noon, minutes(60)));
  const auto text = [&](report::Language language) {
    std::string all;
    for (const Block& block : write_document(*answer, {}, language).blocks)
      if (block.kind == BlockKind::paragraph)
        for (const Span& span : block.spans)
          all += span.figure.empty() ? span.text : "[" + span.text + "]";
    return all;
  };
  const std::string english = text(report::Language::en);
  CHECK(english.find("[One key site was] cut off in this time.") != std::string::npos);
  CHECK(english.find("No key site was cut off") == std::string::npos);
  CHECK(english.find("[3] key sites are watched.") != std::string::npos);
  CHECK(english.find("No order") == std::string::npos);
  CHECK(text(report::Language::zh).find("共保障重点站点[3]个") != std::string::npos);
}

TEST_CASE("a page cannot be broken by what people wrote") {
  Document document{.title = "<script>&\"", .mark = "draft"};
  document.blocks.push_back({.kind = BlockKind::paragraph, .spans = {{.text = "<b>"}}});
  const std::string html = print_html(document, "/reports/1");
  CHECK(html.find("<script>") == std::string::npos);
  CHECK(html.find("&lt;script&gt;&amp;&quot;") != std::string::npos);
  CHECK(html.find("<b>") == std::string::npos);
}

TEST_CASE("a PDF is the same twice") {
  Ground ground;
  ground.at(10);
  REQUIRE(ground.raise("BTS-1"));
  const auto answer = ground.ask(over(hubei, noon, minutes(60)));
  const Document document = write_document(*answer, {}, report::Language::en);
  const auto first = print_pdf(document, "https://lifeline.example/reports/1");
  const auto second = print_pdf(document, "https://lifeline.example/reports/1");
  REQUIRE(first);
  REQUIRE(second);
  CHECK(*first == *second);
  CHECK(first->starts_with("%PDF-"));
  CHECK(first->find("lifeline.example") != std::string::npos);
}

TEST_CASE("the time of a record is read from its first bytes") {
  CHECK(time_of_record(R"({"at":"2020-01-23T04:00:00.000000Z","events":[]})") == noon);
  CHECK_FALSE(time_of_record(R"({"who":"x"})"));
  CHECK_FALSE(time_of_record(R"({"at":"2020)"));
}

}  // namespace
}  // namespace lifeline::reports
