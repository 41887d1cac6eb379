// SPDX-License-Identifier: Apache-2.0
// Whole desks: an incident's order to a unit waits until its hold is over, and goes out once.
#include <doctest/doctest.h>

#include "base/limits.h"
#include "command/incident/api.h"
#include "tests/small_network.h"

namespace lifeline::tests {
namespace {

using desk::Role;

const auto commander = person(Role::commander, hubei);

Instant after_s(int64_t seconds) { return seconds_after(noon, seconds); }

struct Storm : SmallNetwork {
  using SmallNetwork::SmallNetwork;
  // Second by second, as deadlines come.
  void pass_to(int64_t seconds) {
    while (desks.now() < after_s(seconds)) desks.pass_time_to(seconds_after(desks.now(), 1));
  }
  void hit_at(int64_t seconds, const std::string& root, const std::string& site, UnitCode unit) {
    pass_to(seconds);
    REQUIRE(desks.act(hubei, incident::Command(incident::Hit{.root = root,
                                                             .root_name = root,
                                                             .root_region = hubei,
                                                             .site = site,
                                                             .site_name_zh = site,
                                                             .site_name_en = site,
                                                             .unit = unit,
                                                             .down = true})));
  }
  void explain_at(int64_t seconds, const std::string& root, const std::string& by) {
    pass_to(seconds);
    REQUIRE(desks.act(hubei, incident::Command(incident::Explain{
                                 .root = root, .by = by, .by_name = by, .by_region = hubei})));
  }
  size_t orders() { return see<order::State>().orders.size(); }
  // "420106 at 20 for 420000-1: NODE; …" of every order, "recalled" at its end if it is.
  std::string told() {
    std::string text;
    for (const auto& [id, order] : see<order::State>().orders) {
      if (!text.empty()) text += "; ";
      text += to_text(order.recipients.front().unit) + " at " +
              std::to_string((order.issued_at - noon).count() / 1'000'000) + " for " +
              to_text(order.what.incident) + ": " + order.what.text;
      if (order.recalled) text += " recalled";
    }
    return text;
  }
};

TEST_CASE("the order goes out when the hold is over, and the incident says so before") {
  Storm storm;
  REQUIRE(storm.raise("NODE"));
  CHECK(storm.orders() == 0);
  const auto page = [&] {
    return storm.desks.get(incident::routes(), "/api/v1/incidents/420000-1", commander).body;
  };
  CHECK(member(page(), "order_at") == "2020-01-23T04:00:20.000000Z");
  CHECK(page().find(R"("units_to_order":["420103","420106"])") != std::string::npos);
  CHECK(page().ends_with(
      R"("orders_pending":[{"unit":"420103","order_at":"2020-01-23T04:00:20.000000Z"},)"
      R"({"unit":"420106","order_at":"2020-01-23T04:00:20.000000Z"}]})"));
  storm.desks.pass_time_to(after_s(limits::order_hold_s) - std::chrono::microseconds(1));
  CHECK(storm.orders() == 0);
  storm.desks.pass_time_to(after_s(limits::order_hold_s));
  CHECK(storm.told() == "420103 at 20 for 420000-1: NODE; 420106 at 20 for 420000-1: NODE");
  CHECK(page().ends_with(R"("orders":["420000-1","420000-2"],"orders_pending":[]})"));
  CHECK(member(page(), "order_at") == "");
  CHECK(storm.order(2).what.subject_en == "Repair: restore service at H1");
  storm.desks.pass_time_to(after_s(600));
  CHECK(storm.orders() == 2);
}

TEST_CASE("a trouble that ends within the hold orders nobody, and its timeline tells so") {
  Storm storm;
  REQUIRE(storm.raise("NODE"));
  storm.desks.pass_time_to(after_s(10));
  REQUIRE(storm.clear("NODE"));
  storm.desks.pass_time_to(after_s(600));
  CHECK(storm.orders() == 0);
  size_t spared = 0;
  for (const incident::Entry& entry : storm.incident(1).timeline)
    spared += entry.kind == incident::Kind::order_spared ? 1 : 0;
  CHECK(spared == 2);
  CHECK(storm.incident(1).row.units_to_order.empty());
}

TEST_CASE("a unit whose first site is well again is ordered for the one that is not") {
  Storm storm;
  storm.hit_at(0, "NODE", "H1", wuchang);
  storm.hit_at(2, "NODE", "H2", wuchang);
  storm.pass_to(5);
  REQUIRE(storm.desks.act(hubei, incident::Command(incident::Relieve{.site = "H1", .still = {}})));
  storm.pass_to(20);
  CHECK(storm.told() == "420106 at 20 for 420000-1: NODE");
  CHECK(storm.order(1).what.subject_en == "Repair: restore service at H2");
}

TEST_CASE("incidents merged within the hold order each unit once, for the one that stays") {
  Storm storm;
  storm.hit_at(0, "BTS-1", "H1", wuchang);
  storm.hit_at(5, "BTS-2", "H2", wuchang);
  storm.hit_at(5, "BTS-2", "H3", hankou);
  CHECK(storm.incident(2).row.units_to_order == std::vector{hankou, wuchang});
  storm.explain_at(10, "BTS-1", "NODE");
  storm.explain_at(10, "BTS-2", "NODE");
  CHECK(storm.incident(1).row.phase == incident::Phase::opened);
  CHECK(storm.incident(2).row.phase == incident::Phase::merged);
  CHECK(storm.incident(2).row.units_to_order.empty());
  storm.pass_to(600);
  CHECK(storm.told() == "420106 at 20 for 420000-1: NODE; 420103 at 25 for 420000-1: NODE");
}

TEST_CASE("a unit that the incident which stays has ordered gets no order from the merged one") {
  Storm storm;
  storm.hit_at(0, "BTS-1", "H1", wuchang);
  storm.hit_at(21, "BTS-2", "H2", wuchang);
  storm.hit_at(21, "BTS-2", "H3", hankou);
  CHECK(storm.told() == "420106 at 20 for 420000-1: BTS-1");
  storm.explain_at(25, "BTS-1", "NODE");
  storm.explain_at(25, "BTS-2", "NODE");
  CHECK(storm.incident(1).row.units_to_order == std::vector{hankou});
  storm.pass_to(600);
  CHECK(storm.told() == "420106 at 20 for 420000-1: BTS-1; 420103 at 41 for 420000-1: NODE");
}

TEST_CASE("a commander's order within the hold stands instead of the one that waits") {
  Storm storm;
  REQUIRE(storm.raise("NODE"));
  storm.pass_to(5);
  const order::Issue issue{.what = {.subject_zh = "抢修",
                                    .subject_en = "Repair",
                                    .text = "by hand",
                                    .incident = {hubei.value, 1},
                                    .acknowledge_within_s = 600,
                                    .finish_within_s = 3600},
                           .recipients = {wuchang, yichang}};
  REQUIRE(storm.desks.act(hubei, order::Command(issue), commander));
  CHECK(storm.incident(1).row.units_to_order == std::vector{hankou});
  CHECK(storm.incident(1).pending.at(hankou) == after_s(20));
  storm.pass_to(600);
  CHECK(storm.told() == "420106 at 5 for 420000-1: by hand; 420103 at 20 for 420000-1: NODE");
}

TEST_CASE("headquarters' order within the hold counts as soon as the desk hears of it") {
  Storm storm;
  REQUIRE(storm.raise("NODE"));
  const order::Issue issue{.what = {.subject_zh = "抢修",
                                    .subject_en = "Repair",
                                    .text = "from above",
                                    .incident = {hubei.value, 1},
                                    .acknowledge_within_s = 600,
                                    .finish_within_s = 3600},
                           .recipients = {wuchang}};
  REQUIRE(storm.desks.act(group_unit, order::Command(issue), person(Role::commander, group_unit)));
  storm.desks.hear_all();
  CHECK(storm.incident(1).row.units_to_order == std::vector{hankou});
}

TEST_CASE("orders that went out before the root was known are recalled where they are doubled") {
  Storm storm(orders_at_once);
  storm.hit_at(0, "BTS-1", "H1", wuchang);
  storm.hit_at(1, "BTS-2", "H2", wuchang);
  storm.hit_at(1, "BTS-2", "H3", hankou);
  storm.explain_at(60, "BTS-1", "NODE");
  storm.explain_at(60, "BTS-2", "NODE");
  CHECK(storm.told() ==
        "420106 at 0 for 420000-1: BTS-1; 420106 at 1 for 420000-2: BTS-2 recalled; "
        "420103 at 1 for 420000-2: BTS-2");
}

TEST_CASE(
    "a desk that is restarted within the hold orders at the same time and in the same bytes") {
  Storm storm;
  storm.hit_at(0, "BTS-1", "H1", wuchang);
  storm.hit_at(5, "BTS-2", "H3", hankou);
  const desk::Plan plan({group_unit, hubei});
  // The settings of the new start do not move what waits already.
  const auto loaded = app::make_desk(hubei, plan, {.order_hold_s = 300});
  const auto replayed = app::make_desk(hubei, plan, orders_at_once);
  auto& live = storm.desks.desk(hubei);
  REQUIRE(loaded->load(live.save()));
  for (const auto& batch : storm.desks.journal(hubei)) REQUIRE(replayed->replay(batch));
  for (const int64_t at : {20, 25}) {
    CHECK(live.due() == after_s(at));
    CHECK(loaded->due() == after_s(at));
    CHECK(replayed->due() == after_s(at));
    std::optional<journal::Batch> one, other, third;
    live.handle(live.expire(after_s(at)), after_s(at), one);
    loaded->handle(loaded->expire(after_s(at)), after_s(at), other);
    replayed->handle(replayed->expire(after_s(at)), after_s(at), third);
    REQUIRE(one.has_value());
    REQUIRE(other.has_value());
    REQUIRE(third.has_value());
    CHECK(one->payload.find("order.Issued") != std::string::npos);
    CHECK(one->digest == other->digest);
    CHECK(one->digest == third->digest);
  }
  CHECK(replayed->save() == live.save());
}

TEST_CASE("merged has a word of its own in the list's filter, and closed leaves it out") {
  Storm storm;
  storm.hit_at(0, "BTS-1", "H1", wuchang);
  storm.hit_at(5, "BTS-2", "H2", wuchang);
  storm.explain_at(10, "BTS-1", "NODE");
  storm.explain_at(10, "BTS-2", "NODE");
  const auto ids = [&](const std::string& phases) {
    const auto answer = storm.desks.get(
        incident::routes(), "/api/v1/incidents?fields=id,phase&phase=" + phases, commander);
    return answer.status == 200 ? answer.body : member(answer.body, "name");
  };
  CHECK(ids("merged") == R"([{"id":"420000-2","phase":"merged"}])");
  CHECK(ids("closed") == "[]");
  CHECK(ids("opened") == R"([{"id":"420000-1","phase":"opened"}])");
}

}  // namespace
}  // namespace lifeline::tests
