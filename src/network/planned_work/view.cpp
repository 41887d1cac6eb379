// SPDX-License-Identifier: Apache-2.0
#include "network/planned_work/view.h"

#include <algorithm>

#include "base/limits.h"
#include "network/element/model.h"
#include "network/site/model.h"

namespace lifeline::planned_work {
namespace {

using desk::Stamp;

void note(Page& page, const Stamp& s, Step kind, std::string_view text = {}) {
  page.timeline.push_back(
      {.at = s.at, .kind = kind, .who = std::string(s.who), .text = std::string(text)});
  if (page.timeline.size() > limits::planned_work_timeline_max)
    page.timeline.erase(page.timeline.begin() + 1);  // how it began is kept
}

void set(Row& row, const What& what) {
  row.title = what.title;
  row.unit = what.unit;
  row.from = what.from;
  row.until = what.until;
  row.reason = what.reason;
  row.requested_by = what.requested_by;
  row.elements = what.elements;
}

void set(Row& row, const Override& overrides) {
  if (overrides.scenarios.empty()) return;
  row.overrides = overrides.scenarios;
  row.override_reason = overrides.reason;
}

void take(Page& p, const Planned& e, const Stamp& s) {
  p = {};
  p.row.id = e.id;
  p.row.planned_by = s.who;
  p.row.planned_at = s.at;
  set(p.row, e.what);
  set(p.row, e.overrides);
  note(p, s, Step::planned, e.overrides.reason);
}
void take(Page& p, const Changed& e, const Stamp& s) {
  set(p.row, e.what);
  set(p.row, e.overrides);
  note(p, s, Step::changed, e.overrides.reason);
}
void take(Page& p, const Cancelled& e, const Stamp& s) {
  p.row.state = Phase::cancelled;
  p.row.ended_at = s.at;
  p.row.end_reason = e.reason;
  note(p, s, Step::cancelled, e.reason);
}
void take(Page& p, const Extended& e, const Stamp& s) {
  p.row.until = e.until;
  set(p.row, e.overrides);
  note(p, s, Step::extended, e.reason);
}
void take(Page& p, const Started&, const Stamp& s) {
  p.row.state = Phase::running;
  p.row.started_at = s.at;
  note(p, s, Step::started);
}
void take(Page& p, const Ended& e, const Stamp& s) {
  p.row.state = Phase::ended;
  p.row.ended_at = s.at;
  p.row.end_reason = e.reason;
  note(p, s, Step::ended, e.reason);
}

bool is_over(const Row& row) { return row.state == Phase::ended || row.state == Phase::cancelled; }

}  // namespace

void View::fold(const Event& event, const Stamp& stamp) {
  const WorkId id = std::visit([](const auto& e) { return e.id; }, event);
  if (std::holds_alternative<Planned>(event) && pages.try_emplace(id).second == false)
    std::erase(history, id);
  const auto page = pages.find(id);
  if (page == pages.end()) return;
  const bool was_over = is_over(page->second.row);
  std::visit([&](const auto& e) { take(page->second, e, stamp); }, event);
  if (was_over || !is_over(page->second.row)) return;
  history.push_back(id);
  if (history.size() <= limits::planned_work_history_max) return;
  pages.erase(history.front());
  history.pop_front();
}

void complete(Row& row, const desk::Nouns& nouns) {
  row.elements_failed = row.sites_suppressed = 0;
  if (row.state != Phase::running) return;
  const auto& elements = nouns.get<element::State>();
  for (const std::string& id : row.elements)
    if (element::standing_of(elements, id).condition != element::Condition::normal)
      ++row.elements_failed;
  const auto is_by_it = [&](const site::Reason& reason) {
    return reason.health == site::Health::suppressed && !reason.chain.empty() &&
           std::ranges::binary_search(row.elements, reason.chain.back());
  };
  for (const auto& [id, standing] : nouns.get<site::State>().standing)
    if (std::ranges::any_of(standing.reasons, is_by_it)) ++row.sites_suppressed;
}

}  // namespace lifeline::planned_work
