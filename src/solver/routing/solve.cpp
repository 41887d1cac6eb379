// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/solve.h"

#include <algorithm>

#include "solver/routing/search.h"
#include "solver/routing/written.h"

namespace lifeline::routing {
namespace {

constexpr double fleet_share = 0.4;  // of the budget, for as few vehicles as possible
constexpr double replan_hot = 0.01;  // a plan that is driven is bettered, not shaken

SearchOptions options_for(const Instance& instance) {
  // Tried on instances of the field and on drawn days.
  SearchOptions options;
  options.hot_share = instance.completion_cost > 0 ? 0.05 : 1;
  if (instance.problem->objective == Objective::distance) {
    options.hot_share = 2;
    options.cold_share = 0.005;
    options.sparing_share = 0.5;
  }
  return options;
}

Plan best_of(const Instance& instance, const Search& search, const Progress& progress) {
  State state(instance);
  state.load(search.best(), search.best_bounds());
  Plan plan = written(state);
  plan.iterations = progress.iterations();
  return plan;
}

// Only jobs that the problem knows, each once.
Plan known(const Problem& problem, const Plan& present) {
  Plan plan;
  std::vector<bool> seen(problem.jobs.size());
  for (const Route& route : present.routes) {
    Route kept{.vehicle = route.vehicle, .stops = {}, .breaks = {}};
    for (const Stop& stop : route.stops) {
      if (stop.job != none && (stop.job >= problem.jobs.size() || seen[stop.job])) continue;
      if (stop.job != none) seen[stop.job] = true;
      kept.stops.push_back(stop);
    }
    plan.routes.push_back(std::move(kept));
  }
  return plan;
}

// One call's search from its beginning to the plan.
class Run {
 public:
  Run(const Instance& instance, const Settings& settings, Progress& progress, SearchOptions options)
      : instance_(instance),
        settings_(settings),
        progress_(progress),
        search_(instance, settings.seed, progress, with_better(std::move(options))) {}

  Plan from_nothing() {
    search_.construct();
    return bettered();
  }
  Plan from(const Sequences& sequences) {
    is_new_ = false;
    search_.start_from(sequences);
    return bettered();
  }

 private:
  SearchOptions with_better(SearchOptions options) {
    if (settings_.better)
      options.better = [this] { settings_.better(best_of(instance_, search_, progress_)); };
    return options;
  }

  // To write the plan takes as long as it took for the first one, or somewhat more.
  Plan bettered() {
    constexpr double margin = 1.5;
    const double before = progress_.cpu_seconds();
    Plan first = best_of(instance_, search_, progress_);
    const double writing = progress_.cpu_seconds() - before;
    progress_.reserve(margin * writing);
    if (progress_.is_over()) return first;
    if (is_new_ && instance_.problem->objective == Objective::vehicles)
      search_.reduce_fleet(fleet_share);
    search_.anneal(1);
    return best_of(instance_, search_, progress_);
  }

  const Instance& instance_;
  const Settings& settings_;
  Progress& progress_;
  Search search_;
  bool is_new_ = true;
};

Plan from_nothing(const Instance& instance, const Settings& settings, Progress& progress) {
  return Run(instance, settings, progress, options_for(instance)).from_nothing();
}

Plan from_present(const Instance& instance, const Plan& present, const Settings& settings,
                  Progress& progress) {
  SearchOptions options = options_for(instance);
  options.hot_share = replan_hot;
  return Run(instance, settings, progress, options)
      .from(sequences_of(known(*instance.problem, present), instance.crews.size()));
}

}  // namespace

Plan solve(const Instance& instance, const Settings& settings) {
  Progress progress(settings.budget);
  return from_nothing(instance, settings, progress);
}

Result<Plan> solve(const Problem& problem, const Settings& settings) {
  Progress progress(settings.budget);
  const auto instance = Instance::of(problem);
  if (!instance) return tl::unexpected(instance.error());
  return from_nothing(*instance, settings, progress);
}

Plan replan(const Instance& instance, const Plan& present, const Settings& settings) {
  Progress progress(settings.budget);
  return from_present(instance, present, settings, progress);
}

Result<Plan> replan(const Problem& problem, const Plan& present, const Settings& settings) {
  Progress progress(settings.budget);
  const auto instance = Instance::of(problem);
  if (!instance) return tl::unexpected(instance.error());
  return from_present(*instance, present, settings, progress);
}

Result<Plan> repaired(const Problem& problem, const Plan& present) {
  return replan(problem, present, {.budget = {.iterations = 0, .clock = {}}, .seed = 1});
}

}  // namespace lifeline::routing
