// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/query.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "base/json_text.h"

namespace lifeline::tmf {
namespace {

bool holds(std::string_view name, std::string_view value, std::string_view json) {
  return parse_test(name, value).value().holds(json);
}

std::string refusal(const desk::Pairs& pairs) {
  const auto query = parse_query(pairs);
  return query ? "none" : query.error().name;
}

}  // namespace

TEST_CASE("a value equals what was posted, or what means the same") {
  CHECK(holds("a", "High", R"("High")"));
  CHECK_FALSE(holds("a", "high", R"("High")"));
  CHECK(holds("a", "two, parts", R"("two, parts")"));
  CHECK(holds("a", "say \"x\"\n", R"("say \"x\"\n")"));
  CHECK(holds("a", "中", R"("\u4e2d")"));
  CHECK(holds("a", "true", "true"));
  CHECK_FALSE(holds("a", "true", "false"));
  CHECK(holds("a", "1.50", "1.5"));
  CHECK_FALSE(holds("a", "1.5", R"("1.50")"));
  CHECK(holds("a", "2020-01-23T10:00:00+08:00", R"("2020-01-23T02:00:00Z")"));
  CHECK(holds("a", "2020-01-23T10:00:00 08:00", R"("2020-01-23T02:00:00Z")"));
  CHECK_FALSE(holds("a", "2020-01-23T10:00:01+08:00", R"("2020-01-23T02:00:00Z")"));
  CHECK(holds("a", R"({ "b": 1 })", R"({"b":1})"));
  CHECK_FALSE(holds("a", "", ""));
}

TEST_CASE("a comma is or, and ne is none of them") {
  CHECK(holds("a", "x,y", R"("y")"));
  CHECK_FALSE(holds("a", "x,y", R"("z")"));
  CHECK_FALSE(holds("a.ne", "x,y", R"("y")"));
  CHECK(holds("a.ne", "x,y", R"("z")"));
  CHECK(holds("a.ne", "x", ""));
}

TEST_CASE("greater and less go by the moment, the number or the text") {
  CHECK(holds("a.gt", "9", "10"));
  CHECK_FALSE(holds("a.gt", "10", "10"));
  CHECK(holds("a.gte", "10", "10.0"));
  CHECK(holds("a.lt", "2020-01-24", R"("2020-01-23T23:59:59Z")"));
  CHECK_FALSE(holds("a.lt", "2020-01-24", R"("2020-01-24T00:00:00Z")"));
  CHECK(holds("a.lte", "b", R"("b")"));
  CHECK_FALSE(holds("a.lt", "5", "true"));
  CHECK(holds("a>", "10", "10"));
  CHECK(holds("a>9", "", "10"));
  CHECK_FALSE(holds("a<9", "", "10"));
}

TEST_CASE("a path goes through objects and any item of arrays") {
  const char* parties = R"([{"id":"1","role":"a"},{"id":"2","size":{"amount":3}}])";
  CHECK(holds("p.id", "2", parties));
  CHECK_FALSE(holds("p.id", "3", parties));
  CHECK(holds("p.size.amount.gt", "2", parties));
  CHECK_FALSE(holds("p.id.ne", "2", parties));
  CHECK(holds("p", "b", R"(["a","b"])"));
  CHECK_FALSE(holds("p.x", "b", R"("b")"));
}

TEST_CASE("what a list is asked has its bounds") {
  CHECK(refusal({{"limit", "x"}}) == "limit_must_be_a_number");
  CHECK(refusal({{"limit", "1001"}}) == "limit_must_be_in_range");
  CHECK(refusal({{"offset", ""}}) == "offset_must_be_a_number");
  CHECK(refusal({{"offset", "99999999"}}) == "offset_must_be_in_range");
  CHECK(refusal({{"sort", "a,b,c,d,e,f,g,h,i"}}) == "sort_keys_must_be_fewer");
  CHECK(refusal({{"a.b.c.d.e.f.g.h.i", "x"}}) == "path_must_be_short");
  CHECK(refusal({{"a", std::string(limits::list_values_max, ',')}}) == "values_must_be_fewer");
  desk::Pairs many;
  for (size_t i = 0; i <= limits::list_conditions_max; ++i)
    many.emplace_back("a" + std::to_string(i), "1");
  CHECK(refusal(many) == "conditions_must_be_fewer");
  const auto query = parse_query({{"fields", "a, b.c"}, {"sort", "-x.y,+z"}, {"limit", "5"}});
  REQUIRE(query);
  CHECK(query->fields == std::vector<std::string>{"a", "b"});
  CHECK(query->sort.size() == 2);
  CHECK(query->sort[0].descending);
  CHECK(query->sort[0].path == std::vector<std::string>{"y"});
  CHECK(query->limit == 5);
  CHECK_FALSE(parse_query({}).value().fields);
}

TEST_CASE("the same attribute asked twice is either of them") {
  const auto query = parse_query({{"a", "x"}, {"a", "y"}});
  REQUIRE(query->tests.size() == 1);
  CHECK(query->tests[0].holds(R"("y")"));
}

TEST_CASE("keys order moments, numbers and texts each among themselves") {
  const auto key = [](std::string_view json) { return key_of(json, {}); };
  CHECK(compare(key("9"), key("10")) < 0);
  CHECK(compare(key(R"("9")"), key(R"("10")")) > 0);
  CHECK(compare(key(R"("2020-01-23T10:00:00+08:00")"), key(R"("2020-01-23T03:00:00Z")")) < 0);
  CHECK(compare(key(""), key(R"("x")")) > 0);
  CHECK(compare(key(R"({"a":1})"), key("")) == 0);
  CHECK(compare(key_of(R"([{"a":2},{"a":1}])", {"a"}), key("2")) == 0);
}

TEST_CASE("any text finds itself, and nothing else by it") {
  rc::check([](std::string a, std::string b) {
    for (char& c : a) c = static_cast<char>(c & 0x7f);
    for (char& c : b) c = static_cast<char>(c & 0x7f);
    RC_ASSERT(holds("x", a, json_quoted(a)));
    const bool is_among = a == b || (a.find(',') != std::string::npos &&
                                     ("," + a + ",").find("," + b + ",") != std::string::npos);
    if (!parse_test("x", a)->operands.front().moment)
      RC_ASSERT(holds("x", a, json_quoted(b)) == is_among);
  });
}

TEST_CASE("a value that is looked at is compared as the same value written") {
  const Instant at = *parse_rfc3339("2020-01-23T02:00:00Z");
  const std::vector<std::pair<Sight, std::string>> values{
      {{.text = "major", .moment = {}}, "\"major\""},
      {{.text = {}, .moment = at}, json_quoted(to_rfc3339(at))},
      {{.text = "2020-01-23T02:00:00Z", .moment = {}}, "\"2020-01-23T02:00:00Z\""},
      {{}, ""}};
  for (const char* name : {"a", "a.ne", "a.gt", "a.gte", "a.lt", "a.lte"})
    for (const char* operand : {"major", "minor", "2020-01-23T10:00:00+08:00", "2020-01-23", "7"})
      for (const auto& value : values) {
        const auto& json = value.second;
        const auto test = parse_test(name, operand);
        REQUIRE(test.has_value());
        CHECK_MESSAGE(test->holds(value.first) == test->holds(json), name, " ", operand, " ", json);
      }
  for (const auto& [sight, json] : values) {
    CHECK(key_of(sight).rank == key_of(json, {}).rank);
    CHECK(compare(key_of(sight), key_of(json, {})) == 0);
  }
}

}  // namespace lifeline::tmf
