// SPDX-License-Identifier: Apache-2.0
// Importing a noun's rows from a CSV file: all or nothing, and told in full beforehand.
//
//   bytes ─ encoding ─▶ UTF-8 ─ CSV ─▶ rows, each of a desk ─ check on every desk ─▶ report
//                                                     nothing refused ─▶ one append per desk
//
// A noun says what its rows are in a traits struct:
//
//   struct Importing {
//     using Row = Site;
//     using Command = site::Command;
//     static constexpr std::string_view noun = "site", path = "/api/v1/sites/import";
//     static constexpr std::array<std::string_view, 11> columns = {"id", …};   id first
//     static Row read(RowFields& fields);
//     static std::string id(const Row&);
//     static std::string_view ground_column;          whose refusal leaves the row without a desk
//     static UnitCode desk_of(const Row&, const Plan&);
//     static Checked check(const std::vector<Row>&, const Nouns&, const Actor&);
//     static bool is_known(const std::string& id, const Nouns&);   on a desk that is not the row's
//     static Command command(std::vector<Row>);
//   };
//
// and, where the file is the whole of what is known, so that what it lacks is removed:
//     static constexpr UnitCode home;     the desk that keeps it
//
// Every column must be in the header, in any order: a file that lacks one can so never wipe out
// what is known. Fields may be empty where the noun allows it. A check sees all rows of its desk,
// so rows may refer to each other in any order. Sending a file again changes nothing, so an outage
// between two desks' appends is repaired by sending it once more.
// Concurrency: reading is the caller's thread's work, checking the desks'.
// Limits: limits::import_rows_max, import_rows_per_desk_max, import_refusals_max,
// import_body_bytes_max.
#pragma once

#include <algorithm>
#include <atomic>
#include <memory>
#include <span>
#include <unordered_map>

#include "base/describe.h"
#include "base/place.h"
#include "desk/exchange.h"

namespace lifeline::desk {

struct RefusedField {
  uint64_t line = 0;   // of the file, from 1; where the row begins
  std::string column;  // "" for the row as a whole
  std::string name;
  std::string detail;
};
LIFELINE_STRUCT(RefusedField, line, column, name, detail)

struct ImportReport {
  uint64_t rows = 0;
  uint64_t added = 0;
  uint64_t changed = 0;
  uint64_t unchanged = 0;
  uint64_t removed = 0;               // known before, not in a file that is the whole
  uint64_t duplicates = 0;            // pairs of likely duplicates, the file being imported
  std::vector<RefusedField> refused;  // by line; at most limits::import_refusals_max
  uint64_t refused_total = 0;
};
LIFELINE_STRUCT(ImportReport, rows, added, changed, unchanged, removed, duplicates, refused,
                refused_total)

/// A row that a desk must refuse; the error's field is the column.
struct Finding {
  size_t row = 0;
  Error error;
};

/// What a desk makes of its rows.
struct Checked {
  uint64_t added = 0;
  uint64_t changed = 0;
  uint64_t unchanged = 0;
  uint64_t removed = 0;
  uint64_t duplicates = 0;
  std::vector<Finding> findings;
};

/// One row's fields by column, each read as what it must be. What is wrong is noted in the report
/// and read as empty, so that one look finds all that is wrong with a row.
class RowFields {
 public:
  RowFields(std::span<const std::string_view> columns, std::vector<size_t> places,
            ImportReport& report);

  /// Takes the next row; false and a refusal if it has not as many fields as the header.
  bool take(uint64_t line, const std::vector<std::string>& fields);
  uint64_t line() const { return line_; }
  /// A bit for each column of which something was refused, in the order of the columns.
  uint64_t refused() const { return refused_; }
  void refuse(std::string_view column, const Refusal& refusal);

