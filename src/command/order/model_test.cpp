// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/any_value.h"
#include "tests/given.h"

namespace lifeline::order {
namespace {

constexpr OrderId first{420000, 1};
constexpr Instant start = tests::noon;

Issued issued() {
  return {.id = first,
          .what = {.acknowledge_within_s = 600, .finish_within_s = 3600},
          .recipients = {tests::wuchang, tests::hankou},
          .by = "x",
          .at = start};
}

State after(std::initializer_list<Event> events) {
  State state;
  for (const Event& event : events) evolve(state, event);
  return state;
}

Acknowledged acknowledged(UnitCode unit) { return {.id = first, .unit = unit, .at = start}; }
Finished finished(UnitCode unit) { return {.id = first, .unit = unit, .at = start}; }

TEST_CASE("a recipient owes its word first, then its end") {
  const Deadline word{seconds_after(start, 600), first, {tests::wuchang, {}}, Missed::acknowledge};
  const Deadline end{seconds_after(start, 3600), first, {tests::wuchang, {}}, Missed::finish};
  CHECK(after({issued()}).deadlines.contains(word));
  const State then = after({issued(), acknowledged(tests::wuchang)});
  CHECK_FALSE(then.deadlines.contains(word));
  CHECK(then.deadlines.contains(end));
  CHECK(then.deadlines.size() == 2);
}

TEST_CASE("who has answered all owes nothing") {
  CHECK(after({issued(), finished(tests::wuchang), finished(tests::hankou)}).deadlines.empty());
  CHECK(after({issued(), Recalled{.id = first}}).deadlines.empty());
  CHECK(after({issued(), Declined{.id = first, .unit = tests::wuchang}}).deadlines.size() == 1);
}

TEST_CASE("where an order stands is told by those who have to do it, and since when") {
  const auto at = [](UnitCode unit, auto event, int64_t minute) {
    event.id = first;
    event.unit = unit;
    event.at = seconds_after(start, minute * 60);
    return event;
  };
  const auto then = [](std::initializer_list<Event> events) {
    const State state = after(events);
    const Order& order = state.orders.at(first);
    return std::pair(standing_of(order), (order.moved_at - start).count() / 60'000'000);
  };
  using Said = std::pair<Standing, int64_t>;
  const Event word = at(tests::wuchang, Acknowledged{}, 1);
  const Event other_word = at(tests::hankou, Acknowledged{}, 2);
  const Event begun = at(tests::wuchang, Stepped{.step = Step::started}, 3);
  const Event done = at(tests::wuchang, Finished{}, 4);
  const Event other_done = at(tests::hankou, Finished{}, 5);
  const Event no = at(tests::wuchang, Declined{}, 6);
  const Event other_no = at(tests::hankou, Declined{}, 7);
  CHECK(then({issued()}) == Said{Standing::issued, 0});
  CHECK(then({issued(), word}) == Said{Standing::acknowledged, 1});
  CHECK(then({issued(), word, other_word}) == Said{Standing::acknowledged, 1});
  CHECK(then({issued(), word, begun}) == Said{Standing::started, 3});
  CHECK(then({issued(), done}) == Said{Standing::started, 4});
  CHECK(then({issued(), done, other_done}) == Said{Standing::done, 5});
  CHECK(then({issued(), done, other_no}) == Said{Standing::partly_done, 7});
  CHECK(then({issued(), no}) == Said{Standing::issued, 0});
  CHECK(then({issued(), no, other_no}) == Said{Standing::declined, 7});
  CHECK(then({issued(), word, Recalled{.id = first, .at = seconds_after(start, 480)}}) ==
        Said{Standing::recalled, 8});
}

TEST_CASE("an order is asked until the last of its recipients is, and begins with the first") {
  const State one = after({issued(), Stepped{.id = first,
                                             .unit = tests::wuchang,
                                             .step = Step::started,
                                             .at = seconds_after(start, 60)}});
  CHECK(one.orders.at(first).begun_at == seconds_after(start, 60));
  CHECK(one.orders.at(first).finish_by == seconds_after(start, 3600));
  Amended sooner{.id = first, .what = issued().what, .at = seconds_after(start, 120)};
  sooner.what.finish_within_s = 900;
  const State two = after({issued(), finished(tests::wuchang), sooner});
  CHECK(two.orders.at(first).finish_by == seconds_after(start, 1020));
  const State three = after({issued(), finished(tests::wuchang),
                             HandedBack{.id = first,
                                        .unit = tests::wuchang,
                                        .finish_by = seconds_after(start, 7200),
                                        .at = seconds_after(start, 120)}});
  CHECK(three.orders.at(first).finish_by == seconds_after(start, 7200));
}

TEST_CASE("a missed word still leaves the end to be met") {
  const State state = after({issued(), Escalated{.id = first,
                                                 .unit = tests::wuchang,
                                                 .to = tests::wuhan,
                                                 .missed = Missed::acknowledge,
                                                 .at = start}});
  CHECK(state.deadlines.contains(
      {seconds_after(start, 3600), first, {tests::wuchang, {}}, Missed::finish}));
  CHECK(state.deadlines.contains(
      {seconds_after(start, 600), first, {tests::wuhan, {}}, Missed::acknowledge}));
}

TEST_CASE("a copy of another desk's order keeps no deadlines") {
  const State state = after({Received{.id = {100000, 1},
                                      .what = issued().what,
                                      .recipients = {tests::wuchang},
                                      .issued_at = start,
                                      .at = start}});
  CHECK(state.deadlines.empty());
  CHECK_FALSE(due(state));
  CHECK(state.orders.at({100000, 1}).recipients.front().step == Step::delivered);
}

TEST_CASE("the earliest deadline is due, and calls for its escalation only") {
  const State state = after({issued(), acknowledged(tests::hankou)});
  CHECK(due(state) == seconds_after(start, 600));
  desk::Commands early, late;
  expire(state, seconds_after(start, 599), early);
  expire(state, seconds_after(start, 600), late);
  CHECK(early.items().empty());
  REQUIRE(late.items().size() == 1);
  const auto& command = *static_cast<const Command*>(late.items().front().value());
  CHECK(std::get<Escalate>(command).unit == tests::wuchang);
  CHECK(std::get<Escalate>(command).missed == Missed::acknowledge);
}

TEST_CASE("what happens to an order that is not there changes nothing") {
  const State state =
      after({acknowledged(tests::wuchang), finished(tests::wuchang), Declined{.id = first},
             Recalled{.id = first}, Escalated{.id = first, .to = tests::wuhan}});
  CHECK(state.orders.empty());
}

TEST_CASE("no more goes up in one append than a desk can bear, the rest right after it") {
  Issued large = issued();
  large.recipients.clear();
  for (size_t i = 0; i <= limits::order_escalations_max; ++i)
    large.people.push_back({tests::wuchang, std::to_string(i)});
  const State state = after({large});
  desk::Commands late;
  expire(state, seconds_after(start, 600), late);
  CHECK(late.items().size() == limits::order_escalations_max);
}

TEST_CASE("any history of orders can be taken and kept") {
  CHECK(tests::holds_for_any_history<Noun>(
      [](const State& state, const State& again, const View&, const View&) {
        RC_ASSERT(state.deadlines == again.deadlines);
        for (const auto& [id, order] : state.orders) {
          RC_ASSERT(order.tally == again.orders.at(id).tally);
          RC_ASSERT(order.index.size() == order.recipients.size());
          const Awaited& awaited = order.awaited;
          for (size_t at = awaited.next(0); at != Awaited::npos; at = awaited.next(at + 1))
            RC_ASSERT(at == again.orders.at(id).awaited.next(at));
          for (size_t at = 0; at < order.recipients.size(); ++at) {
            const Recipient& r = order.recipients[at];
            const bool owes_word = is_counted(r) && r.step < Step::acknowledged;
            RC_ASSERT(owes_word == (awaited.next(at) == at));
          }
        }
      }));
}

}  // namespace
}  // namespace lifeline::order
