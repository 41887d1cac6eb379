// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/formats.h"

#include <doctest/doctest.h>

#include "base/file.h"
#include "solver/routing/day.h"
#include "solver/routing/plan_checker_test.h"
#include "solver/routing/plan_json.h"
#include "solver/routing/roads.h"
#include "solver/routing/solve.h"

namespace lifeline::routing {
namespace {

constexpr std::string_view solomon =
    "TINY\n\nVEHICLE\nNUMBER CAPACITY\n 2 10\n\nCUSTOMER\nCUST NO. XCOORD.\n\n"
    "0 0 0 0 0 100 0\n1 3 4 4 10 50 5\n2 6 8 6 0 60 5\n";
constexpr std::string_view lilim =
    "2 10 1\n0 0 0 0 0 100 0 0 0\n1 3 4 4 10 50 5 0 2\n2 6 8 -4 0 60 5 1 0\n";
constexpr std::string_view vrplib =
    "NAME: x\nDIMENSION: 3\nVEHICLES: 2\nVEHICLES_MAX_DURATION: 50\nNODE_COORD_SECTION\n1 0 0\n"
    "2 1 1\n3 2 2\nDEMAND_SECTION\n1 0\n2 3\n3 4\nSERVICE_TIME_SECTION\n1 0\n2 5\n3 6\n"
    "TIME_WINDOW_SECTION\n1 0 90\n2 0 80\n3 5 70\nCAPACITY_SECTION\n1 5\n2 9\n"
    "VEHICLES_ALLOWED_CLIENTS_SECTION\n1 2\n2 2 3\nEOF\n";
constexpr std::string_view trsp =
    "x\nINFO\nCREW COUNT SKILLS TOOLS SPARE PARTS\n1 2 2 2\nDEPOT\nID X Y TWS\n"
    "0 0 0 0 99 0 [] [] []\n1 5 5 0 99 0 [0,1] [1] [2,0]\n2 6 6 5 50 4 [1] [0] [0,1]\n";

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string result(text);
  result.replace(result.find(from), from.size(), to);
  return result;
}

std::string refusal(std::string_view text, Format format) {
  const auto problem = read_problem(text, format);
  return problem ? "none" : problem.error().name + " " + problem.error().field;
}

Settings turns_only(uint64_t iterations) {
  return {.budget = {.iterations = iterations, .clock = {}}, .seed = 1};
}

}  // namespace

