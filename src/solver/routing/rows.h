// SPDX-License-Identifier: Apache-2.0
// A text as rows of words, with what is said when one is not as it must be.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lifeline::routing {

struct Row {
  size_t line = 0;
  std::string_view text;
  std::vector<std::string_view> words;
};

/// Rows that hold a word at all. A list in brackets is one word, whatever stands in it.
std::vector<Row> rows_of(std::string_view text);

/// Errors: line_must_be_well_formed, with the line in `field` and what was expected.
Refusal malformed(const Row& row, std::string_view expected);
Refusal incomplete(std::string_view what);

/// A finite number of at most 1e9, or a whole one from 0 to `most`.
Result<double> number(const Row& row, size_t word, std::string_view what);
Result<uint32_t> whole(const Row& row, size_t word, uint32_t most, std::string_view what);
/// "[0,2,3]" with each from 0 to `most`.
Result<std::vector<uint32_t>> list(const Row& row, size_t word, uint32_t most,
                                   std::string_view what);
/// As many numbers as there are words; fewer than `least` is an error.
Result<std::vector<double>> numbers(const Row& row, size_t least, std::string_view what);

}  // namespace lifeline::routing
