// SPDX-License-Identifier: Apache-2.0
// The dispatcher's plans at the size of a province: 2,000 jobs for 300 crews. How long a first plan
// takes, how long putting one urgent job in takes, and that the plan is not the worse for it.
#include <ctime>

#include <benchmark/benchmark.h>

#include "solver/routing/day.h"
#include "solver/routing/draw.h"
#include "solver/routing/solve.h"

namespace lifeline::routing {
namespace {

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

Problem province(Index jobs, Index crews) {
  Draw draw(1);
  Day day;
  const std::vector<std::string> skills = {"fibre", "power", "radio", "cooling"};
  for (Index i = 0; i < crews; ++i) {
    DayCrew crew{.id = "crew " + std::to_string(i),
                 .latitude = 30 + 1.5 * draw.unit(),
                 .longitude = 113 + 2 * draw.unit(),
                 .from = 28'800,
                 .to = 115'200};
    for (size_t bit = 0; bit < skills.size(); ++bit)
      if (bit == i % skills.size() || draw.unit() < 0.4) crew.skills.push_back(skills[bit]);
    day.crews.push_back(std::move(crew));
  }
  for (Index i = 0; i < jobs; ++i)
    day.jobs.push_back({.id = "job " + std::to_string(i),
                        .latitude = 30 + 1.5 * draw.unit(),
                        .longitude = 113 + 2 * draw.unit(),
                        .duration = 900 + 3'600 * draw.unit(),
                        .priority = double(1 + draw.below(10)),
                        .skills = {skills[draw.below(4)]}});
  day.by_hour = true;
  return *problem_of(day);
}

Settings seconds(double cpu) {
  return {.budget = {.cpu_seconds = cpu, .clock = cpu_seconds}, .seed = 1};
}

void first_plan(benchmark::State& state) {
  const Problem problem = province(2'000, 300);
  Result<Plan> plan;
  for (auto _ : state) plan = solve(problem, seconds(double(state.range(0))));
  state.counters["cost"] = plan->cost;
  state.counters["unassigned"] = double(plan->unassigned.size());
  state.counters["iterations"] = double(plan->iterations);
}
BENCHMARK(first_plan)->Arg(0)->Arg(1)->Arg(20)->Unit(benchmark::kMillisecond)->Iterations(1);

void urgent_job(benchmark::State& state) {
  Problem problem = province(2'001, 300);
  Job urgent = problem.jobs.back();
  problem.jobs.pop_back();
  for (Vehicle& vehicle : problem.vehicles) vehicle.driven.clear();
  const auto present = solve(problem, seconds(2));
  for (const Route& route : present->routes)
    problem.vehicles[route.vehicle].driven = {route.stops.front().job};
  urgent.priority = 50;
  problem.jobs.push_back(urgent);
  const auto greedy = repaired(problem, *present);
  Result<Plan> plan;
  for (auto _ : state) plan = replan(problem, *present, seconds(0.15));
  state.counters["better_share"] = 1 - plan->cost / greedy->cost;
  if (plan->cost > greedy->cost + 1e-3) state.SkipWithError("worse than what it started from");
}
BENCHMARK(urgent_job)->Unit(benchmark::kMillisecond)->Iterations(5);

}  // namespace
}  // namespace lifeline::routing
