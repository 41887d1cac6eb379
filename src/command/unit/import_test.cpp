// SPDX-License-Identifier: Apache-2.0
#include "command/unit/import.h"

#include "command/unit/view.h"
#include "desk/import_fixture_test.h"

namespace lifeline::unit {
namespace {

const std::string header =
    "code,name_zh,name_en,level,parent,duty_name,duty_phone,longitude_deg,latitude_deg\n";
const std::string tree =
    "100000,集团,Group,group,,值班室,+861000000001,116.3,39.9\n"
    "420106,武昌,Wuchang,county,420100,,,114.3,30.5\n"
    "420100,武汉,Wuhan,city,420000,,,114.3,30.6\n"
    "420000,湖北,Hubei,province,100000,,,114.3,30.5\n";

desk::DesksInPlace desks() {
  return desk::DesksInPlace({group_unit, {420000}}, [] {
    std::vector<std::unique_ptr<desk::Module>> modules;
    modules.push_back(make_module());
    return modules;
  });
}

desk::Imported import(desk::DesksInPlace& on, std::string rows,
                      desk::Actor who = desk::administrator()) {
  return desk::imported(import_route(), on,
                        desk::Request{.body = header + rows, .caller = std::move(who)});
}

TEST_CASE("units come in any order and all go to headquarters") {
  auto on = desks();
  const auto done = import(on, tree);
  CHECK(done.status == 200);
  CHECK(done.report.added == 4);
  const auto& units = on.nouns(group_unit).get<State>().units;
  CHECK(units.at({420106}).parent == UnitCode{420100});
  CHECK(units.at({100000}).duty_phone == "+861000000001");
  CHECK(units.at({420100}).level == Level::city);
  CHECK(on.nouns({420000}).get<State>().units.empty());
  CHECK(import(on, tree).report.unchanged == 4);
  CHECK(on.appends == 1);
}

TEST_CASE("a unit hangs below a known one of a higher level") {
  auto on = desks();
  const auto refused = import(on, tree +
                                      "420107,青山,,county,429999,,,114,30\n"
                                      "420108,一,,county,420109,,,114,30\n"
                                      "420109,二,,county,420108,,,114,30\n"
                                      "420110,三,,county,,,,114,30\n"
                                      "110000,北京,,group,,,,116,39\n"
                                      "420200,黄石,,city,420106,,,115,30\n");
  CHECK(refused.refusals() ==
        "6 parent parent_must_be_known\n"
        "7 parent parent_must_be_above\n"
        "8 parent parent_must_be_above\n"
        "9 parent parent_must_be_known\n"
        "10 level level_must_fit_the_code\n"
        "11 parent parent_must_be_above\n");
}

TEST_CASE("the group has no parent") {
  auto on = desks();
  CHECK(import(on, "100000,集团,,group,100000,,,116,39\n").refusals() ==
        "2 parent parent_must_be_absent\n");
}

TEST_CASE("a unit does not change its level past those below it") {
  auto on = desks();
  import(on, tree);
  const auto refused = import(on, "420100,武汉,,county,420000,,,114.3,30.6\n");
  CHECK(refused.refusals() == "2 level level_must_be_above\n");
  CHECK(import(on,
               "420100,武汉,,county,420000,,,114.3,30.6\n"
               "420106,武昌,,grid,420100,,,114.3,30.5\n")
            .status == 200);
}

TEST_CASE("an administrator shapes the tree below the own unit only") {
  auto on = desks();
  import(on, tree);
  const auto wuhan = desk::administrator({420100});
  CHECK(import(on, "420106,武昌区,,county,420100,,,114.3,30.5\n", wuhan).status == 200);
  CHECK(import(on, "420107,青山,,county,420100,,,114.3,30.6\n", wuhan).status == 200);
  CHECK(import(on, "420200,黄石,,city,420000,,,115,30\n", wuhan).refusals() ==
        "2 code unit_must_be_within_reach\n");
  CHECK(import(on, "420000,湖北,,province,100000,,,114,30\n", wuhan).refusals() ==
        "2 code unit_must_be_within_reach\n");
  CHECK(import(on, "420106,武昌,,county,420000,,,114.3,30.5\n", wuhan).refusals() ==
        "2 code unit_must_be_within_reach\n");
}

TEST_CASE("the decider asks the same questions") {
  auto on = desks();
  import(on, tree);
  std::optional<desk::Response> answered;
  Unit lost{.code = {420300},
            .name_zh = "十堰",
            .name_en = {},
            .level = Level::city,
            .parent = {429999},
            .duty_name = {},
            .duty_phone = {}};
  on.submit(
      group_unit, desk::intent(desk::administrator(), Command(Import{.units = {lost}})),
      [](const desk::Outcome& outcome, const desk::Nouns&) {
        return desk::problem(outcome.each.at(0).error());
      },
      [&](desk::Response response) { answered = std::move(response); });
  REQUIRE(answered.has_value());
  CHECK(answered->body.find("parent_must_be_known") != std::string::npos);
}

}  // namespace
}  // namespace lifeline::unit
