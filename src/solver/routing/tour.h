// SPDX-License-Identifier: Apache-2.0
// One vehicle's route while it is searched, with what makes the insertion of a job checkable in
// constant time: the earliest leaving of each stop, the latest start that still lets all later
// stops be in time, segments of the stops before and behind, and the load.
#pragma once

#include <vector>

#include "solver/routing/timeline.h"

namespace lifeline::routing {

struct Visit {
  Index node = 0;
  double leg = 0;     // metres from the visit before
  double leave = 0;   // earliest
  double latest = 0;  // start of work
};

/// Tours hold their start and end as first and last visit; `visits` of an idle tour are those two.
struct Tour {
  Index vehicle = 0;
  Index kept = 0;   // so many visits behind the start may not be moved
  Index depot = 0;  // position of the visit to the depot, 0: none
  std::vector<Visit> visits;
  std::vector<Segment> head, tail;  // up to and from each visit, when timed
  std::vector<Clock> clocks;        // when simulated
  std::vector<double> carried;      // by dimension: of single jobs
  std::vector<double> peak;         // by dimension: the most of the pairs' loads
  std::vector<double> loads;        // by visit and dimension: of pairs
  std::vector<uint32_t> used;       // parts, by kind, up to the depot or the end
  uint32_t toolless = 0;            // jobs before the depot that need more tools than are carried
  double metres = 0;
  double cost = 0;
  bool is_feasible = true;

  Index size() const { return Index(visits.size()); }
  bool is_idle() const { return visits.size() <= 2; }
};

/// Bounds of the start of work, by node; they change where jobs wait for jobs.
struct Bounds {
  std::vector<double> ready, due;
};

/// Works out everything from the nodes of the visits, `is_feasible` included.
void refresh(const Instance& instance, const Bounds& bounds, Tour& tour);

/// The segment of one node.
inline Segment single(const Instance& instance, const Bounds& bounds, Index node) {
  return {.duration = instance.service[node],
          .earliest = bounds.ready[node],
          .latest = bounds.due[node]};
}

/// What a route costs that is `metres` long, takes `duration` and completes `weighted`.
inline double route_cost(const Instance& instance, double metres, double duration,
                         double weighted) {
  return instance.metre_cost * metres + instance.second_cost * duration +
         instance.completion_cost * weighted;
}

/// Whether the vehicle must have been at the depot before it does these jobs too.
bool needs_depot(const Instance& instance, const Tour& tour, Index job, Index partner);

}  // namespace lifeline::routing
