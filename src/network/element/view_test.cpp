// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/given.h"

namespace lifeline::element {
namespace {

using tests::Given;

TEST_CASE("dependencies are written as they are read") {
  const Groups groups{{"A"}, {"B", "C"}};
  CHECK(groups_text(groups) == "A;B|C");
  CHECK(parse_groups("A;B|C") == groups);
  CHECK(parse_groups(" A ; B | C ;; |") == groups);
  CHECK(parse_groups("").empty());
}

TEST_CASE("a row joins the element with its standing and its alarms") {
  Given given;
  const Element bts{.id = "BTS",
                    .name = "n",
                    .kind = Kind::base_station,
                    .region = tests::wuchang,
                    .depends_on = {{"NODE"}}};
  given(Imported{{bts, {.id = "NODE", .name = "n", .region = tests::wuchang}}},
        alarm::Raised{.id = {420000, 1}, .source_name = "BTS", .mapped = true, .condition = "c"});
  Row row = row_of(bts, given.nouns());
  CHECK(row.condition == Condition::normal);
  CHECK(row.alarms_open == 1);
  CHECK_FALSE(row.since);
  given(ConditionChanged{"BTS", Condition::normal, Condition::down, "NODE"});
  row = row_of(bts, given.nouns());
  CHECK(row.condition == Condition::down);
  CHECK(row.root == "NODE");
  CHECK(row.since == tests::noon);
  CHECK(row.depends_on == "NODE");
  given(ConditionChanged{"BTS", Condition::normal, Condition::normal, ""});
  CHECK_FALSE(row_of(bts, given.nouns()).since);
}

}  // namespace
}  // namespace lifeline::element
