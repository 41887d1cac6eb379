// SPDX-License-Identifier: Apache-2.0
#include "base/json_text.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace lifeline {
namespace {

std::string checked(std::string_view text) {
  const auto json = checked_json(text);
  return json ? *json : json.error().name;
}

}  // namespace

TEST_CASE("a value loses its white space and nothing else") {
  CHECK(checked(" { \"a b\" : [ 1.50 , \"x \\\" y\" ] ,\n \"c\" : 1e3 } ") ==
        R"({"a b":[1.50,"x \" y"],"c":1e3})");
  CHECK(checked("{\"a\":}") == "body_must_be_json");
  CHECK(checked("\"\xff\"") == "body_must_be_json");
}

TEST_CASE("members and items are found whatever stands in them") {
  const std::string json = R"({"a":{"b":"}],\""},"\u0063":[1,[2,3],{"d":[]}],"e":null})";
  CHECK(json_member(json, "a") == R"({"b":"}],\""})");
  CHECK(json_member(json, "c") == R"([1,[2,3],{"d":[]}])");
  CHECK(json_member(json, "e") == "null");
  CHECK(json_member(json, "b").empty());
  std::vector<std::string> items;
  auto take = [&](std::string_view item) {
    items.emplace_back(item);
    return true;
  };
  each_json_item(json_member(json, "c"), take);
  CHECK(items == std::vector<std::string>{"1", "[2,3]", R"({"d":[]})"});
  items.clear();
  each_json_item("[]", take);
  CHECK(items.empty());
}

TEST_CASE("texts are decoded and quoted") {
  CHECK(json_text_of(R"("a\u4e2d\n")") == "a中\n");
  CHECK(json_text_of("12").empty());
  CHECK(json_text_of(json_quoted("a \"b\"\n")) == "a \"b\"\n");
}

TEST_CASE("a merge patch does what the examples of RFC 7386 say") {
  const auto merged = [](std::string_view target, std::string_view patch) {
    return merged_json(target, patch);
  };
  CHECK(merged(R"({"a":"b"})", R"({"a":"c"})") == R"({"a":"c"})");
  CHECK(merged(R"({"a":"b"})", R"({"b":"c"})") == R"({"a":"b","b":"c"})");
  CHECK(merged(R"({"a":"b"})", R"({"a":null})") == "{}");
  CHECK(merged(R"({"a":"b","b":"c"})", R"({"a":null})") == R"({"b":"c"})");
  CHECK(merged(R"({"a":["b"]})", R"({"a":"c"})") == R"({"a":"c"})");
  CHECK(merged(R"({"a":"c"})", R"({"a":["b"]})") == R"({"a":["b"]})");
  CHECK(merged(R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})") == R"({"a":{"b":"d"}})");
  CHECK(merged(R"({"a":[{"b":"c"}]})", R"({"a":[1]})") == R"({"a":[1]})");
  CHECK(merged(R"(["a","b"])", R"(["c","d"])") == R"(["c","d"])");
  CHECK(merged(R"({"a":"b"})", R"(["c"])") == R"(["c"])");
  CHECK(merged(R"({"a":"foo"})", "null") == "null");
  CHECK(merged(R"({"e":null})", R"({"a":1})") == R"({"e":null,"a":1})");
  CHECK(merged("[1,2]", R"({"a":"b","c":null})") == R"({"a":"b"})");
  CHECK(merged("{}", R"({"a":{"bb":{"ccc":null}}})") == R"({"a":{"bb":{}}})");
}

TEST_CASE("any text is quoted, found and merged as it was") {
  rc::check([](const std::map<std::string, int>& numbers) {
    std::string json = "{";
    for (const auto& [name, number] : numbers) {
      std::string key;
      for (const char c : name) key += static_cast<char>(c & 0x7f);
      if (json.size() > 1) json += ',';
      json += json_quoted(key) + ":" + std::to_string(number);
    }
    json += '}';
    RC_ASSERT(checked_json(json).value() == json);
    RC_ASSERT(merged_json("{}", json) == merged_json(json, json));
  });
}

}  // namespace lifeline
