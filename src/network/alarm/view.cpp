// SPDX-License-Identifier: Apache-2.0
#include "network/alarm/view.h"

#include "base/limits.h"

namespace lifeline::alarm {
namespace {

using desk::Stamp;

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
  Row& row = v.rows[e.id];
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
  ++v.totals.raised;
  if (!e.mapped) ++v.totals.unmapped;
  count(v, row, +1);
}
void take(View& v, const Repeated& e, const Stamp& s) {
  Row& row = v.rows[e.id];
  count(v, row, -1);
  ++row.count;
  row.perceived_severity = e.severity;
  row.changed_at = s.at;
  ++v.totals.repeated;
  count(v, row, +1);
}
void take(View& v, const Cleared& e, const Stamp& s) {
  Row& row = v.rows[e.id];
  count(v, row, -1);
  if (!row.mapped) --v.totals.unmapped;
  row.state = Phase::cleared;
  row.cleared_at = row.changed_at = s.at;
  ++v.totals.cleared;
  v.history.push_back(e.id);
  if (v.history.size() <= limits::alarm_history_max) return;
  v.rows.erase(v.history.front());
  v.remarks.erase(v.history.front());
  v.history.pop_front();
}
void take(View& v, const ClearUnmatched&, const Stamp&) { ++v.totals.clear_unmatched; }
void take(View& v, const Acknowledged& e, const Stamp& s) {
  Row& row = v.rows[e.id];
  count(v, row, -1);
  row.ack_state = AckState::acknowledged;
  row.ack_by = s.who;
  row.ack_at = row.changed_at = s.at;
  count(v, row, +1);
}
void take(View& v, const Unacknowledged& e, const Stamp& s) {
  Row& row = v.rows[e.id];
  count(v, row, -1);
  row.ack_state = AckState::unacknowledged;
  row.ack_by.clear();
  row.ack_at = {};
  row.changed_at = s.at;
  count(v, row, +1);
}
void take(View& v, const Commented& e, const Stamp& s) {
  v.remarks[e.id].push_back({.at = s.at, .who = std::string(s.who), .text = e.text});
  v.rows[e.id].changed_at = s.at;
}
void take(View& v, const Placed& e, const Stamp& s) {
  Row& row = v.rows[e.id];
  count(v, row, -1);
  if (!row.mapped) --v.totals.unmapped;
  row.mapped = true;
  row.element = row.source_name;
  row.region = e.region;
  row.unit = e.unit;
  row.changed_at = s.at;
  count(v, row, +1);
}

}  // namespace

void View::fold(const Event& event, const Stamp& stamp) {
  std::visit([&](const auto& e) { take(*this, e, stamp); }, event);
}

void View::reindex() {
  counts.clear();
  for (const auto& [id, row] : rows)
    if (row.state == Phase::raised) count(*this, row, +1);
}

}  // namespace lifeline::alarm
