// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "network/alarm/view.h"
#include "tests/any_value.h"
#include "tests/given.h"

namespace lifeline::alarm {
namespace {

using tests::Given;

Raised raised(uint64_t serial, Severity severity, std::string condition) {
  return {.id = {420000, serial},
          .source_name = "A",
          .mapped = true,
          .region = tests::wuchang,
          .unit = tests::wuchang,
          .condition = std::move(condition),
          .severity = severity};
}

TEST_CASE("an element is as bad as the worst of its open alarms") {
  using element::Condition;
  State state;
  const auto worst_after = [&](const Event& event) {
    evolve(state, event);
    return worst_impact(state, "A");
  };
  CHECK(worst_impact(state, "A") == Condition::normal);
  CHECK(worst_after(raised(1, Severity::minor, "a")) == Condition::normal);
  CHECK(worst_after(raised(2, Severity::major, "b")) == Condition::degraded);
  CHECK(worst_after(raised(3, Severity::critical, "c")) == Condition::down);
  CHECK(worst_after(Repeated{.id = {420000, 3}, .severity = Severity::warning}) ==
        Condition::degraded);
  CHECK(worst_after(Cleared{.id = {420000, 2}}) == Condition::normal);
  CHECK(open_on(state, "A") == 2);
}

TEST_CASE("an alarm that is not there is not made by what happens to it") {
  State state;
  View view;
  const AlarmId ghost{420000, 9};
  for (const Event& event :
       {Event(Repeated{.id = ghost}), Event(Acknowledged{ghost}), Event(Unacknowledged{ghost}),
        Event(Commented{ghost, "x"}), Event(Placed{.id = ghost}), Event(Cleared{.id = ghost})}) {
    evolve(state, event);
    view.fold(event, {});
  }
  CHECK(state.open.empty());
  CHECK(view.rows.empty());
  CHECK(view.remarks.empty());
  CHECK(view.totals.cleared == 0);
}

TEST_CASE("any history of alarms can be taken and kept") {
  CHECK(tests::holds_for_any_history<Noun>(
      [](const State& state, const State& again, const View& view, const View& view_again) {
        RC_ASSERT(state.by_key == again.by_key);
        for (const auto& [name, source] : state.by_source)
          RC_ASSERT(worst_impact(state, name) == worst_impact(again, name));
        uint64_t open = 0;
        for (const auto& [unit, counts] : view.counts) open += counts.open;
        RC_ASSERT(open == state.open.size());
        for (const auto& [unit, counts] : view_again.counts) {
          const Counts& kept = view.counts.at(unit);
          RC_ASSERT(kept.open == counts.open);
          RC_ASSERT(kept.unacknowledged == counts.unacknowledged);
          RC_ASSERT(kept.unmapped == counts.unmapped);
          RC_ASSERT(kept.by_severity == counts.by_severity);
        }
      },
      [](const State& state, const Event& event) {
        const auto* e = std::get_if<Raised>(&event);
        return e == nullptr ||
               (e->id.serial > state.serial &&
                !state.by_key.contains(key_of(e->source_name, e->condition, e->interface)));
      }));
}

}  // namespace
}  // namespace lifeline::alarm
