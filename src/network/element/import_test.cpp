// SPDX-License-Identifier: Apache-2.0
#include "network/element/import.h"

#include "command/incident/view.h"
#include "command/unit/view.h"
#include "desk/import_fixture_test.h"
#include "network/alarm/view.h"
#include "network/element/graph.h"
#include "network/element/view.h"
#include "network/planned_work/view.h"
#include "network/scenario/view.h"
#include "network/site/view.h"
#include "network/source/view.h"

namespace lifeline::element {
namespace {

constexpr UnitCode hubei{420000}, hunan{430000};
const std::string header = "id,name,kind,region,longitude_deg,latitude_deg,depends_on\n";

std::vector<std::unique_ptr<desk::Module>> modules() {
  std::vector<std::unique_ptr<desk::Module>> made;
  made.push_back(unit::make_module());
  made.push_back(incident::make_module());
  made.push_back(make_module());
  made.push_back(site::make_module());
  made.push_back(alarm::make_module());
  made.push_back(source::make_module());
  made.push_back(planned_work::make_module());
  made.push_back(scenario::make_module());
  return made;
}

desk::DesksInPlace desks() { return desk::DesksInPlace({group_unit, hubei, hunan}, modules); }

desk::Imported import(desk::DesksInPlace& on, std::string rows,
                      desk::Actor who = desk::administrator()) {
  return desk::imported(import_route(), on,
                        desk::Request{.body = header + rows, .caller = std::move(who)});
}

TEST_CASE("elements come in any order with their dependencies") {
  auto on = desks();
  const auto done = import(on,
                           "CELL,小区,cell,420106,114.3,30.5,BTS;P1|P2\n"
                           "BTS,基站,base_station,420106,114.3,30.5,\n"
                           "P1,市电,power,420106,,,\n"
                           "P2,油机,power,420106,,,\n");
  CHECK(done.status == 200);
  CHECK(done.report.added == 4);
  const auto& elements = on.nouns(hubei).get<State>().elements;
  CHECK(elements.at("CELL").depends_on == Groups{{"BTS"}, {"P1", "P2"}});
  CHECK(elements.at("P1").longitude_deg == 0);
  CHECK(elements.at("P1").kind == Kind::power);
}

TEST_CASE("a later file may depend on what an earlier one brought") {
  auto on = desks();
  import(on, "BTS,基站,base_station,420106,114.3,30.5,\n");
  CHECK(import(on, "CELL,小区,cell,420106,114.3,30.5,BTS\n").status == 200);
}

TEST_CASE("a dependency must be known on the same desk") {
  auto on = desks();
  const auto refused = import(on,
                              "A,甲,core,430100,112,28,\n"
                              "B,乙,core,420100,114,30,A;X|Y\n");
  CHECK(refused.refusals() == "3 depends_on dependency_must_be_known\n");
  CHECK(refused.report.refused[0].detail ==
        "B on A, X, Y; an element depends only on elements of its own desk");
}

TEST_CASE("a circle is refused once and spelt out") {
  auto on = desks();
  const auto refused = import(on,
                              "A,甲,core,420100,114,30,B\n"
                              "B,乙,core,420100,114,30,C\n"
                              "C,丙,core,420100,114,30,A\n"
                              "D,丁,core,420100,114,30,A\n"
                              "E,戊,core,420100,114,30,E;E|A\n");
  CHECK(refused.refusals() ==
        "2 depends_on dependency_must_not_be_circular\n"
        "6 depends_on dependency_must_not_be_circular\n");
  CHECK(refused.report.refused[0].detail == "A → B → C → A");
  CHECK(refused.report.refused[1].detail == "E → E");
}

TEST_CASE("a circle through what is known already is refused of the new row") {
  auto on = desks();
  import(on,
         "A,甲,core,420100,114,30,\n"
         "B,乙,core,420100,114,30,A\n");
  const auto refused = import(on, "A,甲,core,420100,114,30,B\n");
  CHECK(refused.refusals() == "2 depends_on dependency_must_not_be_circular\n");
  CHECK(refused.report.refused[0].detail == "A → B → A");
}

TEST_CASE("two ways to the same element are no circle") {
  auto on = desks();
  CHECK(import(on,
               "A,甲,core,420100,114,30,B;C\n"
               "B,乙,core,420100,114,30,D\n"
               "C,丙,core,420100,114,30,D\n"
               "D,丁,core,420100,114,30,\n")
            .status == 200);
}

TEST_CASE("a chain of a hundred thousand elements is followed to its end") {
  std::vector<Element> chain(100'000);
  for (size_t i = 0; i < chain.size(); ++i) {
    chain[i].id = std::to_string(i);
    chain[i].depends_on = {{std::to_string((i + 1) % chain.size())}};
  }
  const auto findings = unsound_dependencies({}, chain);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].error.detail == "0 → 1 → 2 → 3 → 4 → 5 → 6 → 7 → … → 0");
  chain.back().depends_on.clear();
  CHECK(unsound_dependencies({}, chain).empty());
}

TEST_CASE("a place has both coordinates or none") {
  auto on = desks();
  CHECK(import(on, "A,甲,core,420100,114,,\n").refusals() ==
        "2 latitude_deg field_must_be_given\n");
  CHECK(import(on, "A,甲,bridge,420100,,,\n").refusals() == "2 kind field_must_be_a_known_word\n");
}

TEST_CASE("an administrator imports elements of the own ground only") {
  auto on = desks();
  const auto wuhan = desk::administrator({420100});
  on.decide(
      hubei,
      desk::intent(desk::system_actor(),
                   unit::Command(unit::Adopt{.units = {{.code = {420100}, .parent = {420000}},
                                                       {.code = {420200}, .parent = {420000}}}})));
  CHECK(import(on, "A,甲,core,420106,114,30,\n", wuhan).status == 200);
  CHECK(import(on, "B,乙,core,420200,114,30,\n", wuhan).refusals() ==
        "2 region unit_must_be_within_reach\n");
}

}  // namespace
}  // namespace lifeline::element
