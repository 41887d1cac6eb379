// SPDX-License-Identifier: Apache-2.0
// JSON out, straight into a string. `Whole` writes every member (answers to people and peers);
// `Sparse` leaves out members that have their default value (journal and snapshots: the reader
// fills them in again). Instants are RFC 3339, ids and unit codes strings, enums their names,
// a variant {"Type":{...}}, a map an object if its key is text, else an array of pairs.
#pragma once

#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "base/time.h"

namespace lifeline {

enum class Detail { whole, sparse };

/// Appends the text quoted and escaped; bytes that are not UTF-8 must have been refused before.
void append_json_text(std::string& out, std::string_view text);
void append_json_number(std::string& out, double value);

template <Detail D = Detail::whole, class T>
void write_json(std::string& out, const T& value);

namespace json_detail {

template <class T>
struct IsId : std::false_type {};
template <class Tag>
struct IsId<Id<Tag>> : std::true_type {};

template <class T>
concept Mapping = requires {
  typename T::mapped_type;
};
template <class T>
concept Sequence = requires(const T& t) {
  t.begin();
  t.end();
  typename T::value_type;
}
&&!std::convertible_to<T, std::string_view> && !Mapping<T>;

template <class K>
concept TextKey = std::convertible_to<K, std::string_view> || std::is_same_v<K, UnitCode> ||
    IsId<K>::value || DescribedEnum<K>;

template <class K>
void write_key(std::string& out, const K& key) {
  if constexpr (std::convertible_to<K, std::string_view>) {
    append_json_text(out, key);
  } else {
    out += '"';
    if constexpr (DescribedEnum<K>)
      out += enum_text(key);
    else
      append_text(out, key);
    out += '"';
  }
}

template <Detail D, class T>
void write_sequence(std::string& out, const T& items) {
  out += '[';
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ',';
    first = false;
    write_json<D>(out, item);
  }
  out += ']';
}

// The members of a mapping by key: equal mappings give equal bytes, however they came about.
template <class T>
std::vector<const typename T::value_type*> in_order(const T& items) {
  std::vector<const typename T::value_type*> members;
  members.reserve(items.size());
  for (const auto& member : items) members.push_back(&member);
  if constexpr (requires { typename T::hasher; })
    std::ranges::sort(members, [](const auto* a, const auto* b) { return a->first < b->first; });
  return members;
}

template <Detail D, class T>
void write_mapping(std::string& out, const T& items) {
  constexpr bool object = TextKey<typename T::key_type>;
  out += object ? '{' : '[';
  bool first = true;
  for (const auto* member : in_order(items)) {
    const auto& [key, item] = *member;
    if (!first) out += ',';
    first = false;
    if constexpr (object) {
      write_key(out, key);
      out += ':';
      write_json<D>(out, item);
    } else {
      out += '[';
      write_json<D>(out, key);
      out += ',';
      write_json<D>(out, item);
      out += ']';
    }
  }
  out += object ? '}' : ']';
}

template <class T>
bool is_default(const T& value) {
  if constexpr (requires { value.empty(); })
    return value.empty();
  else if constexpr (std::equality_comparable<T> && std::is_default_constructible_v<T>)
    return value == T{};
  else
    return false;
}

template <Detail D, class T>
void write_struct(std::string& out, const T& value) {
  static const T usual{};
  out += '{';
  bool first = true;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    const auto& item = value.*member.pointer;
    if constexpr (D == Detail::sparse) {
      using Item = std::remove_cvref_t<decltype(item)>;
      if constexpr (std::is_arithmetic_v<Item> || std::is_enum_v<Item>) {
        if (item == usual.*member.pointer) return;
      } else {
        if (is_default(item) && is_default(usual.*member.pointer)) return;
      }
    }
    out.append(first ? "\"" : ",\"", first ? 1 : 2);
    first = false;
    out += member.name;
    out.append("\":", 2);
    write_json<D>(out, item);
  });
  out += '}';
}

}  // namespace json_detail

template <Detail D, class T>
void write_json(std::string& out, const T& value) {
  namespace detail = json_detail;
  if constexpr (std::is_same_v<T, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (std::is_integral_v<T>) {
    char digits[24];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
  } else if constexpr (std::is_floating_point_v<T>) {
    append_json_number(out, value);
  } else if constexpr (std::convertible_to<T, std::string_view>) {
    append_json_text(out, value);
  } else if constexpr (std::is_same_v<T, Instant>) {
    out += '"';
    append_rfc3339(out, value);
    out += '"';
  } else if constexpr (std::is_same_v<T, UnitCode> || detail::IsId<T>::value || DescribedEnum<T>) {
    detail::write_key(out, value);
  } else if constexpr (IsVariant<T>::value) {
    std::visit(
        [&](const auto& alternative) {
          using Alternative = std::remove_cvref_t<decltype(alternative)>;
          out.append("{\"", 2);
          out += type_name<Alternative>();
          out.append("\":", 2);
          write_json<D>(out, alternative);
          out += '}';
        },
        value);
  } else if constexpr (detail::Mapping<T>) {
    detail::write_mapping<D>(out, value);
  } else if constexpr (detail::Sequence<T>) {
    detail::write_sequence<D>(out, value);
  } else if constexpr (requires { value.has_value(); }) {
    if (value)
      write_json<D>(out, *value);
    else
      out += "null";
  } else {
    static_assert(Described<T>, "describe the struct with LIFELINE_STRUCT");
    detail::write_struct<D>(out, value);
  }
}

template <class T>
std::string to_json(const T& value) {
  std::string out;
  write_json(out, value);
  return out;
}

}  // namespace lifeline
