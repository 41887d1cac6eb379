// SPDX-License-Identifier: Apache-2.0
#include "gateway/report/figures.h"

#include <charconv>
#include <cmath>
#include <set>
#include <tuple>

namespace lifeline::reports {

std::string_view text_of(const Json& json, std::string_view key) {
  const auto member = json.at(key);
  return member ? member->text() : std::string_view{};
}

UnitCode unit_of(const Json& json, std::string_view key) {
  return parse_unit_code(text_of(json, key)).value_or(UnitCode{});
}

Instant instant_of(const Json& json, std::string_view key) {
  return parse_rfc3339(text_of(json, key)).value_or(Instant{});
}

int64_t integer_of(const Json& json, std::string_view key) {
  const auto member = json.at(key);
  return member ? member->integer().value_or(0) : 0;
}

double number_of(const Json& json, std::string_view key) {
  const auto member = json.at(key);
  return member ? member->number().value_or(0) : 0;
}

uint32_t Ledger::number_of_type(std::string_view type) {
  const auto known = numbers_.find(type);
  if (known != numbers_.end()) return known->second;
  types_.emplace_back(type);
  const auto number = static_cast<uint32_t>(types_.size() - 1);
  numbers_.emplace(type, number);
  return number;
}

uint32_t Ledger::add(const Fact& fact, UnitCode unit, std::string_view subject) {
  facts_.push_back({.desk = fact.desk,
                    .position = fact.position,
                    .at = fact.at,
                    .unit = unit,
                    .type = number_of_type(fact.type),
                    .subject = std::string(subject)});
  return static_cast<uint32_t>(facts_.size() - 1);
}

uint32_t Ledger::add_copy(const Ledger& other, const Counted& fact) {
  facts_.push_back(fact);
  facts_.back().type = number_of_type(other.type_of(fact));
  return static_cast<uint32_t>(facts_.size() - 1);
}

std::string hex_of(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (const char c : text) {
    hex += digits[static_cast<unsigned char>(c) >> 4];
    hex += digits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

std::string text_of_hex(std::string_view hex) {
  std::string text;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    unsigned value = 0;
    std::from_chars(hex.data() + i, hex.data() + i + 2, value, 16);
    text += static_cast<char>(value);
  }
  return text;
}

void Ledger::set(std::string name, Facts facts) {
  double sum = 0;
  for (const uint32_t index : facts) sum += facts_[index].amount;
  figures_[std::move(name)] = {.facts = std::move(facts), .value = std::round(sum * 100) / 100};
}

const Figure& Ledger::figure(std::string_view name) const {
  static const Figure none;
  const auto found = figures_.find(name);
  return found == figures_.end() ? none : found->second;
}

Facts beyond(const Ledger& ledger, const Facts& facts, const Ledger& other, const Facts& others) {
  const auto key = [](const Counted& fact) {
    return std::tuple(fact.desk, fact.position, fact.unit, fact.subject, fact.amount);
  };
  std::set<std::tuple<UnitCode, uint64_t, UnitCode, std::string, double>> known;
  for (const uint32_t index : others) known.insert(key(other.fact(index)));
  Facts found;
  for (const uint32_t index : facts)
    if (!known.contains(key(ledger.fact(index)))) found.push_back(index);
  return found;
}

}  // namespace lifeline::reports
