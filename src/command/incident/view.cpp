// SPDX-License-Identifier: Apache-2.0
#include "command/incident/view.h"

#include <algorithm>

#include "base/limits.h"

namespace lifeline::incident {
namespace {

using desk::Stamp;

void note(Page& page, Entry entry) {
  page.row.changed_at = entry.at;
  page.timeline.push_back(std::move(entry));
  if (page.timeline.size() > limits::incident_timeline_max)
    page.timeline.erase(page.timeline.begin() + 1);  // how it began is kept
}

Entry entry_of(const Stamp& s, Kind kind, std::string_view text = {}, std::string_view ref = {}) {
  return {.at = s.at,
          .kind = kind,
          .who = std::string(s.who),
          .text_zh = std::string(text),
          .text_en = std::string(text),
          .ref = std::string(ref)};
}

void show_pending(Page& p) {
  p.row.order_at = {};
  p.row.units_to_order.clear();
  for (const auto& [unit, at] : p.pending) {
    if (!p.row.order_at || at < p.row.order_at) p.row.order_at = at;
    p.row.units_to_order.push_back(unit);
  }
}

void take(Page& p, const Opened& e, const Stamp& s) {
  p.row = {.id = e.id,
           .title_zh = e.title_zh,
           .title_en = e.title_en,
           .severity = e.severity,
           .unit = e.unit,
           .region = e.region,
           .element = e.root,
           .sure_percent = e.sure_percent,
           .merged_into = {},
           .opened_at = s.at,
           .changed_at = s.at,
           .resolved_at = {},
           .assignee = {},
           .order_at = {},
           .units_to_order = {}};
  note(p, entry_of(s, Kind::opened, e.text, e.root));
}
void take(Page& p, const Reopened&, const Stamp& s) {
  p.row.phase = Phase::opened;
  p.row.resolved_at = {};
  note(p, entry_of(s, Kind::reopened));
}
void take(Page& p, const Explained& e, const Stamp& s) {
  if (e.into) {
    p.row.phase = Phase::merged;
    p.row.merged_into = e.into;
    note(p, entry_of(s, Kind::merged, to_text(e.into), to_text(e.into)));
    return;
  }
  // Without a root, or with the one that it had and another name, a person has retitled it.
  const bool is_retitled = p.row.element == e.root && p.row.sure_percent == e.sure_percent &&
                           (p.row.title_zh != e.title_zh || p.row.title_en != e.title_en);
  p.row.element = e.root;
  p.row.title_zh = e.title_zh;
  p.row.title_en = e.title_en;
  if (e.region) p.row.region = e.region;
  p.row.sure_percent = e.sure_percent;
  Entry entry = entry_of(s, is_retitled ? Kind::retitled : Kind::explained, e.root, e.root);
  if (is_retitled) {
    entry.text_zh = e.title_zh;
    entry.text_en = e.title_en;
  }
  note(p, std::move(entry));
}
void take(Page& p, const SiteHit& e, const Stamp& s) {
  const bool is_hold_over = !e.order_at && p.pending.erase(e.unit) > 0;
  if (e.order_at && e.first_of_unit) p.pending[e.unit] = e.order_at;
  p.sites.insert(e.site);
  p.units.insert(e.unit);
  p.row.sites_hit = p.sites.size();
  p.row.changed_at = s.at;
  show_pending(p);
  if (is_hold_over) return;  // the hit was told when it came; the order tells itself
  Entry entry = entry_of(s, Kind::site_hit, {}, e.site);
  entry.text_zh = e.name_zh + (e.down ? " 中断" : " 降级");
  entry.text_en = e.name_en + (e.down ? " is down" : " is degraded");
  note(p, std::move(entry));
}
void take(Page& p, const SiteRelieved& e, const Stamp& s) {
  p.sites.erase(e.site);
  p.row.sites_hit = p.sites.size();
  if (!e.site.empty()) note(p, entry_of(s, Kind::site_relieved, {}, e.site));
  if (p.pending.erase(e.spared) == 0) return;
  show_pending(p);
  note(p, entry_of(s, Kind::order_spared, to_text(e.spared), to_text(e.spared)));
}
// Symptoms are counted, not told one by one: a cut fibre has thousands.
void take(Page& p, const AlarmLinked& e, const Stamp& s) {
  if (e.raised)
    p.row.alarms_total += p.alarms.insert(e.alarm).second ? 1 : 0;
  else
    p.alarms.erase(e.alarm);
  p.row.alarms_open = p.alarms.size();
  p.row.changed_at = s.at;
  if (!e.symptom)
    note(p, entry_of(s, e.raised ? Kind::alarm_raised : Kind::alarm_cleared, e.text, e.alarm));
}
void take(Page& p, const SeverityRaised& e, const Stamp& s) {
  p.row.severity = e.severity;
  note(p, entry_of(s, Kind::severity_raised, enum_text(e.severity)));
}
void take(Page& p, const Assigned& e, const Stamp& s) {
  p.row.phase = std::max(p.row.phase, Phase::assigned);
  p.row.assignee = e.assignee;
  note(p, entry_of(s, Kind::assigned, e.assignee));
}
void take(Page& p, const Mitigated& e, const Stamp& s) {
  p.row.phase = Phase::mitigated;
  note(p, entry_of(s, Kind::mitigated, e.text));
}
void take(Page& p, const Resolved& e, const Stamp& s) {
  p.row.phase = Phase::resolved;
  p.row.resolved_at = s.at;
  note(p, entry_of(s, Kind::resolved, e.text));
}
void take(Page& p, const Closed& e, const Stamp& s) {
  p.row.phase = Phase::closed;
  p.pending.clear();
  show_pending(p);
  note(p, entry_of(s, Kind::closed, e.text));
}
void take(Page& p, const Noted& e, const Stamp& s) { note(p, entry_of(s, Kind::noted, e.text)); }

Kind kind_of(const order::Event& event) {
  if (std::holds_alternative<order::Issued>(event)) return Kind::order_issued;
  if (std::holds_alternative<order::Acknowledged>(event)) return Kind::order_acknowledged;
  if (std::holds_alternative<order::Finished>(event)) return Kind::order_done;
  if (std::holds_alternative<order::Declined>(event)) return Kind::order_declined;
  if (std::holds_alternative<order::Recalled>(event)) return Kind::order_recalled;
  if (std::holds_alternative<order::Amended>(event)) return Kind::order_amended;
  if (std::holds_alternative<order::Stepped>(event)) return Kind::order_reported;
  if (std::holds_alternative<order::Supervised>(event)) return Kind::order_supervised;
  if (std::holds_alternative<order::HandedBack>(event)) return Kind::order_handed_back;
  const auto* escalated = std::get_if<order::Escalated>(&event);
  const bool goes_up = escalated == nullptr || escalated->way == order::Way::escalation;
  return goes_up ? Kind::order_escalated : Kind::order_handed_on;
}

// Who of the units a step is about: "420106", or where an escalation goes to.
std::string unit_text(const order::Event& event) {
  return std::visit(
      [](const auto& e) {
        if constexpr (requires { e.to; }) return to_text(e.unit) + " → " + to_text(e.to);
        if constexpr (requires { e.unit; }) return to_text(e.unit);
        if constexpr (requires { e.what; }) return e.what.subject_zh;
        return std::string();
      },
      event);
}

}  // namespace

// What the merged incident had, the other has now; its page stays to be read.
void View::take_over(const Explained& merged) {
  const auto from = pages.find(merged.id), into = pages.find(merged.into);
  if (from == pages.end() || into == pages.end() || from == into) return;
  Page &old = from->second, &page = into->second;
  page.sites.insert(old.sites.begin(), old.sites.end());
  page.units.insert(old.units.begin(), old.units.end());
  for (const std::string& alarm : old.alarms) {
    page.row.alarms_total += page.alarms.insert(alarm).second ? 1 : 0;
    of_alarm[alarm] = merged.into;
  }
  for (const order::OrderId order : old.orders) {
    const auto followed = of_order.find(order);
    if (followed == of_order.end() || followed->second.incident != merged.id) continue;
    followed->second.incident = merged.into;
    page.orders.insert(order);
    if (!followed->second.owing.empty()) ++page.row.orders_open;
  }
  for (const auto& [unit, at] : old.pending) {
    const auto [known, is_new] = page.pending.try_emplace(unit, at);
    if (!is_new) known->second = std::min(known->second, at);
  }
  page.row.sites_hit = page.sites.size();
  page.row.alarms_open = page.alarms.size();
  old.sites.clear();
  old.alarms.clear();
  old.pending.clear();
  show_pending(old);
  show_pending(page);
  old.row.sites_hit = old.row.alarms_open = old.row.orders_open = 0;
}

// An alarm is of one incident at a time.
void View::link(const AlarmLinked& event) {
  const auto before = of_alarm.find(event.alarm);
  if (event.raised && before != of_alarm.end() && before->second != event.id) {
    const auto page = pages.find(before->second);
    if (page != pages.end() && page->second.alarms.erase(event.alarm) > 0)
      page->second.row.alarms_open = page->second.alarms.size();
  }
  if (event.raised && pages.contains(event.id))
    of_alarm[event.alarm] = event.id;
  else if (before != of_alarm.end() && before->second == event.id)
    of_alarm.erase(before);
}

void View::fold(const Event& event, const Stamp& stamp) {
  if (const auto* explained = std::get_if<Explained>(&event); explained && explained->into)
    take_over(*explained);
  if (const auto* linked = std::get_if<AlarmLinked>(&event)) link(*linked);
  std::visit(
      [&]<class E>(const E& e) {
        if constexpr (std::is_same_v<E, Opened>) pages.try_emplace(e.id);
        if (const auto page = pages.find(e.id); page != pages.end()) take(page->second, e, stamp);
      },
      event);
}

bool is_owed(order::OrderId id, UnitCode unit, order::Step below, const desk::Nouns& nouns) {
  const auto& orders = nouns.get<order::State>().orders;
  const auto order = orders.find(id);
  if (order == orders.end() || order->second.recalled) return false;
  const auto* recipient = order::find_recipient(order->second, unit);
  return recipient != nullptr && recipient->step < below;
}

bool is_ordered(IncidentId id, UnitCode unit, const desk::Nouns& nouns) {
  const auto& pages = nouns.get<View>().pages;
  const auto page = pages.find(id);
  if (page == pages.end()) return false;
  return std::ranges::any_of(page->second.orders, [&](order::OrderId one) {
    return is_owed(one, unit, order::Step::done, nouns);
  });
}

void View::reindex() {
  of_alarm.clear();
  for (const auto& [id, page] : pages)
    for (const std::string& alarm : page.alarms) of_alarm[alarm] = id;
}

// An order about an incident comes with its issue, or on another desk with its receipt.
void View::follow(const order::Event& event) {
  const auto begin = [&](const auto& e) {
    const auto page = pages.find(e.what.incident);
    if (!e.what.incident || page == pages.end() || of_order.contains(e.id)) return;
    Followed followed{.incident = e.what.incident, .owing = {e.people.begin(), e.people.end()}};
    for (const UnitCode unit : e.recipients) followed.owing.insert({unit, {}});
    if (!followed.owing.empty()) ++page->second.row.orders_open;
    of_order[e.id] = std::move(followed);
    page->second.orders.insert(e.id);
  };
  if (const auto* issued = std::get_if<order::Issued>(&event)) begin(*issued);
  if (const auto* received = std::get_if<order::Received>(&event)) begin(*received);
}

// Who has still to do it, and with that whether the order is open.
void View::settle(Followed& followed, const order::Event& event) {
  auto& owing = followed.owing;
  const bool was_open = !owing.empty();
  if (const auto* finished = std::get_if<order::Finished>(&event)) {
    owing.erase({finished->unit, finished->person});
  } else if (std::holds_alternative<order::Recalled>(event)) {
    owing.clear();
  } else if (const auto* judged = std::get_if<order::QuorumJudged>(&event)) {
    for (const order::Who& who : judged->released) owing.erase(who);
    owing.insert(judged->widened_to.begin(), judged->widened_to.end());
  } else if (const auto* back = std::get_if<order::HandedBack>(&event)) {
    owing.insert({back->unit, back->person});
  } else if (const auto* on = std::get_if<order::Escalated>(&event);
             on != nullptr && on->way != order::Way::escalation) {
    owing.erase({on->unit, on->person});
    owing.insert({on->to, on->to_person});
  }
  Row& row = pages.at(followed.incident).row;
  if (was_open && owing.empty()) --row.orders_open;
  if (!was_open && !owing.empty()) ++row.orders_open;
}

void View::fold(const order::Event& event, const Stamp& stamp) {
  const auto id = std::visit([](const auto& e) { return e.id; }, event);
  const bool is_new = !of_order.contains(id);
  follow(event);
  const auto known = of_order.find(id);
  if (known == of_order.end()) return;
  settle(known->second, event);
  const auto* received = std::get_if<order::Received>(&event);
  if (received != nullptr && !is_new) return;
  // That it was opened, or began, is no news of the incident; a word is.
  const auto* stepped = std::get_if<order::Stepped>(&event);
  if (stepped != nullptr && stepped->note.empty()) return;
  if (std::holds_alternative<order::QuorumJudged>(event)) return;
  Entry entry = entry_of(stamp, received ? Kind::order_issued : kind_of(event), unit_text(event),
                         to_text(id));
  if (const auto* issued = std::get_if<order::Issued>(&event))
    entry.text_en = issued->what.subject_en;
  if (received != nullptr) entry.text_en = received->what.subject_en;
  note(pages.at(known->second.incident), std::move(entry));
}

}  // namespace lifeline::incident
