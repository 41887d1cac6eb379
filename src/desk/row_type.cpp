// SPDX-License-Identifier: Apache-2.0
#include "desk/row_type.h"

namespace lifeline::desk::listing {

const Column* RowType::find(std::string_view name) const {
  const auto found = std::ranges::find(columns, name, &Column::name);
  return found == columns.end() ? nullptr : &*found;
}

void append_bare_field(std::string& out, std::string_view json) {
  if (json.size() >= 2 && json.front() == '"') json = json.substr(1, json.size() - 2);
  append_csv_field(out, json);
}

Refusal wrong_value(const Condition& condition, std::string_view value, std::string_view expected) {
  return invalid(
      "value_must_be_well_formed", condition.parameter,
      "got \"" + std::string(value.substr(0, 60)) + "\", expected " + std::string(expected));
}

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc{} || rest != end) return std::nullopt;
  return number;
}

}  // namespace lifeline::desk::listing
