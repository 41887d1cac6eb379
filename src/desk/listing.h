// SPDX-License-Identifier: Apache-2.0
// Lists as TM Forum's TMF630 has them, over any described row, on all desks at once.
//
//   offset=0 limit=50                 a page; limit up to limits::page_rows_max
//   sort=-raised_at,id                ties go by the row's first attribute, so pages do not overlap
//   fields=name_zh,state              the row's first attribute and these
//   state=down,degraded               any attribute that is one value; comma is or
//   raised_at.gte=2020-01-23T00:00Z   .gt .gte .lt .lte .ne
//   q=words                           in any text of the row
//   format=csv                        or Accept: text/csv
//
// Operation: the request becomes a typed Selection once; each desk offers its rows to a Best, which
// keeps the offset + limit best; what is kept is copied, merged and written. An answer is an array
// with X-Total-Count and X-Result-Count. A list of rows is described by a struct:
//
//   struct OrderList {
//     using Row = order::Row;
//     static constexpr std::string_view sort = "-issued_at";  // when the request names none
//     static constexpr bool lasting = false;  // whether the rows shown stay until the look ends
//     template <class Show> static void each(const Nouns&, const Actor&, Show show);  // in reach
//   };
//
// and, where it has attributes that the kept row lacks (`derived`, and complete() fills them in):
//     static constexpr std::array<std::string_view, 1> derived{"sites"};
//     static void complete(Row&, const Nouns&);
// or lives on one desk only: static constexpr UnitCode home.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/csv.h"
#include "base/json_schema.h"
#include "base/json_write.h"
#include "base/text.h"
#include "desk/desks.h"

namespace lifeline::desk {

namespace listing {

enum class Operator { among, not_among, greater, at_least, less, at_most };

struct Condition {
  std::string attribute;
  Operator is = Operator::among;
  std::string parameter;  // as the request has it
  std::vector<std::string> values;
};

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

/// Errors: offset_must_be_a_number, limit_must_be_a_number, format_must_be_json_or_csv, ….
Result<Query> parse_query(const Request& request);

std::vector<SortBy> parse_sort(std::string_view text);

/// offset, limit, sort, fields, q and format, as OpenAPI lists them.
std::vector<Parameter> paging_parameters();

/// A page of a list: `rows` are whole JSON or CSV texts already.
struct Sheet {
  size_t total = 0;
  size_t count = 0;
  bool csv = false;
  std::string body;
  std::string name;  // of a CSV file, without its ending
};
Response sheet_response(Sheet sheet);
std::string sheet_name(const Request& request);

Refusal unknown_attribute(std::string_view parameter);
Refusal wrong_value(const Condition& condition, std::string_view value, std::string_view expected);

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

/// One condition on a row, its operands parsed.
template <class Row>
struct Test {
  bool (*holds)(const Row&, const void* operands) = nullptr;
  std::shared_ptr<const void> operands;
};

/// A member of a row. What only a scalar has is null for the others.
template <class Row>
struct Column {
  std::string_view name;
  void (*write)(std::string&, const Row&) = nullptr;  // as JSON
  void (*cell)(std::string&, const Row&) = nullptr;   // as CSV
  int (*compare)(const Row&, const Row&) = nullptr;
  Result<Test<Row>> (*test)(const Condition&) = nullptr;
  const std::string& (*text)(const Row&) = nullptr;  // of a text only
  std::string (*expected)() = nullptr;
};

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

template <class Row, class Member>
Result<Test<Row>> test_of(const Condition& condition) {
  using M = std::remove_cvref_t<decltype(std::declval<Row>().*Member::pointer)>;
  auto operands = std::make_shared<Operands<M>>();
  operands->is = condition.is;
  for (const std::string& text : condition.values) {
    auto value = parse_value<M>(text);
    if (!value) return wrong_value(condition, text, expected<M>());
    operands->values.push_back(std::move(*value));
  }
  constexpr auto holds = [](const Row& row, const void* at) {
    return static_cast<const Operands<M>*>(at)->admit(row.*Member::pointer);
  };
  return Test<Row>{holds, std::move(operands)};
}

template <class Row, class Member>
Column<Row> column_of() {
  using M = std::remove_cvref_t<decltype(std::declval<Row>().*Member::pointer)>;
  Column<Row> column{.name = Member::name};
  column.write = [](std::string& out, const Row& row) { write_json(out, row.*Member::pointer); };
  if constexpr (std::is_same_v<M, std::string>) {
    column.text = [](const Row& row) -> const std::string& { return row.*Member::pointer; };
    column.cell = [](std::string& out, const Row& row) {
      append_csv_field(out, row.*Member::pointer);
    };
  } else {
    column.cell = [](std::string& out, const Row& row) {
      std::string text;
      write_json(text, row.*Member::pointer);
      std::string_view bare = text;
      if (bare.size() >= 2 && bare.front() == '"') bare = bare.substr(1, bare.size() - 2);
      append_csv_field(out, bare);
    };
  }
  if constexpr (is_scalar<M>) {
    column.compare = [](const Row& a, const Row& b) {
      return order_of<M>(a.*Member::pointer, b.*Member::pointer);
    };
    column.test = test_of<Row, Member>;
    column.expected = expected<M>;
  }
  return column;
}

template <class Row>
const std::vector<Column<Row>>& columns() {
  static const auto all = [] {
    std::vector<Column<Row>> made;
    boost::mp11::mp_for_each<Members<Row>>(
        [&](auto member) { made.push_back(column_of<Row, decltype(member)>()); });
    return made;
  }();
  return all;
}

template <class Row>
const Column<Row>* find_column(std::string_view name) {
  for (const auto& column : columns<Row>())
    if (column.name == name) return &column;
  return nullptr;
}

/// A list's query, typed: which rows, in which order, which of them, and how they are written.
template <class Row>
struct Selection {
  size_t offset = 0;
  size_t limit = 0;
  std::vector<Test<Row>> tests;
  std::vector<std::pair<const Column<Row>*, bool>> order;  // and whether it is descending
  std::vector<const Column<Row>*> fields;                  // none: the whole row
  std::vector<const Column<Row>*> used;                    // by tests and order
  std::string wanted;
  bool csv = false;

