// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "command/dispatch/plan.h"

namespace lifeline::dispatch {
namespace {

using routing::Index;

/// What keeps each crew of the scene from a job, were it pinned to none.
std::vector<Missing> missing_of_each(const Scene& scene, job::Job job) {
  job.bonds.pinned.clear();
  const Judge judge(scene.crews);
  std::vector<Missing> each;
  for (uint32_t i = 0; i < scene.crews.size(); ++i) each.push_back(judge.missing(job, i));
  return each;
}

std::vector<Choice> named(const Scene& scene, const std::vector<Missing>& missing) {
  std::vector<Choice> choices;
  for (size_t i = 0; i < missing.size(); ++i)
    choices.push_back({.crew = scene.crews[i].crew.what.id,
                       .reason = missing[i].lack,
                       .reason_names = missing[i].names});
  return choices;
}

// Not for those that are kept from it, nor for those that have another part of it.
routing::Problem unpinned(const Asked& asked, Index slot, const std::vector<Choice>& choices) {
  routing::Problem problem = asked.problem;
  routing::Job& job = problem.jobs[slot];
  std::vector<Index> forbidden;
  for (Index v = 0; v < asked.crews.size(); ++v) {
    const auto choice = std::ranges::find(choices, asked.crews[v], &Choice::crew);
    if (choice != choices.end() && choice->reason != Lack::none) forbidden.push_back(v);
  }
  for (Index other = 0; other < asked.slots.size(); ++other)
    if (other != slot && asked.slots[other].job == asked.slots[slot].job &&
        asked.slots[other].standing != Standing::proposed)
      forbidden.push_back(problem.jobs[other].pinned);
  std::ranges::sort(forbidden);
  forbidden.erase(std::unique(forbidden.begin(), forbidden.end()), forbidden.end());
  job.forbidden = std::move(forbidden);
  return problem;
}

// What the solver says of a crew that nothing keeps from it.
void put_cost(Choice& choice, const Asked& asked, const std::vector<routing::Choice>& costs) {
  if (choice.reason != Lack::none) return;
  const auto crew = std::ranges::find(asked.crews, choice.crew);
  if (crew == asked.crews.end()) {
    choice.reason = Lack::nobody_on_shift;
    return;
  }
  const routing::Choice& cost = costs[size_t(crew - asked.crews.begin())];
  choice.able = cost.vehicle != routing::none;
  if (!choice.able) {
    choice.reason = Lack::no_time_left;
    return;
  }
  choice.drive_s = std::llround(cost.drive_seconds);
  choice.dearer = std::round(cost.dearer);
}

}  // namespace

Result<std::vector<Choice>> choices(const Scene& scene, const Asked& asked,
                                    const routing::Plan& plan, JobId id) {
  const auto job = std::ranges::find(scene.jobs, id, &job::Job::id);
  const auto slot = std::ranges::find_if(
      asked.slots, [&](const Slot& s) { return s.job == id && s.standing == Standing::proposed; });
  const auto given_up = std::ranges::find(asked.hopeless, id, &Proposal::job);
  if (job == scene.jobs.end() || (slot == asked.slots.end() && given_up == asked.hopeless.end()))
    return conflict("job_must_be_planned", "id", to_text(id));
  std::vector<Choice> choices = named(scene, missing_of_each(scene, *job));
  if (slot == asked.slots.end()) {
    for (Choice& choice : choices)
      if (choice.reason == Lack::none) choice.reason = given_up->reason;
    return choices;
  }
  const auto index = Index(slot - asked.slots.begin());
  const auto costs = routing::choices(unpinned(asked, index, choices), plan, index);
  if (!costs) return tl::unexpected(costs.error());
  for (Choice& choice : choices) put_cost(choice, asked, *costs);
  std::ranges::stable_sort(choices, {},
                           [](const Choice& c) { return std::pair(!c.able, c.dearer); });
  return choices;
}

}  // namespace lifeline::dispatch
