// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <doctest/doctest.h>

namespace lifeline {
namespace {

struct Bytes {
  std::string_view text;
  size_t good;  // how many from the start on are well formed
};

}  // namespace

TEST_CASE("well-formed UTF-8 is told from what only looks like it") {
  using namespace std::string_view_literals;
  const Bytes table[] = {
      {"", 0},
      {"a\x7f\0z"sv, 4},
      {"\xc2\x80", 2},
      {"\xdf\xbf", 2},
      {"\xe0\xa0\x80", 3},
      {"\xed\x9f\xbf", 3},  // the last before the surrogates
      {"\xee\x80\x80", 3},  // the first after them
      {"\xf0\x90\x80\x80", 4},
      {"\xf4\x8f\xbf\xbf", 4},  // U+10FFFF
      {"ok\x80", 2},            // a continuation alone
      {"\xc0\x80", 0},          // overlong NUL
      {"\xc1\xbf", 0},          // overlong DEL
      {"\xe0\x9f\xbf", 0},      // overlong U+07FF
      {"\xf0\x8f\xbf\xbf", 0},  // overlong U+FFFF
      {"\xed\xa0\x80", 0},      // the surrogate U+D800
      {"\xed\xbf\xbf", 0},      // the surrogate U+DFFF
      {"\xf4\x90\x80\x80", 0},  // U+110000
      {"\xf5\x80\x80\x80", 0},
      {"\xff", 0},
      {"\xc2", 0},  // cut short
      {"ab\xe4\xb8", 2},
      {"ab\xf0\x9f\x9a", 2},
      {"\xe4\x62\x63", 0},  // no continuation where one is due
      {"\xf0\x9f\x9a\x41", 0},
  };
  for (const Bytes& bytes : table) {
    INFO("bytes of length ", bytes.text.size(), ", good ", bytes.good);
    CHECK(utf8_prefix(bytes.text) == bytes.good);
    CHECK(is_utf8(bytes.text) == (bytes.good == bytes.text.size()));
  }
}

TEST_CASE("a telephone number is shown without the four digits before the last four") {
  CHECK(masked_phone("+8613800001234") == "+86138****1234");
  CHECK(masked_phone("12345678") == "****5678");
  CHECK(masked_phone("1234567") == "*******");
  CHECK(masked_phone("").empty());
}

TEST_CASE("white space at the ends is cut") {
  CHECK(trimmed(" \t a b \r\n") == "a b");
  CHECK(trimmed(" \t\r\n").empty());
  CHECK(trimmed("").empty());
}

TEST_CASE("a text is split at every separator") {
  CHECK(split("a,,b,", ',') == std::vector<std::string_view>{"a", "", "b", ""});
  CHECK(split("", ',') == std::vector<std::string_view>{""});
}

TEST_CASE("a text is found whatever the case of its ASCII letters") {
  CHECK(contains_text("Wuhan Union Hospital", "uNION"));
  CHECK(contains_text("武汉协和医院", "协和"));
  CHECK(!contains_text("武汉协和医院", "同济"));
  CHECK(contains_text("", ""));
  CHECK(contains_text("a", ""));
  CHECK(!contains_text("", "a"));
  CHECK(lowercase("ABC-\u00c9") == "abc-\u00c9");
}

}  // namespace lifeline
