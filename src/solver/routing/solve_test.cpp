// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/solve.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "solver/routing/drawn_problem_test.h"
#include "solver/routing/plan_checker_test.h"

namespace lifeline::routing {
namespace {

using test::drawn_problem;
using test::features_of;

Settings turns(uint64_t iterations, uint64_t seed = 1) {
  return {.budget = {.iterations = iterations, .clock = {}}, .seed = seed};
}

std::string said(const std::vector<std::string>& wrong) {
  std::string all;
  for (const std::string& one : wrong) all += one + "; ";
  return all;
}

// Problems of all kinds, the same ones each time.
template <class Check>
void for_drawn(Check check) {
  constexpr uint64_t problems = 100;
  for (uint64_t seed = 1; seed <= problems; ++seed) {
    const uint64_t bits = Draw(seed).below(4096);
    CAPTURE(seed);
    CAPTURE(bits);
    check(seed, bits);
  }
}

Problem line_of_jobs(Index jobs, Index vehicles) {
  Problem problem;
  auto ways = std::make_shared<std::vector<double>>();
  for (Index a = 0; a <= jobs; ++a)
    for (Index b = 0; b <= jobs; ++b) ways->push_back(600 * std::abs(double(a) - double(b)));
  problem.travel = {.places = jobs + 1, .metres = ways, .seconds = ways};
  for (Index v = 0; v < vehicles; ++v)
    problem.vehicles.push_back(
        {.id = std::to_string(v + 1), .start = 0, .end = 0, .shift = {0, 36'000}});
  for (Index i = 0; i < jobs; ++i)
    problem.jobs.push_back({.id = std::to_string(i + 1), .place = i + 1, .duration = 60});
  return problem;
}

}  // namespace

TEST_CASE("every plan is feasible and costs what it says, whatever is asked") {
  for_drawn([](uint64_t seed, uint64_t bits) {
    const Problem problem = drawn_problem(seed, features_of(bits), 24, 4);
    const auto plan = solve(problem, turns(200, seed));
    REQUIRE(plan);
    const auto checked = test::checked_plan(problem, *plan);
    CHECK(said(checked.wrong) == "");
  });
}

TEST_CASE("equal seeds give equal plans, and what more turns find is never dearer") {
  for_drawn([](uint64_t seed, uint64_t bits) {
    const Problem problem = drawn_problem(seed, features_of(bits), 20, 4);
    const auto plan = solve(problem, turns(100, seed));
    REQUIRE(plan);
    CHECK(*plan == *solve(problem, turns(100, seed)));
    const auto first = solve(problem, turns(0, seed));
    if (problem.objective != Objective::vehicles) CHECK(plan->cost <= first->cost + 1e-6);
  });
}

TEST_CASE("a new job is put into a plan, never dearer than greedily, and what is driven stays") {
  for_drawn([](uint64_t seed, uint64_t bits) {
    Problem problem = drawn_problem(seed, features_of(bits), 20, 4);
    const auto present = solve(problem, turns(100, seed));
    REQUIRE(present);
    Job urgent = problem.jobs.front();
    urgent.pickup = none;
    urgent.after.clear();
    problem.jobs.push_back(urgent);
    const auto greedy = repaired(problem, *present);
    const auto plan = replan(problem, *present, turns(100, seed));
    REQUIRE((plan && greedy));
    const auto checked = test::checked_plan(problem, *plan);
    CHECK(said(checked.wrong) == "");
    CHECK(plan->cost <= greedy->cost + 1e-6);
  });
}

TEST_CASE("a crew that is out hands its jobs to the others") {
  Problem problem = line_of_jobs(12, 3);
  problem.objective = Objective::dispatch;
  const auto present = solve(problem, turns(300));
  REQUIRE(present);
  REQUIRE(present->routes.size() == 3);
  problem.vehicles[1].shift = {0, 0};
  const auto plan = replan(problem, *present, turns(300));
  REQUIRE(plan);
  CHECK(plan->unassigned.empty());
  for (const Route& route : plan->routes) CHECK(route.vehicle != 1);
  CHECK(test::checked_plan(problem, *plan).wrong.empty());
}

TEST_CASE("the clock ends the search within a twentieth of its budget") {
  const Problem problem = drawn_problem(7, features_of(1), 60, 8);
  for (const double seconds : {0.5, 2.0}) {
    double now = 100;
    const auto clock = [&now, seconds] { return now += seconds / 250; };  // a look takes a while
    const auto plan =
        solve(problem, {.budget = {.cpu_seconds = seconds, .clock = clock}, .seed = 1});
    REQUIRE(plan);
    CHECK(now - 100 <= 1.05 * seconds);
    CHECK(plan->iterations > 50);
  }
}

TEST_CASE("a job whose waiting would leave another crew too little time stands elsewhere") {
  // What once came out dearer than the plan it began with: order, a bounded duration, jobs driven.
  const Problem problem = drawn_problem(744'444, features_of(2464), 20, 4);
  const auto first = solve(problem, turns(0, 744'444));
  const auto plan = solve(problem, turns(100, 744'444));
  REQUIRE((plan && first));
  CHECK(plan->cost <= first->cost + 1e-6);
  CHECK(test::checked_plan(problem, *plan).wrong.empty());
}

TEST_CASE("a plan that is taken up again is never dearer, and what is driven stays in its order") {
  for_drawn([](uint64_t seed, uint64_t bits) {
    Problem problem = drawn_problem(seed, features_of(bits), 20, 4);
    auto present = solve(problem, turns(100, seed));
    REQUIRE(present);
    if (!present->routes.empty() && problem.vehicles[0].driven.empty()) {
      const Route& route = present->routes.front();
      for (size_t i = 0; i < route.stops.size() && i < 2 && route.stops[i].job != none; ++i)
        problem.vehicles[route.vehicle].driven.push_back(route.stops[i].job);
      // What is driven costs the same, but its windows bind no more: the plan is priced anew.
      present = repaired(problem, *present);
    }
    const auto plan = replan(problem, *present, turns(100, seed));
    REQUIRE(plan);
    CHECK(plan->cost <= present->cost + 1e-6 * (1 + present->cost));
    for (const Vehicle& vehicle : problem.vehicles) {
      if (vehicle.driven.empty()) continue;
      const auto number = Index(&vehicle - problem.vehicles.data());
      const auto route = std::find_if(plan->routes.begin(), plan->routes.end(),
                                      [number](const Route& r) { return r.vehicle == number; });
      REQUIRE(route != plan->routes.end());
      for (size_t i = 0; i < vehicle.driven.size(); ++i)
        CHECK(route->stops[i].job == vehicle.driven[i]);
    }
  });
}

TEST_CASE("better plans are told of as they come, the last as good as the one given") {
  const Problem problem = drawn_problem(5, features_of(1), 40, 6);
  std::vector<Plan> told;
  Settings settings = turns(4'000);
  settings.better = [&told](const Plan& plan) { told.push_back(plan); };
  const auto plan = solve(problem, settings);
  REQUIRE(plan);
  REQUIRE(told.size() > 2);
  CHECK(told.size() <= 51);
  for (size_t i = 0; i < told.size(); ++i) {
    CHECK(test::checked_plan(problem, told[i]).wrong.empty());
    if (i > 0) CHECK(told[i].cost <= told[i - 1].cost + 1e-9);
  }
  CHECK(plan->cost <= told.back().cost + 1e-9);
  CHECK(*plan == *solve(problem, turns(4'000)));  // to be told changes nothing
}

TEST_CASE("a search that is stopped gives what it has, whole and feasible") {
  const Problem problem = drawn_problem(5, features_of(1), 40, 6);
  for (const int looks : {0, 1, 3, 200}) {
    int left = looks;
    Settings settings = turns(1'000'000);
    settings.budget.stop = [&left] { return left-- <= 0; };
    const auto plan = solve(problem, settings);
    REQUIRE(plan);
    CHECK(test::checked_plan(problem, *plan).wrong.empty());
    CHECK(plan->iterations <= uint64_t(looks));
    if (looks == 200) CHECK(plan->unassigned.empty());
  }
}

TEST_CASE("one more crew never costs more than a hundredth") {
  for (const uint64_t objective : {0, 3})  // distance and dispatch
    for (uint64_t seed = 1; seed <= 8; ++seed) {
      CAPTURE(seed);
      Problem problem = drawn_problem(seed, features_of(1 | objective << 10), 16, 3);
      const auto fewer = solve(problem, turns(3'000));
      problem.vehicles.push_back(problem.vehicles.back());
      const auto more = solve(problem, turns(3'000));
      REQUIRE((fewer && more));
      CHECK(more->cost <= 1.01 * fewer->cost);
    }
}

TEST_CASE("a job that nobody can do is left with the reason") {
  Problem problem = line_of_jobs(4, 2);
  problem.skill_names = {"power", "fibre"};
  problem.jobs[0].skills = 2;
  problem.jobs[1].windows = {{0, 100}};
  problem.jobs[2].pinned = 1;
  problem.jobs[2].forbidden = {1};
  problem.jobs[3].after = {0};
  const auto plan = solve(problem, turns(50));
  REQUIRE(plan);
  REQUIRE(plan->unassigned.size() == 4);
  CHECK(plan->unassigned[0].reason == "skill fibre: nobody has it");
  CHECK(plan->unassigned[1].reason == "no crew reaches it before its window ends");
  CHECK(plan->unassigned[2].reason == "pinned to crew 2, which may not do it");
  CHECK(plan->unassigned[3].reason == "waits for job 1, which is unassigned");
}

TEST_CASE("what stands against each crew is said: a permit, a tool, a window before every shift") {
  Problem problem = line_of_jobs(4, 2);
  problem.permit_names = {"red zone"};
  problem.tool_names = {"splicer"};
  for (Vehicle& vehicle : problem.vehicles) vehicle.shift = {7'200, 36'000};
  problem.jobs[0].permits = 1;
  problem.jobs[1].tools = 1;
  problem.jobs[2].windows = {{0, 3'600}};
  problem.jobs[3].duration = 30'000;
  const auto plan = solve(problem, turns(50));
  REQUIRE(plan);
  REQUIRE(plan->unassigned.size() == 4);
  CHECK(plan->unassigned[0].reason == "permit red zone: nobody holds it");
  CHECK(plan->unassigned[1].reason == "tool splicer: nobody carries it");
  CHECK(plan->unassigned[2].reason == "no crew reaches it before its window ends");
  CHECK(plan->unassigned[3].reason == "no crew can do it and be back before its shift ends");
}

TEST_CASE("an explanation names the only crew, its drive and the second best") {
  Problem problem = line_of_jobs(3, 2);
  problem.skill_names = {"fibre"};
  problem.vehicles[1].skills = 1;
  problem.jobs[0].skills = 1;
  const auto plan = solve(problem, turns(100));
  REQUIRE(plan);
  const auto only = explained(problem, *plan, 0);
  REQUIRE(only);
  CHECK(only->text.starts_with("crew 2: only one with skill fibre, 10 min"));
  CHECK(only->second.vehicle == none);
  const auto free = explained(problem, *plan, 2);
  REQUIRE(free);
  CHECK(free->able == 2);
  CHECK(free->second.vehicle != none);
  CHECK(free->second.vehicle != free->chosen.vehicle);
  CHECK(free->text.find("; second best crew ") != std::string::npos);
}

TEST_CASE("a pin costs what the other vehicle goes further") {
  const Problem problem = line_of_jobs(3, 2);
  const auto plan = solve(problem, turns(100));
  REQUIRE(plan);
  REQUIRE(plan->routes.size() == 1);
  const Index own = plan->routes[0].vehicle;
  CHECK(*pin_cost(problem, *plan, 0, own) == 0.0);
  // Alone to the job at 600 and back, which lies on the other's way.
  CHECK(*pin_cost(problem, *plan, 0, 1 - own) == doctest::Approx(1200));
  CHECK(pin_cost(problem, *plan, 3, 0).error().name == "job_must_be_known");
}

TEST_CASE("a problem that contradicts itself is refused with the field") {
  const auto refused = [](auto spoil) {
    Problem problem = line_of_jobs(3, 1);
    spoil(problem);
    const auto plan = solve(problem, turns(1));
    return plan ? std::string() : plan.error().name;
  };
  CHECK(refused([](Problem& p) { p.vehicles.clear(); }) == "vehicles_must_be_given");
  CHECK(refused([](Problem& p) { p.jobs[1].place = 9; }) == "place_must_be_known");
  CHECK(refused([](Problem& p) { p.jobs[1].pickup = 7; }) == "job_must_be_known");
  CHECK(refused([](Problem& p) { p.jobs[1].pickup = p.jobs[2].pickup = 0; }) ==
        "pickup_must_have_one_delivery");
  CHECK(refused([](Problem& p) { p.jobs[1].after = {2}, p.jobs[2].after = {1}; }) ==
        "order_must_not_go_round");
  CHECK(refused([](Problem& p) { p.jobs[1].windows = {{5, 3}}; }) == "windows_must_rise");
  CHECK(refused([](Problem& p) { p.jobs[1].duration = -1; }) == "number_must_be_in_range");
  CHECK(refused([](Problem& p) { p.travel.places = 7; }) == "travel_must_fit_its_places");
  CHECK(refused([](Problem& p) { p.jobs[1].pinned = 4; }) == "vehicle_must_be_known");
  CHECK(refused([](Problem& p) {
          p.jobs[1].forbidden = {1, 0};
        }) == "forbidden_vehicles_must_rise");
  CHECK(refused([](Problem& p) {
          p.vehicles[0].driven = {1, 1};
        }) == "driven_job_must_be_on_one_vehicle");
}

TEST_CASE("a problem without jobs gives an empty plan") {
  const auto plan = solve(line_of_jobs(0, 2), turns(10));
  REQUIRE(plan);
  CHECK(plan->routes.empty());
  CHECK(plan->cost == 0);
}

}  // namespace lifeline::routing
