// SPDX-License-Identifier: Apache-2.0
// CSV by RFC 4180, both ways, over a text in memory.
//
//   file   = [BOM] *(record newline)         newline = CRLF / LF / CR; the last may be absent
//   record = field *("," field)              a line without anything is no record
//   field  = *(any but "," newline and '"')  /  '"' *(any but '"' / '""') '"'
//
// The comma is the only separator; spaces belong to the field. Lines are the physical ones, from 1,
// newlines within quotes counted. Limits: limits::csv_field_bytes_max, limits::csv_columns_max.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lifeline {

struct CsvRecord {
  size_t line = 0;  // on which it begins
  std::vector<std::string> fields;
};

class CsvReader {
 public:
  explicit CsvReader(std::string_view text);

  /// Fills the next record; false at the end. After a refusal the reader stands behind the line
  /// that it could not read, so that the caller may go on to find what else is wrong;
  /// `record.line` is where the trouble is. Errors: quote_must_be_closed (then the rest of the text
  /// is lost), quote_must_open_a_field, comma_must_follow_a_quote, field_must_be_shorter,
  /// columns_must_be_fewer.
  Result<bool> next(CsvRecord& record);

 private:
  Result<bool> read_field(CsvRecord& record);
  Result<void> read_quoted(std::string& field);
  void skip_newline();
  void skip_line();

  std::string_view text_;
  size_t at_ = 0;
  size_t line_ = 1;
};

/// Appends a field, in quotes where it needs them.
void append_csv_field(std::string& out, std::string_view field);
/// Appends a record and its CRLF.
void append_csv_record(std::string& out, std::span<const std::string> fields);

}  // namespace lifeline
