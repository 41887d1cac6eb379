// SPDX-License-Identifier: Apache-2.0
#include "gateway/report/fold.h"

#include <algorithm>

#include <openssl/sha.h>

#include "base/json_write.h"
#include "base/limits.h"
#include "command/unit/view.h"
#include "desk/record.h"
#include "network/scenario/view.h"

namespace lifeline::reports {
namespace {

using journal::Batch;

// One window over one ledger, with its sections.
struct Fold {
  Fold(const Window& window, const Ground& ground, const report::Report& of)
      : scope(window, ground, of.unit, !of.scenario.empty()),
        sections(all_sections(scope, ledger)) {}
  Fold(const Fold&) = delete;

  void offer(const Fact& fact, std::string_view noun) {
    if (!scope.window().knows(fact)) return;
    for (const auto& section : sections)
      if (section->noun() == noun) section->take(fact);
  }
  void close() {
    for (const auto& section : sections) section->close(lists);
  }

  Ledger ledger;
  Scope scope;
  Lists lists;
  std::vector<std::unique_ptr<Section>> sections;
};

Window window_of(const report::Report& report, const std::optional<report::Report>& previous,
                 Instant known_until) {
  Window window{.from = report.from, .until = report.cut_off, .known_until = known_until};
  if (previous) window.late_from = previous->from;
  if (previous) window.late_before = previous->cut_off;
  return window;
}

// Where the reading of a desk's journal ends: what a release has kept, else the cut-off alone.
struct Bound {
  Instant until;
  std::optional<uint64_t> position;

  bool holds(const Batch& batch, Instant at) const {
    return at < until && (!position || batch.last() <= *position);
  }
};

Bound bound_of(const report::Report& report, UnitCode desk) {
  Bound bound{.until = report.cut_off, .position = {}};
  if (report.phase == report::Phase::draft || report.journals.empty()) return bound;
  const auto kept = report.journals.find(desk);
  bound.position = kept == report.journals.end() ? 0 : kept->second;
  return bound;
}

class Reader {
 public:
  Reader(journal::Journal& journal, const Question& question, const std::atomic<bool>& stopping)
      : journal_(journal), question_(question), stopping_(stopping) {}

  /// The units by headquarters' journal, the scenario by its own desk's.
  Result<Ground> ground() {
    Ground ground;
    auto imported = [&](std::string_view type, Json json) {
      unit::Imported event;
      if (type == "unit.Imported" && read_json(json, event)) unit::evolve(ground.tree, event);
    };
    if (auto read = each(group_unit, unit::Noun::bit, imported); !read)
      return tl::unexpected(read.error());
    const auto id = parse_id<scenario::Tag>(question_.report.scenario);
    if (!id || !*id) return ground;
    auto planned = [&](std::string_view type, Json json) {
      if (type.starts_with("scenario.") && text_of(json, "id") == question_.report.scenario)
        take_scenario(ground, json);
    };
    if (auto read = each({id->desk}, scenario::Noun::bit, planned); !read)
      return tl::unexpected(read.error());
    return ground;
  }

  /// Each event of these nouns to the folds.
  Result<JournalEnd> fold(UnitCode desk, uint64_t nouns, const std::vector<Fold*>& folds) {
    JournalEnd end{.desk = desk};
    const Bound bound = bound_of(question_.report, desk);
    Result<void> failed;
    JsonDocument document;
    auto visit = [&](const Batch& batch) {
      const Instant at = time_of_record(batch.payload);
      if (stopping_) failed = unavailable("report_must_be_worked_out", "the server ends");
      if (stopping_ || !bound.holds(batch, at)) return false;
      end.position = batch.last();
      last_ = batch.digest;
      if ((batch.nouns & nouns) == 0) return true;
      failed = offer(document, batch, folds);
      return failed.has_value();
    };
    const auto read = journal_.read(desk, 1, journal::all_nouns, visit);
    if (!read) return tl::unexpected(read.error());
    if (!failed) return tl::unexpected(failed.error());
    if (end.position > 0) end.digest = journal::to_hex(last_);
    return end;
  }

