// SPDX-License-Identifier: Apache-2.0
// Making a plan from what is asked, without clock, thread or network of its own: whoever calls
// gives the budget. The planner (gateway/dispatch) does so beside the desk, a rehearsal in its own
// time.
#pragma once

#include "command/dispatch/problem.h"

namespace lifeline::dispatch {

/// The great circle times what roads are longer, by hour (solver/routing/roads.h).
routing::Travel great_circle_travel(const std::vector<LonLat>& places);

/// Every pair of places whose straight line crosses a closed road, for as long as it is closed.
void close_roads(const Asked& asked, routing::Travel& travel);

/// From what stands (`asked.present`) to a plan; two parts of one job go to two crews.
/// Errors: those of routing::solve.
Result<routing::Plan> planned(Asked& asked, const routing::Settings& settings);

struct Made {
  Trigger trigger = Trigger::change;
  Instant began_at;
  Instant made_at;
  double cpu_s = 0;
  TravelBy travel_by = TravelBy::great_circle;
  std::string problem = {};  // that the plan was made in spite of
};

/// The plan as the desk takes it, with the reasons of each choice. Errors: those of
/// routing::explained().
Result<Propose> proposed(const Asked& asked, const routing::Plan& plan, const Made& made);

/// What a job would cost with a crew, all else as in the plan.
struct Choice {
  std::string crew;
  bool able = false;
  int64_t drive_s = 0;
  double dearer = 0;  // weighted seconds more than where it goes best
  Lack reason = Lack::none;
};
LIFELINE_STRUCT(Choice, crew, able, drive_s, dearer, reason)

/// By cost; crews that cannot come last, all of them for a job that nobody can do. Errors:
/// job_must_be_planned.
Result<std::vector<Choice>> choices(const Asked& asked, const routing::Plan& plan, JobId job);

}  // namespace lifeline::dispatch
