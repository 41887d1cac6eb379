// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/given.h"

namespace lifeline::incident {
namespace {

using tests::Given;

constexpr IncidentId first{420000, 1};
constexpr order::OrderId order_id{420000, 3};

Opened opened() {
  return {.id = first,
          .title_zh = "t",
          .title_en = "t",
          .unit = tests::wuchang,
          .region = tests::wuchang,
          .root = "NODE",
          .text = "how it began"};
}

order::Issued issued(std::vector<UnitCode> units) {
  return {.id = order_id,
          .what = {.subject_zh = "抢修", .subject_en = "Repair", .incident = first},
          .recipients = std::move(units)};
}

TEST_CASE("a row counts the sites hit now and the alarms open now") {
  Given given;
  given(opened(), SiteHit{.id = first, .site = "H1", .unit = tests::wuchang, .down = true},
        SiteHit{.id = first, .site = "H2", .unit = tests::hankou},
        AlarmLinked{.id = first, .alarm = "420000-1"},
        AlarmLinked{.id = first, .alarm = "420000-2"});
  const Page& page = given.part<Noun>().view.pages.at(first);
  CHECK(page.row.sites_hit == 2);
  CHECK(page.row.alarms_open == 2);
  given(SiteRelieved{.id = first, .site = "H1"},
        AlarmLinked{.id = first, .alarm = "420000-1", .raised = false});
  CHECK(page.row.sites_hit == 1);
  CHECK(page.row.alarms_open == 1);
  CHECK(page.row.alarms_total == 2);
  CHECK(page.units == std::set{tests::hankou, tests::wuchang});
}

TEST_CASE("an order is open until all its recipients have done it") {
  Given given;
  given(opened(), issued({tests::wuchang, tests::hankou}));
  const Row& row = given.part<Noun>().view.pages.at(first).row;
  CHECK(row.orders_open == 1);
  given(order::Finished{.id = order_id, .unit = tests::wuchang});
  CHECK(row.orders_open == 1);
  given(order::Finished{.id = order_id, .unit = tests::hankou});
  CHECK(row.orders_open == 0);
}

TEST_CASE("a recalled order is open no more") {
  Given given;
  given(opened(), issued({tests::wuchang, tests::hankou}),
        order::Recalled{.id = order_id, .reason = "not needed"});
  CHECK(given.part<Noun>().view.pages.at(first).row.orders_open == 0);
}

TEST_CASE("another desk's order about the incident counts from its receipt, and once") {
  Given given;
  const order::OrderId from_group{100000, 1};
  const order::Received received{
      .id = from_group, .what = {.incident = first}, .recipients = {tests::wuchang}};
  given(opened(), received, received);
  const Page& page = given.part<Noun>().view.pages.at(first);
  CHECK(page.row.orders_open == 1);
  CHECK(page.orders == std::set{from_group});
}

TEST_CASE("the timeline tells it all, oldest first") {
  Given given;
  given(opened(), SiteHit{.id = first, .site = "H1", .name_en = "Hospital", .down = true},
        issued({tests::wuchang}), order::Acknowledged{.id = order_id, .unit = tests::wuchang},
        Assigned{first, "wang"}, Mitigated{.id = first}, SiteRelieved{.id = first, .site = "H1"},
        Resolved{.id = first}, Closed{.id = first});
  std::vector<Kind> kinds;
  const Page& page = given.part<Noun>().view.pages.at(first);
  for (const Entry& entry : page.timeline) kinds.push_back(entry.kind);
  CHECK(kinds == std::vector{Kind::opened, Kind::site_hit, Kind::order_issued,
                             Kind::order_acknowledged, Kind::assigned, Kind::mitigated,
                             Kind::site_relieved, Kind::resolved, Kind::closed});
  CHECK(page.timeline[1].text_en == "Hospital is down");
  CHECK(page.timeline[2].text_en == "Repair");
  CHECK(page.timeline[2].ref == "420000-3");
}

TEST_CASE("a row says whom orders wait for and when the first goes out, until it has gone") {
  Given given;
  const Instant soon = seconds_after(tests::noon, 20), later = seconds_after(tests::noon, 25);
  const auto hit = [](std::string site, UnitCode unit, Instant order_at) {
    return SiteHit{.id = first,
                   .site = std::move(site),
                   .unit = unit,
                   .first_of_unit = true,
                   .order_at = order_at};
  };
  given(opened(), hit("H1", tests::wuchang, soon), hit("H3", tests::hankou, later));
  const Page& page = given.part<Noun>().view.pages.at(first);
  CHECK(page.row.units_to_order == std::vector{tests::hankou, tests::wuchang});
  CHECK(page.row.order_at == soon);
  given(hit("H1", tests::wuchang, {}));
  CHECK(page.row.units_to_order == std::vector{tests::hankou});
  CHECK(page.row.order_at == later);
  CHECK(page.timeline.size() == 3);  // the hit was told when it came
  given(SiteRelieved{.id = first, .site = "H3", .spared = tests::hankou});
  CHECK(page.row.units_to_order.empty());
  CHECK_FALSE(page.row.order_at);
  CHECK(page.timeline.back().kind == Kind::order_spared);
  CHECK(page.timeline.back().text_en == "420103");
}

TEST_CASE("a merged incident says so, and where it went") {
  Given given;
  const IncidentId second{420000, 2};
  Opened other = opened();
  other.id = second;
  given(opened(), other, Explained{.id = second, .root = "NODE", .into = first});
  const Row& row = given.part<Noun>().view.pages.at(second).row;
  CHECK(row.phase == Phase::merged);
  CHECK(row.merged_into == first);
}

TEST_CASE("a long timeline keeps how it began and the newest") {
  Given given;
  given(opened());
  for (size_t i = 0; i < limits::incident_timeline_max + 5; ++i)
    given(Noted{first, std::to_string(i)});
  const auto& timeline = given.part<Noun>().view.pages.at(first).timeline;
  CHECK(timeline.size() == limits::incident_timeline_max);
  CHECK(timeline.front().text_en == "how it began");
  CHECK(timeline.back().text_en == std::to_string(limits::incident_timeline_max + 4));
}

}  // namespace
}  // namespace lifeline::incident
