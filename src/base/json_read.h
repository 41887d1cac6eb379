// SPDX-License-Identifier: Apache-2.0
// JSON in. A JsonDocument parses one text (simdjson, behind this door so that its header is
// compiled once) and hands out Json values, which are light and live as long as the document.
// read_json fills a described struct and names the field that is wrong ("recipients[2]"). A member
// that is missing keeps its default; `Unknown::refused` refuses members that the struct
// does not have.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/json_write.h"
#include "base/result.h"

namespace lifeline {

enum class JsonKind { null, boolean, integer, unsigned_integer, number, text, array, object };

/// A plain function and its captures, for the length of a call.
template <class... Args>
class Visit {
 public:
  template <class F>
  Visit(F& f)  // NOLINT: implicit on purpose, as a parameter
      : target_(&f),
        call_([](void* target, Args... args) { return (*static_cast<F*>(target))(args...); }) {}
  bool operator()(Args... args) const { return call_(target_, args...); }

 private:
  void* target_;
  bool (*call_)(void*, Args...);
};

class Json {
 public:
  JsonKind kind() const;
  bool is_text() const { return kind() == JsonKind::text; }
  bool is_array() const { return kind() == JsonKind::array; }
  bool is_object() const { return kind() == JsonKind::object; }
  std::string_view text() const;           // "" unless a text
  bool boolean() const;                    // false unless a boolean
  std::optional<int64_t> integer() const;  // also of a number without a fraction
  std::optional<uint64_t> unsigned_integer() const;
  std::optional<double> number() const;
  std::optional<Json> at(std::string_view key) const;  // the first member of that name
  size_t size() const;                                 // of an array or object
  /// Calls visit(item) for each item of an array until it answers false.
  void each(Visit<Json> visit) const;
  /// Calls visit(key, value) for each member of an object until it answers false.
  void each_member(Visit<std::string_view, Json> visit) const;

 private:
  friend class JsonDocument;
  std::array<uint64_t, 2> handle_{};
};

class JsonDocument {
 public:
  JsonDocument();
  ~JsonDocument();
  JsonDocument(JsonDocument&&) noexcept;
  JsonDocument& operator=(JsonDocument&&) noexcept;

  /// The text is copied (padded) first. Errors: body_must_be_json, with the parser's own sentence;
  /// invalid UTF-8 and more than limits::json_depth_max levels are among them.
  Result<Json> parse(std::string_view text);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

enum class Unknown { ignored, refused };

template <class T>
Result<void> read_json(Json json, T& value, const std::string& path = {},
                       Unknown unknown = Unknown::ignored);

namespace json_detail {

inline Refusal wrong_type(const std::string& path, std::string_view wanted) {
  return invalid("field_must_have_the_right_type", path, "expected " + std::string(wanted));
}

inline std::string child(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}

template <class T>
Result<void> read_integer(Json json, T& value, const std::string& path) {
  if constexpr (std::is_signed_v<T>) {
    const auto number = json.integer();
    if (!number) return wrong_type(path, "an integer");
    if (!std::in_range<T>(*number)) return invalid("number_must_be_in_range", path);
    value = static_cast<T>(*number);
  } else {
    const auto number = json.unsigned_integer();
    if (!number) return wrong_type(path, "an integer from 0");
    if (!std::in_range<T>(*number)) return invalid("number_must_be_in_range", path);
    value = static_cast<T>(*number);
  }
  return {};
}

template <class T>
Result<void> read_text_like(Json json, T& value, const std::string& path) {
  if (!json.is_text()) return wrong_type(path, "a text");
  std::optional<T> parsed;
  if constexpr (std::is_same_v<T, Instant>)
    parsed = parse_rfc3339(json.text());
  else if constexpr (std::is_same_v<T, UnitCode>)
    parsed = parse_unit_code(json.text());
  else
    parsed = [&]<class Tag>(Id<Tag>) { return parse_id<Tag>(json.text()); }(T{});
  if (!parsed)
    return invalid("field_must_be_well_formed", path,
                   "got \"" + std::string(json.text().substr(0, 60)) + "\"");
  value = *parsed;
  return {};
}

template <class T>
Result<void> read_enum(Json json, T& value, const std::string& path) {
  if (json.is_text() && enum_from_text(json.text(), value)) return {};
  std::string known;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto d) {
    if (!known.empty()) known += ", ";
    known += enum_text(d.value);
  });
  return invalid("field_must_be_a_known_word", path, "one of " + known);
}

// "path.unit" of an item → "path[2].unit".
inline void name_item(Error& error, const std::string& path, size_t index) {
  std::string& field = error.field;
  if (!field.starts_with(path)) return;
  const bool needs_dot =
      field.size() > path.size() && field[path.size()] != '[' && field[path.size()] != '.';
  field.insert(path.size(), "[" + std::to_string(index) + (needs_dot ? "]." : "]"));
}

template <class T>
Result<void> read_sequence(Json json, T& items, const std::string& path, Unknown unknown) {
  if (!json.is_array()) return wrong_type(path, "an array");
  items.clear();
  Result<void> result;
  size_t index = 0;
  auto visit = [&](Json item) {
    typename T::value_type value{};
    result = read_json(item, value, path, unknown);
    if (!result) name_item(result.error(), path, index);
    if (result) items.insert(items.end(), std::move(value));
    ++index;
    return result.has_value();
  };
  json.each(visit);
  return result;
}

template <class K>
bool key_from_text(std::string_view text, K& key) {
  if constexpr (std::is_same_v<K, std::string>) {
    key = text;
    return true;
  } else if constexpr (DescribedEnum<K>) {
    return enum_from_text(text, key);
  } else {
    std::optional<K> parsed;
    if constexpr (std::is_same_v<K, UnitCode>)
      parsed = parse_unit_code(text);
    else
      parsed = [&]<class Tag>(Id<Tag>) { return parse_id<Tag>(text); }(K{});
    if (parsed) key = *parsed;
    return parsed.has_value();
  }
}

template <class T>
Result<void> read_mapping(Json json, T& items, const std::string& path, Unknown unknown) {
  using Key = typename T::key_type;
  items.clear();
  Result<void> result;
  if constexpr (TextKey<Key>) {
    if (!json.is_object()) return wrong_type(path, "an object");
    auto visit = [&](std::string_view name, Json item) {
      Key key{};
      if (!key_from_text(name, key)) {
        result = invalid("field_must_be_well_formed", child(path, name));
        return false;
      }
      result = read_json(item, items[std::move(key)], child(path, name), unknown);
      return result.has_value();
    };
    json.each_member(visit);
  } else {
    if (!json.is_array()) return wrong_type(path, "an array of pairs");
    size_t pairs = 0;
    auto visit = [&](Json pair) {
      Key key{};
      typename T::mapped_type item{};
      size_t index = 0;
      auto half = [&](Json part) {
        result = index++ == 0 ? read_json(part, key, path, unknown)
                              : read_json(part, item, path, unknown);
        return result.has_value();
      };
      if (pair.is_array() && pair.size() == 2)
        pair.each(half);
      else
        result = wrong_type(path, "a pair");
      if (result)
        items.insert_or_assign(std::move(key), std::move(item));
      else
        name_item(result.error(), path, pairs);
      ++pairs;
      return result.has_value();
    };
    json.each(visit);
  }
  return result;
}

template <class T>
Result<void> read_struct(Json json, T& value, const std::string& path, Unknown unknown) {
  if (!json.is_object()) return wrong_type(path, "an object");
  Result<void> result;
  auto visit = [&](std::string_view key, Json item) {
    bool known = false;
    boost::mp11::mp_for_each<Members<T>>([&](auto member) {
      if (known || key != member.name) return;
      known = true;
      // The path is only spelt out when something is wrong: this is the journal's hot path.
      result = read_json(item, value.*member.pointer, std::string{}, unknown);
      if (result) return;
      const std::string& inner = result.error().field;
      std::string field = child(path, member.name);
      if (!inner.empty() && inner.front() != '[') field += '.';
      result.error().field = field + inner;
    });
    if (!known && unknown == Unknown::refused)
      result = invalid("field_must_be_known", child(path, key));
    return result.has_value();
  };
  json.each_member(visit);
  return result;
}

template <size_t I = 0, class... T>
Result<void> read_variant(std::string_view tag, Json json, std::variant<T...>& value,
                          const std::string& path, Unknown unknown) {
  if constexpr (I == sizeof...(T)) {
    return invalid("type_must_be_known", path, std::string(tag));
  } else {
    using Alternative = std::variant_alternative_t<I, std::variant<T...>>;
    if (type_name<Alternative>() != tag)
      return read_variant<I + 1>(tag, json, value, path, unknown);
    return read_json(json, value.template emplace<I>(), path, unknown);
  }
}

}  // namespace json_detail

