// SPDX-License-Identifier: Apache-2.0
#include "gateway/report/document.h"

#include <algorithm>

#include "gateway/report/drawing.h"
#include "gateway/report/words.h"

namespace lifeline::reports {
namespace {

using report::Language;

class Writer {
 public:
  Writer(const Answer& answer, const Standing& standing, Language language)
      : content_(answer.content),
        ledger_(answer.ledger),
        standing_(standing),
        language_(language) {}

  Document write(const std::string& digest) {
    document_.language = language_;
    document_.title =
        say("title") + " · " + say("number") + std::to_string(content_.number) + say("number_end");
    document_.subtitle = name_of(content_.unit) + scenario() + " · " + local_text(content_.from) +
                         say("from_to") + local_text(content_.cut_off);
    document_.footer = to_text(content_.id) + " · " + say("digest") + digest;
    document_.dated = to_rfc3339(content_.cut_off).substr(0, 19) + "Z";
    notices();
    for (const Passage& passage : passages(language_)) write_passage(passage);
    corrections();
    states("by_tier", {"tier_1", "tier_2", "tier_3"});
    std::vector<std::string> kinds;
    for (const char* kind :
         {"designated_hospital", "makeshift_hospital", "fever_clinic", "hospital",
          "disease_control", "government", "command_centre", "supply", "other"})
      if (is_kind_known(kind)) kinds.emplace_back(kind);
    if (!kinds.empty()) states("by_kind", kinds);
    chart("chart_network",
          {{"sites_hit", "down"}, {"sites_restored", "normal"}, {"incidents_opened", "degraded"}});
    chart("chart_alarms", {{"alarms_raised", "degraded"}, {"alarms_cleared", "normal"}});
    chart("chart_orders", {{"orders_issued", "suppressed"},
                           {"orders_acknowledged", "plain"},
                           {"orders_done", "normal"}});
    units();
    teams();
    troubled();
    incidents();
    return std::move(document_);
  }

 private:
  std::string say(std::string_view key) const { return std::string(word(language_, key)); }
  std::string name_of(const UnitName& unit) const {
    return language_ == Language::zh ? unit.name_zh : unit.name_en;
  }
  std::string scenario() const {
    if (content_.scenario.empty()) return {};
    const std::string& name =
        language_ == Language::zh ? content_.scenario_zh : content_.scenario_en;
    return say("for_scenario") + (name.empty() ? content_.scenario : name) +
           say("for_scenario_end");
  }

  Block& add(BlockKind kind, std::string text = {}) {
    Block& block = document_.blocks.emplace_back();
    block.kind = kind;
    if (!text.empty()) block.spans.push_back({.text = std::move(text)});
    return block;
  }

  void notices() {
    using report::Phase;
    if (standing_.phase == Phase::draft) document_.mark = say("draft");
    if (standing_.phase == Phase::withdrawn)
      document_.mark = say("withdrawn") + standing_.withdrawal_reason;
    if (!document_.mark.empty()) add(BlockKind::notice, document_.mark);
    if (!standing_.is_as_released) add(BlockKind::notice, say("not_as_released"));
    if (standing_.released_by.empty()) return;
    std::string released =
        say("released_by") + standing_.released_by + ", " + local_text(standing_.released_at);
    if (!standing_.note.empty()) released += ". " + standing_.note;
    add(BlockKind::paragraph, std::move(released));
  }

  bool holds(std::string_view condition) const {
    if (condition.empty()) return true;
    if (condition == "corrections") return !content_.corrections.empty();
    if (condition.front() == '!') return ledger_.value_of(condition.substr(1)) == 0;
    return ledger_.value_of(condition) > 0;
  }

  void write_passage(const Passage& passage) {
    add(BlockKind::heading, say(passage.heading));
    Block& block = add(BlockKind::paragraph);
    for (const Sentence& sentence : passage.sentences) {
      if (!holds(sentence.condition)) continue;
      if (!block.spans.empty() && language_ == Language::en) words_into(block, " ");
      fill(block, sentence.text);
    }
  }

  static void words_into(Block& block, std::string_view text) {
    if (text.empty()) return;
    if (block.spans.empty() || !block.spans.back().figure.empty()) block.spans.emplace_back();
    block.spans.back().text += text;
  }

