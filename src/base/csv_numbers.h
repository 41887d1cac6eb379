// SPDX-License-Identifier: Apache-2.0
// A CSV table of whole numbers: the named columns stand in any order, further ones are ignored.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lifeline {

struct NumberColumn {
  std::string_view name;
  int64_t greatest = 0;  // the least is 0
};

/// "line 7: why".
std::string at_line(size_t line, std::string_view why);

/// Hands each record's line and values, in the order of `columns`, to `take`. Errors, with the
/// column in `field` and the line in `detail`: column_must_be_given,
/// fields_must_be_as_many_as_columns, value_must_be_well_formed, rows_must_be_fewer
/// (limits::import_rows_max), those of CsvReader, and those of `take`.
Result<void> read_csv_numbers(
    std::string_view csv, std::span<const NumberColumn> columns,
    const std::function<Result<void>(size_t line, std::span<const int64_t> values)>& take);

}  // namespace lifeline
