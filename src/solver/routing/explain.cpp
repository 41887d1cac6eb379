// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/explain.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "solver/routing/written.h"

namespace lifeline::routing {
namespace {

std::string minutes(double seconds) {
  return std::to_string(int64_t(std::llround(seconds / 60))) + " min";
}

}  // namespace

Explainer::Explainer(const Instance& instance, const Plan& plan)
    : instance_(instance),
      problem_(*instance.problem),
      state_(instance),
      draw_(1),
      insertion_(instance, state_.bounds(), draw_, 0) {
  state_.load(sequences_of(plan, problem_.vehicles.size()));
}

Index Explainer::request_of(Index job) const {
  return instance_.is_delivery(job) ? instance_.partner[job] : job;
}

template <class Take>
Choice Explainer::best(Index request, Take take) {
  Choice choice;
  if (instance_.ordered && !state_.bound_by_order(request)) return choice;
  Spot spot;
  for (Index v = 0; v < instance_.crews.size(); ++v)
    if (take(v)) insertion_.scan(state_.tour(v), request, spot);
  if (spot.tour == none) return choice;
  const Tour& tour = state_.tour(spot.tour);
  const Index before =
      spot.fetches ? instance_.crews[spot.tour].depot : tour.visits[spot.first - 1].node;
  return {.vehicle = spot.tour,
          .drive_seconds = instance_.seconds[instance_.at(before, request)],
          .dearer = spot.cost};
}

Choice Explainer::placed(Index job) const {
  const Where at = state_.where(job);
  if (at.tour == none) return {};
  const Index before = state_.tour(at.tour).visits[at.position - 1].node;
  return {.vehicle = at.tour,
          .drive_seconds = instance_.seconds[instance_.at(before, job)],
          .dearer = 0};
}

Explanation Explainer::explain(Index job) {
  Explanation result{.job = job, .chosen = placed(job), .second = {}, .text = {}};
  const Index request = request_of(job);
  for (Index v = 0; v < instance_.crews.size(); ++v) result.able += instance_.permits(request, v);
  const Index vehicle = result.chosen.vehicle;
  if (vehicle == none) {
    result.text = reason_of(state_, job);
    return result;
  }
  if (state_.is_kept(request)) {
    result.text = "crew " + problem_.vehicles[vehicle].id + ": it drives there already";
    return result;
  }
  state_.begin();
  const double before = state_.cost();
  state_.remove({{request}});
  result.chosen.dearer = before - state_.cost() + instance_.penalty(request);
  result.second = best(request, [vehicle](Index v) { return v != vehicle; });
  state_.undo();
  result.text = said(result);
  return result;
}

// A skill, permit or tool that of all crews only this one has; else what else makes it the only.
std::string Explainer::only_reason(Index job, Index vehicle) const {
  const Job& wanted = problem_.jobs[job];
  if (wanted.pinned == vehicle) return "pinned to it";
  uint64_t skills = 0, permits = 0, tools = 0;
  for (Index v = 0; v < problem_.vehicles.size(); ++v) {
    if (v == vehicle) continue;
    skills |= problem_.vehicles[v].skills;
    permits |= problem_.vehicles[v].permits;
    tools |= problem_.vehicles[v].depot ? ~uint64_t{0} : problem_.vehicles[v].tools;
  }
  const auto named = [](const std::vector<std::string>& names, uint64_t bits) {
    const auto bit = size_t(std::countr_zero(bits));
    return bit < names.size() ? names[bit] : std::to_string(bit);
  };
  if (const uint64_t own = wanted.skills & ~skills; own != 0)
    return "only one with skill " + named(problem_.skill_names, own);
  if (const uint64_t own = wanted.permits & ~permits; own != 0)
    return "only one with permit " + named(problem_.permit_names, own);
  if (const uint64_t own = wanted.tools & ~tools; own != 0)
    return "only one with tool " + named(problem_.tool_names, own);
  return "only one that has all it asks for";
}

std::string Explainer::said(const Explanation& e) const {
  const auto crew = [this](Index v) { return "crew " + problem_.vehicles[v].id; };
  std::string text = crew(e.chosen.vehicle) + ": ";
  if (e.able == 1)
    text += only_reason(e.job, e.chosen.vehicle) + ", ";
  else if (e.second.vehicle == none)
    text += "only one of " + std::to_string(e.able) + " able crews that has time for it, ";
  else if (e.chosen.dearer <= e.second.dearer + 1e-6)
    text += "least added of " + std::to_string(e.able) + " able crews, ";
  else
    text += "the other crews' jobs are served better so, ";
  text += minutes(e.chosen.drive_seconds);
  if (e.second.vehicle != none)
    text += "; second best " + crew(e.second.vehicle) + ", " + minutes(e.second.drive_seconds);
  return text;
}

std::vector<Choice> Explainer::choices(Index job) {
  std::vector<Choice> all(instance_.crews.size());
  const Index request = request_of(job);
  if (state_.is_kept(request)) {
    const Choice here = placed(job);
    all[here.vehicle] = here;
    return all;
  }
  state_.begin();
  state_.remove({{request}});
  double least = forever;
  for (Index v = 0; v < all.size(); ++v) {
    if (!instance_.permits(request, v)) continue;
    all[v] = best(request, [v](Index other) { return other == v; });
    if (all[v].vehicle != none) least = std::min(least, all[v].dearer);
  }
  state_.undo();
  for (Choice& one : all)
    if (one.vehicle != none) one.dearer = std::max(0.0, one.dearer - least);
  return all;
}

Result<std::vector<Choice>> choices(const Problem& problem, const Plan& plan, Index job) {
  const auto instance = Instance::of(problem);
  if (!instance) return tl::unexpected(instance.error());
  if (job >= problem.jobs.size()) return invalid("job_must_be_known", "job");
  return Explainer(*instance, plan).choices(job);
}

Result<std::optional<double>> pin_cost(const Problem& problem, const Plan& plan, Index job,
                                       Index vehicle) {
  const auto instance = Instance::of(problem);
  if (!instance) return tl::unexpected(instance.error());
  if (job >= problem.jobs.size()) return invalid("job_must_be_known", "job");
  if (vehicle >= problem.vehicles.size()) return invalid("vehicle_must_be_known", "vehicle");
  const Choice choice = Explainer(*instance, plan).choices(job)[vehicle];
  if (choice.vehicle == none) return std::nullopt;
  return choice.dearer;
}

Result<Explanation> explained(const Problem& problem, const Plan& plan, Index job) {
  const auto instance = Instance::of(problem);
  if (!instance) return tl::unexpected(instance.error());
  if (job >= problem.jobs.size()) return invalid("job_must_be_known", "job");
  return Explainer(*instance, plan).explain(job);
}

Result<std::vector<Explanation>> explained(const Problem& problem, const Plan& plan) {
  const auto instance = Instance::of(problem);
  if (!instance) return tl::unexpected(instance.error());
  std::vector<Explanation> result;
  Explainer explainer(*instance, plan);
  for (Index job = 0; job < problem.jobs.size(); ++job) result.push_back(explainer.explain(job));
  return result;
}

}  // namespace lifeline::routing