  void fill(Block& block, std::string_view text) {
    while (!text.empty()) {
      const size_t open = text.find('{');
      words_into(block, text.substr(0, open));
      if (open == std::string_view::npos) return;
      const size_t close = text.find('}', open);
      place(block, text.substr(open + 1, close - open - 1));
      text.remove_prefix(close + 1);
    }
  }

  // "$name", or "figure|one|others".
  void place(Block& block, std::string_view field) {
    if (field == "$unit") return words_into(block, name_of(content_.unit));
    if (field == "$scenario") return words_into(block, scenario());
    if (field == "$from") return words_into(block, local_text(content_.from));
    if (field == "$cut_off") return words_into(block, local_text(content_.cut_off));
    const size_t one = field.find('|');
    const size_t others = field.find('|', one + 1);
    const std::string figure(field.substr(0, one));
    const double value = ledger_.value_of(figure);
    const std::string_view form =
        value == 1 ? field.substr(one + 1, others - one - 1) : field.substr(others + 1);
    const size_t number = form.find('#');
    // A form that spells the number out is the link as a whole.
    if (number == std::string_view::npos) {
      block.spans.push_back({.text = std::string(form), .figure = figure});
      return;
    }
    words_into(block, form.substr(0, number));
    block.spans.push_back({.text = decimal(value), .figure = figure});
    words_into(block, form.substr(number + 1));
  }

  Cell number(const std::string& figure) const {
    return {.text = decimal(ledger_.value_of(figure)), .figure = figure};
  }

  void corrections() {
    if (content_.corrections.empty()) return;
    add(BlockKind::heading, say("corrections"));
    add(BlockKind::paragraph, say("corrections_text"));
    Block& table = add(BlockKind::table);
    table.columns = {say("figure"), say("was"), say("is")};
    for (const Correction& one : content_.corrections)
      table.rows.push_back({{.text = label_of(content_, one.name, language_)},
                            {.text = decimal(one.was)},
                            {.text = decimal(one.is), .figure = "corrections." + one.name}});
  }

  bool is_kind_known(const std::string& kind) const {
    const auto& figures = ledger_.figures();
    const std::string start = "sites_" + kind + "_";
    const auto found = figures.lower_bound(start);
    return found != figures.end() && found->first.starts_with(start) &&
           found->first.find('.') == std::string::npos;
  }

  void states(const char* title, const std::vector<std::string>& of) {
    if (ledger_.value_of("sites") == 0) return;
    Block& table = add(BlockKind::table, say(title));
    table.columns.push_back(say(std::string_view(title) == "by_tier" ? "tier" : "kind"));
    const std::vector<std::string> healths{"down", "degraded", "suppressed", "stale", "normal"};
    for (const std::string& health : healths) table.columns.push_back(say(health));
    for (const std::string& one : of) {
      std::vector<Cell> row{{.text = say(one)}};
      for (const std::string& health : healths) {
        Cell cell = number("sites_" + one + "_" + health);
        if (cell.text != "0") cell.state = health;
        row.push_back(std::move(cell));
      }
      table.rows.push_back(std::move(row));
    }
  }

  struct Line {
    const char* figure;
    const char* colour;
  };
  void chart(const char* title, const std::vector<Line>& lines) {
    if (std::ranges::none_of(lines, [&](const Line& line) { return holds(line.figure); })) return;
    Block& block = add(BlockKind::chart, say(title));
    for (const std::string& column : content_.columns)
      block.chart.categories.push_back(column.size() > 10 ? column.substr(11) + ":00"
                                                          : column.substr(5));
    for (const Line& line : lines) {
      BarSeries series{.name = say("figure." + std::string(line.figure)), .colour = line.colour};
      for (const std::string& column : content_.columns) {
        const std::string figure = std::string(line.figure) + ".at." + column;
        series.values.push_back(static_cast<uint64_t>(ledger_.value_of(figure)));
        series.figures.push_back(series.values.back() == 0 ? "" : figure);
      }
      block.chart.series.push_back(std::move(series));
    }
  }

