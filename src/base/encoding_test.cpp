// SPDX-License-Identifier: Apache-2.0
#include "base/encoding.h"

#include <doctest/doctest.h>

namespace lifeline {
namespace {

// "医院" in GB18030.
const std::string hospital_gb = "\xD2\xBD\xD4\xBA";

TEST_CASE("UTF-8 is recognised with and without a byte order mark and left as it is") {
  CHECK(to_utf8("医院", Encoding::automatic).value() == "医院");
  CHECK(to_utf8("\xEF\xBB\xBF医院", Encoding::automatic).value() == "\xEF\xBB\xBF医院");
  CHECK(to_utf8("", Encoding::automatic).value().empty());
}

TEST_CASE("what is not UTF-8 is read as GB18030") {
  CHECK(to_utf8(hospital_gb, Encoding::automatic).value() == "医院");
  CHECK(to_utf8("id,name\n1," + hospital_gb + "\n", Encoding::automatic).value() ==
        "id,name\n1,医院\n");
}

TEST_CASE("a Chinese word that is UTF-8 by accident is read as GB18030") {
  // The four bytes of this word are a Cyrillic and an Armenian letter in UTF-8.
  CHECK(to_utf8(hospital_gb, Encoding::utf8).value() == hospital_gb);
  CHECK(to_utf8("x," + hospital_gb, Encoding::automatic).value() == "x,医院");
  CHECK(to_utf8("\xEF\xBB\xBF" + hospital_gb, Encoding::automatic).value() ==
        "\xEF\xBB\xBF" + hospital_gb);
}

TEST_CASE("Latin letters and signs in UTF-8 stay what they are") {
  CHECK(to_utf8("Caf\xC3\xA9 \xC2\xB7 20 \xC2\xB0", Encoding::automatic).value() ==
        "Caf\xC3\xA9 \xC2\xB7 20 \xC2\xB0");
}

TEST_CASE("characters of four bytes are read too") {
  // U+20087, a rare character of names, and U+00E5: GBK has neither.
  CHECK(to_utf8("\x95\x32\x90\x31", Encoding::gb18030).value() == "\xF0\xA0\x82\x87");
  CHECK(to_utf8("\x81\x30\x8A\x32", Encoding::gb18030).value() == "\xC3\xA5");
}

TEST_CASE("a text longer than one piece is read whole") {
  std::string many, wanted;
  for (int i = 0; i < 20'000; ++i) {
    many += hospital_gb + "x";
    wanted += "医院x";
  }
  const bool is_whole = to_utf8(many, Encoding::automatic).value() == wanted;
  CHECK(is_whole);
}

TEST_CASE("a bad byte is refused with its offset") {
  const auto utf8 = to_utf8("ab\xFFz", Encoding::utf8);
  CHECK(utf8.error().name == "text_must_be_well_encoded");
  CHECK(utf8.error().detail == "not UTF-8 at byte 2 (0xFF)");
  const auto gb = to_utf8(hospital_gb + "abc\xFFz", Encoding::automatic);
  CHECK(gb.error().detail == "not GB18030 at byte 7 (0xFF)");
}

TEST_CASE("a character cut off at the end is refused") {
  CHECK(to_utf8("ab\xD2", Encoding::gb18030).error().detail == "not GB18030 at byte 2 (0xD2)");
  CHECK(to_utf8("ab\xE5\x8C", Encoding::utf8).error().detail == "not UTF-8 at byte 2 (0xE5)");
}

TEST_CASE("UTF-16 is refused by name") {
  const auto refused = to_utf8(std::string("\xFF\xFEi\0d\0", 6), Encoding::automatic);
  CHECK(refused.error().detail.find("UTF-16") != std::string::npos);
}

TEST_CASE("a charset is known by its usual names in any case") {
  CHECK(encoding_of("") == Encoding::automatic);
  CHECK(encoding_of("UTF-8") == Encoding::utf8);
  CHECK(encoding_of(" GBK ") == Encoding::gb18030);
  CHECK(encoding_of("gb2312") == Encoding::gb18030);
  CHECK(encoding_of("latin1").error().name == "charset_must_be_known");
}

}  // namespace
}  // namespace lifeline
