// SPDX-License-Identifier: Apache-2.0
// What a report says of orders is what the orders' own desk says of them at the cut-off.
#include <doctest/doctest.h>

#include "command/order/view.h"
#include "tests/report_ground.h"

namespace lifeline::reports {
namespace {

using order::OrderId;
using tests::hankou;
using tests::hubei;
using tests::minutes;
using tests::wuchang;
using tests::wuhan;

struct Ordering : tests::ReportGround {
  template <class Command>
  void press(Command command) {
    REQUIRE(desks.act(hubei, order::Command(std::move(command))));
  }
  // Words within ten minutes, begun within twenty, done within an hour.
  static order::Text text() {
    return {.subject_zh = "查",
            .subject_en = "Look",
            .text = "look",
            .issuer = hubei,
            .acknowledge_within_s = 600,
            .finish_within_s = 3600,
            .start_within_s = 1200};
  }
  OrderId issue(std::vector<UnitCode> recipients, order::Text what = text()) {
    press(order::Issue{.what = std::move(what), .recipients = std::move(recipients)});
    return desks.desk(hubei).nouns().get<order::State>().orders.rbegin()->first;
  }
  // Deadlines pass up to the moment; the desk and a report at it must agree.
  void agree_at(int64_t minute) {
    desks.pass_time_to(minutes(minute));
    order::Tally all;
    uint64_t open = 0;
    for (const auto& [id, order] : desks.desk(hubei).nouns().get<order::State>().orders) {
      if (order.recalled) continue;
      all.late += order.tally.late;
      open += order.tally.recipients - order.tally.done - order.tally.declined;
    }
    INFO("minute ", minute);
    // What a deadline calls for has the deadline's own time, which is before the cut-off after it.
    const auto answer = ask(tests::report_over(hubei, tests::noon, {minutes(minute).us + 1}));
    CHECK(answer->ledger.value_of("orders_overdue") == static_cast<double>(all.late));
    CHECK(answer->ledger.value_of("orders_open") == static_cast<double>(open));
  }
};

TEST_CASE("who has given its word and does not begin in time is late") {
  Ordering on;
  const OrderId id = on.issue({wuhan});
  on.at(5);
  on.press(order::Acknowledge{.id = id, .unit = wuhan});
  on.agree_at(19);
  CHECK(on.figure("orders_overdue", minutes(19)) == 0);
  on.agree_at(21);
  CHECK(on.figure("orders_overdue", minutes(21)) == 1);
  CHECK(on.figure("silent_units", minutes(21)) == 0);
  on.press(order::Report{.id = id, .unit = wuhan, .step = order::Step::started});
  on.agree_at(22);
  CHECK(on.figure("orders_overdue", minutes(22)) == 0);
  on.agree_at(61);
  CHECK(on.figure("orders_overdue", minutes(61)) == 1);
}

TEST_CASE("who begins at once has given its word") {
  Ordering on;
  const OrderId id = on.issue({wuhan});
  on.at(5);
  on.press(order::Report{.id = id, .unit = wuhan, .step = order::Step::started});
  on.agree_at(30);
  CHECK(on.figure("silent_units", minutes(30)) == 0);
  CHECK(on.figure("orders_acknowledged", minutes(30)) == 1);
}

TEST_CASE("an amendment gives those who owe the time of its text, and asks for their word anew") {
  Ordering on;
  const OrderId id = on.issue({wuhan, wuchang, hankou});
  on.at(5);
  on.press(order::Acknowledge{.id = id, .unit = wuhan});
  on.press(order::Finish{.id = id, .unit = hankou, .note = {}});
  on.at(9);
  order::Text anew = Ordering::text();
  anew.acknowledge_within_s = 1800;
  anew.start_within_s = 0;
  on.press(order::Amend{.id = id, .what = anew, .reason = "more time"});
  on.agree_at(30);
  CHECK(on.figure("silent_units", minutes(30)) == 0);
  on.agree_at(40);
  CHECK(on.figure("silent_units", minutes(40)) == 2);
  CHECK(on.figure("orders_overdue", minutes(40)) == 2);
  CHECK(on.figure("orders_amended", minutes(40)) == 1);
  CHECK(on.figure("orders_open", minutes(40)) == 2);
  CHECK(on.figure("orders_done", minutes(40)) == 1);
  const auto answer = on.ask(tests::report_over(group_unit, tests::noon, minutes(40)));
  const Figure& overdue = answer->ledger.figure("orders_overdue");
  CHECK(answer->ledger.type_of(answer->ledger.fact(overdue.facts.front())) == "order.Amended");
}

TEST_CASE("a result that was handed back is not done, and is late after its new time") {
  Ordering on;
  const OrderId id = on.issue({wuhan});
  on.at(5);
  on.press(order::Finish{.id = id, .unit = wuhan, .note = {}});
  on.agree_at(6);
  on.press(
      order::HandBack{.id = id, .who = {wuhan, {}}, .reason = "again", .finish_within_s = 600});
  on.agree_at(15);
  CHECK(on.figure("orders_done", minutes(15)) == 0);
  CHECK(on.figure("orders_overdue", minutes(15)) == 0);
  on.agree_at(17);
  CHECK(on.figure("orders_overdue", minutes(17)) == 1);
}

TEST_CASE("no single word is waited for in an order with a quorum") {
  Ordering on;
  order::Text what = Ordering::text();
  what.quorum = 1;
  const OrderId id = on.issue({wuhan, wuchang}, what);
  on.at(5);
  on.press(order::Acknowledge{.id = id, .unit = wuhan});
  on.agree_at(12);
  CHECK(on.figure("silent_units", minutes(12)) == 0);
  on.agree_at(25);
  CHECK(on.figure("orders_overdue", minutes(25)) == 1);
}

TEST_CASE("who has an order handed on to it has all of its time") {
  Ordering on;
  const OrderId id = on.issue({wuhan});
  on.at(8);
  on.press(order::HandOn{.id = id, .from = {wuhan, {}}, .to = {wuchang, {}}, .reason = "busy"});
  on.at(9);
  on.press(order::Acknowledge{.id = id, .unit = wuchang});
  on.press(order::Report{.id = id, .unit = wuchang, .step = order::Step::started});
  on.agree_at(63);
  CHECK(on.figure("orders_overdue", minutes(63)) == 0);
  on.agree_at(69);
  CHECK(on.figure("orders_overdue", minutes(69)) == 1);
}

}  // namespace
}  // namespace lifeline::reports
