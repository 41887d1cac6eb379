// SPDX-License-Identifier: Apache-2.0
#include "desk/listing.h"

namespace lifeline::desk::listing {
namespace {

constexpr size_t conditions_max = 32;  // of one request
constexpr size_t values_max = 1000;    // of one condition
constexpr size_t sort_keys_max = 8;    // of one request

std::optional<size_t> whole_number(std::string_view text) {
  size_t number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc{} || rest != end) return std::nullopt;
  return number;
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> list;
  for (const std::string_view word : split(text, ','))
    if (!trimmed(word).empty()) list.emplace_back(trimmed(word));
  return list;
}

std::optional<Operator> operator_named(std::string_view name) {
  if (name == "ne") return Operator::not_among;
  if (name == "gt") return Operator::greater;
  if (name == "gte") return Operator::at_least;
  if (name == "lt") return Operator::less;
  if (name == "lte") return Operator::at_most;
  return std::nullopt;
}

// "raised_at.gte=…", "state=down,degraded". The same attribute again adds alternatives.
Result<void> take_condition(Query& query, const std::string& parameter, std::string_view value) {
  Condition condition{.attribute = parameter, .parameter = parameter, .values = {}};
  if (const size_t dot = parameter.rfind('.'); dot != std::string::npos) {
    const auto named = operator_named(std::string_view(parameter).substr(dot + 1));
    if (!named) return unknown_attribute(parameter);
    condition.is = *named;
    condition.attribute.resize(dot);
  }
  if (condition.is == Operator::among || condition.is == Operator::not_among)
    for (const std::string_view one : split(value, ',')) condition.values.emplace_back(one);
  else
    condition.values.emplace_back(value);
  for (Condition& known : query.conditions)
    if (known.parameter == parameter && known.is == Operator::among) {
      known.values.insert(known.values.end(), condition.values.begin(), condition.values.end());
      condition.values.clear();
      if (known.values.size() > values_max) return invalid("values_must_be_fewer", parameter);
    }
  if (condition.values.empty()) return {};
  if (condition.values.size() > values_max) return invalid("values_must_be_fewer", parameter);
  if (query.conditions.size() == conditions_max)
    return invalid("conditions_must_be_fewer", parameter);
  query.conditions.push_back(std::move(condition));
  return {};
}

Result<void> take_page(Query& query, std::string_view name, std::string_view value) {
  const auto number = whole_number(value);
  if (name == "offset") {
    if (!number) return invalid("offset_must_be_a_number", "offset");
    if (*number > limits::page_offset_max) return invalid("offset_must_be_in_range", "offset");
    query.offset = *number;
  } else {
    if (!number) return invalid("limit_must_be_a_number", "limit");
    if (*number > limits::page_rows_max) return invalid("limit_must_be_in_range", "limit");
    query.limit = *number;
  }
  return {};
}

Result<void> take(Query& query, const std::string& name, const std::string& value) {
  if (name == "offset" || name == "limit") return take_page(query, name, value);
  if (name == "sort") {
    query.sort = parse_sort(value);
    if (query.sort.size() > sort_keys_max) return invalid("sort_keys_must_be_fewer", "sort");
  } else if (name == "fields") {
    query.fields = words(value);
  } else if (name == "q") {
    if (value.size() > limits::name_bytes_max) return invalid("text_must_be_short", "q");
    query.wanted = trimmed(value);
  } else if (name == "format") {
    if (value != "json" && value != "csv") return invalid("format_must_be_json_or_csv", "format");
    query.csv = value == "csv";
  } else {
    return take_condition(query, name, value);
  }
  return {};
}

}  // namespace

Result<Query> parse_query(const Request& request) {
  Query query;
  query.csv = request.header("accept").find("text/csv") != std::string_view::npos;
  for (const auto& [name, value] : request.query)
    if (auto taken = take(query, name, value); !taken)
      return tl::unexpected(std::move(taken.error()));
  return query;
}

std::vector<SortBy> parse_sort(std::string_view text) {
  std::vector<SortBy> sort;
  for (std::string& word : words(text)) {
    const bool descending = word.front() == '-';
    if (descending || word.front() == '+') word.erase(0, 1);
    sort.push_back({.attribute = std::move(word), .descending = descending});
  }
  return sort;
}

std::vector<Parameter> paging_parameters() {
  return {{"offset", "rows to pass over, from 0"},
          {"limit", "rows to answer, up to " + std::to_string(limits::page_rows_max)},
          {"sort", "attributes, comma between, - before one for descending"},
          {"fields", "attributes to answer, comma between"},
          {"q", "words in any text of the row"},
          {"format", "json or csv"}};
}

Response sheet_response(Sheet sheet) {
  Response response;
  response.body = std::move(sheet.body);
  response.headers.emplace_back("X-Total-Count", std::to_string(sheet.total));
  response.headers.emplace_back("X-Result-Count", std::to_string(sheet.count));
  if (sheet.csv) {
    response.content_type = "text/csv; charset=utf-8";
    response.headers.emplace_back("Content-Disposition",
                                  "attachment; filename=\"" + sheet.name + ".csv\"");
  }
  return response;
}

// "/api/v1/alarms" → "alarms": a route's own words, so nothing in it needs quoting.
std::string sheet_name(const Request& request) {
  return request.path.substr(request.path.rfind('/') + 1);
}

Refusal unknown_attribute(std::string_view parameter) {
  return invalid("attribute_must_be_known", parameter);
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
