// SPDX-License-Identifier: Apache-2.0
#include "base/csv.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

#include "base/limits.h"

namespace lifeline {
namespace {

using Fields = std::vector<std::string>;

std::vector<CsvRecord> records_of(std::string_view text) {
  CsvReader reader(text);
  std::vector<CsvRecord> records;
  CsvRecord record;
  while (true) {
    const auto more = reader.next(record);
    REQUIRE_MESSAGE(more.has_value(), (more ? "" : more.error().name));
    if (!*more) return records;
    records.push_back(record);
  }
}

// The first refusal, and the line it names.
std::pair<std::string, size_t> refusal_of(std::string_view text) {
  CsvReader reader(text);
  CsvRecord record;
  while (true) {
    const auto more = reader.next(record);
    if (!more) return {more.error().name, record.line};
    if (!*more) return {};
  }
}

TEST_CASE("a record ends with CRLF, LF, CR or the end of the text") {
  const auto records = records_of("a,b\r\nc,d\ne,f\rg,h");
  REQUIRE(records.size() == 4);
  CHECK(records[0].fields == Fields{"a", "b"});
  CHECK(records[3].fields == Fields{"g", "h"});
  CHECK(records[3].line == 4);
}

TEST_CASE("a byte order mark before the first field is no part of it") {
  CHECK(records_of("\xEF\xBB\xBFid\n")[0].fields == Fields{"id"});
  CHECK(records_of("\xEF\xBB\xBF").empty());
}

TEST_CASE("quotes keep commas, newlines and quotes, and lines stay the physical ones") {
  const auto records = records_of("\"a,\"\"b\"\"\",\"one\r\ntwo\nthree\"\r\nnext,\"\"\n");
  REQUIRE(records.size() == 2);
  CHECK(records[0].fields == Fields{"a,\"b\"", "one\r\ntwo\nthree"});
  CHECK(records[0].line == 1);
  CHECK(records[1].fields == Fields{"next", ""});
  CHECK(records[1].line == 4);
}

TEST_CASE("an empty line is no record, an empty quoted field is one") {
  const auto records = records_of("\n\na\r\n\r\n\"\"\n,\n");
  REQUIRE(records.size() == 3);
  CHECK(records[0].line == 3);
  CHECK(records[1].fields == Fields{""});
  CHECK(records[2].fields == Fields{"", ""});
}

TEST_CASE("spaces belong to the field and other separators separate nothing") {
  CHECK(records_of(" a , b\tc;d ")[0].fields == Fields{" a ", " b\tc;d "});
}

TEST_CASE("a quote that is never closed is refused on the line where it opens") {
  CHECK(refusal_of("a\nb,\"c\nd\ne") == std::pair<std::string, size_t>{"quote_must_be_closed", 2});
  CHECK(refusal_of("\"") == std::pair<std::string, size_t>{"quote_must_be_closed", 1});
}

TEST_CASE("a quote within a bare field and text behind a closing quote are refused") {
  CHECK(refusal_of("a\nb\"c").first == "quote_must_open_a_field");
  CHECK(refusal_of("a\nb\"c").second == 2);
  CHECK(refusal_of("\"a\"b,c").first == "comma_must_follow_a_quote");
}

TEST_CASE("reading goes on behind a line that was refused") {
  CsvReader reader("a\nb\"c,d\ne,f\n");
  CsvRecord record;
  REQUIRE(reader.next(record).value());
  CHECK_FALSE(reader.next(record).has_value());
  REQUIRE(reader.next(record).value());
  CHECK(record.fields == Fields{"e", "f"});
  CHECK(record.line == 3);
}

TEST_CASE("a field and a record have a limit") {
  const std::string longest(limits::csv_field_bytes_max, 'x');
  CHECK(records_of(longest)[0].fields[0].size() == longest.size());
  CHECK(refusal_of(longest + "x").first == "field_must_be_shorter");
  const std::string widest(limits::csv_columns_max - 1, ',');
  CHECK(records_of(widest)[0].fields.size() == limits::csv_columns_max);
  CHECK(refusal_of(widest + ",").first == "columns_must_be_fewer");
}

TEST_CASE("what is written reads back equal") {
  const std::vector<Fields> rows{{"plain", "with, comma", "with \"quotes\""},
                                 {"", "two\r\nlines", " spaces "},
                                 {""},
                                 {"\xEF\xBB\xBFmark"},
                                 {"武汉市金银潭医院", "", ""}};
  std::string text;
  for (const Fields& row : rows) append_csv_record(text, row);
  const auto records = records_of(text);
  REQUIRE(records.size() == rows.size());
  for (size_t i = 0; i < rows.size(); ++i) CHECK(records[i].fields == rows[i]);
}

TEST_CASE("a plain field is written without quotes") {
  std::string text;
  append_csv_record(text, Fields{"a", "b;c", "d\"e"});
  CHECK(text == "a,b;c,\"d\"\"e\"\r\n");
}

TEST_CASE("every file of the corpus that is read is read equal after it was written") {
  const std::filesystem::path folder =
      std::filesystem::path(LIFELINE_SOURCE_DIR) / "tests/corpus/csv";
  size_t whole = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ostringstream bytes;
    bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    const std::string text = bytes.str();
    if (!refusal_of(text).first.empty()) continue;
    const auto records = records_of(text);
    std::string written;
    for (const CsvRecord& record : records) append_csv_record(written, record.fields);
    const auto again = records_of(written);
    REQUIRE(again.size() == records.size());
    for (size_t i = 0; i < records.size(); ++i) CHECK(again[i].fields == records[i].fields);
    ++whole;
  }
  CHECK(whole >= 5);
}

}  // namespace
}  // namespace lifeline
