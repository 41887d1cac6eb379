// SPDX-License-Identifier: Apache-2.0
// Identifiers. An Id names a thing for good: the desk that owns it and a serial there, written
// "420000-17", so its owner can be read off it. A UnitCode is a GB/T 2260 code of two to twelve
// digits ("100000" the group, "420106" a county, nine digits a grid); the ground that a unit
// answers for has the same code as the unit.
#pragma once

#include <charconv>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace lifeline {

struct UnitCode {
  uint64_t value = 0;

  friend auto operator<=>(const UnitCode&, const UnitCode&) = default;
  explicit operator bool() const { return value != 0; }
};

inline constexpr UnitCode group_unit{100000};

inline void append_text(std::string& out, UnitCode code) {
  if (!code) return;
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, code.value).ptr);
}

inline std::string to_text(UnitCode code) {
  std::string text;
  append_text(text, code);
  return text;
}

/// "" is the absent unit; anything but digits, or more than 12 of them, is nothing.
inline std::optional<UnitCode> parse_unit_code(std::string_view text) {
  if (text.empty()) return UnitCode{};
  UnitCode code;
  const char* end = text.data() + text.size();
  if (text.size() > 12 || text[0] == '0') return std::nullopt;
  const auto [rest, error] = std::from_chars(text.data(), end, code.value);
  if (error != std::errc{} || rest != end) return std::nullopt;
  return code;
}

/// The next larger ground by the digits alone: grid → county → prefecture → province →
/// group → none;
/// a code of twelve digits has one of nine above it.
inline UnitCode enclosing(UnitCode code) {
  uint64_t v = code.value;
  if (v == 0 || v == group_unit.value) return {};
  if (v > 999999) return {v / 1000};
  if (v > 9999 && v % 100 != 0) return {v - v % 100};
  if (v > 9999 && v % 10000 != 0) return {v - v % 10000};
  return group_unit;
}

template <class Tag>
struct Id {
  uint64_t desk = 0;    // the UnitCode of the owning desk
  uint64_t serial = 0;  // from 1 on; 0 means absent

  friend auto operator<=>(const Id&, const Id&) = default;
  explicit operator bool() const { return serial != 0; }
};

template <class Tag>
void append_text(std::string& out, Id<Tag> id) {
  if (!id) return;
  append_text(out, UnitCode{id.desk});
  char digits[24];
  digits[0] = '-';
  out.append(digits, std::to_chars(digits + 1, digits + sizeof digits, id.serial).ptr);
}

template <class Tag>
std::string to_text(Id<Tag> id) {
  std::string text;
  append_text(text, id);
  return text;
}

template <class Tag>
std::optional<Id<Tag>> parse_id(std::string_view text) {
  if (text.empty()) return Id<Tag>{};
  const size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto desk = parse_unit_code(text.substr(0, dash));
  Id<Tag> id;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data() + dash + 1, end, id.serial);
  if (!desk || !*desk || error != std::errc{} || rest != end || id.serial == 0) return std::nullopt;
  id.desk = desk->value;
  return id;
}

}  // namespace lifeline

template <class Tag>
struct std::hash<lifeline::Id<Tag>> {
  size_t operator()(const lifeline::Id<Tag>& id) const noexcept {
    return (id.serial * 0x9E3779B97F4A7C15ull) ^ (id.desk << 1);
  }
};

template <>
struct std::hash<lifeline::UnitCode> {
  size_t operator()(const lifeline::UnitCode& code) const noexcept {
    return code.value * 0x9E3779B97F4A7C15ull;
  }
};