TEST_CASE("the four formats say vehicles, jobs and rules") {
  const auto windows = read_problem(solomon, Format::solomon);
  REQUIRE(windows);
  CHECK(windows->vehicles.size() == 2);
  CHECK(windows->travel.distance(0, 1) == doctest::Approx(5));
  CHECK(windows->jobs[1].windows[0] == Window{0, 60});
  const auto pairs = read_problem(lilim, Format::lilim);
  REQUIRE(pairs);
  CHECK(pairs->jobs[1].pickup == 0);
  CHECK(pairs->jobs[0].pickup == none);
  const auto permits = read_problem(vrplib, Format::vrplib);
  REQUIRE(permits);
  CHECK(permits->jobs[1].forbidden == std::vector<Index>{0});
  CHECK(permits->travel.distance(0, 1) == 1414);
  CHECK(permits->vehicles[0].duration_max == 50'000);
  const auto kit = read_problem(trsp, Format::trsp);
  REQUIRE(kit);
  CHECK(kit->vehicles[0].skills == 3);
  CHECK(kit->jobs[0].parts == std::vector<uint16_t>{0, 1});
}

TEST_CASE("a bad file is refused with its line") {
  CHECK(refusal("", Format::solomon) == "file_must_be_complete ");
  CHECK(refusal(replaced(solomon, "3 4 4", "3 x 4"), Format::solomon) ==
        "line_must_be_well_formed line 11");
  CHECK(refusal(replaced(solomon, "2 6 8", "7 6 8"), Format::solomon) ==
        "line_must_be_well_formed line 12");
  CHECK(refusal(replaced(solomon, "10 50 5", "50 10 5"), Format::solomon) ==
        "line_must_be_well_formed line 11");
  CHECK(refusal(replaced(solomon, " 2 10", " 0 10"), Format::solomon) ==
        "line_must_be_well_formed line 5");
  CHECK(refusal(replaced(lilim, "60 5 1 0", "60 5 0 0"), Format::lilim) ==
        "line_must_be_well_formed line 4");
  CHECK(refusal(replaced(lilim, "50 5 0 2", "50 5 0 1"), Format::lilim) ==
        "line_must_be_well_formed line 3");
  CHECK(refusal(replaced(vrplib, "3 5 70\n", ""), Format::vrplib) == "file_must_be_complete ");
  CHECK(refusal(replaced(vrplib, "DIMENSION: 3", "DIMENSION: many"), Format::vrplib) ==
        "line_must_be_well_formed line 2");
  CHECK(refusal(replaced(trsp, "[0,1] [1]", "[0,7] [1]"), Format::trsp) ==
        "line_must_be_well_formed line 8");
  CHECK(refusal(replaced(trsp, "[1] [0] [0,1]", "[1] [0]"), Format::trsp) ==
        "line_must_be_well_formed line 9");
  CHECK(refusal(R"({"jobs":[{"id":"a","colour":1}]})", Format::day) ==
        "field_must_be_known jobs[0].colour");
  CHECK(refusal(R"({"crews":[{"id":"a"},{"id":"a"}]})", Format::day) ==
        "id_must_be_given_once crews[1].id");
}

TEST_CASE("the technician without tool and part drives to the depot first") {
  const auto problem = read_problem(trsp, Format::trsp);
  REQUIRE(problem);
  const auto plan = solve(*problem, turns_only(20));
  REQUIRE(plan);
  REQUIRE(plan->routes.size() == 1);
  CHECK(plan->routes[0].stops[0].job == none);
  CHECK(test::checked_plan(*problem, *plan).wrong.empty());
  CHECK(plan_json(*problem, *plan).find(R"("stops":[2],"depot_before":2)") != std::string::npos);
}

TEST_CASE("a day's file becomes crews and jobs by name") {
  const auto problem = read_problem(
      R"({"crews":[{"id":"7","latitude":30,"longitude":114,"skills":["fibre"],"parts":{"board":1}},
                   {"id":"8","latitude":30,"longitude":114.1}],
          "jobs":[{"id":"a","latitude":30,"longitude":114.2,"skills":["fibre"],"duration":60},
                  {"id":"b","latitude":30,"longitude":114.3,"after":["a"],"not_crews":["7"]}]})",
      Format::day);
  REQUIRE(problem);
  const auto plan = solve(*problem, turns_only(50));
  REQUIRE(plan);
  CHECK(plan->unassigned.empty());
  CHECK(test::checked_plan(*problem, *plan).wrong.empty());
  CHECK(plan->routes.size() == 2);
}

TEST_CASE("roads are longer than the great circle and slower at rush hour") {
  const Position here{30.5, 114.3}, there{30.6, 114.3};
  const double straight = great_circle_metres(here, there);
  CHECK(straight == doctest::Approx(11'119.5).epsilon(0.001));
  const Travel travel = road_travel(std::vector{here, there}, usual_ways(), true);
  CHECK(travel.distance(0, 1) == doctest::Approx(1.3 * straight));
  const double night = arrival(travel, 0, 1, 2 * 3600) - 2 * 3600;
  const double rush = arrival(travel, 0, 1, 7 * 3600) - 7 * 3600;
  CHECK(night == doctest::Approx(travel.duration(0, 1)));
  CHECK(rush == doctest::Approx(night / 0.7));
  // Who sets out later is never there earlier, over the edges of the hours too.
  for (double at = 0; at < 86'400; at += 97)
    CHECK(arrival(travel, 0, 1, at) <= arrival(travel, 0, 1, at + 97));
}

TEST_CASE("instances of the field are solved well in a few turns") {
  const auto text =
      read_file(LIFELINE_SOURCE_DIR "/../shared/data/vehicle-routing/vrptw_solomon100/C101.txt");
  if (!text) {
    MESSAGE("skipped: there is no shared/data/vehicle-routing");
    return;
  }
  const auto problem = read_problem(*text, Format::solomon);
  REQUIRE(problem);
  const auto plan = solve(*problem, turns_only(3'000));
  REQUIRE(plan);
  CHECK(test::checked_plan(*problem, *plan).wrong.empty());
  CHECK(plan->distance == doctest::Approx(828.94).epsilon(0.01));
}

}  // namespace lifeline::routing
