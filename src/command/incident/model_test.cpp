// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/any_value.h"
#include "tests/given.h"

namespace lifeline::incident {
namespace {

constexpr IncidentId first{420000, 1};
constexpr Instant one{1'000'000}, two{2'000'000};

State after(std::initializer_list<Event> events) {
  State state;
  for (const Event& event : events) evolve(state, event);
  return state;
}

TEST_CASE("only a resolved incident waits to be closed") {
  const Opened opened{.id = first, .root = "NODE"};
  CHECK_FALSE(due(after({opened})));
  CHECK(due(after({opened, Resolved{.id = first, .close_at = two}})) == two);
  CHECK_FALSE(due(after({opened, Resolved{.id = first, .close_at = two}, Reopened{first}})));
  CHECK_FALSE(due(after({opened, Resolved{.id = first, .close_at = two}, Closed{.id = first}})));
  CHECK(due(after({opened, Resolved{.id = first, .close_at = two},
                   Resolved{.id = first, .close_at = one}})) == one);
}

TEST_CASE("the deadline of a resolved incident calls for its closing") {
  const State state =
      after({Opened{.id = first, .root = "NODE"}, Resolved{.id = first, .close_at = two}});
  desk::Commands early, late;
  expire(state, one, early);
  expire(state, two, late);
  CHECK(early.items().empty());
  REQUIRE(late.items().size() == 1);
  const auto& command = *static_cast<const Command*>(late.items().front().value());
  CHECK(std::get<Close>(command).id == first);
}

TEST_CASE("an order that waits is due at its time, and calls for its end") {
  const SiteHit hit{
      .id = first, .site = "H1", .unit = {420106}, .first_of_unit = true, .order_at = two};
  const SiteHit told{.id = first, .site = "H1", .unit = {420106}, .first_of_unit = true};
  const Opened opened{.id = first, .root = "NODE"};
  const State state = after({opened, hit});
  CHECK(due(state) == two);
  desk::Commands early, late;
  expire(state, one, early);
  expire(state, two, late);
  CHECK(early.items().empty());
  REQUIRE(late.items().size() == 1);
  const auto& command = *static_cast<const Command*>(late.items().front().value());
  CHECK(std::get<EndHold>(command).id == first);
  CHECK(std::get<EndHold>(command).unit == UnitCode{420106});
  CHECK_FALSE(due(after({opened, hit, told})));
  CHECK_FALSE(
      due(after({opened, hit, SiteRelieved{.id = first, .site = "H1", .spared = {420106}}})));
  CHECK_FALSE(due(after({opened, hit, Closed{.id = first}})));
}

TEST_CASE("of a closing and an order the earlier is due first") {
  const Opened opened{.id = first, .root = "NODE"};
  const SiteHit hit{
      .id = first, .site = "H1", .unit = {420106}, .first_of_unit = true, .order_at = two};
  CHECK(due(after({opened, hit, Resolved{.id = first, .close_at = one}})) == one);
  const State state = after({opened, hit, Resolved{.id = first, .close_at = two}});
  desk::Commands both;
  expire(state, two, both);
  CHECK(both.items().size() == 2);
}

TEST_CASE("a hit as it was written before orders waited makes none wait") {
  const State state =
      after({Opened{.id = first, .root = "NODE"},
             SiteHit{.id = first, .site = "H1", .unit = {420106}, .first_of_unit = true}});
  CHECK(state.open.at(first).pending.empty());
  CHECK_FALSE(due(state));
}

TEST_CASE("a closed root is free for another incident") {
  const State state = after({Opened{.id = first, .root = "NODE"}, Closed{.id = first}});
  CHECK(state.by_root.empty());
  CHECK(state.open.empty());
  CHECK(state.serial == 1);
}

TEST_CASE("what happens to an incident that is not there changes nothing") {
  const State state =
      after({Reopened{first}, SiteHit{.id = first}, SiteRelieved{.id = first},
             SeverityRaised{.id = first}, Assigned{.id = first}, Mitigated{.id = first},
             Resolved{.id = first, .close_at = one}, Closed{.id = first}});
  CHECK(state.open.empty());
  CHECK_FALSE(due(state));
}

TEST_CASE("any history of incidents can be taken and kept") {
  CHECK(tests::holds_for_any_history<Noun>(
      [](const State& state, const State& again, const View&, const View&) {
        RC_ASSERT(state.closing == again.closing);
        RC_ASSERT(state.holds == again.holds);
        size_t pending = 0;
        for (const auto& [id, incident] : state.open) pending += incident.pending.size();
        RC_ASSERT(state.holds.size() == pending);
        for (const auto& [at, id] : state.closing) RC_ASSERT(state.open.contains(id));
        for (const auto& [root, id] : state.by_root) RC_ASSERT(state.open.contains(id));
        for (const auto& [root, id] : again.by_root) RC_ASSERT(state.by_root.contains(root));
      },
      [](const State& state, const Event& event) {
        const auto* e = std::get_if<Opened>(&event);
        return e == nullptr || (e->id.serial > state.serial && !state.by_root.contains(e->root));
      }));
}

}  // namespace
}  // namespace lifeline::incident
