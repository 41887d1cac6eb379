// SPDX-License-Identifier: Apache-2.0
#include "base/json_schema.h"

#include <doctest/doctest.h>

namespace lifeline {
namespace {

enum class Colour { red, _5g, operator_ };
LIFELINE_ENUM(Colour, red, _5g, operator_)

struct ThingTag {};

struct Inner {
  bool on = false;
  double level = 0;
};
LIFELINE_STRUCT(Inner, on, level)

struct Outer {
  Id<ThingTag> id;
  UnitCode unit;
  Instant at;
  std::string name;
  int tier = 0;
  uint64_t count = 0;
  Colour colour = Colour::red;
  Inner inner;
  std::vector<Inner> many;
  std::map<std::string, int> by_name;
  std::map<int, bool> by_number;
  std::optional<int> perhaps;
};
LIFELINE_STRUCT(Outer, id, unit, at, name, tier, count, colour, inner, many, by_name, by_number,
                perhaps)

TEST_CASE("a schema says what the JSON of each member is") {
  const std::string text = json_schema<Outer>();
  const auto says = [&](const std::string& member, const std::string& schema) {
    return text.find("\"" + member + "\":" + schema) != std::string::npos;
  };
  const std::string inner =
      R"({"type":"object","properties":{"on":{"type":"boolean"},"level":{"type":"number"}}})";
  CHECK(says("id", R"({"type":"string"})"));
  CHECK(says("unit", R"({"type":"string"})"));
  CHECK(says("at", R"({"type":"string","format":"date-time"})"));
  CHECK(says("name", R"({"type":"string"})"));
  CHECK(says("tier", R"({"type":"integer"})"));
  CHECK(says("count", R"({"type":"integer","minimum":0})"));
  CHECK(says("colour", R"({"type":"string","enum":["red","5g","operator"]})"));
  CHECK(says("inner", inner));
  CHECK(says("many", R"({"type":"array","items":)" + inner + "}"));
  CHECK(says("by_name", R"({"type":"object","additionalProperties":{"type":"integer"}})"));
  CHECK(says("by_number", R"({"type":"array","items":{"type":"array","prefixItems":[)"
                          R"({"type":"integer"},{"type":"boolean"}]}})"));
  CHECK(says("perhaps", R"({"anyOf":[{"type":"integer"},{"type":"null"}]})"));
}

TEST_CASE("a variant is one of its types, by name") {
  using Either = std::variant<Inner, Outer>;
  CHECK(json_schema<Either>().starts_with(
      R"({"oneOf":[{"type":"object","properties":{"Inner":{"type":"object")"));
}

}  // namespace
}  // namespace lifeline
