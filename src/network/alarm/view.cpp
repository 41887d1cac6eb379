// SPDX-License-Identifier: Apache-2.0
#include "network/alarm/view.h"

#include <algorithm>

#include "base/limits.h"

namespace lifeline::alarm {
namespace {

using desk::Stamp;

constexpr size_t remarks_max = 2 * limits::alarm_comments_max;  // of one alarm, the newest

void remark(View& view, AlarmId id, const Stamp& stamp, Step kind, std::string text = {}) {
  auto& remarks = view.remarks[id];
  if (remarks.size() == remarks_max) remarks.erase(remarks.begin());
  remarks.push_back(
      {.at = stamp.at, .kind = kind, .who = std::string(stamp.who), .text = std::move(text)});
}

// Adds (+1) or takes away (-1) an open alarm from its unit's counts.
void count(View& view, const Row& row, int64_t sign) {
  Counts& counts = view.counts[row.unit];
  const auto delta = static_cast<uint64_t>(sign);  // wraps to -1 on purpose
  counts.open += delta;
  if (row.ack_state == AckState::unacknowledged) counts.unacknowledged += delta;
  if (!row.mapped) counts.unmapped += delta;
  counts.by_severity[static_cast<size_t>(row.perceived_severity)] += delta;
}

void take(View& v, const Raised& e, const Stamp& s) {
  const auto [place, is_new] = v.rows.try_emplace(e.id);
  if (!is_new) return;
  Row& row = place->second;
  row.id = e.id;
  row.source_name = e.source_name;
  if (e.mapped) row.element = e.source_name;
  row.region = e.region;
  row.unit = e.unit;
  row.mapped = e.mapped;
  row.perceived_severity = e.severity;
  row.event_type = e.event_type;
  row.probable_cause = e.condition;
  row.specific_problem = e.specific_problem;
  row.additional_text = e.additional_text;
  row.interface = e.interface;
  row.raised_at = row.changed_at = s.at;
  row.reported_at = e.reported_at;
  row.origin = e.origin;
  row.flapping = e.returns >= flapping_returns;
  v.by_type.add(row);
  v.in_order.add(e.id, row);
  ++v.totals.raised;
  if (!e.mapped) ++v.totals.unmapped;
  count(v, row, +1);
}
// Changes an open alarm's row and keeps the counts true; an alarm that is not there stays away.
template <class Change>
void change(View& view, AlarmId id, const Stamp& stamp, Change change) {
  const auto found = view.rows.find(id);
  if (found == view.rows.end() || found->second.state == Phase::cleared) return;
  Row& row = found->second;
  count(view, row, -1);
  change(row);
  row.changed_at = stamp.at;
  if (row.state == Phase::raised) count(view, row, +1);
}

void set_severity(View& v, Row& row, Severity severity, const Stamp& s) {
  if (row.perceived_severity == severity) return;
  row.perceived_severity = severity;
  remark(v, row.id, s, Step::severity_changed, std::string(enum_text(severity)));
}

// Of an alarm that only its owner told of.
Source sole_source(const Row& row) {
  return {.origin = row.origin,
          .owner = true,
          .severity = row.perceived_severity,
          .count = row.count,
          .first_at = row.raised_at,
          .last_at = row.changed_at,
          .over_at = row.cleared_at};
}

Source& source_of(View& v, Row& row, const std::string& origin, Step kind, const Stamp& s) {
  if (row.sources.empty()) row.sources.push_back(sole_source(row));
  const auto known = std::ranges::find(row.sources, origin, &Source::origin);
  if (known != row.sources.end()) return *known;
  remark(v, row.id, s, kind, origin);
  return row.sources.emplace_back(Source{.origin = origin, .first_at = s.at, .last_at = s.at});
}

void take(View& v, const Repeated& e, const Stamp& s) {
  change(v, e.id, s, [&](Row& row) {
    ++row.count;
    ++v.totals.repeated;
    set_severity(v, row, e.severity, s);
    if (row.sources.empty()) return;
    Source& owner = *std::ranges::find(row.sources, true, &Source::owner);
    ++owner.count;
    owner.last_at = s.at;
    owner.severity = e.severity;
  });
}
void take(View& v, const Told& e, const Stamp& s) {
  change(v, e.id, s, [&](Row& row) {
    ++v.totals.told;
    Source& source = source_of(v, row, e.origin, Step::told, s);
    ++source.count;
    ++row.count;
    source.last_at = s.at;
    source.severity = e.severity;
    source.over_at = {};
    if (!e.owns) return;
    for (Source& one : row.sources) one.owner = one.origin == e.origin;
    row.origin = e.origin;
    set_severity(v, row, e.severity, s);
  });
}
void take(View& v, const ToldOver& e, const Stamp& s) {
  change(v, e.id, s, [&](Row& row) {
    ++v.totals.told_over;
    Source& source = source_of(v, row, e.origin, Step::told_over, s);
    if (source.count > 0 && !source.over_at) remark(v, e.id, s, Step::told_over, e.origin);
    source.last_at = source.over_at = s.at;
  });
}
void take(View& v, const Cleared& e, const Stamp& s) {
  change(v, e.id, s, [&](Row& row) {
    if (!row.mapped) --v.totals.unmapped;
    row.state = Phase::cleared;
    row.cleared_at = s.at;
    for (Source& source : row.sources)
      if (source.owner) source.last_at = source.over_at = s.at;
    ++(e.was_held ? v.totals.settled : v.totals.cleared);
    remark(v, e.id, s, Step::cleared, e.reason);
    v.history.push_back(e.id);
  });
  if (v.history.size() <= limits::alarm_history_max) return;
  if (const auto oldest = v.rows.find(v.history.front()); oldest != v.rows.end()) {
    v.by_type.remove(oldest->second);
    v.in_order.remove(oldest->first);
    v.rows.erase(oldest);
  }
  v.remarks.erase(v.history.front());
  v.history.pop_front();
}
void take(View& v, const ClearHeld& e, const Stamp& s) {
  change(v, e.id, s, [&](Row&) {
    ++v.totals.clear_held;
    remark(v, e.id, s, Step::clear_held, to_rfc3339(e.until));
  });
}
void take(View& v, const RaisedLate&, const Stamp&) { ++v.totals.raised_late; }
void take(View& v, const ClearUnmatched&, const Stamp&) { ++v.totals.clear_unmatched; }
void take(View& v, const Acknowledged& e, const Stamp& s) {
  change(v, e.id, s, [&](Row& row) {
    row.ack_state = AckState::acknowledged;
    row.ack_by = s.who;
    row.ack_at = s.at;
    remark(v, e.id, s, Step::acknowledged, std::string(s.why));
  });
}
void take(View& v, const Unacknowledged& e, const Stamp& s) {
  change(v, e.id, s, [&](Row& row) {
    row.ack_state = AckState::unacknowledged;
    row.ack_by.clear();
    row.ack_at = {};
    remark(v, e.id, s, Step::unacknowledged, std::string(s.why));
  });
}
void take(View& v, const Commented& e, const Stamp& s) {
  change(v, e.id, s, [&](Row&) { remark(v, e.id, s, Step::commented, e.text); });
}
void take(View& v, const Placed& e, const Stamp& s) {
  change(v, e.id, s, [&](Row& row) {
    if (!row.mapped) --v.totals.unmapped;
    v.by_type.remove(row);
    row.mapped = true;
    row.element = row.source_name;
    row.region = e.region;
    row.unit = e.unit;
    v.by_type.add(row);
    remark(v, e.id, s, Step::placed, to_text(e.region));
  });
}

}  // namespace

void View::fold(const Event& event, const Stamp& stamp) {
  std::visit([&](const auto& e) { take(*this, e, stamp); }, event);
}

void View::fold(const incident::Event& event, const Stamp&) {
  const auto* linked = std::get_if<incident::AlarmLinked>(&event);
  const auto id = linked != nullptr ? parse_id<Tag>(linked->alarm) : std::nullopt;
  const auto found = id ? rows.find(*id) : rows.end();
  if (found != rows.end()) found->second.incident = linked->id;
}

void View::reindex() {
  counts.clear();
  by_type.clear();
  in_order.clear();
  std::vector<const Row*> sorted;
  sorted.reserve(rows.size());
  for (const auto& [id, row] : rows) {
    if (row.state == Phase::raised) count(*this, row, +1);
    by_type.add(row);
    sorted.push_back(&row);
  }
  std::ranges::sort(sorted, {}, &Row::id);
  for (const Row* row : sorted) in_order.add(row->id, *row);
}

// An alarm is suppressed with its element, or with the element whose fault explains it.
void complete(Row& row, const desk::Nouns& nouns) {
  if (row.sources.empty()) row.sources.push_back(sole_source(row));
  row.suppressed_by = {};
  if (const auto& works = nouns.get<planned_work::State>();
      row.state == Phase::raised && !row.element.empty() && !works.covered_by.empty()) {
    const auto& root = element::standing_of(nouns.get<element::State>(), row.element).root;
    row.suppressed_by = covers(works, row.element);
    if (!row.suppressed_by) row.suppressed_by = covers(works, root);
  }
  const auto& open = nouns.get<incident::State>().open;
  const auto found = open.find(row.incident);
  const bool hits = found != open.end() && row.state == Phase::raised;
  row.sites = hits ? found->second.sites.size() : 0;
}

}  // namespace lifeline::alarm
