// SPDX-License-Identifier: Apache-2.0
// A described row as a list handles it, without its type: a table of columns, each with the offset
// of its member and the kind of its value. One Kind serves every row that has such a member, so a
// list costs the compiler a table, not a copy of the listing.
#pragma once

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.h"
#include "base/json_read.h"
#include "base/json_write.h"
#include "base/result.h"

namespace lifeline::desk::listing {

enum class Operator { among, not_among, greater, at_least, less, at_most };

struct Condition {
  std::string attribute;
  Operator is = Operator::among;
  std::string parameter;  // as the request has it
  std::vector<std::string> values;
};

/// One condition on a row, its operands parsed.
struct Test {
  size_t offset = 0;  // of the member in the row
  bool (*admits)(const void* operands, const void* value) = nullptr;
  std::shared_ptr<const void> operands;

  bool holds(const void* row) const {
    return admits(operands.get(), static_cast<const char*>(row) + offset);
  }
};

/// A type of attribute. What only a scalar has is null for the others.
struct Kind {
  void (*write)(std::string&, const void* value) = nullptr;  // as JSON
  void (*cell)(std::string&, const void* value) = nullptr;   // as CSV
  int (*compare)(const void*, const void*) = nullptr;
  Result<Test> (*test)(const Condition&) = nullptr;
  std::string (*expected)() = nullptr;  // what a value looks like, in words
  bool is_text = false;                 // a std::string
};

struct Column {
  std::string_view name;
  size_t offset = 0;
  const Kind* kind = nullptr;

  const void* value(const void* row) const { return static_cast<const char*>(row) + offset; }
};

struct RowType {
  std::vector<Column> columns;  // the first is the key
  void (*write)(std::string&, const void* row) = nullptr;
  std::shared_ptr<void> (*copy)(const void* row) = nullptr;

  const Column* find(std::string_view name) const;
};

Refusal wrong_value(const Condition& condition, std::string_view value, std::string_view expected);

/// A value that is no text, from its JSON: a word or a number loses its quotes.
void append_bare_field(std::string& out, std::string_view json);

std::optional<double> number_of(std::string_view text);

template <class M>
inline constexpr bool is_scalar =
    std::is_arithmetic_v<M> || std::is_same_v<M, std::string> || std::is_same_v<M, Instant> ||
    std::is_same_v<M, UnitCode> || json_detail::IsId<M>::value || DescribedEnum<M>;

template <class M>
std::optional<M> parse_value(std::string_view text) {
  M value{};
  if constexpr (std::is_same_v<M, bool>) {
    if (text != "true" && text != "false") return std::nullopt;
    return text == "true";
  } else if constexpr (std::is_integral_v<M>) {
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || rest != end) return std::nullopt;
    return value;
  } else if constexpr (std::is_floating_point_v<M>) {
    return number_of(text);
  } else if constexpr (std::is_same_v<M, std::string>) {
    return M(text);
  } else if constexpr (std::is_same_v<M, Instant>) {
    return parse_rfc3339(text);
  } else if constexpr (std::is_same_v<M, UnitCode>) {
    return parse_unit_code(text);
  } else if constexpr (DescribedEnum<M>) {
    if (!enum_from_text(text, value)) return std::nullopt;
    return value;
  } else {
    return [&]<class Tag>(Id<Tag>) { return parse_id<Tag>(text); }(M{});
  }
}

/// What a value of the type looks like, for a refusal and for OpenAPI.
template <class M>
std::string expected() {
  if constexpr (DescribedEnum<M>) {
    std::string words;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<M>>([&](auto d) {
      if (!words.empty()) words += ", ";
      words += enum_text(d.value);
    });
    return "one of " + words;
  } else if constexpr (std::is_same_v<M, bool>) {
    return "true or false";
  } else if constexpr (std::is_arithmetic_v<M>) {
    return "a number";
  } else if constexpr (std::is_same_v<M, Instant>) {
    return "a time as RFC 3339 has it";
  } else if constexpr (std::is_same_v<M, UnitCode>) {
    return "a code of GB/T 2260";
  } else if constexpr (std::is_same_v<M, std::string>) {
    return "a text";
  } else {
    return "an id such as 420000-17";
  }
}

template <class M>
int order_of(const M& a, const M& b) {
  if constexpr (std::is_same_v<M, std::string>)
    return a.compare(b);
  else
    return a < b ? -1 : b < a ? 1 : 0;
}

template <class M>
struct Operands {
  Operator is = Operator::among;
  std::vector<M> values;

  bool admit(const M& value) const {
    if (is == Operator::among || is == Operator::not_among)
      return (std::ranges::find(values, value) != values.end()) == (is == Operator::among);
    const int sign = order_of(value, values.front());
    if (is == Operator::greater) return sign > 0;
    if (is == Operator::at_least) return sign >= 0;
    return is == Operator::less ? sign < 0 : sign <= 0;
  }
};

template <class M>
Result<Test> test_of(const Condition& condition) {
  auto operands = std::make_shared<Operands<M>>();
  operands->is = condition.is;
  for (const std::string& text : condition.values) {
    auto value = parse_value<M>(text);
    if (!value) return wrong_value(condition, text, expected<M>());
    operands->values.push_back(std::move(*value));
  }
  constexpr auto admits = [](const void* at, const void* value) {
    return static_cast<const Operands<M>*>(at)->admit(*static_cast<const M*>(value));
  };
  return Test{.admits = admits, .operands = std::move(operands)};
}

template <class M>
const Kind& kind_of() {
  static const Kind kind = [] {
    Kind made;
    made.write = [](std::string& out, const void* value) {
      write_json(out, *static_cast<const M*>(value));
    };
    if constexpr (std::is_same_v<M, std::string>) {
      made.is_text = true;
      made.cell = [](std::string& out, const void* value) {
        append_csv_field(out, *static_cast<const std::string*>(value));
      };
    } else {
      made.cell = [](std::string& out, const void* value) {
        std::string json;
        write_json(json, *static_cast<const M*>(value));
        append_bare_field(out, json);
      };
    }
    if constexpr (is_scalar<M>) {
      made.compare = [](const void* a, const void* b) {
        return order_of(*static_cast<const M*>(a), *static_cast<const M*>(b));
      };
      made.test = test_of<M>;
      made.expected = expected<M>;
    }
    return made;
  }();
  return kind;
}

template <class Row>
const RowType& row_type() {
  static const RowType type = [] {
    RowType made;
    const Row row{};
    const auto start = reinterpret_cast<const char*>(&row);
    boost::mp11::mp_for_each<Members<Row>>([&](auto member) {
      const auto& value = row.*member.pointer;
      using M = std::remove_cvref_t<decltype(value)>;
      const auto offset = reinterpret_cast<const char*>(&value) - start;
      made.columns.push_back(
          {.name = member.name, .offset = static_cast<size_t>(offset), .kind = &kind_of<M>()});
    });
    made.write = [](std::string& out, const void* at) {
      write_json(out, *static_cast<const Row*>(at));
    };
    made.copy = [](const void* at) -> std::shared_ptr<void> {
      return std::make_shared<Row>(*static_cast<const Row*>(at));
    };
    return made;
  }();
  return type;
}

}  // namespace lifeline::desk::listing
