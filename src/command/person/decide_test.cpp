// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/given.h"

namespace lifeline::person {
namespace {

using desk::Role;
using tests::events;
using tests::Given;

Entry entry(std::string id, UnitCode unit = tests::wuhan, std::string substitute = {}) {
  return {.id = id,
          .name_zh = "名" + id,
          .name_en = {},
          .unit = unit,
          .skills = {},
          .phone = {},
          .email = {},
          .account = "log-in-" + id,
          .substitute = std::move(substitute)};
}
Absence away(int64_t from_s, int64_t until_s) {
  return {.from = seconds_after(tests::noon, from_s),
          .until = seconds_after(tests::noon, until_s),
          .reason = "isolation"};
}
desk::Actor log_in(const std::string& name) {
  return {.name = name, .role = Role::viewer, .unit = tests::wuhan};
}

TEST_CASE("an administrator imports people who are new or changed, and only those") {
  Given given;
  given.as(Role::administrator, tests::hubei);
  CHECK(given.when<Noun>(Import{{entry("A"), entry("B")}}) ==
        events(Imported{{entry("A"), entry("B")}}));
  given(Imported{{entry("A"), entry("B")}});
  CHECK(given.when<Noun>(Import{{entry("A"), entry("B", tests::wuchang)}}) ==
        events(Imported{{entry("B", tests::wuchang)}}));
  CHECK(given.when<Noun>(Import{{entry("A")}}).empty());
  CHECK(given.when<Noun>(Import{}) == "people_must_be_given");
  CHECK(given.as(Role::commander, tests::hubei).when<Noun>(Import{{entry("A")}}) ==
        "role_must_suffice");
}

TEST_CASE("a staff list does not end an absence") {
  Given given;
  given(Imported{{entry("A")}}, AbsenceEntered{"A", away(0, 60)},
        Imported{{entry("A", tests::wuchang)}});
  CHECK(is_absent(*find(given.part<Noun>().state, "A"), tests::noon));
}

TEST_CASE("an absence is entered by an operator of the ground or by oneself") {
  Given given;
  given(Imported{{entry("A")}});
  const EnterAbsence enter{.id = "A", .absence = away(10, 60)};
  CHECK(given.as(Role::operator_, tests::wuhan).when<Noun>(enter) ==
        events(AbsenceEntered{"A", away(10, 60)}));
  CHECK(given.as(Role::operator_, tests::yichang).when<Noun>(enter) == "unit_must_be_within_reach");
  CHECK(given.as(Role::viewer, tests::wuhan).when<Noun>(enter) == "role_must_suffice");
  CHECK(given.by(log_in("log-in-A")).when<Noun>(enter) ==
        events(AbsenceEntered{"A", away(10, 60)}));
  CHECK(given.by(log_in("log-in-B")).when<Noun>(enter) == "role_must_suffice");
  CHECK(given.as(Role::operator_, tests::wuhan).when<Noun>(EnterAbsence{.id = "X"}) ==
        "person_must_exist");
}

TEST_CASE("an absence begins now at the earliest and ends after it begins, or stays open") {
  Given given;
  given(Imported{{entry("A")}});
  CHECK(given.when<Noun>(EnterAbsence{"A", {}}) ==
        events(AbsenceEntered{"A", {.from = tests::noon, .until = {}, .reason = {}}}));
  CHECK(given.when<Noun>(EnterAbsence{"A", away(-60, 60)}) ==
        events(AbsenceEntered{"A", away(0, 60)}));
  CHECK(given.when<Noun>(EnterAbsence{"A", away(60, 60)}) == "absence_must_end_after_it_begins");
  CHECK(given.blamed<Noun>(EnterAbsence{"A", away(60, 60)}) == "until");
  CHECK(given.when<Noun>(EnterAbsence{"A", away(-60, 0)}) == "until_must_lie_ahead");
  Absence long_reason = away(0, 60);
  long_reason.reason.assign(limits::text_bytes_max + 1, 'x');
  CHECK(given.when<Noun>(EnterAbsence{"A", long_reason}) == "text_must_be_short");
}

TEST_CASE("an absence that is prolonged keeps its beginning, and said twice changes nothing") {
  Given given;
  given(Imported{{entry("A")}}, AbsenceEntered{"A", away(0, 60)});
  given.at(seconds_after(tests::noon, 30));
  CHECK(given.when<Noun>(EnterAbsence{"A", away(0, 90)}) ==
        events(AbsenceEntered{"A", away(0, 90)}));
  CHECK(given.when<Noun>(EnterAbsence{"A", away(0, 60)}).empty());
}

TEST_CASE("only who is away, or will be, comes back") {
  Given given;
  given(Imported{{entry("A")}});
  CHECK(given.when<Noun>(Return{"A"}) == "person_must_be_away");
  given(AbsenceEntered{"A", away(10, 60)});
  CHECK(given.when<Noun>(Return{"A"}) == events(Returned{"A"}));
  CHECK(given.at(seconds_after(tests::noon, 60)).when<Noun>(Return{"A"}) == "person_must_be_away");
}

TEST_CASE("a substitute is another known person, and no way over substitutes is a circle") {
  Given given;
  given(Imported{{entry("A"), entry("B", tests::wuhan, "C"), entry("C")}});
  CHECK(given.when<Noun>(NameSubstitute{"A", "B"}) == events(SubstituteNamed{"A", "B"}));
  CHECK(given.when<Noun>(NameSubstitute{"A", "A"}) == "substitute_must_be_another");
  CHECK(given.when<Noun>(NameSubstitute{"A", "X"}) == "substitute_must_be_known");
  CHECK(given.blamed<Noun>(NameSubstitute{"A", "X"}) == "person");
  given(SubstituteNamed{"A", "B"});
  CHECK(given.when<Noun>(NameSubstitute{"C", "A"}) == "substitutes_must_end");
  CHECK(given.when<Noun>(NameSubstitute{"A", "B"}).empty());
  CHECK(given.when<Noun>(NameSubstitute{"A", ""}) == events(SubstituteNamed{"A", ""}));
}

TEST_CASE("headquarters copies the people of the desk that tells of them") {
  Given given(group_unit);
  given.as_system();
  const Imported heard{{entry("A"), entry("B", tests::hunan)}};
  CHECK(given.when<Noun>(Follow{tests::hubei, heard}) == events(Adopted{{entry("A")}}));
  given(Adopted{{entry("A")}});
  CHECK(given.when<Noun>(Follow{tests::hubei, Imported{{entry("A")}}}).empty());
  CHECK(given.when<Noun>(Follow{tests::hubei, AbsenceEntered{"A", away(0, 60)}}) ==
        events(AbsenceEntered{"A", away(0, 60)}));
  CHECK(given.when<Noun>(Follow{tests::hunan, Returned{"A"}}).empty());
  CHECK(given.when<Noun>(Return{"A"}) == "person_must_exist");  // a copy is not decided on
}

TEST_CASE("a province copies the people of the group itself, and leaves its own alone") {
  Given given;
  given(Imported{{entry("A")}}).as_system();
  CHECK(
      given.when<Noun>(Follow{group_unit, Imported{{entry("A", group_unit), entry("B", group_unit),
                                                    entry("C", tests::hunan)}}}) ==
      events(Adopted{{entry("B", group_unit)}}));
  given(Adopted{{entry("B", group_unit)}});
  CHECK(given.when<Noun>(Follow{group_unit, Returned{"B"}}) == events(Returned{"B"}));
  CHECK(given.when<Noun>(Follow{group_unit, Returned{"A"}}).empty());
  CHECK(given.as(Role::administrator, group_unit).when<Noun>(Follow{group_unit, Returned{"B"}}) ==
        "role_must_suffice");
}

TEST_CASE("what a desk has itself from another is told to nobody else") {
  Given given;
  desk::Commands own, adopted;
  const desk::Heard heard{.from = group_unit, .at = tests::noon, .who = "x"};
  hear(Returned{"A"}, heard, given.context(), own);
  hear(Adopted{{entry("A")}}, heard, given.context(), adopted);
  CHECK(own.items().size() == 1);
  CHECK(adopted.items().empty());
}

}  // namespace
}  // namespace lifeline::person
