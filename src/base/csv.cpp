// SPDX-License-Identifier: Apache-2.0
#include "base/csv.h"

#include "base/limits.h"

namespace lifeline {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool ends_line(char c) { return c == '\n' || c == '\r'; }

}  // namespace

CsvReader::CsvReader(std::string_view text) : text_(text) {
  if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
}

Result<bool> CsvReader::next(CsvRecord& record) {
  while (at_ < text_.size() && ends_line(text_[at_])) skip_newline();
  record.line = line_;
  record.fields.clear();
  if (at_ == text_.size()) return false;
  while (true) {
    const auto has_more = read_field(record);
    if (!has_more) {
      record.line = line_;
      skip_line();
      return has_more;
    }
    if (!*has_more) return true;
  }
}

// Answers whether another field of the record follows.
Result<bool> CsvReader::read_field(CsvRecord& record) {
  if (record.fields.size() == limits::csv_columns_max)
    return invalid("columns_must_be_fewer", {},
                   "at most " + std::to_string(limits::csv_columns_max));
  std::string& field = record.fields.emplace_back();
  if (at_ < text_.size() && text_[at_] == '"') {
    if (auto read = read_quoted(field); !read) return tl::unexpected(read.error());
    if (at_ < text_.size() && text_[at_] != ',' && !ends_line(text_[at_]))
      return invalid("comma_must_follow_a_quote", {}, "a quote within quotes is written twice");
  } else {
    const size_t end = text_.find_first_of(",\"\r\n", at_);
    field = text_.substr(at_, end - at_);
    at_ = end == std::string_view::npos ? text_.size() : end;
    if (at_ < text_.size() && text_[at_] == '"')
      return invalid("quote_must_open_a_field", {},
                     "a field with quotes stands in quotes, and each quote in it twice");
  }
  if (field.size() > limits::csv_field_bytes_max)
    return invalid("field_must_be_shorter", {},
                   "at most " + std::to_string(limits::csv_field_bytes_max) + " bytes");
  if (at_ == text_.size()) return false;
  if (text_[at_] == ',') {
    ++at_;
    return true;
  }
  skip_newline();
  return false;
}

Result<void> CsvReader::read_quoted(std::string& field) {
  const size_t opened = line_;
  ++at_;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (ends_line(c)) {
      const size_t begin = at_;
      skip_newline();
      field.append(text_, begin, at_ - begin);
    } else if (c != '"') {
      const size_t end = std::min(text_.find_first_of("\"\r\n", at_), text_.size());
      field.append(text_, at_, end - at_);
      at_ = end;
    } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
      field += '"';
      at_ += 2;
    } else {
      ++at_;
      return {};
    }
  }
  line_ = opened;
  return invalid("quote_must_be_closed", {}, "it opens here and the file ends within it");
}

void CsvReader::skip_newline() {
  const bool is_pair = text_.substr(at_, 2) == "\r\n";
  at_ += is_pair ? 2 : 1;
  ++line_;
}

void CsvReader::skip_line() { at_ = std::min(text_.find_first_of("\r\n", at_), text_.size()); }

void append_csv_field(std::string& out, std::string_view field) {
  const bool is_plain = field.find_first_of(",\"\r\n") == std::string_view::npos &&
                        !field.starts_with(byte_order_mark);
  if (is_plain) {
    out += field;
    return;
  }
  out += '"';
  for (const char c : field) out.append(c == '"' ? 2 : 1, c);
  out += '"';
}

void append_csv_record(std::string& out, std::span<const std::string> fields) {
  const size_t begin = out.size();
  for (const std::string& field : fields) {
    if (&field != fields.data()) out += ',';
    append_csv_field(out, field);
  }
  // One empty field alone would be an empty line, which is no record.
  if (out.size() == begin && !fields.empty()) out += "\"\"";
  out += "\r\n";
}

}  // namespace lifeline