  bool holds(const Row& row) const {
    for (const Test<Row>& test : tests)
      if (!test.holds(row, test.operands.get())) return false;
    return wanted.empty() || contains(row);
  }
  bool contains(const Row& row) const {
    for (const auto& column : columns<Row>())
      if (column.text != nullptr && contains_text(column.text(row), wanted)) return true;
    return false;
  }
  int compare(const Row& a, const Row& b) const {
    for (const auto& [column, descending] : order)
      if (const int sign = column->compare(a, b); sign != 0) return descending ? -sign : sign;
    return 0;
  }
};

template <class Row>
Result<void> choose_order(Selection<Row>& selection, const std::vector<SortBy>& sort) {
  for (const SortBy& by : sort) {
    const auto* column = find_column<Row>(by.attribute);
    if (column == nullptr || column->compare == nullptr)
      return invalid("attribute_must_be_known", "sort", "no attribute " + by.attribute);
    selection.order.emplace_back(column, by.descending);
    selection.used.push_back(column);
  }
  const Column<Row>& key = columns<Row>().front();
  if (key.compare != nullptr) selection.order.emplace_back(&key, false);
  return {};
}

template <class Row>
Result<void> choose_fields(Selection<Row>& selection, const std::vector<std::string>& names) {
  if (!names.empty()) selection.fields.push_back(&columns<Row>().front());
  for (const std::string& name : names) {
    const auto* column = find_column<Row>(name);
    if (column == nullptr)
      return invalid("attribute_must_be_known", "fields", "no attribute " + name);
    if (std::ranges::find(selection.fields, column) == selection.fields.end())
      selection.fields.push_back(column);
  }
  return {};
}

/// Errors: those of parse_query; attribute_must_be_known, value_must_be_well_formed.
template <class Row>
Result<Selection<Row>> select(const Request& request, std::string_view usual_sort) {
  auto query = parse_query(request);
  if (!query) return tl::unexpected(std::move(query.error()));
  Selection<Row> selection{.offset = query->offset,
                           .limit = query->limit,
                           .wanted = std::move(query->wanted),
                           .csv = query->csv};
  if (query->sort.empty()) query->sort = parse_sort(usual_sort);
  if (auto chosen = choose_order(selection, query->sort); !chosen)
    return tl::unexpected(std::move(chosen.error()));
  if (auto chosen = choose_fields(selection, query->fields); !chosen)
    return tl::unexpected(std::move(chosen.error()));
  for (const Condition& condition : query->conditions) {
    const auto* column = find_column<Row>(condition.attribute);
    if (column == nullptr || column->test == nullptr) return unknown_attribute(condition.parameter);
    auto test = column->test(condition);
    if (!test) return tl::unexpected(std::move(test.error()));
    selection.tests.push_back(std::move(*test));
    selection.used.push_back(column);
  }
  return selection;
}

/// Keeps the best of what it is offered: up to twice as many as are wanted are held, then the worse
/// half goes, so an offer costs one comparison and now and then its share of a partition.
template <class Row, class Kept>
class Best {
 public:
  Best(const Selection<Row>& selection, size_t wanted)
      : selection_(selection), wanted_(wanted), room_(2 * std::max<size_t>(wanted, 64)) {}

