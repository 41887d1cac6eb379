// SPDX-License-Identifier: Apache-2.0
#include "gateway/door/pattern.h"

#include <doctest/doctest.h>

namespace lifeline::door {
namespace {

std::string filled(std::string_view text) {
  const auto pattern = Pattern::of(text, "source");
  if (!pattern) return pattern.error().name + " at " + pattern.error().field;
  auto look = [](std::string_view field, std::string& out) {
    if (field == "ne") out += "ENB-1\t";
    return true;
  };
  return pattern->fill(look);
}

TEST_CASE("a pattern's fields are filled in, on one line") {
  CHECK(filled("") == "");
  CHECK(filled("all of it") == "all of it");
  CHECK(filled("{ne}") == "ENB-1");
  CHECK(filled("x {ne}{none}/y ") == "x ENB-1 /y");
}

TEST_CASE("a field's name stands in braces") {
  CHECK(filled("{ne") == "pattern_must_be_well_formed at source");
  CHECK(filled("a{}") == "pattern_must_be_well_formed at source");
}

}  // namespace
}  // namespace lifeline::door