  void units() {
    if (content_.units.empty()) return;
    Block& table = add(BlockKind::table, say("units"));
    const std::vector<std::string> figures{"sites",          "sites_hit",        "sites_down",
                                           "sites_degraded", "incidents_opened", "incidents_open",
                                           "orders_issued",  "orders_overdue",   "silent_units"};
    table.columns.push_back(say("unit"));
    for (const std::string& figure : figures) table.columns.push_back(say("figure." + figure));
    for (const UnitName& unit : content_.units) {
      std::vector<Cell> row{
          {.text = name_of(unit), .link = "/units?open=unit:" + to_text(unit.unit)}};
      for (const std::string& figure : figures) {
        Cell cell = number(figure + ".unit." + to_text(unit.unit));
        if (cell.text != "0" && figure == "sites_down") cell.state = "down";
        if (cell.text != "0" && figure == "sites_degraded") cell.state = "degraded";
        row.push_back(std::move(cell));
      }
      table.rows.push_back(std::move(row));
    }
  }

  static constexpr const char* team_figures[] = {"teams_mobilised", "team_tasks_ordered",
                                                 "team_tasks_done", "team_person_times",
                                                 "team_hours"};

  Block& team_table(const char* title, const char* first, bool has_standing) {
    Block& table = add(BlockKind::table, say(title));
    table.columns.push_back(say(first));
    if (has_standing)
      for (const char* figure : {"teams", "team_members"})
        table.columns.push_back(say("figure." + std::string(figure)));
    return table;
  }

  void teams() {
    if (ledger_.value_of("teams") == 0) return;
    Block& kinds = team_table("teams_by_kind", "kind", true);
    name_columns(kinds, team_figures);
    for (const char* kind : {"commando", "vanguard", "volunteer"})
      team_row(kinds, {.text = say(kind)}, "_" + std::string(kind));
    if (!content_.units.empty()) {
      Block& units = team_table("teams_by_unit", "unit", true);
      name_columns(units, team_figures);
      for (const UnitName& unit : content_.units)
        team_row(units, {.text = name_of(unit), .link = "/units?open=unit:" + to_text(unit.unit)},
                 ".unit." + to_text(unit.unit));
    }
    teams_by_time();
    team_results();
  }

  template <class Figures>
  void name_columns(Block& table, const Figures& figures) const {
    for (const char* figure : figures)
      table.columns.push_back(say("figure." + std::string(figure)));
  }

  void team_row(Block& table, Cell first, const std::string& ending) const {
    std::vector<Cell> row{std::move(first)};
    for (const char* figure : {"teams", "team_members"}) row.push_back(number(figure + ending));
    for (const char* figure : team_figures) row.push_back(number(figure + ending));
    table.rows.push_back(std::move(row));
  }

  // Days or hours in which something was asked of a team or done by one.
  void teams_by_time() {
    constexpr const char* figures[] = {"teams_mobilised", "team_tasks_ordered", "team_tasks_done",
                                       "team_tasks_called_off", "team_hours"};
    if (std::ranges::none_of(figures, [&](const char* figure) { return holds(figure); })) return;
    Block& table = team_table("teams_by_time", "time", false);
    name_columns(table, figures);
    for (const std::string& column : content_.columns) {
      std::vector<Cell> row{{.text = column.size() > 10
                                         ? column.substr(0, 10) + " " + column.substr(11) + ":00"
                                         : column}};
      bool has_any = false;
      for (const char* figure : figures) {
        const std::string name = std::string(figure) + ".at." + column;
        has_any |= holds(name);
        row.push_back(holds(name) ? number(name) : Cell{.text = "0"});
      }
      if (has_any) table.rows.push_back(std::move(row));
    }
  }

  // What was counted, all together and by unit below.
  void team_results() {
    constexpr std::string_view start = "team_results.of.";
    const auto& figures = ledger_.figures();
    std::vector<std::vector<Cell>> rows;
    for (auto at = figures.lower_bound(start); at != figures.end(); ++at) {
      const std::string& name = at->first;
      if (!name.starts_with(start)) break;
      if (name.find('.', start.size()) != std::string::npos) continue;
      const Cell words{.text = text_of_hex(name.substr(start.size()))};
      rows.push_back({words, {.text = say("all")}, number(name)});
      for (const UnitName& unit : content_.units) {
        const std::string of_unit = name + ".unit." + to_text(unit.unit);
        if (holds(of_unit)) rows.push_back({words, {.text = name_of(unit)}, number(of_unit)});
      }
    }
    if (rows.empty()) return;
    Block& table = add(BlockKind::table, say("team_results"));
    table.columns = {say("result"), say("unit"), say("figure.team_results")};
    table.rows = std::move(rows);
  }

