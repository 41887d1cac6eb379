// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/any_value.h"
#include "tests/given.h"

namespace lifeline::team {
namespace {

TEST_CASE("any history of teams can be taken and kept, and tasks find their teams again") {
  CHECK(tests::holds_for_any_history<Noun>(
      [](const State& state, const State& again, const View&, const View&) {
        for (const auto& [id, team] : state.teams)
          RC_ASSERT(team.tasks == again.teams.at(id).tasks);
        for (const auto& [id, task] : state.tasks) {
          RC_ASSERT(state.teams.contains(task.team));
          RC_ASSERT(state.teams.at(task.team).tasks.contains(id));
        }
        for (const auto& [id, team] : state.teams)
          RC_ASSERT(std::ranges::is_sorted(team.members, {}, &Member::number));
      }));
}

TEST_CASE("who spent no hour on a task was not there") {
  tests::Given given;
  Job job{.what = "x", .place = {}};
  given(Raised{.id = "T", .what = {}, .members = {}, .by = {}},
        Mobilised{.id = "T", .task = {420000, 1}, .job = job, .by = {}},
        Begun{.id = "T", .task = {420000, 1}, .members = {1, 2, 3}});
  Outcome outcome{.hours_by_member = {{1, 4}, {2, 0}, {3, 1}}};
  given(Finished{.id = "T", .task = {420000, 1}, .outcome = outcome, .by = {}});
  CHECK(given.part<Noun>().state.tasks.at({420000, 1}).members == std::vector<uint64_t>{1, 3});
}

}  // namespace
}  // namespace lifeline::team