template <class T>
Result<void> read_json(Json json, T& value, const std::string& path, Unknown unknown) {
  namespace detail = json_detail;
  if constexpr (std::is_same_v<T, bool>) {
    if (json.kind() != JsonKind::boolean) return detail::wrong_type(path, "true or false");
    value = json.boolean();
    return {};
  } else if constexpr (std::is_integral_v<T>) {
    return detail::read_integer(json, value, path);
  } else if constexpr (std::is_floating_point_v<T>) {
    const auto number = json.number();
    if (!number) return detail::wrong_type(path, "a number");
    value = static_cast<T>(*number);
    return {};
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!json.is_text()) return detail::wrong_type(path, "a text");
    value = json.text();
    return {};
  } else if constexpr (std::is_same_v<T, Instant> || std::is_same_v<T, UnitCode> ||
                       detail::IsId<T>::value) {
    return detail::read_text_like(json, value, path);
  } else if constexpr (DescribedEnum<T>) {
    return detail::read_enum(json, value, path);
  } else if constexpr (IsVariant<T>::value) {
    Result<void> result = detail::wrong_type(path, "an object of one member");
    if (!json.is_object() || json.size() != 1) return result;
    auto visit = [&](std::string_view tag, Json item) {
      result = detail::read_variant(tag, item, value, path, unknown);
      return false;
    };
    json.each_member(visit);
    return result;
  } else if constexpr (detail::Mapping<T>) {
    return detail::read_mapping(json, value, path, unknown);
  } else if constexpr (detail::Sequence<T>) {
    return detail::read_sequence(json, value, path, unknown);
  } else if constexpr (requires { value.has_value(); }) {
    if (json.kind() == JsonKind::null) {
      value.reset();
      return {};
    }
    return read_json(json, value.emplace(), path, unknown);
  } else {
    static_assert(Described<T>, "describe the struct with LIFELINE_STRUCT");
    return detail::read_struct(json, value, path, unknown);
  }
}

/// Parses and fills in one go; strict, as bytes from outside are.
template <class T>
Result<T> from_json(std::string_view text, Unknown unknown = Unknown::refused) {
  JsonDocument document;
  const auto json = document.parse(text);
  if (!json) return tl::unexpected(json.error());
  T value{};
  if (auto read = read_json(*json, value, {}, unknown); !read) return tl::unexpected(read.error());
  return value;
}

}  // namespace lifeline
