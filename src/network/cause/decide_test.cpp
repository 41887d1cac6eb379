// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/given.h"

namespace lifeline::cause {
namespace {

using desk::Role;
using tests::events;
using tests::Given;

const Edge power{.cause = "powerLost", .effect = "linkDown", .score = 0.9};
const Edge rain{.cause = "rain", .effect = "linkDown", .score = 0.4};
const Edge link{.cause = "linkDown", .effect = "cellDown", .score = 0.7};

TEST_CASE("a list is learnt as a whole, in an order of its own") {
  Given given(group_unit);
  given.as(Role::commander, group_unit);
  CHECK(given.when<Noun>(Import{{rain, power, link}}) == events(Imported{{link, power, rain}}));
}

TEST_CASE("the same list again is not worth an event, a shorter one is") {
  Given given(group_unit);
  given(Imported{{link, power}}).as(Role::administrator, group_unit);
  CHECK(given.when<Noun>(Import{{power, link}}).empty());
  CHECK(given.when<Noun>(Import{{power}}) == events(Imported{{power}}));
  CHECK(given.when<Noun>(Import{}) == events(Imported{}));
}

TEST_CASE("only a commander of the group teaches the country") {
  Given given(group_unit);
  CHECK(given.as(Role::operator_, group_unit).when<Noun>(Import{{power}}) == "role_must_suffice");
  CHECK(given.as(Role::commander, tests::hubei).when<Noun>(Import{{power}}) ==
        "unit_must_be_the_group");
  CHECK(given.as(Role::administrator, tests::hubei).when<Noun>(Import{}) ==
        "unit_must_be_the_group");
}

TEST_CASE("an edge leads from one type to another, with a share of it") {
  Given given(group_unit);
  given.as(Role::commander, group_unit);
  CHECK(given.when<Noun>(Import{{{"A", "A", 0.5}}}) == "cause_must_not_be_its_effect");
  CHECK(given.blamed<Noun>(Import{{{"A", "A", 0.5}}}) == "effect");
  CHECK(given.when<Noun>(Import{{{"A", "B", 0}}}) == "number_must_be_in_range");
  CHECK(given.when<Noun>(Import{{{"A", "B", 1.01}}}) == "number_must_be_in_range");
  CHECK(given.when<Noun>(Import{{{"A", "B", 1}}}) == events(Imported{{{"A", "B", 1}}}));
}

TEST_CASE("there are so many edges and no more") {
  Given given(group_unit);
  given.as(Role::commander, group_unit);
  Import import;
  for (size_t i = 0; i < limits::learnt_causes_max; ++i)
    import.edges.push_back({.cause = std::to_string(i), .effect = "B", .score = 0.5});
  CHECK(given.when<Noun>(import).find("Imported") != std::string::npos);
  import.edges.push_back(power);
  CHECK(given.when<Noun>(import) == "rows_must_be_fewer");
}

TEST_CASE("a province adopts what headquarters learnt, and from nobody else") {
  Given given;
  CHECK(given.when<Noun>(Adopt{{power}}) == "role_must_suffice");
  CHECK(given.as_system().when<Noun>(Adopt{{power}}) == events(Imported{{power}}));
  given(Imported{{power}});
  CHECK(given.when<Noun>(Adopt{{power}}).empty());
  desk::Commands from_group, from_province;
  const Event event(Imported{{power}});
  hear(event, {.from = group_unit, .at = tests::noon, .who = "w"}, given.context(), from_group);
  hear(event, {.from = tests::hunan, .at = tests::noon, .who = "w"}, given.context(),
       from_province);
  CHECK(from_group.items().size() == 1);
  CHECK(from_province.items().empty());
}

}  // namespace
}  // namespace lifeline::cause
