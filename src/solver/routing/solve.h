// SPDX-License-Identifier: Apache-2.0
// The door to the search: a plan from nothing, a plan from a plan, and why a plan is as it is.
//
// Operation: solve() builds a first plan and betters it until the budget is gone; asked with a
// budget of iterations and no clock, equal problem and seed give equal plans. replan() keeps what
// is in the present plan, places what is new or lost its vehicle, and betters it around that.
// The budget of CPU seconds holds for all that a call does, the plan's times and reasons included.
// Concurrency: none; clock, stop and better are called from inside. Limits: limits::routing_*.
#pragma once

#include "base/result.h"
#include "solver/routing/model.h"

namespace lifeline::routing {

class Instance;  // a problem compiled (instance.h), for whoever asks several things of it

struct Settings {
  Budget budget;
  uint64_t seed = 1;
  /// Told of the first plan and then of the best one, at most once in a fiftieth of the budget.
  std::function<void(const Plan&)> better = {};
};

/// Errors: those of checked() (instance.h).
Result<Plan> solve(const Problem& problem, const Settings& settings);
Plan solve(const Instance& instance, const Settings& settings);

/// The plan for a problem that has changed a little since `present` was made: its indices of jobs
/// and vehicles are those of `problem`; routes of vehicles that may no longer do their jobs lose
/// them. Never dearer than `present` with the change put in greedily. What vehicles have driven
/// (Vehicle::driven) stays as it is. Errors: those of solve().
Result<Plan> replan(const Problem& problem, const Plan& present, const Settings& settings);
Plan replan(const Instance& instance, const Plan& present, const Settings& settings);

/// `present` as it stands in this problem, with nothing bettered: what is new goes where it costs
/// least.
Result<Plan> repaired(const Problem& problem, const Plan& present);

/// What it costs to have the job on that vehicle, with all else as in the plan: by how much the
/// plan becomes dearer than with the job where it goes best; nothing if it does not fit there.
/// Errors: those of solve(), job_must_be_known, vehicle_must_be_known.
Result<std::optional<double>> pin_cost(const Problem& problem, const Plan& plan, Index job,
                                       Index vehicle);

struct Choice {
  Index vehicle = none;      // none: there is no such choice
  double drive_seconds = 0;  // to the job, from the stop before
  double dearer = 0;         // what the job adds to the plan there
};

/// The job with every vehicle, by vehicle, all else as in the plan; `vehicle` is none where it does
/// not fit. `dearer` is against where it goes best. A job that is driven stays where it is.
/// Errors: those of solve(), job_must_be_known.
Result<std::vector<Choice>> choices(const Problem& problem, const Plan& plan, Index job);

struct Explanation {
  Index job = 0;
  Choice chosen;      // where the plan has it; none when it is unassigned
  Choice second;      // the best of all other vehicles, all else as in the plan
  uint32_t able = 0;  // vehicles that may do the job at all
  /// "crew 7: only one with skill fibre, 18 min; second best crew 3, 41 min", or why it is
  /// unassigned.
  std::string text;
};

/// Errors: those of solve(), job_must_be_known.
Result<Explanation> explained(const Problem& problem, const Plan& plan, Index job);
/// Of every job, by job, with the problem compiled once.
Result<std::vector<Explanation>> explained(const Problem& problem, const Plan& plan);

}  // namespace lifeline::routing
