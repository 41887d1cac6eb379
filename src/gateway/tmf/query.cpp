// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/query.h"

#include <algorithm>
#include <charconv>

#include "base/json_text.h"
#include "base/text.h"

namespace lifeline::tmf {
namespace {

constexpr size_t path_parts_max = 8;

std::optional<double> number_in(std::string_view text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc{} || rest != end) return std::nullopt;
  return number;
}

// A date alone is its midnight in UTC; a "+" that came as a space was meant as a "+".
std::optional<Instant> moment_in(std::string_view text) {
  const bool is_like_one =
      text.size() >= 10 && text[4] == '-' && text[7] == '-' && text[0] >= '0' && text[0] <= '9';
  if (!is_like_one) return std::nullopt;
  std::string whole(text);
  if (whole.size() == 10) whole += "T00:00:00Z";
  if (const size_t space = whole.rfind(' '); space != std::string::npos && space > 10)
    whole[space] = '+';
  return parse_rfc3339(whole);
}

Operand operand_of(std::string_view text) {
  return {.text = std::string(text), .number = number_in(text), .moment = moment_in(text)};
}

// A text is looked at in place unless it has escapes.
template <class Use>
bool with_text(std::string_view json, Use use) {
  const std::string_view inside = json.substr(1, json.size() - 2);
  if (inside.find('\\') == std::string_view::npos) return use(inside);
  const std::string decoded = json_text_of(json);
  return use(std::string_view(decoded));
}

bool equals(std::string_view json, const Operand& operand) {
  if (json == operand.text) return true;
  if (json.front() == '"')
    return with_text(json, [&](std::string_view text) {
      if (text == operand.text) return true;
      return operand.moment && moment_in(text) == operand.moment;
    });
  if (json.front() == '{' || json.front() == '[') {
    const auto wanted = checked_json(operand.text);
    return wanted && json == *wanted;
  }
  return operand.number && number_in(json) == operand.number;
}

// Negative, zero or positive as the value is less, equal or greater; nothing if neither.
std::optional<int> compared(std::string_view json, const Operand& operand) {
  const auto sign = [](const auto& a, const auto& b) { return a < b ? -1 : (b < a ? 1 : 0); };
  if (json.front() != '"') {
    const auto number = number_in(json);
    if (!number || !operand.number) return std::nullopt;
    return sign(*number, *operand.number);
  }
  std::optional<int> result;
  with_text(json, [&](std::string_view text) {
    const auto moment = operand.moment ? moment_in(text) : std::nullopt;
    result = moment ? sign(*moment, *operand.moment) : sign(text, std::string_view(operand.text));
    return true;
  });
  return result;
}

bool equals(const Sight& sight, const Operand& operand) {
  if (sight.moment)
    return operand.moment ? sight.moment == *operand.moment
                          : to_rfc3339(sight.moment) == operand.text;
  if (sight.text == operand.text) return true;
  return operand.moment && moment_in(sight.text) == operand.moment;
}

int compared(const Sight& sight, const Operand& operand) {
  const auto sign = [](const auto& a, const auto& b) { return a < b ? -1 : (b < a ? 1 : 0); };
  const auto moment =
      sight.moment || !operand.moment ? std::optional(sight.moment) : moment_in(sight.text);
  if (operand.moment && moment) return sign(*moment, *operand.moment);
  const std::string written = sight.moment ? to_rfc3339(sight.moment) : std::string(sight.text);
  return sign(std::string_view(written), std::string_view(operand.text));
}

bool is_of(Is is, int sign) {
  switch (is) {
    case Is::greater: return sign > 0;
    case Is::at_least: return sign >= 0;
    case Is::less: return sign < 0;
    case Is::at_most: return sign <= 0;
    default: return false;
  }
}

bool admits(const Test& test, std::string_view json) {
  for (const Operand& operand : test.operands) {
    if (test.is == Is::among || test.is == Is::not_among) {
      if (equals(json, operand)) return true;
      continue;
    }
    const auto sign = compared(json, operand);
    if (sign && is_of(test.is, *sign)) return true;
  }
  return false;
}

// Whether any value at the path satisfies.
template <class Satisfies>
bool any_at(std::string_view json, const std::vector<std::string>& path, size_t depth,
            const Satisfies& satisfies) {
  if (json.empty()) return false;
  if (depth == path.size() && satisfies(json)) return true;
  bool found = false;
  if (json.front() == '[') {
    auto visit = [&](std::string_view item) {
      found = any_at(item, path, depth, satisfies);
      return !found;
    };
    each_json_item(json, visit);
  } else if (json.front() == '{' && depth < path.size()) {
    found = any_at(json_member(json, path[depth]), path, depth + 1, satisfies);
  }
  return found;
}

std::vector<std::string> parts_of(std::string_view name) {
  std::vector<std::string> parts;
  for (const std::string_view part : split(name, '.')) parts.emplace_back(part);
  return parts;
}

std::optional<Is> operator_named(std::string_view name) {
  if (name == "eq") return Is::among;
  if (name == "ne") return Is::not_among;
  if (name == "gt") return Is::greater;
  if (name == "gte") return Is::at_least;
  if (name == "lt") return Is::less;
  if (name == "lte") return Is::at_most;
  return std::nullopt;
}

Result<size_t> whole_number(std::string_view text, std::string_view name) {
  size_t number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (!text.empty() && error == std::errc{} && rest == end) return number;
  if (name == "offset") return invalid("offset_must_be_a_number", "offset");
  return invalid("limit_must_be_a_number", "limit");
}

Result<void> take_page(Query& query, std::string_view name, std::string_view value) {
  const auto number = whole_number(value, name);
  if (!number) return tl::unexpected(number.error());
  if (name == "offset") {
    if (*number > limits::page_offset_max) return invalid("offset_must_be_in_range", "offset");
    query.offset = *number;
    return {};
  }
  if (*number > limits::page_rows_max) return invalid("limit_must_be_in_range", "limit");
  query.limit = *number;
  return {};
}

Result<void> take_sort(Query& query, std::string_view value) {
  for (std::string_view word : split(value, ',')) {
    word = trimmed(word);
    SortBy by{.attribute = {}, .path = {}, .descending = word.starts_with('-')};
    if (by.descending || word.starts_with('+')) word.remove_prefix(1);
    if (word.empty()) continue;
    by.path = parts_of(word);
    by.attribute = by.path.front();
    by.path.erase(by.path.begin());
    query.sort.push_back(std::move(by));
  }
  if (query.sort.size() > limits::list_sort_keys_max)
    return invalid("sort_keys_must_be_fewer", "sort");
  return {};
}

// A path below the first level asks for the whole attribute.
void take_fields(Query& query, std::string_view value) {
  auto& fields = query.fields ? *query.fields : query.fields.emplace();
  for (const std::string_view word : split(value, ','))
    if (const auto name = trimmed(word); !name.empty())
      fields.emplace_back(name.substr(0, name.find('.')));
}

Result<void> take_test(Query& query, std::string_view name, std::string_view value) {
  auto test = parse_test(name, value);
  if (!test) return tl::unexpected(std::move(test.error()));
  for (Test& known : query.tests)
    if (known.attribute == test->attribute && known.path == test->path && known.is == Is::among &&
        test->is == Is::among) {
      std::ranges::move(test->operands, std::back_inserter(known.operands));
      if (known.operands.size() > limits::list_values_max)
        return invalid("values_must_be_fewer", name);
      return {};
    }
  if (query.tests.size() == limits::list_conditions_max)
    return invalid("conditions_must_be_fewer", name);
  query.tests.push_back(std::move(*test));
  return {};
}

}  // namespace

