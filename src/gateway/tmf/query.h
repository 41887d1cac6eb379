// SPDX-License-Identifier: Apache-2.0
// What a list of TMF630 is asked: over any JSON, without knowing the resource.
//
//   severity=major,critical             equal to one of these, or to the whole text with its comma
//   relatedParty.id=420106              a path; of an array, any of its items
//   creationDate.gte=2020-01-23T00:00Z  .gt .gte .lt .lte .ne .eq, also creationDate>=…
//   fields=name,status                  id, href and these; names that no row has are passed over
//   sort=-creationDate,severity         rows without the attribute come last
//   offset=0 limit=50
//
// Two date-times are equal when they are the same moment, two numbers when they are as large, other
// values when their text is the same. Limits: limits::list_* and limits::page_*.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "desk/route.h"

namespace lifeline::tmf {

enum class Is { among, not_among, greater, at_least, less, at_most };

/// A value to compare with, read as everything that it may be.
struct Operand {
  std::string text;
  std::optional<double> number;
  std::optional<Instant> moment;
};

/// A value that is looked at without being written: a text, a moment, or none.
struct Sight {
  std::string_view text;
  Instant moment;
};

struct Test {
  std::string attribute;          // of the first level
  std::vector<std::string> path;  // below it
  Is is = Is::among;
  std::vector<Operand> operands;

  /// `json` is the attribute's value, "" when there is none.
  bool holds(std::string_view json) const;
  /// The same of the value at the path.
  bool holds(const Sight& sight) const;
};

struct SortBy {
  std::string attribute;
  std::vector<std::string> path;
  bool descending = false;
};

struct Query {
  std::vector<Test> tests;
  std::vector<SortBy> sort;
  std::optional<std::vector<std::string>> fields;
  size_t offset = 0;
  size_t limit = limits::page_rows_default;
};

/// Errors: offset_must_be_a_number, limit_must_be_in_range, conditions_must_be_fewer, ….
Result<Query> parse_query(const desk::Pairs& pairs);

/// A test out of "name.gte" and "value"; errors: values_must_be_fewer.
Result<Test> parse_test(std::string_view name, std::string_view value);

/// A value as sorting sees it.
struct Key {
  int rank = 3;  // moment, number, text, none
  double number = 0;
  Instant moment;
  std::string text;
};
Key key_of(std::string_view json, const std::vector<std::string>& path);
Key key_of(const Sight& sight);
int compare(const Key& a, const Key& b);

}  // namespace lifeline::tmf
