// SPDX-License-Identifier: Apache-2.0
// Reflection for plain structs and enums (Boost.Describe): describe once, and JSON, lists, CSV and
// snapshots follow. LIFELINE_STRUCT(Type, members...) stands below a struct in its namespace.
#pragma once

#include <string_view>
#include <type_traits>
#include <variant>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#define LIFELINE_STRUCT(Type, ...) BOOST_DESCRIBE_STRUCT(Type, (), (__VA_ARGS__))
#define LIFELINE_ENUM(Type, ...) BOOST_DESCRIBE_ENUM(Type, __VA_ARGS__)

namespace lifeline {

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public>;

template <class T>
concept Described = boost::describe::has_describe_members<T>::value && !std::is_union_v<T>;

template <class T>
concept DescribedEnum = boost::describe::has_describe_enumerators<T>::value;

template <class T>
struct IsVariant : std::false_type {};
template <class... T>
struct IsVariant<std::variant<T...>> : std::true_type {};

/// The bare name of a type: "Raised" for lifeline::alarm::Raised.
template <class T>
constexpr std::string_view type_name() {
  std::string_view text = __PRETTY_FUNCTION__;  // "... [with T = a::b::Raised; ...]" or "[T = ...]"
  text.remove_prefix(text.find("T = ") + 4);
  text = text.substr(0, text.find_first_of(";]"));
  const size_t colon = text.rfind(':');
  return colon == std::string_view::npos ? text : text.substr(colon + 1);
}

/// The enumerator's name without a trailing underscore (which keeps C++ words such as `operator_`
/// apart from the language's own); "" for a value without a name.
template <DescribedEnum E>
constexpr std::string_view enum_text(E value) {
  std::string_view text;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
    if (d.value == value) text = d.name;
  });
  if (!text.empty() && text.back() == '_') text.remove_suffix(1);
  if (!text.empty() && text.front() == '_') text.remove_prefix(1);
  return text;
}

template <DescribedEnum E>
constexpr bool enum_from_text(std::string_view text, E& value) {
  bool found = false;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
    if (!found && enum_text(d.value) == text) {
      value = d.value;
      found = true;
    }
  });
  return found;
}

}  // namespace lifeline