  /// `row` is the row of `kept`.
  template <class Take>
  void offer(const Row& row, Take take) {
    ++offered_;
    if (wanted_ == 0) return;
    if (is_full_ && selection_.compare(row, row_of(held_[wanted_ - 1].first)) >= 0) return;
    held_.emplace_back(take(), offered_);
    if (held_.size() >= room_) cut();
  }

  size_t offered() const { return offered_; }

  std::vector<Kept> take() {
    if (held_.size() > wanted_) cut();
    std::sort(held_.begin(), held_.end(), Before{this});
    std::vector<Kept> best;
    best.reserve(held_.size());
    for (auto& [kept, at] : held_) best.push_back(std::move(kept));
    return best;
  }

 private:
  using Held = std::pair<Kept, size_t>;  // and when it was offered: equals keep that order
  static const Row& row_of(const Row* row) { return *row; }
  static const Row& row_of(const Row& row) { return row; }
  struct Before {
    const Best* best;
    bool operator()(const Held& a, const Held& b) const {
      const int sign = best->selection_.compare(row_of(a.first), row_of(b.first));
      return sign != 0 ? sign < 0 : a.second < b.second;
    }
  };
  void cut() {
    const auto worst = held_.begin() + static_cast<std::ptrdiff_t>(wanted_ - 1);
    std::nth_element(held_.begin(), worst, held_.end(), Before{this});
    held_.erase(worst + 1, held_.end());
    is_full_ = true;
  }