  /// What the column says, spaces around it cut off.
  std::string_view raw(std::string_view column) const;
  /// A key: given, without control characters, ';' and '|', at most limits::name_bytes_max.
  std::string id(std::string_view column);
  std::string name(std::string_view column);           // given, one line, limits::name_bytes_max
  std::string optional_name(std::string_view column);  // "" or a name
  std::string text(std::string_view column);           // any, of limits::text_bytes_max
  UnitCode code(std::string_view column);              // GB/T 2260, given
  UnitCode optional_code(std::string_view column);
  std::string phone(std::string_view column);  // "" or E.164
  double longitude_deg(std::string_view column);
  double latitude_deg(std::string_view column);
  /// Both empty: none.
  LonLat optional_place(std::string_view longitude, std::string_view latitude);
  int integer(std::string_view column, int least, int most);
  /// From 0 on; empty is 0.
  double amount(std::string_view column, double most);
  template <DescribedEnum E>
  E word(std::string_view column) {
    E value{};
    if (!enum_from_text(raw(column), value)) refuse_word(column, known_words<E>());
    return value;
  }
  template <DescribedEnum E>
  static std::string known_words() {
    std::string known;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
      if (!known.empty()) known += ", ";
      known += enum_text(d.value);
    });
    return known;
  }
  void refuse_word(std::string_view column, const std::string& known);
  /// What a refusal says that it got: the text in quotes, cut where it is long.
  static std::string quoted(std::string_view text);

 private:
  double degrees(std::string_view column, double most);

  std::span<const std::string_view> columns_;
  std::vector<size_t> places_;  // of each column in the row
  ImportReport& report_;
  uint64_t line_ = 0;
  const std::vector<std::string>* fields_ = nullptr;
  uint64_t refused_ = 0;
};

namespace import_detail {

/// The bit of a column; 0 for "", the row as a whole.
uint64_t bit_of(std::span<const std::string_view> columns, std::string_view column);
void note(ImportReport& report, uint64_t line, std::string_view column, const Error& error);

/// The file in UTF-8. Errors: those of encoding_of and to_utf8.
Result<std::string> decoded(const Request& request);

/// Calls take(fields) for every row that has the header's columns. False when the file cannot be
/// read row by row; the report says why.
bool read_rows(std::string_view text, std::span<const std::string_view> columns,
               ImportReport& report, const std::function<void(RowFields&)>& take);

Response answer(const ImportReport& report);
Route route(std::string_view noun, std::string_view path, std::span<const std::string_view> columns,
            Handler handler);

/// The answers of several appends as one: the report, unless one of them failed.
class Joined {
 public:
  Joined(size_t parts, ImportReport report, Reply reply);
  void take(Response response);

 private:
  std::atomic<size_t> left_;
  std::atomic<bool> is_failed_ = false;
  Response failure_;  // of the first part that failed
  ImportReport report_;
  Reply reply_;
};

struct Origin {
  uint64_t line = 0;
  uint64_t refused = 0;  // columns that could not be read, as RowFields::refused()
};

/// The rows of one desk.
template <class Row>
struct Share {
  std::vector<Row> rows;
  std::vector<Origin> origins;      // of each row
  std::vector<uint64_t> strangers;  // lines of other desks' rows whose id this desk knows
  Checked checked;
};

template <class Importing>
struct Job {
  using Row = typename Importing::Row;

  std::shared_ptr<const Request> request;
  std::string id;  // of the intents
  std::vector<UnitCode> desks;
  std::vector<Share<Row>> shares;                                    // as desks
  std::unordered_map<std::string, std::pair<size_t, uint64_t>> ids;  // desk's index, line
  ImportReport report;
  bool may_import = false;  // nothing is refused, and more than a check was asked for

