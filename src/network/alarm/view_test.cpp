// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/given.h"

namespace lifeline::alarm {
namespace {

using tests::Given;

constexpr AlarmId first{420000, 1};

Raised raised(uint64_t serial = 1) {
  return {.id = {420000, serial},
          .source_name = "A",
          .mapped = true,
          .region = tests::wuchang,
          .unit = tests::wuchang,
          .condition = "linkDown",
          .severity = Severity::critical};
}

TEST_CASE("a row follows its alarm from the raise to the clear") {
  Given given;
  given(raised());
  const View& view = given.part<Noun>().view;
  const Row& row = view.rows.at(first);
  CHECK(row.element == "A");
  CHECK(row.raised_at == tests::noon);
  CHECK(row.count == 1);
  given.at(seconds_after(tests::noon, 60))(Repeated{.id = first, .severity = Severity::major});
  CHECK(row.count == 2);
  CHECK(row.perceived_severity == Severity::major);
  CHECK(row.changed_at == seconds_after(tests::noon, 60));
  given(Acknowledged{first});
  CHECK(row.ack_state == AckState::acknowledged);
  CHECK(row.ack_by == "commander");
  given(Cleared{.id = first, .reason = "mended"});
  CHECK(row.state == Phase::cleared);
  CHECK(row.cleared_at == seconds_after(tests::noon, 60));
  CHECK(row.ack_by == "commander");
}

TEST_CASE("a row shows who tells of the alarm, and whose word counts") {
  Given given;
  Raised by_ves = raised();
  by_ves.origin = "ves";
  given(by_ves, Told{.id = first, .origin = "snmp", .severity = Severity::minor});
  const View& view = given.part<Noun>().view;
  const Row& row = view.rows.at(first);
  const auto shown = [&] {
    std::string text;
    for (const Source& one : row.sources)
      text += one.origin + (one.owner ? "*" : "") + (one.over_at ? " over, " : ", ");
    return text + std::string(enum_text(row.perceived_severity));
  };
  CHECK(shown() == "ves*, snmp, critical");
  given(Told{.id = first,
             .origin = "omc:hubei-1",
             .severity = Severity::major,
             .owns = true,
             .severity_changed = true});
  CHECK(shown() == "ves, snmp, omc:hubei-1*, major");
  given(ToldOver{.id = first, .origin = "ves"});
  CHECK(shown() == "ves over, snmp, omc:hubei-1*, major");
  given(Cleared{.id = first});
  CHECK(shown() == "ves over, snmp, omc:hubei-1* over, major");
  CHECK(row.count == 3);
  for (const Source& one : row.sources) CHECK(one.count == 1);
  CHECK(view.totals.told == 2);
  CHECK(view.totals.told_over == 1);
}

TEST_CASE("the history of an alarm has each step, but not each repetition") {
  Given given;
  given(raised(), Repeated{.id = first, .severity = Severity::critical},
        Repeated{.id = first, .severity = Severity::minor}, Acknowledged{first},
        Commented{first, "crew sent"}, Unacknowledged{first},
        Cleared{.id = first, .reason = "mended"});
  std::vector<Step> steps;
  for (const Remark& remark : given.part<Noun>().view.remarks.at(first))
    steps.push_back(remark.kind);
  CHECK(steps == std::vector{Step::severity_changed, Step::acknowledged, Step::commented,
                             Step::unacknowledged, Step::cleared});
}

TEST_CASE("the totals account for every report") {
  Given given;
  given(raised(1), raised(2), Repeated{.id = first, .severity = Severity::critical},
        Cleared{.id = first}, ClearUnmatched{.source_name = "B", .condition = "x"});
  const Totals& totals = given.part<Noun>().view.totals;
  CHECK(totals.raised == 2);
  CHECK(totals.repeated == 1);
  CHECK(totals.cleared == 1);
  CHECK(totals.clear_unmatched == 1);
}

TEST_CASE("a unit's counts follow severity, acknowledgement and place") {
  Given given;
  Raised unmapped = raised();
  unmapped.mapped = false;
  unmapped.unit = tests::hubei;
  given(unmapped);
  const View& view = given.part<Noun>().view;
  CHECK(view.counts.at(tests::hubei).unmapped == 1);
  CHECK(view.totals.unmapped == 1);
  given(Placed{.id = first, .region = tests::wuchang, .unit = tests::wuchang});
  CHECK(view.counts.at(tests::hubei).empty());
  CHECK(view.counts.at(tests::wuchang).unacknowledged == 1);
  CHECK(view.totals.unmapped == 0);
  given(Acknowledged{first});
  CHECK(view.counts.at(tests::wuchang).unacknowledged == 0);
  CHECK(view.counts.at(tests::wuchang).by_severity[size_t(Severity::critical)] == 1);
  given(Cleared{.id = first});
  CHECK(view.counts.at(tests::wuchang).empty());
}

TEST_CASE("an alarm keeps the incident that it was linked to, and counts the sites it hits now") {
  Given given;
  const incident::IncidentId incident{420000, 5};
  given(raised(), incident::Opened{.id = incident, .unit = tests::wuchang, .root = "A"},
        incident::SiteHit{.id = incident, .site = "H1", .unit = tests::wuchang},
        incident::AlarmLinked{.id = incident, .alarm = "420000-1"});
  Row row = given.part<Noun>().view.rows.at(first);
  complete(row, given.nouns());
  CHECK(row.incident == incident);
  CHECK(row.sites == 1);
  given(Cleared{.id = first}, incident::Closed{.id = incident});
  row = given.part<Noun>().view.rows.at(first);
  complete(row, given.nouns());
  CHECK(row.incident == incident);
  CHECK(row.sites == 0);
}

}  // namespace
}  // namespace lifeline::alarm