 private:
  template <class Take>
  Result<void> each(UnitCode desk, uint64_t nouns, Take take) {
    const Bound bound = bound_of(question_.report, desk);
    Result<void> failed;
    JsonDocument document;
    auto visit = [&](const Batch& batch) {
      if (!bound.holds(batch, time_of_record(batch.payload))) return false;
      auto event = [&](const desk::RecordHead&, std::string_view type, Json json) {
        take(type, json);
        return true;
      };
      const auto read = desk::read_record(document, batch.payload, event);
      if (!read) failed = tl::unexpected(read.error());
      return failed.has_value();
    };
    if (auto read = journal_.read(desk, 1, nouns, visit); !read) return read;
    return failed;
  }

  static void take_scenario(Ground& ground, const Json& json) {
    auto collect = [](const Json& from, std::string_view key, auto& into) {
      const auto items = from.at(key);
      if (!items) return;
      into.clear();
      auto item = [&](Json one) {
        into.emplace(one.text());
        return true;
      };
      items->each(item);
    };
    collect(json, "elements", ground.elements);
    const auto what = json.at("what");
    if (!what) return;
    collect(*what, "sites", ground.sites);
    ground.scenario_zh = text_of(*what, "name_zh");
    ground.scenario_en = text_of(*what, "name_en");
  }

  static Result<void> offer(JsonDocument& document, const Batch& batch,
                            const std::vector<Fold*>& folds) {
    uint64_t position = batch.first;
    auto event = [&](const desk::RecordHead& head, std::string_view type, Json json) {
      const std::string_view noun = type.substr(0, type.find('.'));
      Fact fact{.desk = batch.desk,
                .position = position++,
                .at = head.at,
                .own = {},
                .type = type,
                .event = json};
      if (noun == "alarm") fact.own = instant_of(json, "reported_at");
      if (noun == "order" || noun == "team") fact.own = instant_of(json, "at");
      for (Fold* fold : folds) fold->offer(fact, noun);
      return true;
    };
    const auto read = desk::read_record(document, batch.payload, event);
    if (!read) return tl::unexpected(read.error());
    for (const Fold* fold : folds)
      if (fold->ledger.size() > limits::report_facts_max)
        return conflict("report_must_be_smaller", "from");
    return {};
  }

