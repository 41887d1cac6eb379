// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/any_value.h"
#include "tests/given.h"

namespace lifeline::person {
namespace {

Entry entry(std::string id, UnitCode unit, std::string account = {}, std::string substitute = {}) {
  return {.id = std::move(id),
          .name_zh = "名",
          .name_en = {},
          .unit = unit,
          .skills = {},
          .phone = {},
          .email = {},
          .account = std::move(account),
          .substitute = std::move(substitute)};
}
Absence away(int64_t until_s) {
  return {.from = tests::noon,
          .until = until_s > 0 ? seconds_after(tests::noon, until_s) : Instant{},
          .reason = {}};
}
std::string present(const State& state, const std::string& id, int64_t after_s = 0) {
  const Person* person = present_for(state, id, seconds_after(tests::noon, after_s));
  return person == nullptr ? "nobody" : person->id;
}

TEST_CASE("the first substitute who is there stands in, until the person is back") {
  State state;
  evolve(state, Imported{{entry("A", tests::wuhan, {}, "B"), entry("B", tests::wuhan, {}, "C"),
                          entry("C", tests::wuhan)}});
  CHECK(present(state, "A") == "A");
  evolve(state, AbsenceEntered{"A", away(60)});
  CHECK(present(state, "A") == "B");
  CHECK(present(state, "A", 60) == "A");
  evolve(state, AbsenceEntered{"B", away(0)});
  CHECK(present(state, "A") == "C");
  CHECK(present(state, "B", 1'000'000) == "C");
  evolve(state, AbsenceEntered{"C", away(0)});
  CHECK(present(state, "A") == "nobody");
  evolve(state, Returned{"B"});
  CHECK(present(state, "A") == "B");
  CHECK(present(state, "X") == "nobody");
}

TEST_CASE("a circle that two desks closed at one time ends nowhere") {
  State state;
  evolve(state, Imported{{entry("A", tests::wuhan, {}, "B")}});
  evolve(state, Adopted{{entry("B", group_unit, {}, "A")}});
  evolve(state, AbsenceEntered{"A", away(0)});
  evolve(state, AbsenceEntered{"B", away(0)});
  CHECK(present(state, "A") == "nobody");
}

TEST_CASE("people are found by unit and by account, wherever they moved") {
  State state;
  evolve(state, Imported{{entry("B", tests::wuhan, "bo"), entry("A", tests::wuhan, "an")}});
  evolve(state, Adopted{{entry("H", group_unit, "hu")}});
  CHECK(of_unit(state, tests::wuhan).size() == 2);
  CHECK(of_unit(state, tests::wuhan).front()->id == "A");
  CHECK(of_unit(state, group_unit).front()->id == "H");
  CHECK(of_account(state, "bo")->id == "B");
  evolve(state, Imported{{entry("B", tests::wuchang, "bo2")}});
  CHECK(of_account(state, "bo") == nullptr);
  CHECK(of_account(state, "") == nullptr);
  CHECK(of_account(state, "bo2")->id == "B");
  CHECK(of_unit(state, tests::wuhan).size() == 1);
  CHECK(of_unit(state, tests::wuchang).size() == 1);
}

TEST_CASE("an account that two desks gave away is the first person's") {
  State state;
  evolve(state, Adopted{{entry("B", group_unit, "an"), entry("A", group_unit, "an")}});
  CHECK(of_account(state, "an")->id == "A");
  evolve(state, Adopted{{entry("A", group_unit)}});
  CHECK(of_account(state, "an")->id == "B");
}

TEST_CASE("any history of people can be taken and kept") {
  CHECK(tests::holds_for_any_history<Noun>(
      [](const State& state, const State& again, const View&, const View&) {
        RC_ASSERT(state.by_unit.size() == state.people.size());
        for (const auto& [id, person] : state.people) {
          RC_ASSERT(of_unit(state, person.unit).size() == of_unit(again, person.unit).size());
          const Person* holder = of_account(state, person.account);
          const Person* same = of_account(again, person.account);
          RC_ASSERT((holder == nullptr) == person.account.empty());
          if (holder != nullptr) RC_ASSERT(holder->id == same->id);
          const Person* present = present_for(state, id, {3'000'000});
          if (present != nullptr) RC_ASSERT(!is_absent(*present, {3'000'000}));
        }
      }));
}

}  // namespace
}  // namespace lifeline::person