  const std::string& in_language(const std::string& zh, const std::string& en) const {
    return language_ == Language::zh || en.empty() ? zh : en;
  }
  void troubled() {
    if (content_.sites.empty()) return;
    Block& table = add(BlockKind::table, say("troubled"));
    table.columns = {say("site"), say("state"), say("tier"), say("unit"), say("since")};
    for (const TroubledSite& site : content_.sites) {
      const std::string state(enum_text(site.state));
      table.rows.push_back(
          {{.text = in_language(site.name_zh, site.name_en), .link = "/sites?open=site:" + site.id},
           {.text = say(state), .state = state},
           {.text = std::to_string(site.tier)},
           {.text = in_language(site.unit_zh, site.unit_en)},
           {.text = local_text(site.since)}});
    }
  }

  void incidents() {
    if (content_.incidents.empty()) return;
    Block& table = add(BlockKind::table, say("open_incidents"));
    table.columns = {say("incident"), say("severity"), say("unit"), say("opened_at")};
    for (const OpenIncident& one : content_.incidents)
      table.rows.push_back({{.text = in_language(one.title_zh, one.title_en),
                             .link = "/incidents?open=incident:" + one.id},
                            {.text = say(enum_text(one.severity))},
                            {.text = in_language(one.unit_zh, one.unit_en)},
                            {.text = local_text(one.opened_at)}});
  }

  const Content& content_;
  const Ledger& ledger_;
  const Standing& standing_;
  Language language_;
  Document document_;
};

}  // namespace

std::span<const Passage> passages(Language language) {
  return language == Language::zh ? zh::passages() : en::passages();
}

std::span<const Word> words(Language language) {
  return language == Language::zh ? zh::words() : en::words();
}

std::string_view word(Language language, std::string_view key) {
  for (const Word& one : words(language))
    if (one.key == key) return one.text;
  return key;
}

// "sites_hit.unit.420100", "corrections.sites_hit", "sites_tier_1_down", "alarms_open_critical".
std::string label_of(const Content& content, std::string_view figure, Language language) {
  const std::string colon(word(language, "colon"));
  if (figure.starts_with("corrections."))
    return std::string(word(language, "corrections")) + colon +
           label_of(content, figure.substr(12), language);
  if (const size_t at = figure.find(".at."); at != std::string_view::npos)
    return std::string(figure.substr(at + 4)) + colon +
           label_of(content, figure.substr(0, at), language);
  if (const size_t at = figure.find(".unit."); at != std::string_view::npos) {
    std::string unit(figure.substr(at + 6));
    for (const UnitName& one : content.units)
      if (to_text(one.unit) == unit)
        return (language == Language::zh ? one.name_zh : one.name_en) + colon +
               label_of(content, figure.substr(0, at), language);
  }
  if (constexpr std::string_view results = "team_results.of."; figure.starts_with(results))
    return std::string(word(language, "figure.team_results")) + colon +
           text_of_hex(figure.substr(results.size()));
  const std::string key = "figure." + std::string(figure);
  if (const auto whole = word(language, key); whole != key) return std::string(whole);
  for (size_t cut = figure.rfind('_'); cut != std::string_view::npos && cut > 0;
       cut = figure.rfind('_', cut - 1)) {
    const std::string first = "figure." + std::string(figure.substr(0, cut));
    const std::string_view rest = figure.substr(cut + 1);
    const auto start = word(language, first), end = word(language, rest);
    if (start != first && end != rest) return std::string(start) + colon + std::string(end);
  }
  // A state of the sites of one tier or kind.
  const size_t last = figure.rfind('_');
  if (figure.starts_with("sites_") && last > 6)
    return std::string(word(language, figure.substr(6, last - 6))) + colon +
           std::string(word(language, figure.substr(last + 1)));
  return std::string(figure);
}

Document write_document(const Answer& answer, const Standing& standing, Language language) {
  return Writer(answer, standing, language).write(answer.digest);
}

}  // namespace lifeline::reports