  const Selection<Row>& selection_;
  size_t wanted_;
  size_t room_;
  size_t offered_ = 0;
  bool is_full_ = false;  // held_[wanted_ - 1] is the worst of the first wanted_
  std::vector<Held> held_;
};

template <class Row>
std::string json_page(const Selection<Row>& selection, const std::vector<Row>& rows) {
  std::string out = "[";
  for (const Row& row : rows) {
    if (out.size() > 1) out += ',';
    if (selection.fields.empty()) {
      write_json(out, row);
      continue;
    }
    for (const auto* column : selection.fields) {
      out += column == selection.fields.front() ? "{\"" : ",\"";
      out += column->name;
      out += "\":";
      column->write(out, row);
    }
    out += '}';
  }
  return out += ']';
}

template <class Row>
std::string csv_page(const Selection<Row>& selection, const std::vector<Row>& rows) {
  std::vector<const Column<Row>*> chosen = selection.fields;
  if (chosen.empty())
    for (const auto& column : columns<Row>()) chosen.push_back(&column);
  std::string out;
  for (const auto* column : chosen) {
    if (column != chosen.front()) out += ',';
    out += column->name;
  }
  out += "\r\n";
  for (const Row& row : rows) {
    for (const auto* column : chosen) {
      if (column != chosen.front()) out += ',';
      column->cell(out, row);
    }
    out += "\r\n";
  }
  return out;
}

/// The best rows of one desk, complete, and how many there were.
template <class L>
std::vector<typename L::Row> best_rows(const Selection<typename L::Row>& selection,
                                       const Nouns& nouns, const Actor& caller, size_t& total) {
  using Row = typename L::Row;
  constexpr bool completes = requires(Row & row) { L::complete(row, nouns); };
  const size_t wanted = selection.offset + selection.limit;
  bool choose_by_whole = !L::lasting;
  if constexpr (completes)
    for (const auto* column : selection.used)
      choose_by_whole = choose_by_whole || std::ranges::count(L::derived, column->name) > 0;
  std::vector<Row> rows;
  if (!choose_by_whole) {
    Best<Row, const Row*> best(selection, wanted);
    L::each(nouns, caller, [&](const Row& row) {
      if (selection.holds(row)) best.offer(row, [&] { return &row; });
    });
    total = best.offered();
    for (const Row* row : best.take()) rows.push_back(*row);
    if constexpr (completes)
      for (Row& row : rows) L::complete(row, nouns);
    return rows;
  }
  Best<Row, Row> best(selection, wanted);
  L::each(nouns, caller, [&](Row row) {
    if constexpr (completes) L::complete(row, nouns);
    if (selection.holds(row)) best.offer(row, [&] { return std::move(row); });
  });
  total = best.offered();
  return best.take();
}

template <class Row>
struct Part {
  std::vector<Row> rows;
  size_t total = 0;
};

/// One page out of the desks' parts, in the order of the desks where the rows are equal.
template <class Row>
Sheet merged(const Selection<Row>& selection, std::vector<Part<Row>>& parts) {
  Sheet sheet{.csv = selection.csv};
  std::vector<Row> rows;
  for (Part<Row>& part : parts) {
    sheet.total += part.total;
    std::move(part.rows.begin(), part.rows.end(), std::back_inserter(rows));
  }
  if (parts.size() > 1)
    std::stable_sort(rows.begin(), rows.end(),
                     [&](const Row& a, const Row& b) { return selection.compare(a, b) < 0; });
  const size_t first = std::min(selection.offset, rows.size());
  rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(first));
  if (rows.size() > selection.limit) rows.resize(selection.limit);
  sheet.count = rows.size();
  sheet.body = sheet.csv ? csv_page(selection, rows) : json_page(selection, rows);
  return sheet;
}

}  // namespace listing

/// Answers GET of a list.
template <class L>
Handler list_handler() {
  return [](std::shared_ptr<const Request> request, Desks& desks, Reply reply) {
    using Row = typename L::Row;
    auto selection = listing::select<Row>(*request, L::sort);
    if (!selection) return reply(problem(selection.error()));
    struct Work {
      std::shared_ptr<const Request> request;
      listing::Selection<Row> selection;
      std::vector<listing::Part<Row>> parts;

      void look(size_t index, const Nouns& nouns) {
        auto& part = parts[index];
        part.rows = listing::best_rows<L>(selection, nouns, request->caller, part.total);
      }
      Response answer() {
        listing::Sheet sheet = listing::merged(selection, parts);
        sheet.name = listing::sheet_name(*request);
        return listing::sheet_response(std::move(sheet));
      }
    };
    auto work = std::make_shared<Work>();
    work->request = std::move(request);
    work->selection = std::move(*selection);
    if constexpr (requires { L::home; }) {
      work->parts.resize(1);
      const auto look = [work](const Nouns& nouns) {
        work->look(0, nouns);
        return work->answer();
      };
      desks.read(L::home, look, std::move(reply));
    } else {
      work->parts.resize(desks.plan().desks().size());
      const auto look = [work](size_t index, UnitCode, const Nouns& nouns) {
        work->look(index, nouns);
      };
      desks.read_each(
          look, [work] { return work->answer(); }, std::move(reply));
    }
  };
}

/// What a list's request may ask, for OpenAPI.
template <class Row>
std::vector<Parameter> list_parameters() {
  std::vector<Parameter> parameters = listing::paging_parameters();
  for (const auto& column : listing::columns<Row>())
    if (column.expected != nullptr)
      parameters.push_back({std::string(column.name), column.expected()});
  return parameters;
}

template <class L>
Route list_route(std::string path, std::string operation, std::string tag, std::string summary) {
  using Row = typename L::Row;
  return {.method = "GET",
          .path = std::move(path),
          .operation = std::move(operation),
          .tag = std::move(tag),
          .summary = std::move(summary),
          .role = Role::viewer,
          .handler = list_handler<L>(),
          .parameters = list_parameters<Row>(),
          .answer_schema = json_schema<std::vector<Row>>()};
}

}  // namespace lifeline::desk