bool Test::holds(std::string_view json) const {
  const bool found =
      any_at(json, path, 0, [&](std::string_view value) { return admits(*this, value); });
  return is == Is::not_among ? !found : found;
}

bool Test::holds(const Sight& sight) const {
  const bool has_value = sight.moment || !sight.text.empty();
  const bool is_word = is == Is::among || is == Is::not_among;
  const bool found =
      has_value && std::ranges::any_of(operands, [&](const Operand& operand) {
        return is_word ? equals(sight, operand) : is_of(is, compared(sight, operand));
      });
  return is == Is::not_among ? !found : found;
}

Result<Test> parse_test(std::string_view name, std::string_view value) {
  Test test;
  // "creationDate>=2020" comes as name and value around "=", "creationDate>2020" as a name alone.
  std::string_view attribute = name;
  if (const size_t at = name.find_first_of("<>"); at != std::string_view::npos && at > 0) {
    const bool or_equal = at + 1 == name.size();
    if (name[at] == '>') test.is = or_equal ? Is::at_least : Is::greater;
    if (name[at] == '<') test.is = or_equal ? Is::at_most : Is::less;
    attribute = name.substr(0, at);
    if (!or_equal) value = name.substr(at + 1);
  }
  test.path = parts_of(attribute);
  if (test.path.size() > path_parts_max) return invalid("path_must_be_short", name.substr(0, 60));
  if (const auto named = operator_named(test.path.back()); named && test.path.size() > 1) {
    test.is = *named;
    test.path.pop_back();
  }
  test.attribute = test.path.front();
  test.path.erase(test.path.begin());
  test.operands.push_back(operand_of(value));
  if (test.is == Is::among || test.is == Is::not_among)
    if (const auto values = split(value, ','); values.size() > 1)
      for (const std::string_view one : values) test.operands.push_back(operand_of(one));
  if (test.operands.size() > limits::list_values_max) return invalid("values_must_be_fewer", name);
  return test;
}

