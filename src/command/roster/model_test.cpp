// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/any_value.h"
#include "tests/given.h"

namespace lifeline::roster {
namespace {

using tests::Given;

constexpr RosterId group_list{420000, 1}, duty_list{420000, 2};

person::Entry someone(std::string id, std::string substitute = {}) {
  return {.id = std::move(id),
          .name_zh = "名",
          .name_en = {},
          .unit = tests::wuhan,
          .skills = {},
          .phone = {},
          .email = {},
          .account = {},
          .substitute = std::move(substitute)};
}
Created list(RosterId id, Kind kind, std::vector<Member> members = {}) {
  return {.id = id,
          .what = {.kind = kind,
                   .unit = tests::wuhan,
                   .name_zh = "名",
                   .name_en = {},
                   .members = std::move(members)}};
}
person::AbsenceEntered away(std::string id) {
  return {.id = std::move(id), .absence = {.from = tests::noon, .until = {}, .reason = {}}};
}
std::string answers(const Given& given, int64_t after_s = 0) {
  return answers_for(given.nouns(), tests::wuhan, seconds_after(tests::noon, after_s));
}

TEST_CASE("the watch answers for the unit, else the shift, else the leading group") {
  Given given;
  CHECK(answers(given).empty());
  given(person::Imported{{someone("A"), someone("B", "A"), someone("C"), someone("D")}},
        list(group_list, Kind::leading_group, {{"B", "组长"}, {"C", "副组长"}}));
  CHECK(answers(given) == "B");
  given(away("B"));
  CHECK(answers(given) == "A");  // stands in for B
  given(list(duty_list, Kind::duty),
        ShiftsPlanned{duty_list, {{tests::noon, seconds_after(tests::noon, 60), "D"}}});
  CHECK(answers(given) == "D");
  CHECK(answers(given, 60) == "A");
  given(TakenOver{duty_list, "C", tests::noon});
  CHECK(answers(given) == "C");
  given(away("C"));
  CHECK(answers(given) == "D");
  given(Dissolved{duty_list});
  CHECK(answers(given) == "A");
}

TEST_CASE(
    "members who are there are named once, substitutes in the rank of whom they stand in for") {
  Given given;
  given(person::Imported{{someone("A"), someone("B", "C"), someone("C"), someone("D")}},
        list(group_list, Kind::working_group, {{"B", ""}, {"A", ""}, {"C", ""}, {"D", ""}}));
  using Ids = std::vector<std::string>;
  CHECK(present_members(given.nouns(), group_list, tests::noon) == Ids{"B", "A", "C", "D"});
  given(away("B"), away("D"));
  CHECK(present_members(given.nouns(), group_list, tests::noon) == Ids{"C", "A"});
  CHECK(present_members(given.nouns(), {420000, 9}, tests::noon).empty());
}

TEST_CASE("an own list takes the next serial, a copied one does not") {
  State state;
  evolve(state, list({420000, 3}, Kind::duty));
  evolve(state, Adopted{{100000, 7}, {}});
  CHECK(state.serial == 3);
  CHECK(state.rosters.at({100000, 7}).copy);
  CHECK(of_unit(state, tests::wuhan).size() == 1);
}

TEST_CASE("any history of rosters can be taken and kept") {
  CHECK(tests::holds_for_any_history<Noun>(
      [](const State& state, const State& again, const View&, const View&) {
        RC_ASSERT(state.by_unit == again.by_unit);
        RC_ASSERT(state.by_unit.size() == state.rosters.size());
      }));
}

}  // namespace
}  // namespace lifeline::roster
