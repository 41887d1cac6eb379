// SPDX-License-Identifier: Apache-2.0
// Problems drawn by chance for tests, each feature on or off.
#pragma once

#include <algorithm>

#include "solver/routing/draw.h"
#include "solver/routing/model.h"

namespace lifeline::routing::test {

struct Features {
  bool windows = true;
  bool second_windows = false;
  bool pairs = false;
  bool stock = false;  // skills, tools, parts and the depot
  bool breaks = false;
  bool order = false;
  bool hours = false;  // pace by hour and a closed road
  bool driven = false;
  bool bounded = false;  // the duration of a route
  bool asymmetric = false;
  Objective objective = Objective::distance;
};

inline Features features_of(uint64_t bits) {
  const auto bit = [bits](int at) { return (bits >> at & 1) != 0; };
  return {.windows = bit(0),
          .second_windows = bit(0) && bit(1),
          .pairs = bit(2),
          .stock = bit(3),
          .breaks = bit(4),
          .order = bit(5),
          .hours = bit(6),
          .driven = bit(7),
          .bounded = bit(8),
          .asymmetric = bit(9),
          .objective = Objective(bits >> 10 & 3)};
}

inline Travel drawn_travel(Draw& draw, Index places, const Features& features) {
  std::vector<std::pair<double, double>> at;
  for (Index i = 0; i < places; ++i) at.emplace_back(100 * draw.unit(), 100 * draw.unit());
  auto metres = std::make_shared<std::vector<double>>();
  auto seconds = std::make_shared<std::vector<double>>();
  for (const auto& a : at)
    for (const auto& b : at) {
      const double way = std::hypot(a.first - b.first, a.second - b.second);
      metres->push_back(way);
      seconds->push_back(features.asymmetric ? 30 * way * (1 + (a.first > b.first) * 0.3)
                                             : 30 * way);
    }
  Travel travel{.places = places, .metres = metres, .seconds = seconds};
  if (!features.hours) return travel;
  travel.pace = {std::vector<double>(24, 1), std::vector<double>(24, 0.8)};
  for (size_t hour = 0; hour < 24; ++hour) travel.pace[1][hour] = hour % 3 == 0 ? 0.5 : 0.9;
  for (size_t i = 0; i < metres->size(); ++i) travel.classes.push_back(uint8_t(draw.below(2)));
  travel.closures = {{.from = 1, .to = 2, .when = {3'000, 9'000}}};
  return travel;
}

inline Vehicle drawn_vehicle(Draw& draw, Index number, const Features& features) {
  Vehicle vehicle{.id = std::to_string(number + 1),
                  .start = number % 3,
                  .end = number % 3,
                  .shift = {0, 30'000},
                  .capacity = {60}};
  if (features.bounded) vehicle.duration_max = 22'000;
  if (features.breaks) vehicle.breaks = {{.start = {9'000, 14'000}, .duration = 1'800}};
  if (features.stock) {
    vehicle.skills = 1 | draw.below(8);
    vehicle.tools = draw.below(4);
    vehicle.parts = {uint16_t(draw.below(3)), uint16_t(draw.below(3))};
    if (draw.below(2) == 0) {
      vehicle.depot = 0;
      vehicle.depot_duration = 300;
    }
  }
  return vehicle;
}

inline Job drawn_job(Draw& draw, Index number, const Features& features) {
  Job job{.id = "job " + std::to_string(number + 1),
          .place = 3 + number,
          .duration = 300 + 900 * draw.unit(),
          .demand = {double(draw.below(15))},
          .priority = double(1 + draw.below(5))};
  const double from = 15'000 * draw.unit();
  if (features.windows && draw.below(3) > 0) job.windows = {{from, from + 3'000}};
  if (features.second_windows && !job.windows.empty())
    job.windows.push_back({from + 6'000, from + 8'000});
  if (features.stock) {
    job.skills = draw.below(8) == 0 ? 1 << draw.below(3) : 0;
    job.tools = draw.below(4) == 0 ? 1 << draw.below(2) : 0;
    job.parts = {uint16_t(draw.below(4) == 0), uint16_t(draw.below(4) == 0)};
  }
  if (draw.below(20) == 0) job.forbidden = {0};
  return job;
}

inline Problem drawn_problem(uint64_t seed, const Features& features, Index jobs, Index vehicles) {
  Draw draw(seed);
  Problem problem{.travel = drawn_travel(draw, jobs + 3, features),
                  .objective = features.objective};
  for (Index v = 0; v < vehicles; ++v) problem.vehicles.push_back(drawn_vehicle(draw, v, features));
  for (Index i = 0; i < jobs; ++i) problem.jobs.push_back(drawn_job(draw, i, features));
  for (Index i = 1; i < jobs; ++i) {
    const bool is_free = problem.jobs[i - 1].pickup == none && problem.jobs[i - 1].after.empty();
    if (features.pairs && is_free && draw.below(3) == 0) {
      problem.jobs[i].pickup = i - 1;
      problem.jobs[i].parts = problem.jobs[i - 1].parts = {};
      problem.jobs[i].tools = problem.jobs[i - 1].tools = 0;
    } else if (features.order && draw.below(6) == 0) {
      problem.jobs[i].after = {draw.below(i)};
    }
  }
  if (features.driven) {
    // The first job that is free of all bonds and windows is what the first vehicle drives to.
    for (Index i = 0; i < jobs; ++i) {
      const Job& job = problem.jobs[i];
      const bool is_bound = job.pickup != none || !job.after.empty() || !job.windows.empty() ||
                            !job.forbidden.empty() || job.skills != 0 || job.tools != 0 ||
                            (i + 1 < jobs && problem.jobs[i + 1].pickup == i);
      if (is_bound) continue;
      problem.jobs[i].parts = {};
      problem.vehicles[0].driven = {i};
      break;
    }
  }
  return problem;
}

}  // namespace lifeline::routing::test
