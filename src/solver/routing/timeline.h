// SPDX-License-Identifier: Apache-2.0
// How time passes on a route. Two ways that agree where both hold:
//
//  Segment: a run of stops as three numbers, joined in constant time (Vidal, Crainic, Gendreau and
//    Prins, 2013). Only for travel that does not depend on the hour and one window a job.
//  Clock: a walk stop by stop, for hours, breaks and several windows. A break is taken in time that
//    is waited anyway; else as late as its window allows: before the next drive or on arrival,
//    whichever gets the next job started earlier.
#pragma once

#include <algorithm>

#include "solver/routing/instance.h"

namespace lifeline::routing {

inline constexpr double slack = 1e-9;  // of sums of doubles

/// Leaving at the earliest … latest takes `duration`; later is too late, earlier waits.
struct Segment {
  double duration = 0;
  double earliest = 0;
  double latest = forever;

  bool is_feasible() const { return earliest <= latest + slack; }
};

/// a, then `way` seconds of driving, then b. Infeasible when b cannot be started in time.
inline Segment joined(const Segment& a, double way, const Segment& b) {
  const double shift = a.duration + way;
  const double wait = std::max(0.0, b.earliest - shift - a.latest);
  const double late = a.earliest + shift - b.latest;
  if (late > slack) return {.duration = forever, .earliest = 1, .latest = 0};
  return {.duration = shift + b.duration + wait,
          .earliest = std::max(b.earliest - shift, a.earliest) - wait,
          .latest = std::min(b.latest - shift, a.latest)};
}

struct Clock {
  double time = 0;      // when it may leave
  double depart = 0;    // when it left its start: as late as the first stop allows
  double weighted = 0;  // priority × completion so far
  double weights = 0;   // priorities so far
  double metres = 0;
  Index breaks = 0;  // taken

  bool meets(const Clock& other) const { return time == other.time && breaks == other.breaks; }
};

/// What a step of the walk did, for those who write it down.
struct Step {
  double arrive = 0;
  double start = 0;
  double taken[8] = {};  // when breaks of this step started
  Index taken_count = 0;
};

inline constexpr Index breaks_max = 8;

/// One leg of a walk, with bounds of the start of work besides the job's windows.
struct Leg {
  Index vehicle = 0;
  Index from = 0, to = 0;
  Window bounds;
};

/// Drives on to a node and works there. False when that is too late.
bool advance(const Instance& instance, const Leg& leg, Clock& clock, Step* step = nullptr);

/// How late it may leave its start and still leave the first stop at `first.time`.
double late_departure(const Instance& instance, const Vehicle& vehicle, Index from, Index to,
                      const Clock& first);

/// The first moment from `at` on that lies in a window of the job; forever when there is none.
double first_in_windows(const Job& job, double at);

}  // namespace lifeline::routing
