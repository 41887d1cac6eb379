// SPDX-License-Identifier: Apache-2.0
#include <unordered_map>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "base/json_read.h"

namespace lifeline {
namespace {

struct ThingTag;
using ThingId = Id<ThingTag>;

enum class Kind { voice, _5g, operator_ };
LIFELINE_ENUM(Kind, voice, _5g, operator_)

struct Point {
  int32_t x = 0;
  int32_t y = 7;
  friend auto operator<=>(const Point&, const Point&) = default;
};
LIFELINE_STRUCT(Point, x, y)

struct Moved {
  Point to;
  friend bool operator==(const Moved&, const Moved&) = default;
};
LIFELINE_STRUCT(Moved, to)
struct Named {
  std::string name = "nobody";
  friend bool operator==(const Named&, const Named&) = default;
};
LIFELINE_STRUCT(Named, name)
using Change = std::variant<Moved, Named>;

struct Everything {
  bool yes = true;
  int8_t small = 0;
  int64_t large = -1;
  uint64_t count = 0;
  double real = 0;
  std::string text;
  Instant at;
  UnitCode unit;
  ThingId id;
  Kind kind = Kind::voice;
  Change change;
  std::optional<int32_t> maybe;
  std::vector<Point> points;
  std::set<std::string> words;
  std::map<std::string, int32_t> by_text;
  std::map<UnitCode, std::vector<ThingId>> by_unit;
  std::map<ThingId, Named> by_id;
  std::map<Kind, uint32_t> by_kind;
  std::map<Point, std::string> by_point;
  std::unordered_map<std::string, Point> hashed;
  friend bool operator==(const Everything&, const Everything&) = default;
};
LIFELINE_STRUCT(Everything, yes, small, large, count, real, text, at, unit, id, kind, change, maybe,
                points, words, by_text, by_unit, by_id, by_kind, by_point, hashed)

struct Recipient {
  UnitCode unit;
};
LIFELINE_STRUCT(Recipient, unit)
struct Letter {
  std::vector<Recipient> recipients;
  std::map<std::string, std::vector<Recipient>> copies;
  std::vector<std::vector<int8_t>> table;
  std::map<Point, int32_t> pairs;
  std::optional<Change> change;
  Kind kind = Kind::voice;
  bool urgent = false;
  uint8_t level = 0;
};
LIFELINE_STRUCT(Letter, recipients, copies, table, pairs, change, kind, urgent, level)

void append_utf8(std::string& out, uint32_t c) {
  const auto put = [&](uint32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      put(0xE0 | c >> 12);
    } else {
      put(0xF0 | c >> 18);
      put(0x80 | (c >> 12 & 63));
    }
    put(0x80 | (c >> 6 & 63));
  }
  put(0x80 | (c & 63));
}

std::string any_text() {
  std::string text;
  const auto size = *rc::gen::inRange<size_t>(0, 12);
  for (size_t i = 0; i < size; ++i) {
    const auto c = *rc::gen::oneOf(rc::gen::inRange<uint32_t>(0, 0x80),
                                   rc::gen::inRange<uint32_t>(0x80, 0xD800),
                                   rc::gen::inRange<uint32_t>(0xE000, 0x110000));
    append_utf8(text, c);
  }
  return text;
}

UnitCode any_unit() { return {*rc::gen::inRange<uint64_t>(0, 1'000'000'000'000)}; }
ThingId any_id() {
  return {*rc::gen::inRange<uint64_t>(1, 999'999), *rc::gen::inRange<uint64_t>(1, 1ull << 62)};
}
Kind any_kind() { return *rc::gen::element(Kind::voice, Kind::_5g, Kind::operator_); }
Point any_point() { return {*rc::gen::arbitrary<int32_t>(), *rc::gen::arbitrary<int32_t>()}; }

Change any_change() {
  if (*rc::gen::arbitrary<bool>()) return Moved{any_point()};
  return Named{any_text()};
}

Everything anything() {
  Everything e{.yes = *rc::gen::arbitrary<bool>(),
               .small = *rc::gen::arbitrary<int8_t>(),
               .large = *rc::gen::arbitrary<int64_t>(),
               .count = *rc::gen::arbitrary<uint64_t>(),
               .real = *rc::gen::arbitrary<double>(),
               .text = any_text(),
               .at = {*rc::gen::inRange<int64_t>(-62'167'219'200'000'000, 253'402'300'800'000'000)},
               .unit = any_unit(),
               .id = any_id(),
               .kind = any_kind(),
               .change = any_change()};
  if (*rc::gen::arbitrary<bool>()) e.maybe = *rc::gen::arbitrary<int32_t>();
  for (auto n = *rc::gen::inRange(0, 4); n > 0; --n) {
    e.points.push_back(any_point());
    e.words.insert(any_text());
    e.by_text[any_text()] = n;
    e.by_unit[any_unit()] = {any_id(), any_id()};
    e.by_id[any_id()] = Named{any_text()};
    e.by_kind[any_kind()] = static_cast<uint32_t>(n);
    e.by_point[any_point()] = any_text();
    e.hashed[any_text()] = any_point();
  }
  return e;
}

template <class T>
std::string sparse(const T& value) {
  std::string out;
  write_json<Detail::sparse>(out, value);
  return out;
}

// The refusal of a text read as a T: "name field".
template <class T>
std::string refusal(std::string_view text, Unknown unknown = Unknown::refused) {
  const auto read = from_json<T>(text, unknown);
  return read ? "none" : read.error().name + " " + read.error().field;
}

bool holds(bool success) { return success; }

}  // namespace

TEST_CASE("any described struct written whole or sparse reads back equal") {
  CHECK(holds(rc::check([] {
    const Everything value = anything();
    const auto whole = from_json<Everything>(to_json(value));
    RC_ASSERT(whole.has_value());
    RC_ASSERT(*whole == value);
    const auto brief = from_json<Everything>(sparse(value));
    RC_ASSERT(brief.has_value());
    RC_ASSERT(*brief == value);
    RC_ASSERT(to_json(*brief) == to_json(value));
  })));
}

TEST_CASE("whole writes every member and sparse only what is not usual") {
  CHECK(to_json(Point{}) == R"({"x":0,"y":7})");
  CHECK(sparse(Point{}) == "{}");
  CHECK(sparse(Point{0, 0}) == R"({"y":0})");
  CHECK(sparse(Point{1, 7}) == R"({"x":1})");
  CHECK(sparse(Named{}) == R"({"name":"nobody"})");
  CHECK(sparse(Named{""}) == R"({"name":""})");
}

TEST_CASE("the absent is an empty text and an empty optional is null") {
  Everything value;
  const std::string text = to_json(value);
  CHECK(text.find(R"("at":"","unit":"","id":"")") != std::string::npos);
  CHECK(text.find(R"("maybe":null)") != std::string::npos);
  value.maybe = 0;  // given, though it is the usual number
  CHECK(sparse(value).find(R"("maybe":0)") != std::string::npos);
}

TEST_CASE("an enumerator is written without the underscore at its ends") {
  CHECK(to_json(Kind::_5g) == R"("5g")");
  CHECK(to_json(Kind::operator_) == R"("operator")");
  CHECK(from_json<Kind>(R"("5g")").value() == Kind::_5g);
  CHECK(from_json<Kind>(R"("operator")").value() == Kind::operator_);
  CHECK(refusal<Kind>(R"("operator_")") == "field_must_be_a_known_word ");
  CHECK(from_json<Kind>(R"("6g")").error().detail == "one of voice, 5g, operator");
}

TEST_CASE("control characters, quotes and backslashes are escaped and come back") {
  using namespace std::string_literals;
  const auto text = "\x00\x01\b\f\n\r\t\"\\/\x1f\x7f \u4e2d\U0001f680"s;
  std::string out;
  append_json_text(out, text);
  CHECK(out.starts_with(R"("\u0000\u0001\u0008\u000c\n\r\t\"\\/\u001f)"));
  CHECK(from_json<std::string>(out).value() == text);
  CHECK(from_json<std::string>(R"("\ud83d\ude80\u4E2d\/")").value() == "\U0001f680\u4e2d/");
}

TEST_CASE("large and small numbers read back as they were") {
  for (const double value : {1e300, 5e-324, 0.1, -1.5, 18446744073709551616.0, 1.2e20, 9.9e21})
    CHECK(from_json<double>(to_json(value)).value() == value);
  CHECK(to_json(std::numeric_limits<double>::infinity()) == "null");
  CHECK(from_json<int64_t>("-9223372036854775808").value() == INT64_MIN);
  CHECK(from_json<uint64_t>("18446744073709551615").value() == UINT64_MAX);
  CHECK(from_json<int32_t>("3.0").value() == 3);
  CHECK(from_json<int32_t>("1.5e3").value() == 1500);
}

TEST_CASE("equal mappings give equal bytes however they came about") {
  std::unordered_map<std::string, int> up, down;
  for (int i = 0; i < 200; ++i) up["key" + std::to_string(i)] = i;
  down.reserve(4000);
  for (int i = 199; i >= 0; --i) down["key" + std::to_string(i)] = i;
  CHECK(to_json(up) == to_json(down));
}

TEST_CASE("a refusal names the field by its whole path") {
  CHECK(refusal<Letter>(R"({"recipients":[{},{},{"unit":"x"}]})") ==
        "field_must_be_well_formed recipients[2].unit");
  CHECK(refusal<Letter>(R"({"recipients":[{"unit":5}]})") ==
        "field_must_have_the_right_type recipients[0].unit");
  CHECK(refusal<Letter>(R"({"recipients":[{},7]})") ==
        "field_must_have_the_right_type recipients[1]");
  CHECK(refusal<Letter>(R"({"copies":{"all":[{},{"unit":"x"}]}})") ==
        "field_must_be_well_formed copies.all[1].unit");
  CHECK(refusal<Letter>(R"({"table":[[],[1,2,300]]})") == "number_must_be_in_range table[1][2]");
  CHECK(refusal<Letter>(R"({"change":{"Moved":{"to":{"x":"1"}}}})") ==
        "field_must_have_the_right_type change.to.x");
  CHECK(refusal<std::vector<Recipient>>(R"([{},{"unit":"x"}])") ==
        "field_must_be_well_formed [1].unit");
  CHECK(refusal<std::map<ThingId, Point>>(R"({"17":{}})") == "field_must_be_well_formed 17");
}

TEST_CASE("an unknown member is refused or ignored as asked") {
  const std::string_view text = R"({"recipients":[{"unit":"1","unti":"2"}]})";
  CHECK(refusal<Letter>(text) == "field_must_be_known recipients[0].unti");
  CHECK(refusal<Letter>(text, Unknown::ignored) == "none");
  CHECK(from_json<Letter>(text, Unknown::ignored)->recipients.at(0).unit == UnitCode{1});
}

TEST_CASE("wrong types are refused") {
  CHECK(refusal<Letter>("[]") == "field_must_have_the_right_type ");
  CHECK(refusal<Letter>(R"({"recipients":{}})") == "field_must_have_the_right_type recipients");
  CHECK(refusal<Letter>(R"({"recipients":null})") == "field_must_have_the_right_type recipients");
  CHECK(refusal<Letter>(R"({"copies":[]})") == "field_must_have_the_right_type copies");
  CHECK(refusal<Letter>(R"({"urgent":1})") == "field_must_have_the_right_type urgent");
  CHECK(refusal<Letter>(R"({"urgent":"true"})") == "field_must_have_the_right_type urgent");
  CHECK(refusal<Letter>(R"({"kind":3})") == "field_must_be_a_known_word kind");
  CHECK(refusal<Letter>(R"({"level":"3"})") == "field_must_have_the_right_type level");
  CHECK(refusal<Letter>(R"({"level":1.5})") == "field_must_have_the_right_type level");
  CHECK(refusal<double>(R"("1")") == "field_must_have_the_right_type ");
  CHECK(refusal<std::string>("1") == "field_must_have_the_right_type ");
}

TEST_CASE("numbers out of range are refused") {
  CHECK(refusal<Letter>(R"({"level":256})") == "number_must_be_in_range level");
  CHECK(refusal<Letter>(R"({"level":-1})") == "field_must_have_the_right_type level");
  CHECK(refusal<int8_t>("-129") == "number_must_be_in_range ");
  CHECK(refusal<int64_t>("9223372036854775808") == "field_must_have_the_right_type ");
  CHECK(refusal<uint64_t>("1e30") == "field_must_have_the_right_type ");
  CHECK(refusal<double>("1e999") == "body_must_be_json ");
}

TEST_CASE("a variant is an object of exactly one known member") {
  CHECK(std::get<Named>(from_json<Change>(R"({"Named":{"name":"a"}})").value()).name == "a");
  CHECK(refusal<Change>(R"({"Gone":{}})") == "type_must_be_known ");
  CHECK(refusal<Change>("{}") == "field_must_have_the_right_type ");
  CHECK(refusal<Change>("[]") == "field_must_have_the_right_type ");
  CHECK(refusal<Change>(R"({"Named":{},"Moved":{}})") == "field_must_have_the_right_type ");
}

TEST_CASE("a mapping whose key is no text is an array of pairs and nothing else") {
  CHECK(to_json(std::map<Point, int>{{Point{1, 2}, 3}}) == R"([[{"x":1,"y":2},3]])");
  CHECK(from_json<Letter>(R"({"pairs":[[{"x":1},3]]})")->pairs.at(Point{1, 7}) == 3);
  CHECK(refusal<Letter>(R"({"pairs":[[{},1],[{}]]})") == "field_must_have_the_right_type pairs[1]");
  CHECK(refusal<Letter>(R"({"pairs":[[{},1,2]]})") == "field_must_have_the_right_type pairs[0]");
  CHECK(refusal<Letter>(R"({"pairs":[5]})") == "field_must_have_the_right_type pairs[0]");
  CHECK(refusal<Letter>(R"({"pairs":[[{"x":""},1]]})") ==
        "field_must_have_the_right_type pairs[0].x");
}

TEST_CASE("sixty-four levels are read and sixty-five are refused") {
  const auto nested = [](size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  JsonDocument document;
  CHECK(document.parse(nested(64)).has_value());
  const auto deep = document.parse(nested(65));
  REQUIRE(!deep.has_value());
  CHECK(deep.error().name == "body_must_be_json");
  CHECK(document.parse(nested(64)).has_value());
}

TEST_CASE("bytes that are not UTF-8 and lone surrogates are refused") {
  for (const std::string_view text :
       {"\"\xff\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xe4\xb8\"",
        "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud83d\\ud83d\"", "\"a\nb\""})
    CHECK_MESSAGE(refusal<std::string>(text) == "body_must_be_json ", text);
}

TEST_CASE("what is not one JSON text is refused with the parser's own sentence") {
  for (const std::string_view text :
       {"", " ", "{", "{}{}", "{\"a\":1,}", "01", "nul", "'a'", "{\"a\" 1}", "NaN", "1 2"}) {
    const auto read = JsonDocument().parse(text);
    REQUIRE_MESSAGE(!read.has_value(), text);
    CHECK(read.error().name == "body_must_be_json");
    CHECK(read.error().code == Code::invalid);
    CHECK(!read.error().detail.empty());
  }
}

TEST_CASE("a value tells its kind and gives nothing of another kind") {
  JsonDocument document;
  const Json json = document.parse(R"({"a":[1,2,3],"a":"second","n":null,"t":true})").value();
  CHECK(json.is_object());
  CHECK(json.size() == 4);
  REQUIRE(json.at("a"));
  CHECK(json.at("a")->is_array());  // the first member of that name
  CHECK(json.at("a")->size() == 3);
  CHECK(json.at("a")->text().empty());
  CHECK(!json.at("a")->number());
  CHECK(!json.at("b"));
  CHECK(json.at("n")->kind() == JsonKind::null);
  CHECK(json.at("t")->boolean());
  CHECK(!json.at("t")->at("x"));
  size_t seen = 0;
  auto visit = [&](Json) { return ++seen < 2; };
  json.at("a")->each(visit);
  CHECK(seen == 2);
}

}  // namespace lifeline
