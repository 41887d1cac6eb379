// SPDX-License-Identifier: Apache-2.0
// JSON Schema (draft 2020-12) of a described type, by the rules of json_write.h: instants are texts
// of format date-time ("" is not yet), ids and unit codes texts, enums their words, nested structs
// inline. A body may leave out any member; an answer has them all.
#pragma once

#include <string>
#include <type_traits>

#include "base/json_write.h"

namespace lifeline {

template <class T>
std::string json_schema();

namespace json_detail {

template <class T>
std::string enum_schema() {
  std::string words;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto d) {
    words += words.empty() ? "\"" : ",\"";
    words += enum_text(d.value);
    words += '"';
  });
  return R"({"type":"string","enum":[)" + words + "]}";
}

template <class T>
std::string struct_schema() {
  std::string members;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    using Member = std::remove_cvref_t<decltype(std::declval<T>().*member.pointer)>;
    members += members.empty() ? "\"" : ",\"";
    members += member.name;
    members += "\":" + json_schema<Member>();
  });
  return R"({"type":"object","properties":{)" + members + "}}";
}

template <class T>
struct VariantSchema;
template <class... T>
struct VariantSchema<std::variant<T...>> {
  static std::string text() {
    std::string choices;
    const auto add = [&](std::string_view name, const std::string& schema) {
      choices += choices.empty() ? "" : ",";
      choices += R"({"type":"object","properties":{")" + std::string(name) + "\":" + schema + "}}";
    };
    (add(type_name<T>(), json_schema<T>()), ...);
    return R"({"oneOf":[)" + choices + "]}";
  }
};

template <class T>
std::string mapping_schema() {
  const std::string item = json_schema<typename T::mapped_type>();
  if constexpr (TextKey<typename T::key_type>)
    return R"({"type":"object","additionalProperties":)" + item + "}";
  else
    return R"({"type":"array","items":{"type":"array","prefixItems":[)" +
           json_schema<typename T::key_type>() + "," + item + "]}}";
}

}  // namespace json_detail

template <class T>
std::string json_schema() {
  namespace detail = json_detail;
  if constexpr (std::is_same_v<T, bool>) {
    return R"({"type":"boolean"})";
  } else if constexpr (std::is_integral_v<T>) {
    return std::is_signed_v<T> ? R"({"type":"integer"})" : R"({"type":"integer","minimum":0})";
  } else if constexpr (std::is_floating_point_v<T>) {
    return R"({"type":"number"})";
  } else if constexpr (std::is_same_v<T, Instant>) {
    return R"({"type":"string","format":"date-time"})";
  } else if constexpr (std::convertible_to<T, std::string_view> || std::is_same_v<T, UnitCode> ||
                       detail::IsId<T>::value) {
    return R"({"type":"string"})";
  } else if constexpr (DescribedEnum<T>) {
    return detail::enum_schema<T>();
  } else if constexpr (IsVariant<T>::value) {
    return detail::VariantSchema<T>::text();
  } else if constexpr (detail::Mapping<T>) {
    return detail::mapping_schema<T>();
  } else if constexpr (detail::Sequence<T>) {
    return R"({"type":"array","items":)" + json_schema<typename T::value_type>() + "}";
  } else if constexpr (requires(T value) { value.has_value(); }) {
    return R"({"anyOf":[)" + json_schema<typename T::value_type>() + R"(,{"type":"null"}]})";
  } else {
    static_assert(Described<T>, "describe the struct with LIFELINE_STRUCT");
    return detail::struct_schema<T>();
  }
}

}  // namespace lifeline
