// SPDX-License-Identifier: Apache-2.0
#include "network/cause/import.h"

#include "base/limits.h"
#include "desk/import_fixture_test.h"
#include "tests/local_desks.h"

namespace lifeline::cause {
namespace {

using desk::Role;
using tests::LocalDesks;
using tests::person;

desk::Imported import(LocalDesks& desks, std::string rows,
                      desk::Actor who = person(Role::commander, group_unit), bool check = false) {
  desk::Request request{.body = "cause,effect,score\n" + rows, .caller = std::move(who)};
  if (check) request.query.emplace_back("check", "true");
  auto done = desk::imported(import_route(), desks, std::move(request));
  desks.hear_all();
  return done;
}

const std::vector<Edge>& known(LocalDesks& desks, UnitCode desk) {
  return desks.desk(desk).nouns().get<State>().edges;
}

TEST_CASE("a file of learnt causes replaces what was known, on every desk") {
  LocalDesks desks;
  const auto first = import(desks, "powerLost,linkDown,0.9\n\"a, b\",linkDown,1e-05\n");
  CHECK(first.status == 200);
  CHECK(first.report.added == 2);
  CHECK(known(desks, tests::hubei) ==
        std::vector<Edge>{{"powerLost", "linkDown", 0.9}, {"a, b", "linkDown", 1e-05}});
  const auto second = import(desks, "powerLost,linkDown,0.8\nlinkDown,cellDown,0.5\n");
  CHECK(second.report.added == 1);
  CHECK(second.report.changed == 1);
  CHECK(second.report.removed == 1);
  CHECK(known(desks, group_unit) == known(desks, tests::hubei));
  CHECK(known(desks, group_unit) ==
        std::vector<Edge>{{"linkDown", "cellDown", 0.5}, {"powerLost", "linkDown", 0.8}});
  const size_t batches = desks.journal(group_unit).size();
  CHECK(import(desks, "linkDown,cellDown,0.5\npowerLost,linkDown,0.8\n").report.unchanged == 2);
  CHECK(desks.journal(group_unit).size() == batches);
}

TEST_CASE("a file that only leaves out is taken, and one without rows forgets all") {
  LocalDesks desks;
  import(desks, "A,B,0.5\nB,C,0.5\n");
  CHECK(import(desks, "A,B,0.5\n").report.removed == 1);
  CHECK(known(desks, tests::hubei).size() == 1);
  CHECK(import(desks, "").report.removed == 1);
  CHECK(known(desks, group_unit).empty());
  CHECK(known(desks, tests::hubei).empty());
}

TEST_CASE("a check tells what would be and changes nothing") {
  LocalDesks desks;
  import(desks, "A,B,0.5\n");
  const auto checked =
      import(desks, "C,B,0.5\n", person(Role::commander, group_unit), /*check=*/true);
  CHECK(checked.status == 200);
  CHECK(checked.report.added == 1);
  CHECK(checked.report.removed == 1);
  CHECK(known(desks, group_unit) == std::vector<Edge>{{"A", "B", 0.5}});
}

TEST_CASE("what is wrong is told by line and column, and nothing is replaced") {
  LocalDesks desks;
  import(desks, "A,B,0.5\n");
  const auto refused = import(desks,
                              "C,C,0.5\n"
                              ",D,0.5\n"
                              "E,,0.5\n"
                              "F,G,0\n"
                              "F,H,nan\n"
                              "F,I,2\n"
                              "F,J,much\n"
                              "K,L,0.5\n"
                              "K,L,0.6\n"
                              "M,N\n");
  CHECK(refused.status == 400);
  CHECK(refused.refusals() ==
        "2 effect cause_must_not_be_its_effect\n"
        "3 cause field_must_be_given\n"
        "4 effect field_must_be_given\n"
        "5 score number_must_be_in_range\n"
        "6 score number_must_be_in_range\n"
        "7 score number_must_be_in_range\n"
        "8 score number_must_be_in_range\n"
        "10 cause row_must_not_be_repeated\n"
        "11  fields_must_be_as_many_as_columns\n");
  CHECK(known(desks, group_unit) == std::vector<Edge>{{"A", "B", 0.5}});
  CHECK(import(desks, "A,B,0.5\n", person(Role::commander, tests::hubei)).refusals() ==
        "2  unit_must_be_the_group\n");
  CHECK(import(desks, "", person(Role::commander, tests::hubei)).problem ==
        "unit_must_be_the_group");
}

TEST_CASE("the line is named at which a file grows too long") {
  LocalDesks desks;
  std::string rows;
  for (size_t i = 0; i <= limits::learnt_causes_max; ++i)
    rows += "A" + std::to_string(i) + ",B,0.5\n";
  const auto refused = import(desks, rows);
  CHECK(refused.refusals() == "20002  rows_must_be_fewer\n");
}

}  // namespace
}  // namespace lifeline::cause
