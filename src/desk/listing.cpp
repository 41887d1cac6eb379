// SPDX-License-Identifier: Apache-2.0
#include "desk/listing.h"

#include "base/limits.h"
#include "base/text.h"

namespace lifeline::desk::listing {
namespace {

struct SortBy {
  std::string attribute;
  bool descending = false;
};

/// A list's query before its attributes are known.
struct Query {
  size_t offset = 0;
  size_t limit = limits::page_rows_default;
  std::vector<SortBy> sort;
  std::vector<std::string> fields;
  std::vector<Condition> conditions;
  std::string wanted;  // of q
  bool csv = false;
};

Refusal unknown_attribute(std::string_view parameter) {
  return invalid("attribute_must_be_known", parameter);
}

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

std::vector<SortBy> parse_sort(std::string_view text) {
  std::vector<SortBy> sort;
  for (std::string& word : words(text)) {
    const bool descending = word.front() == '-';
    if (descending || word.front() == '+') word.erase(0, 1);
    sort.push_back({.attribute = std::move(word), .descending = descending});
  }
  return sort;
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
      if (known.values.size() > limits::list_values_max)
        return invalid("values_must_be_fewer", parameter);
    }
  if (condition.values.empty()) return {};
  if (condition.values.size() > limits::list_values_max)
    return invalid("values_must_be_fewer", parameter);
  if (query.conditions.size() == limits::list_conditions_max)
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
    if (query.sort.size() > limits::list_sort_keys_max)
      return invalid("sort_keys_must_be_fewer", "sort");
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

Result<Query> parse_query(const Request& request) {
  Query query;
  query.csv = request.header("accept").find("text/csv") != std::string_view::npos;
  for (const auto& [name, value] : request.query)
    if (auto taken = take(query, name, value); !taken)
      return tl::unexpected(std::move(taken.error()));
  return query;
}

Result<void> choose_order(Selection& selection, const std::vector<SortBy>& sort) {
  for (const SortBy& by : sort) {
    const Column* column = selection.row->find(by.attribute);
    if (column == nullptr || column->kind->compare == nullptr)
      return invalid("attribute_must_be_known", "sort", "no attribute " + by.attribute);
    selection.order.emplace_back(column, by.descending);
    selection.used.push_back(column);
  }
  const Column& key = selection.row->columns.front();
  if (key.kind->compare != nullptr) selection.order.emplace_back(&key, false);
  return {};
}

Result<void> choose_fields(Selection& selection, const std::vector<std::string>& names) {
  if (!names.empty()) selection.fields.push_back(&selection.row->columns.front());
  for (const std::string& name : names) {
    const Column* column = selection.row->find(name);
    if (column == nullptr)
      return invalid("attribute_must_be_known", "fields", "no attribute " + name);
    if (std::ranges::find(selection.fields, column) == selection.fields.end())
      selection.fields.push_back(column);
  }
  return {};
}

Result<void> choose_rows(Selection& selection, const std::vector<Condition>& conditions) {
  for (const Condition& condition : conditions) {
    const Column* column = selection.row->find(condition.attribute);
    if (column == nullptr || column->kind->test == nullptr)
      return unknown_attribute(condition.parameter);
    auto test = column->kind->test(condition);
    if (!test) return tl::unexpected(std::move(test.error()));
    test->offset = column->offset;
    selection.tests.push_back(std::move(*test));
    selection.used.push_back(column);
  }
  return {};
}

bool contains(const Selection& selection, const void* row) {
  for (const Column& column : selection.row->columns)
    if (column.kind->is_text &&
        contains_text(*static_cast<const std::string*>(column.value(row)), selection.wanted))
      return true;
  return false;
}

std::string json_page(const Selection& selection, std::span<const Kept> rows) {
  std::string out = "[";
  for (const Kept& kept : rows) {
    if (out.size() > 1) out += ',';
    if (selection.fields.empty()) {
      selection.row->write(out, kept.row);
      continue;
    }
    for (const Column* column : selection.fields) {
      out += column == selection.fields.front() ? "{\"" : ",\"";
      out += column->name;
      out += "\":";
      column->kind->write(out, column->value(kept.row));
    }
    out += '}';
  }
  return out += ']';
}

std::string csv_page(const Selection& selection, std::span<const Kept> rows) {
  std::vector<const Column*> chosen = selection.fields;
  if (chosen.empty())
    for (const Column& column : selection.row->columns) chosen.push_back(&column);
  std::string out;
  for (const Column* column : chosen) {
    if (column != chosen.front()) out += ',';
    out += column->name;
  }
  out += "\r\n";
  for (const Kept& kept : rows) {
    for (const Column* column : chosen) {
      if (column != chosen.front()) out += ',';
      column->kind->cell(out, column->value(kept.row));
    }
    out += "\r\n";
  }
  return out;
}

// "/api/v1/alarms" → "alarms": a route's own words, so nothing in it needs quoting.
std::string_view file_name(const Request& request) {
  return std::string_view(request.path).substr(request.path.rfind('/') + 1);
}

std::vector<Parameter> paging_parameters() {
  return {{"offset", "rows to pass over, from 0"},
          {"limit", "rows to answer, up to " + std::to_string(limits::page_rows_max)},
          {"sort", "attributes, comma between, - before one for descending"},
          {"fields", "attributes to answer, comma between"},
          {"q", "words in any text of the row"},
          {"format", "json or csv"}};
}

struct Work {
  std::shared_ptr<const Request> request;
  Selection selection;
  std::vector<Part> parts;
};

}  // namespace

bool Selection::holds(const void* at) const {
  for (const Test& test : tests)
    if (!test.holds(at)) return false;
  return wanted.empty() || contains(*this, at);
}

int Selection::compare(const void* a, const void* b) const {
  for (const auto& [column, descending] : order)
    if (const int sign = column->kind->compare(column->value(a), column->value(b)); sign != 0)
      return descending ? -sign : sign;
  return 0;
}

Result<Selection> select(const Request& request, const RowType& row, std::string_view usual_sort) {
  auto query = parse_query(request);
  if (!query) return tl::unexpected(std::move(query.error()));
  Selection selection{.row = &row,
                      .offset = query->offset,
                      .limit = query->limit,
                      .wanted = std::move(query->wanted),
                      .csv = query->csv};
  if (query->sort.empty()) query->sort = parse_sort(usual_sort);
  auto chosen = choose_order(selection, query->sort);
  if (chosen) chosen = choose_fields(selection, query->fields);
  if (chosen) chosen = choose_rows(selection, query->conditions);
  if (!chosen) return tl::unexpected(std::move(chosen.error()));
  return selection;
}

Best::Best(const Selection& selection, size_t wanted)
    : selection_(selection), wanted_(wanted), room_(2 * std::max<size_t>(wanted, 64)) {}

bool Best::admits(const void* row) {
  if (!selection_.holds(row)) return false;
  ++admitted_;
  if (wanted_ == 0) return false;
  return !is_full_ || selection_.compare(row, held_[wanted_ - 1].first.row) < 0;
}

void Best::keep(Kept kept) {
  held_.emplace_back(std::move(kept), admitted_);
  if (held_.size() >= room_) cut();
}

std::vector<Kept> Best::take() {
  if (held_.size() > wanted_) cut();
  std::ranges::sort(held_, [&](const Held& a, const Held& b) { return is_before(a, b); });
  std::vector<Kept> best;
  best.reserve(held_.size());
  for (auto& [kept, at] : held_) best.push_back(std::move(kept));
  return best;
}

bool Best::is_before(const Held& a, const Held& b) const {
  const int sign = selection_.compare(a.first.row, b.first.row);
  return sign != 0 ? sign < 0 : a.second < b.second;
}

void Best::cut() {
  const auto worst = held_.begin() + static_cast<std::ptrdiff_t>(wanted_ - 1);
  std::ranges::nth_element(held_, worst,
                           [&](const Held& a, const Held& b) { return is_before(a, b); });
  held_.erase(worst + 1, held_.end());
  is_full_ = true;
}

Part best_rows(const ListType& list, const Selection& selection, const Nouns& nouns,
               const Actor& caller) {
  const auto is_derived = [&](const Column* column) {
    return std::ranges::find(list.derived, column->name) != list.derived.end();
  };
  const bool whole = !list.lasting || std::ranges::any_of(selection.used, is_derived);
  Best best(selection, selection.offset + selection.limit);
  list.offer(best, nouns, caller, whole);
  Part part{.rows = best.take(), .total = best.admitted()};
  if (whole) return part;
  for (Kept& kept : part.rows) {
    kept.owner = selection.row->copy(kept.row);
    kept.row = kept.owner.get();
    if (list.complete != nullptr) list.complete(kept.owner.get(), nouns);
  }
  return part;
}

Response page_of(const Selection& selection, std::vector<Part> parts, std::string_view name) {
  size_t total = 0;
  std::vector<Kept> rows;
  for (Part& part : parts) {
    total += part.total;
    std::ranges::move(part.rows, std::back_inserter(rows));
  }
  if (parts.size() > 1)
    std::ranges::stable_sort(
        rows, [&](const Kept& a, const Kept& b) { return selection.compare(a.row, b.row) < 0; });
  const size_t first = std::min(selection.offset, rows.size());
  const size_t count = std::min(selection.limit, rows.size() - first);
  const auto page = std::span(rows).subspan(first, count);
  Response response;
  response.body = selection.csv ? csv_page(selection, page) : json_page(selection, page);
  response.headers.emplace_back("X-Total-Count", std::to_string(total));
  response.headers.emplace_back("X-Result-Count", std::to_string(count));
  if (selection.csv) {
    response.content_type = "text/csv; charset=utf-8";
    response.headers.emplace_back("Content-Disposition",
                                  "attachment; filename=\"" + std::string(name) + ".csv\"");
  }
  return response;
}

Handler handler_of(const ListType& list) {
  return [list](std::shared_ptr<const Request> request, Desks& desks, Reply reply) {
    auto selection = select(*request, *list.row, list.sort);
    if (!selection) return reply(problem(selection.error()));
    auto work = std::make_shared<Work>();
    work->request = std::move(request);
    work->selection = std::move(*selection);
    work->parts.resize(list.home ? 1 : desks.plan().desks().size());
    const auto look = [work, list](size_t index, UnitCode, const Nouns& nouns) {
      work->parts[index] = best_rows(list, work->selection, nouns, work->request->caller);
    };
    const auto answer = [work] {
      return page_of(work->selection, std::move(work->parts), file_name(*work->request));
    };
    if (!list.home) return desks.read_each(look, answer, std::move(reply));
    const auto look_home = [look, answer, home = *list.home](const Nouns& nouns) {
      look(0, home, nouns);
      return answer();
    };
    desks.read(*list.home, look_home, std::move(reply));
  };
}

std::vector<Parameter> parameters_of(const RowType& row) {
  std::vector<Parameter> parameters = paging_parameters();
  for (const Column& column : row.columns)
    if (column.kind->expected != nullptr)
      parameters.push_back({std::string(column.name), column.kind->expected()});
  return parameters;
}

}  // namespace lifeline::desk::listing
