// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "network/scenario/fixture_test.h"
#include "tests/any_value.h"

namespace lifeline::scenario {
namespace {

using incident::Severity;
using tests::noon;

TEST_CASE("thresholds are tighter on the scenario's elements while it runs, and only then") {
  State state;
  evolve(state, planned());
  CHECK(factor_of(state, "NODE") == 1);
  evolve(state, started());
  CHECK(factor_of(state, "NODE") == 0.7);
  CHECK(factor_of(state, "OTHER") == 1);
  Planned tighter = planned();
  tighter.id.serial = 2;
  tighter.what.rules.threshold_factor = 0.5;
  evolve(state, tighter);
  evolve(state, Started{.id = tighter.id});
  CHECK(factor_of(state, "NODE") == 0.5);
  evolve(state, Ended{tighter.id, ""});
  CHECK(factor_of(state, "NODE") == 0.7);
  evolve(state, Ended{first, ""});
  CHECK(factor_of(state, "NODE") == 1);
}

TEST_CASE("a fault at a site weighs one step more, must be taken up sooner, and has its person") {
  State state;
  evolve(state, planned());
  const auto tight = [&](Severity usual, Instant now) {
    return tightening_of(state, "H1", usual, now);
  };
  CHECK_FALSE(tight(Severity::minor, hours_from_noon(1)).id);
  evolve(state, started());
  const Tightening raised = tight(Severity::major, hours_from_noon(1));
  CHECK(raised.id == first);
  CHECK(raised.severity == Severity::critical);
  CHECK(raised.take_up_within_s == 300);
  CHECK(raised.on_duty == "王芳");
  CHECK(tight(Severity::critical, hours_from_noon(1)).severity == Severity::critical);
  CHECK(tight(Severity::minor, hours_from_noon(2)).on_duty.empty());
  CHECK_FALSE(tightening_of(state, "H2", Severity::minor, noon).id);
}

TEST_CASE("a gap in the roster is the first time without anybody before the end") {
  What one = what();
  CHECK(roster_gap(one, noon).from == hours_from_noon(2));
  CHECK(roster_gap(one, noon).until == hours_from_noon(3));
  one.roster.push_back({hours_from_noon(2), hours_from_noon(3), "李强", ""});
  CHECK_FALSE(roster_gap(one, noon).from);
  one.roster[0].from = seconds_after(hours_from_noon(1), 60);
  CHECK(roster_gap(one, noon).from == hours_from_noon(1));
  CHECK(roster_gap(one, noon).until == seconds_after(hours_from_noon(1), 60));
  CHECK_FALSE(roster_gap(one, hours_from_noon(2)).from);
  one.roster.clear();
  CHECK(roster_gap(one, hours_from_noon(2)).from == hours_from_noon(2));
}

TEST_CASE("starts, ends and reports are due in their order, a report before an end") {
  State state;
  Planned one = planned();
  one.what.until = seconds_after(hours_from_noon(1), 1800);
  evolve(state, one);
  CHECK(due(state) == hours_from_noon(1));
  evolve(state, started());
  CHECK(due(state) == seconds_after(hours_from_noon(1), 1800));
  desk::Commands out;
  expire(state, one.what.until, out);
  REQUIRE(out.items().size() == 2);
  const auto at = [&](size_t i) {
    return static_cast<const Command*>(out.items()[i].value())->index();
  };
  CHECK(at(0) == Command(Report{}).index());
  CHECK(at(1) == Command(End{}).index());
  evolve(state, Ended{first, ""});
  CHECK_FALSE(due(state));
}

// Everything that a scenario asks of others is asked through these.
bool asks_nothing(const State& state) {
  for (const std::string id : {"A", "B", "C", "医院"}) {
    if (factor_of(state, id) != 1) return false;
    const Tightening tight = tightening_of(state, id, Severity::minor, {1'000'000});
    if (tight.id || tight.severity != Severity::minor || tight.take_up_within_s != 0) return false;
    if (!frozen_by(state, {id}, {1}, {100'000'000}).empty()) return false;
    if (running_over(state, id) != nullptr) return false;
  }
  return true;
}

TEST_CASE("after any history, once all scenarios have ended everything is as before") {
  CHECK(tests::holds_for_any_history<Noun>(
      [](const State& state, const State& again, const View&, const View&) {
        RC_ASSERT(state.by_element == again.by_element);
        RC_ASSERT(state.by_site == again.by_site);
        RC_ASSERT(state.turns == again.turns);
        RC_ASSERT(state.reports == again.reports);
        State relaxed = state;
        for (const auto& [id, scenario] : state.open) evolve(relaxed, Ended{id, ""});
        RC_ASSERT(asks_nothing(relaxed));
        RC_ASSERT(relaxed.by_element.empty());
        RC_ASSERT(!due(relaxed));
      }));
}

}  // namespace
}  // namespace lifeline::scenario
