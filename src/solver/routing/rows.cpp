// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/rows.h"

#include <charconv>
#include <cmath>

namespace lifeline::routing {
namespace {

constexpr double number_max = 1e9;
constexpr std::string_view blanks = " \t\r\f\v";

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (size_t from = line.find_first_not_of(blanks); from != std::string_view::npos;
       from = line.find_first_not_of(blanks, from)) {
    size_t end = line.find_first_of(blanks, from);
    if (line[from] == '[') end = std::min(line.find(']', from), line.size() - 1) + 1;
    words.push_back(line.substr(from, end - from));
    if (end >= line.size()) break;
    from = end;
  }
  return words;
}

}  // namespace

std::vector<Row> rows_of(std::string_view text) {
  std::vector<Row> rows;
  size_t line = 1;
  for (size_t from = 0; from < text.size(); ++line) {
    const size_t end = std::min(text.find('\n', from), text.size());
    const std::string_view one = text.substr(from, end - from);
    if (auto words = words_of(one); !words.empty())
      rows.push_back({.line = line, .text = one, .words = std::move(words)});
    from = end + 1;
  }
  return rows;
}

Refusal malformed(const Row& row, std::string_view expected) {
  return invalid("line_must_be_well_formed", "line " + std::to_string(row.line),
                 "expected " + std::string(expected));
}

Refusal incomplete(std::string_view what) {
  return invalid("file_must_be_complete", {}, "it ends before " + std::string(what));
}

Result<double> number(const Row& row, size_t word, std::string_view what) {
  double value = 0;
  if (word < row.words.size()) {
    const std::string_view text = row.words[word];
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size() && std::isfinite(value) &&
        std::abs(value) <= number_max)
      return value;
  }
  return malformed(row, std::string(what) + " as word " + std::to_string(word + 1));
}

Result<uint32_t> whole(const Row& row, size_t word, uint32_t most, std::string_view what) {
  const auto value = number(row, word, what);
  if (!value) return tl::unexpected(value.error());
  if (*value < 0 || *value > most || *value != std::floor(*value))
    return malformed(row, std::string(what) + " as word " + std::to_string(word + 1) +
                              ", whole and from 0 to " + std::to_string(most));
  return uint32_t(*value);
}

Result<std::vector<uint32_t>> list(const Row& row, size_t word, uint32_t most,
                                   std::string_view what) {
  const auto wrong = [&] {
    return malformed(row, std::string(what) + " as word " + std::to_string(word + 1) +
                              ", like [0,2], each from 0 to " + std::to_string(most));
  };
  if (word >= row.words.size()) return wrong();
  std::string_view text = row.words[word];
  if (text.size() < 2 || text.front() != '[' || text.back() != ']') return wrong();
  std::vector<uint32_t> values;
  const char* at = text.data() + 1;
  const char* const last = text.data() + text.size() - 1;
  while (at != last) {
    while (at != last && *at == ' ') ++at;
    uint32_t value = 0;
    const auto [end, error] = std::from_chars(at, last, value);
    if (error != std::errc() || value > most) return wrong();
    values.push_back(value);
    at = end;
    if (at != last && (*at != ',' || ++at == last)) return wrong();
  }
  return values;
}

Result<std::vector<double>> numbers(const Row& row, size_t least, std::string_view what) {
  std::vector<double> values;
  for (size_t word = 0; word < std::max(least, row.words.size()); ++word) {
    const auto value = number(row, word, what);
    if (!value) return tl::unexpected(value.error());
    values.push_back(*value);
  }
  return values;
}

}  // namespace lifeline::routing
