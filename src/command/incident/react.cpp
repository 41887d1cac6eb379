// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "command/incident/view.h"
#include "command/unit/model.h"

namespace lifeline::incident {
namespace {

order::Priority priority_of(Severity severity) {
  switch (severity) {
    case Severity::critical: return order::Priority::urgent;
    case Severity::major: return order::Priority::high;
    default: return order::Priority::normal;
  }
}

order::Issue order_for(const Incident& incident, const SiteHit& hit, const desk::Context& at) {
  // The desk's own unit orders, so that its commander can recall.
  const bool is_below = unit::is_within(at.get<unit::State>(), hit.unit, at.desk);
  const order::Priority priority = priority_of(incident.severity);
  const int64_t usual_s = take_up_within_s(incident.severity);
  const int64_t within_s = hit.take_up_within_s > 0 ? hit.take_up_within_s : usual_s;
  const std::string watched = hit.on_duty.empty() ? "" : "\n重保值守 on duty: " + hit.on_duty;
  return {.what = {.subject_zh = "抢修：恢复" + hit.name_zh + "的通信",
                   .subject_en = "Repair: restore service at " + hit.name_en,
                   .text = incident.root + watched,
                   .priority = priority,
                   .issuer = is_below ? at.desk : group_unit,
                   .incident = incident.id,
                   .acknowledge_within_s = within_s,
                   .finish_within_s = order::usual_pace(priority).finish_within_s},
          .recipients = {hit.unit}};
}

// An order that nobody has taken up yet and that the unit has again from the other incident.
void recall_doubled(const Explained& merged, const desk::Context& at, desk::Commands& out) {
  const auto& pages = at.get<View>().pages;
  const auto from = pages.find(merged.id), into = pages.find(merged.into);
  if (from == pages.end() || into == pages.end()) return;
  const auto& orders = at.get<order::State>().orders;
  for (const order::OrderId id : from->second.orders) {
    const auto order = orders.find(id);
    if (order == orders.end() || order->second.recipients.size() != 1) continue;
    const UnitCode unit = order->second.recipients.front().unit;
    const bool is_doubled = std::ranges::any_of(into->second.orders, [&](order::OrderId other) {
      return !from->second.orders.contains(other) &&
             is_owed(other, unit, order::Step::done, at.nouns);
    });
    if (is_doubled && is_owed(id, unit, order::Step::acknowledged, at.nouns))
      out.add<order::Command>(
          order::Recall{.id = id, .reason = "merged into " + to_text(merged.into)});
  }
}

// An order that waits is not needed when the unit has one from the other incident.
void end_needless(const Explained& merged, const desk::Context& at, desk::Commands& out) {
  const auto& open = at.get<State>().open;
  const auto into = open.find(merged.into);
  if (into == open.end()) return;
  for (const auto& [unit, pending] : into->second.pending)
    if (is_ordered(merged.into, unit, at.nouns))
      out.add<Command>(EndHold{.id = merged.into, .unit = unit});
}

}  // namespace

// Each unit whose ground an incident of the network hits gets one order for it, when the hold is
// over that its first site began, and another when a site is hit after that one was done.
void react(const Event& event, const desk::Context& at, desk::Commands& out) {
  if (const auto* explained = std::get_if<Explained>(&event); explained && explained->into) {
    recall_doubled(*explained, at, out);
    end_needless(*explained, at, out);
  }
  const auto* hit = std::get_if<SiteHit>(&event);
  if (hit == nullptr || !hit->first_of_unit || hit->order_at) return;
  out.add<order::Command>(order_for(at.get<State>().open.at(hit->id), *hit, at));
}

}  // namespace lifeline::incident
