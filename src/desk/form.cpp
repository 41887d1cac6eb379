// SPDX-License-Identifier: Apache-2.0
#include "desk/form.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/limits.h"
#include "base/text.h"

namespace lifeline::desk {

Result<void> may_be_a_name(std::string_view field, std::string_view text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (text.size() > limits::name_bytes_max)
    return invalid("field_must_be_shorter", std::string(field),
                   "at most " + std::to_string(limits::name_bytes_max) + " bytes");
  if (std::ranges::any_of(text, is_control))
    return invalid("field_must_be_one_line", std::string(field),
                   "control characters are not allowed");
  return {};
}

Result<void> must_be_a_name(std::string_view field, std::string_view text) {
  if (trimmed(text).empty()) return invalid("field_must_be_given", std::string(field));
  return may_be_a_name(field, text);
}

Result<void> must_be_an_id(std::string_view field, std::string_view text) {
  if (auto named = must_be_a_name(field, text); !named) return named;
  if (text.find_first_of(";|/") == std::string_view::npos) return {};
  return invalid("id_must_not_have_separators", std::string(field),
                 "';', '|' and '/' separate ids");
}

Result<void> may_be_a_phone(std::string_view field, std::string_view text) {
  const std::string_view digits = text.substr(std::min<size_t>(text.size(), 1));
  const bool is_e164 = text.starts_with('+') && digits.size() >= 7 && digits.size() <= 15 &&
                       digits[0] != '0' &&
                       digits.find_first_not_of("0123456789") == std::string_view::npos;
  if (text.empty() || is_e164) return {};
  return invalid("phone_must_be_e164", std::string(field), "such as +8627…, digits only");
}

Result<void> must_be_within(std::string_view field, double value, double most) {
  if (value >= 0 && value <= most) return {};
  return invalid("number_must_be_in_range", std::string(field),
                 "from 0 to " + std::to_string(std::llround(most)));
}

Result<void> may_be_a_place(std::string_view field, LonLat place) {
  if (std::abs(place.longitude_deg) <= 180 && std::abs(place.latitude_deg) <= 90) return {};
  return invalid("degrees_must_be_on_earth", std::string(field),
                 "longitude from -180 to 180, latitude from -90 to 90");
}

Result<void> must_be_names(std::string_view field, const std::vector<std::string>& names,
                           size_t most) {
  if (names.size() > most)
    return invalid("names_must_be_fewer", std::string(field), "at most " + std::to_string(most));
  std::set<std::string_view> seen;
  for (const std::string& name : names) {
    if (auto named = must_be_a_name(field, name); !named) return named;
    if (!seen.insert(name).second)
      return invalid("name_must_be_given_once", std::string(field), name);
  }
  return {};
}

Result<void> all_of(std::initializer_list<Result<void>> rules) {
  for (const Result<void>& rule : rules)
    if (!rule) return rule;
  return {};
}

std::vector<std::string> listed_names(std::string_view text) {
  std::vector<std::string> names;
  for (const std::string_view part : split(text, ';'))
    if (!trimmed(part).empty()) names.emplace_back(trimmed(part));
  return names;
}

}  // namespace lifeline::desk