  bool read(std::string_view text, const Plan& plan);
  void check(size_t index, const Nouns& nouns);
  void sum_up();
};

template <class Importing>
bool Job<Importing>::read(std::string_view text, const Plan& plan) {
  desks = plan.desks();
  shares.resize(desks.size());
  const auto take = [&](RowFields& fields) {
    Row row = Importing::read(fields);
    const std::string id = Importing::id(row);
    const uint64_t vital = bit_of(Importing::columns, Importing::columns[0]) |
                           bit_of(Importing::columns, Importing::ground_column);
    if ((fields.refused() & vital) != 0) return;  // it is nobody's
    const UnitCode desk = Importing::desk_of(row, plan);
    const auto index = static_cast<size_t>(std::ranges::find(desks, desk) - desks.begin());
    const auto [first, is_new] = ids.try_emplace(id, index, fields.line());
    if (!is_new)
      return fields.refuse(Importing::columns[0],
                           invalid("row_must_not_be_repeated", {},
                                   id + " stands on line " + std::to_string(first->second.second)));
    Share<Row>& share = shares.at(index);
    if (share.rows.size() == limits::import_rows_per_desk_max)
      return fields.refuse({},
                           invalid("rows_must_be_fewer", {},
                                   "at most " + std::to_string(limits::import_rows_per_desk_max) +
                                       " for one desk: divide the file"));
    share.rows.push_back(std::move(row));
    share.origins.push_back({.line = fields.line(), .refused = fields.refused()});
  };
  return read_rows(text, Importing::columns, report, take);
}

// On the desk's thread; touches the desk's own share only.
template <class Importing>
void Job<Importing>::check(size_t index, const Nouns& nouns) {
  Share<Row>& share = shares.at(index);
  bool is_whole = false;  // a file without rows is asked about as well
  if constexpr (requires { Importing::home; }) is_whole = desks[index] == Importing::home;
  if (!share.rows.empty() || is_whole)
    share.checked = Importing::check(share.rows, nouns, request->caller);
  for (const auto& [id, place] : ids)
    if (place.first != index && Importing::is_known(id, nouns))
      share.strangers.push_back(place.second);
}

template <class Importing>
void Job<Importing>::sum_up() {
  for (size_t i = 0; i < shares.size(); ++i) {
    const Share<Row>& share = shares[i];
    report.added += share.checked.added;
    report.changed += share.checked.changed;
    report.unchanged += share.checked.unchanged;
    report.removed += share.checked.removed;
    report.duplicates += share.checked.duplicates;
    for (const Finding& finding : share.checked.findings) {
      const Origin& origin = share.origins.at(finding.row);
      // A field that could not be read was read as empty, which is wrong again in the same place.
      if ((origin.refused & bit_of(Importing::columns, finding.error.field)) == 0)
        note(report, origin.line, finding.error.field, finding.error);
    }
    for (const uint64_t line : share.strangers)
      note(report, line, Importing::ground_column,
           conflict("region_must_be_of_the_same_desk", {},
                    "the id is known on desk " + to_text(desks[i]))
               .value());
  }
}

template <class Importing>
void submit(const std::shared_ptr<Job<Importing>>& job, Desks& desks, Reply reply) {
  std::vector<size_t> concerned;
  for (size_t i = 0; i < job->shares.size(); ++i) {
    const Checked& checked = job->shares[i].checked;
    if (checked.added + checked.changed + checked.removed > 0) concerned.push_back(i);
  }
  if (concerned.empty()) return reply(answer(job->report));
  const auto joined = std::make_shared<Joined>(concerned.size(), job->report, std::move(reply));
  for (const size_t i : concerned) {
    const UnitCode desk = job->desks[i];
    const auto decided = [](const Outcome& outcome, const Nouns&) {
      if (!outcome.repeated && !outcome.each.empty() && !outcome.each[0])
        return problem(outcome.each[0].error());
      return Response{};
    };
    auto command = Importing::command(std::move(job->shares[i].rows));
    desks.submit(desk, intent(job->request->caller, std::move(command), job->id, "import"), decided,
                 [joined](Response response) { joined->take(std::move(response)); });
  }
}

}  // namespace import_detail

/// The route that imports the noun's rows.
template <class Importing>
Route import_route() {
  namespace detail = import_detail;
  const auto handler = [](std::shared_ptr<const Request> request, Desks& desks, Reply reply) {
    auto text = detail::decoded(*request);
    if (!text) return reply(problem(text.error()));
    auto id = idempotency_id(*request);
    if (!id) return reply(problem(id.error()));
    const auto job = std::make_shared<detail::Job<Importing>>();
    job->id = std::move(*id);
    job->request = std::move(request);
    if (!job->read(*text, desks.plan())) return reply(detail::answer(job->report));
    const auto look = [job](size_t index, UnitCode, const Nouns& nouns) {
      job->check(index, nouns);
    };
    const auto combine = [job] {
      job->sum_up();
      const bool is_check = job->request->query_value("check") == "true";
      job->may_import = !is_check && job->report.refused_total == 0;
      return job->may_import ? Response{} : detail::answer(job->report);
    };
    const auto next = [job, &desks, reply](Response response) {
      if (!job->may_import) return reply(std::move(response));
      detail::submit(job, desks, reply);
    };
    desks.read_each(look, combine, next);
  };
  return detail::route(Importing::noun, Importing::path, Importing::columns, handler);
}

}  // namespace lifeline::desk