  journal::Journal& journal_;
  const Question& question_;
  const std::atomic<bool>& stopping_;
  journal::Digest last_{};
};

UnitName named(const unit::State& tree, UnitCode code) {
  const auto found = tree.units.find(code);
  if (found == tree.units.end())
    return {.unit = code, .name_zh = to_text(code), .name_en = to_text(code)};
  return {.unit = code, .name_zh = found->second.name_zh, .name_en = found->second.name_en};
}

// Desks whose journals may tell of the unit: its own and those above and below it, in order.
std::vector<UnitCode> desks_of(const desk::Plan& plan, const unit::State& tree, UnitCode unit) {
  std::vector<UnitCode> desks;
  for (const UnitCode desk : plan.desks())
    if (unit::is_within(tree, desk, unit) || unit::is_within(tree, unit, desk))
      desks.push_back(desk);
  std::ranges::sort(desks);
  return desks;
}

bool is_of_all(std::string_view name) {
  return name.find(".unit.") == std::string_view::npos &&
         name.find(".at.") == std::string_view::npos;
}

// The figures that were and the same as they are now; where they differ, the facts of either side.
void correct(const Fold& was, const Fold& is, Answer& answer, std::map<std::string, Facts>& found) {
  for (const auto& [name, figure] : is.ledger.figures()) {
    if (!is_of_all(name)) continue;
    const Figure& before = was.ledger.figure(name);
    const Facts come = beyond(is.ledger, figure.facts, was.ledger, before.facts);
    const Facts gone = beyond(was.ledger, before.facts, is.ledger, figure.facts);
    if (come.empty() && gone.empty()) continue;
    answer.content.corrections.push_back({.name = name, .was = before.value, .is = figure.value});
    Facts both;
    const auto copy = [&](const Fold& from, const Facts& indexes) {
      for (const uint32_t index : indexes)
        both.push_back(answer.ledger.add_copy(from.ledger, from.ledger.fact(index)));
    };
    copy(is, come);
    copy(was, gone);
    found["corrections." + name] = std::move(both);
  }
}

std::string sha256_hex(std::string_view text) {
  journal::Digest digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return journal::to_hex(digest);
}

// The worst of a list, with the names of their units.
template <class Row>
std::vector<Row> worst_of(std::vector<Row> rows, const unit::State& tree) {
  if (rows.size() > limits::page_rows_default) rows.resize(limits::page_rows_default);
  for (Row& row : rows) {
    UnitName unit = named(tree, row.unit);
    row.unit_zh = std::move(unit.name_zh);
    row.unit_en = std::move(unit.name_en);
  }
  return rows;
}

void write(Fold& fold, const Question& question, const Ground& ground, Answer& answer) {
  Content& content = answer.content;
  const report::Report& report = question.report;
  content.id = report.id;
  content.number = report.number;
  content.unit = named(ground.tree, report.unit);
  content.scenario = report.scenario;
  content.scenario_zh = ground.scenario_zh;
  content.scenario_en = ground.scenario_en;
  content.from = report.from;
  content.cut_off = report.cut_off;
  if (question.previous) {
    content.previous = question.previous->id;
    content.previous_from = question.previous->from;
    content.previous_cut_off = question.previous->cut_off;
  }
  for (const UnitCode unit : fold.scope.units_below())
    content.units.push_back(named(ground.tree, unit));
  content.columns = fold.scope.columns();
  const std::string figures = "/api/v1/reports/" + to_text(report.id) + "/figures/";
  for (const auto& [name, figure] : answer.ledger.figures())
    content.figures.push_back({.name = name, .value = figure.value, .events = figures + name});
  content.sites = worst_of(std::move(fold.lists.sites), ground.tree);
  content.incidents = worst_of(std::move(fold.lists.incidents), ground.tree);
  answer.json = to_json(content);
  answer.digest = sha256_hex(answer.json);
}

}  // namespace

Instant time_of_record(std::string_view payload) {
  constexpr std::string_view head = "{\"at\":\"";
  if (!payload.starts_with(head)) return {};
  const size_t end = payload.find('"', head.size());
  if (end == std::string_view::npos) return {};
  return parse_rfc3339(payload.substr(head.size(), end - head.size())).value_or(Instant{});
}

Result<std::shared_ptr<const Answer>> work_out(journal::Journal& journal, const desk::Plan& plan,
                                               const Question& question,
                                               const std::atomic<bool>& stopping) {
  Reader reader(journal, question, stopping);
  const auto ground = reader.ground();
  if (!ground) return tl::unexpected(ground.error());
  const report::Report& report = question.report;
  Fold fold(window_of(report, question.previous, report.cut_off), *ground, report);
  std::optional<Fold> was, is;
  std::vector<Fold*> folds{&fold};
  if (const auto& previous = question.previous) {
    was.emplace(window_of(*previous, question.before_previous, previous->cut_off), *ground,
                *previous);
    is.emplace(window_of(*previous, question.before_previous, report.cut_off), *ground, *previous);
    folds.push_back(&*was);
    folds.push_back(&*is);
  }
  uint64_t nouns = 0;
  for (const auto& section : fold.sections) nouns |= section->bit();
  auto answer = std::make_shared<Answer>();
  for (const UnitCode desk : desks_of(plan, ground->tree, report.unit)) {
    auto end = reader.fold(desk, nouns, folds);
    if (!end) return tl::unexpected(end.error());
    answer->content.journals.push_back(std::move(*end));
  }
  for (Fold* one : folds) one->close();
  answer->ledger = std::move(fold.ledger);
  std::map<std::string, Facts> corrections;
  if (was) correct(*was, *is, *answer, corrections);
  for (auto& [name, facts] : corrections) answer->ledger.set(name, std::move(facts));
  write(fold, question, *ground, *answer);
  return answer;
}

}  // namespace lifeline::reports