Result<Query> parse_query(const desk::Pairs& pairs) {
  Query query;
  for (const auto& [name, value] : pairs) {
    if (name.empty() && value.empty()) continue;  // "?" alone
    Result<void> taken;
    if (name == "offset" || name == "limit")
      taken = take_page(query, name, value);
    else if (name == "sort")
      taken = take_sort(query, value);
    else if (name == "fields")
      take_fields(query, value);
    else
      taken = take_test(query, name, value);
    if (!taken) return tl::unexpected(std::move(taken.error()));
  }
  return query;
}

Key key_of(std::string_view json, const std::vector<std::string>& path) {
  Key key;
  any_at(json, path, 0, [&](std::string_view value) {
    if (value.front() == '[' || value.front() == '{') return false;
    if (value.front() == '"') {
      key.text = json_text_of(value);
      const auto moment = moment_in(key.text);
      key.rank = moment ? 0 : 2;
      if (moment) key.moment = *moment;
    } else {
      const auto number = number_in(value);
      key.rank = number ? 1 : 2;
      key.number = number.value_or(0);
      key.text = value;
    }
    return true;
  });
  return key;
}

Key key_of(const Sight& sight) {
  Key key;
  if (sight.moment) {
    key.rank = 0;
    key.moment = sight.moment;
  } else if (!sight.text.empty()) {
    const auto moment = moment_in(sight.text);
    key.rank = moment ? 0 : 2;
    key.moment = moment.value_or(Instant{});
    key.text = sight.text;
  }
  return key;
}

int compare(const Key& a, const Key& b) {
  const auto sign = [](const auto& x, const auto& y) { return x < y ? -1 : (y < x ? 1 : 0); };
  if (a.rank != b.rank) return sign(a.rank, b.rank);
  if (a.rank == 0) return sign(a.moment, b.moment);
  if (a.rank == 1) return sign(a.number, b.number);
  return sign(a.text, b.text);
}

}  // namespace lifeline::tmf
