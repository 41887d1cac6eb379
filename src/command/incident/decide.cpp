// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <tuple>

#include "base/limits.h"
#include "command/incident/model.h"
#include "command/incident/view.h"
#include "command/unit/model.h"

namespace lifeline::incident {
namespace {

using Events = std::vector<Event>;
constexpr int64_t close_after_s = 24 * 3600;  // a day of quiet ends a resolved incident

Result<const Incident*> must_be_open(const State& state, IncidentId id, const desk::Context& at,
                                     desk::Role least) {
  const auto found = state.open.find(id);
  if (found == state.open.end()) {
    if (id.serial <= state.serial) return conflict("incident_must_be_open");
    return not_found("incident_must_exist", "id");
  }
  if (auto may = unit::must_answer_for(at, found->second.unit, least); !may)
    return tl::unexpected(may.error());
  return &found->second;
}

Result<void> must_be_short(std::string_view text) {
  if (text.size() > limits::text_bytes_max) return invalid("text_must_be_short", "text");
  return {};
}

Result<void> must_be_a_title(std::string_view title_zh, std::string_view title_en) {
  if (title_zh.empty() && title_en.empty()) return invalid("title_must_be_given", "title_zh");
  if (title_zh.size() > limits::text_bytes_max || title_en.size() > limits::text_bytes_max)
    return invalid("title_must_be_short", "title_zh");
  return {};
}

Result<Events> decide(const State& state, const Open& c, const desk::Context& at) {
  if (auto fits = must_be_a_title(c.title_zh, c.title_en); !fits)
    return tl::unexpected(fits.error());
  if (auto fits = must_be_short(c.text); !fits) return tl::unexpected(fits.error());
  if (!at.get<unit::State>().units.contains(c.unit)) return invalid("unit_must_be_known", "unit");
  if (auto may = unit::must_answer_for(at, c.unit, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  return Events{Opened{.id = {at.desk.value, state.serial + 1},
                       .title_zh = c.title_zh.empty() ? c.title_en : c.title_zh,
                       .title_en = c.title_en.empty() ? c.title_zh : c.title_en,
                       .severity = c.severity,
                       .unit = c.unit,
                       .region = c.region ? c.region : c.unit,
                       .root = {},
                       .text = c.text}};
}

// The first hit of a unit begins the hold of its order, if there is one; further hits wait with it.
SiteHit site_hit(const Incident& incident, const Hit& c, const desk::Context& at) {
  const auto pending = incident.pending.find(c.unit);
  const bool is_pending = pending != incident.pending.end();
  const bool is_first = !is_pending && !is_ordered(incident.id, c.unit, at.nouns);
  const int64_t hold_s = at.get<Settings>().order_hold_s;
  Instant order_at;
  if (is_pending) order_at = pending->second.at;
  if (is_first && hold_s > 0 && c.unit) order_at = seconds_after(at.now, hold_s);
  return {.id = incident.id,
          .site = c.site,
          .name_zh = c.site_name_zh,
          .name_en = c.site_name_en,
          .unit = c.unit,
          .down = c.down,
          .first_of_unit = is_first,
          .take_up_within_s = c.take_up_within_s,
          .on_duty = c.on_duty,
          .order_at = order_at};
}

std::string title_zh(const std::string& root_name) { return root_name + " 故障，影响重点站点"; }
std::string title_en(const std::string& root_name) {
  return root_name + " has failed and hits key sites";
}

Result<Events> decide(const State& state, const Hit& c, const desk::Context& at) {
  const auto known = state.by_root.find(c.root);
  if (known == state.by_root.end()) {
    const IncidentId id{at.desk.value, state.serial + 1};
    return Events{Opened{.id = id,
                         .title_zh = title_zh(c.root_name),
                         .title_en = title_en(c.root_name),
                         .severity = c.severity,
                         .unit = c.unit,
                         .region = c.root_region,
                         .root = c.root,
                         .sure_percent = c.sure_percent,
                         .text = {}},
                  site_hit({.id = id}, c, at)};
  }
  const Incident& incident = state.open.at(known->second);
  Events events;
  if (incident.phase == Phase::resolved) events.push_back(Reopened{.id = incident.id});
  const auto site = incident.sites.find(c.site);
  if (site == incident.sites.end() || site->second.down != c.down)
    events.push_back(site_hit(incident, c, at));
  if (c.severity > incident.severity)
    events.push_back(SeverityRaised{.id = incident.id, .severity = c.severity});
  return events;
}

Explained explained(IncidentId id, const Explain& c, IncidentId into = {}) {
  return {.id = id,
          .root = c.by,
          .title_zh = title_zh(c.by_name),
          .title_en = title_en(c.by_name),
          .region = c.by_region,
          .sure_percent = c.sure_percent,
          .into = into};
}

// Of two incidents the one that still goes on stays, and of two such the older one.
Result<Events> decide(const State& state, const Explain& c, const desk::Context&) {
  const auto known = state.by_root.find(c.root);
  if (known == state.by_root.end()) return conflict("incident_must_be_open");
  const Incident& incident = state.open.at(known->second);
  if (c.by == c.root) {
    if (c.sure_percent == incident.sure_percent) return Events{};
    return Events{explained(incident.id, c)};
  }
  const auto of_other = state.by_root.find(c.by);
  if (of_other == state.by_root.end()) return Events{explained(incident.id, c)};
  const Incident& other = state.open.at(of_other->second);
  const auto rank = [](const Incident& one) {
    return std::pair(one.phase == Phase::resolved, one.id);
  };
  if (rank(other) < rank(incident)) return Events{explained(incident.id, c, other.id)};
  return Events{explained(other.id, c, incident.id), explained(incident.id, c)};
}

// The unit that waits for an order and has no site left that is hit, when this one is relieved.
UnitCode spared_by(const Incident& incident, const std::string& relieved) {
  const UnitCode unit = incident.sites.at(relieved).unit;
  if (!incident.pending.contains(unit)) return {};
  const bool is_hit = std::ranges::any_of(incident.sites, [&](const auto& site) {
    return site.first != relieved && site.second.unit == unit;
  });
  return is_hit ? UnitCode{} : unit;
}

// An incident without a root is a person's, who alone ends it.
Result<Events> decide(const State& state, const Relieve& c, const desk::Context& at) {
  Events events;
  const auto hit = state.by_site.find(c.site);
  if (hit == state.by_site.end()) return events;
  for (const IncidentId id : hit->second) {
    const Incident& incident = state.open.at(id);
    if (c.still.contains(incident.root)) continue;
    events.push_back(SiteRelieved{.id = id, .site = c.site, .spared = spared_by(incident, c.site)});
    if (incident.sites.size() == 1 && incident.phase != Phase::resolved)
      events.push_back(
          Resolved{.id = id, .text = {}, .close_at = seconds_after(at.now, close_after_s)});
  }
  return events;
}

Result<Events> decide(const State& state, const LinkAlarm& c, const desk::Context& at) {
  const auto& linked = at.get<View>().of_alarm;
  const auto link = linked.find(c.alarm);
  if (!c.raised) {
    if (link == linked.end()) return Events{};
    const Row& row = at.get<View>().pages.at(link->second).row;
    return Events{AlarmLinked{.id = link->second,
                              .alarm = c.alarm,
                              .raised = false,
                              .symptom = c.root != row.element,
                              .text = c.text}};
  }
  const auto known = state.by_root.find(c.root);
  if (known == state.by_root.end()) return conflict("incident_must_be_open");
  if (link != linked.end() && link->second == known->second) return Events{};
  return Events{AlarmLinked{
      .id = known->second, .alarm = c.alarm, .raised = true, .symptom = c.symptom, .text = c.text}};
}

Result<Events> decide(const State& state, const Assign& c, const desk::Context& at) {
  auto incident = must_be_open(state, c.id, at, desk::Role::operator_);
  if (!incident) return tl::unexpected(incident.error());
  if (c.assignee.empty()) return invalid("assignee_must_be_given", "assignee");
  if (c.assignee.size() > limits::name_bytes_max)
    return invalid("assignee_must_be_short", "assignee");
  if ((*incident)->phase >= Phase::resolved) return conflict("incident_must_not_be_resolved");
  return Events{Assigned{.id = c.id, .assignee = c.assignee}};
}

Result<Events> decide(const State& state, const Mitigate& c, const desk::Context& at) {
  auto incident = must_be_open(state, c.id, at, desk::Role::operator_);
  if (!incident) return tl::unexpected(incident.error());
  if (auto fits = must_be_short(c.text); !fits) return tl::unexpected(fits.error());
  if ((*incident)->phase >= Phase::mitigated) return conflict("incident_must_not_be_mitigated");
  return Events{Mitigated{.id = c.id, .text = c.text}};
}

Result<Events> decide(const State& state, const Resolve& c, const desk::Context& at) {
  auto incident = must_be_open(state, c.id, at, desk::Role::operator_);
  if (!incident) return tl::unexpected(incident.error());
  if (auto fits = must_be_short(c.text); !fits) return tl::unexpected(fits.error());
  if ((*incident)->phase >= Phase::resolved) return conflict("incident_must_not_be_resolved");
  if (!(*incident)->sites.empty())
    return conflict("sites_must_be_relieved", {}, "the network still sees sites hit by it");
  return Events{
      Resolved{.id = c.id, .text = c.text, .close_at = seconds_after(at.now, close_after_s)}};
}

Result<Events> decide(const State& state, const Close& c, const desk::Context& at) {
  auto incident = must_be_open(state, c.id, at, desk::Role::operator_);
  if (!incident) return tl::unexpected(incident.error());
  if (auto fits = must_be_short(c.text); !fits) return tl::unexpected(fits.error());
  if ((*incident)->phase != Phase::resolved) return conflict("incident_must_be_resolved");
  return Events{Closed{.id = c.id, .text = c.text}};
}

Result<Events> decide(const State& state, const Note& c, const desk::Context& at) {
  auto incident = must_be_open(state, c.id, at, desk::Role::operator_);
  if (!incident) return tl::unexpected(incident.error());
  if (c.text.empty()) return invalid("text_must_be_given", "text");
  if (auto fits = must_be_short(c.text); !fits) return tl::unexpected(fits.error());
  return Events{Noted{.id = c.id, .text = c.text}};
}

Result<Events> decide(const State& state, const Raise& c, const desk::Context& at) {
  auto incident = must_be_open(state, c.id, at, desk::Role::operator_);
  if (!incident) return tl::unexpected(incident.error());
  if ((*incident)->phase >= Phase::resolved) return conflict("incident_must_not_be_resolved");
  // What the network knows of it is not talked down.
  if (c.severity <= (*incident)->severity) return conflict("severity_must_rise", "severity");
  return Events{SeverityRaised{.id = c.id, .severity = c.severity}};
}

Result<Events> decide(const State& state, const Retitle& c, const desk::Context& at) {
  auto incident = must_be_open(state, c.id, at, desk::Role::operator_);
  if (!incident) return tl::unexpected(incident.error());
  if (auto fits = must_be_a_title(c.title_zh, c.title_en); !fits)
    return tl::unexpected(fits.error());
  const auto& pages = at.get<View>().pages;
  const auto page = pages.find(c.id);
  return Events{Explained{.id = c.id,
                          .root = (*incident)->root,
                          .title_zh = c.title_zh.empty() ? c.title_en : c.title_zh,
                          .title_en = c.title_en.empty() ? c.title_zh : c.title_en,
                          .region = page == pages.end() ? UnitCode{} : page->second.row.region,
                          .sure_percent = (*incident)->sure_percent,
                          .into = {}}};
}

Result<Events> decide(const State& state, const Cancel& c, const desk::Context& at) {
  auto incident = must_be_open(state, c.id, at, desk::Role::commander);
  if (!incident) return tl::unexpected(incident.error());
  if (auto fits = must_be_short(c.text); !fits) return tl::unexpected(fits.error());
  if (c.text.empty()) return invalid("reason_must_be_given", "text");
  if (!(*incident)->sites.empty())
    return conflict("sites_must_be_relieved", {}, "the network still sees sites hit by it");
  return Events{Closed{.id = c.id, .text = c.text}};
}

// What the order is for: the site whose hit began the hold, or if it was relieved another of the
// unit that is down before one that is degraded.
const std::pair<const std::string, Struck>* most_pressing(const Incident& incident,
                                                          const Pending& pending, UnitCode unit) {
  const auto rank = [&](const auto& site) {
    return std::tuple(site.first != pending.site, !site.second.down);
  };
  const std::pair<const std::string, Struck>* first = nullptr;
  for (const auto& site : incident.sites) {
    if (site.second.unit != unit) continue;
    if (first == nullptr || rank(site) < rank(*first)) first = &site;
  }
  return first;
}

// How soon the unit must take it up: as the site under the strictest assurance asks.
int64_t strictest_s(const Incident& incident, UnitCode unit) {
  int64_t within_s = 0;
  for (const auto& [site, struck] : incident.sites)
    if (struck.unit == unit && struck.take_up_within_s > 0)
      within_s =
          within_s == 0 ? struck.take_up_within_s : std::min(within_s, struck.take_up_within_s);
  return within_s;
}

Result<Events> decide(const State& state, const EndHold& c, const desk::Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  const auto found = state.open.find(c.id);
  if (found == state.open.end()) return conflict("incident_must_be_open");
  const Incident& incident = found->second;
  const auto pending = incident.pending.find(c.unit);
  if (pending == incident.pending.end()) return conflict("order_must_be_pending");
  const auto* site = most_pressing(incident, pending->second, c.unit);
  if (site == nullptr)  // what was hit has another owner since
    return Events{SiteRelieved{.id = c.id, .site = {}, .spared = c.unit}};
  const Struck& struck = site->second;
  return Events{SiteHit{.id = c.id,
                        .site = site->first,
                        .name_zh = struck.name_zh,
                        .name_en = struck.name_en,
                        .unit = c.unit,
                        .down = struck.down,
                        .first_of_unit = !is_ordered(c.id, c.unit, at.nouns),
                        .take_up_within_s = strictest_s(incident, c.unit),
                        .on_duty = struck.on_duty,
                        .order_at = {}}};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::incident
