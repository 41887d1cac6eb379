// SPDX-License-Identifier: Apache-2.0
// Making a plan from what is asked, without clock, thread or network of its own: whoever calls
// gives the budget. The planner (gateway/dispatch) does so beside the desk, a rehearsal in its own
// time.
#pragma once

#include "command/dispatch/problem.h"
#include "solver/routing/instance.h"
#include "solver/routing/roads.h"

namespace lifeline::dispatch {

/// The great circle times what roads are longer, by hour (solver/routing/roads.h).
routing::Travel great_circle_travel(const std::vector<LonLat>& places);
routing::RoadTable great_circle_table();
std::vector<routing::Position> positions_of(const std::vector<LonLat>& places);

/// Every pair of places whose straight line crosses a closed road, for as long as it is closed.
void close_roads(const Asked& asked, routing::Travel& travel);

/// Whether more jobs than limits::dispatch_new_jobs_max are not in the plan that stands: to place
/// them takes more time than one that comes by itself.
bool has_much_new(const Asked& asked);

/// A problem compiled for the solver; `asked` stays where it is as long as this is used.
using Compiled = std::optional<routing::Instance>;

/// From what stands (`asked.present`), or from nothing where most is new, to a plan; two parts of
/// one job go to two crews. Compiles the problem where `compiled` is empty, within the budget.
/// Errors: those of routing::solve.
Result<routing::Plan> planned(Asked& asked, Compiled& compiled, const routing::Settings& settings);
Result<routing::Plan> planned(Asked& asked, const routing::Settings& settings);

struct Made {
  Trigger trigger = Trigger::change;
  Instant began_at;
  Instant made_at;
  double cpu_s = 0;
  TravelBy travel_by = TravelBy::great_circle;
  std::string problem = {};  // that the plan was made in spite of
};

/// The plan as the desk takes it, with the reasons of each choice. A stop that stands in `kept`
/// with the same crew keeps the reasons that it has there: to work out all of them takes longer
/// than to put one job in. `compiled` is what the plan was made with.
Propose proposed(const Asked& asked, const Compiled& compiled, const routing::Plan& plan,
                 const Made& made, const std::vector<Proposal>& kept = {});

/// What a job would cost with a crew, all else as in the plan.
struct Choice {
  std::string crew;
  bool able = false;
  int64_t drive_s = 0;
  double dearer = 0;                      // weighted seconds more than where it goes best
  Lack reason = Lack::none;               // of this crew
  std::vector<std::string> reason_names;  // what it has not
};
LIFELINE_STRUCT(Choice, crew, able, drive_s, dearer, reason, reason_names)

/// Of every crew of the desk, by cost; those that cannot come last, with what each has not. A pin
/// counts as not there: it is what may be changed. Errors: job_must_be_planned.
Result<std::vector<Choice>> choices(const Scene& scene, const Asked& asked,
                                    const routing::Plan& plan, JobId job);

}  // namespace lifeline::dispatch
