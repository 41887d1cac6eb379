// SPDX-License-Identifier: Apache-2.0
#include "network/scenario/view.h"

#include <algorithm>

#include "base/limits.h"

namespace lifeline::scenario {
namespace {

using desk::Stamp;

void note(Page& page, const Stamp& s, Step kind, std::string_view text = {}) {
  page.timeline.push_back(
      {.at = s.at, .kind = kind, .who = std::string(s.who), .text = std::string(text)});
  if (page.timeline.size() > limits::scenario_timeline_max)
    page.timeline.erase(page.timeline.begin() + 1);  // how it began is kept
}

void set(Page& page, const What& what, size_t elements) {
  page.what = what;
  Row& row = page.row;
  row.name_zh = what.name_zh;
  row.name_en = what.name_en;
  row.made_from = what.made_from;
  row.unit = what.unit;
  row.from = what.from;
  row.until = what.until;
  row.sites_total = what.sites.size();
  row.elements_total = elements;
  row.threshold_factor = what.rules.threshold_factor;
  row.change_freeze = what.rules.change_freeze;
  row.report_every_min = what.rules.report_every_min;
}

void take(Page& p, const Planned& e, const Stamp& s) {
  p = {};
  p.row.id = e.id;
  p.row.planned_by = s.who;
  set(p, e.what, e.elements.size());
  note(p, s, Step::planned, s.why);
}
void take(Page& p, const Changed& e, const Stamp& s) {
  set(p, e.what, e.elements.size());
  p.row.next_report_at = e.next_report_at;
  note(p, s, Step::changed, s.why);
}
void take(Page& p, const Staffed& e, const Stamp& s) {
  p.what.roster = e.roster;
  note(p, s, Step::staffed, s.why);
}
void take(Page& p, const Started& e, const Stamp& s) {
  p.row.state = Phase::running;
  p.row.started_at = s.at;
  p.row.next_report_at = e.next_report_at;
  note(p, s, Step::started, e.reason);
}
void close(Page& p, Phase phase, const std::string& reason, Instant at) {
  p.row.state = phase;
  p.row.ended_at = at;
  p.row.end_reason = reason;
  p.row.next_report_at = {};
}
void take(Page& p, const Ended& e, const Stamp& s) {
  close(p, Phase::ended, e.reason, s.at);
  note(p, s, Step::ended, e.reason);
}
void take(Page& p, const Cancelled& e, const Stamp& s) {
  close(p, Phase::cancelled, e.reason, s.at);
  note(p, s, Step::cancelled, e.reason);
}
void take(Page& p, const Extended& e, const Stamp& s) {
  p.what.until = p.row.until = e.until;
  note(p, s, Step::extended, e.reason);
}
void take(Page& p, const Derived& e, const Stamp& s) {
  p.row.elements_total = e.elements.size();
  note(p, s, Step::derived);
}
void take(Page& p, const Reported& e, const Stamp& s) {
  p.row.next_report_at = e.next_report_at;
  ++p.row.reports_total;
  p.reports.push_front({.at = s.at, .figures = e.figures});
  if (p.reports.size() > limits::scenario_reports_max) p.reports.pop_back();
}

bool is_over(const Row& row) { return row.state == Phase::ended || row.state == Phase::cancelled; }

}  // namespace

void View::fold(const Event& event, const Stamp& stamp) {
  const ScenarioId id = std::visit([](const auto& e) { return e.id; }, event);
  if (std::holds_alternative<Planned>(event) && !pages.try_emplace(id).second)
    std::erase(history, id);
  const auto page = pages.find(id);
  if (page == pages.end()) return;
  const bool was_over = is_over(page->second.row);
  std::visit([&](const auto& e) { take(page->second, e, stamp); }, event);
  if (was_over || !is_over(page->second.row)) return;
  history.push_back(id);
  if (history.size() <= limits::scenario_history_max) return;
  pages.erase(history.front());
  history.pop_front();
}

std::vector<planned_work::WorkId> conflicts_of(ScenarioId id, const desk::Nouns& nouns) {
  const auto& open = nouns.get<State>().open;
  const auto found = open.find(id);
  if (found == open.end()) return {};
  const Scenario& scenario = found->second;
  const auto& works = nouns.get<planned_work::State>();
  std::set<planned_work::WorkId> conflicts;
  for (const auto& [work_id, work] : works.open) {
    const bool overlaps =
        work.what.from < scenario.what.until && scenario.what.from < work.what.until;
    const auto is_ours = [&](const std::string& element) {
      return std::ranges::binary_search(scenario.elements, element);
    };
    if (overlaps && std::ranges::any_of(work.what.elements, is_ours)) conflicts.insert(work_id);
  }
  return {conflicts.begin(), conflicts.end()};
}

Row row_of(const Page& page, const desk::Nouns& nouns, Instant now) {
  Row row = page.row;
  const auto& open = nouns.get<State>().open;
  const auto found = open.find(row.id);
  if (found == open.end()) return row;
  const Scenario& scenario = found->second;
  Figures figures = figures_of(scenario.what, scenario.elements, nouns, now);
  row.sites_degraded = figures.sites_degraded;
  row.sites_down = figures.sites_down;
  row.sites_suppressed = figures.sites_suppressed;
  row.alarms_open = figures.alarms_open;
  row.incidents_open = figures.incidents_open;
  row.orders_overdue = figures.orders_overdue;
  row.on_duty = std::move(figures.on_duty);
  const Gap gap = roster_gap(scenario.what, now);
  row.roster_gap_from = gap.from;
  row.roster_gap_until = gap.until;
  for (const auto id : conflicts_of(row.id, nouns)) row.conflicts.push_back(to_text(id));
  return row;
}

}  // namespace lifeline::scenario
