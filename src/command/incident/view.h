// SPDX-License-Identifier: Apache-2.0
// Incidents to read: the list, and for each a timeline of everything that touched it.
#pragma once

#include <deque>
#include <memory>
#include <unordered_map>

#include "command/incident/model.h"
#include "command/order/model.h"

namespace lifeline::incident {

struct Row {
  IncidentId id;
  std::string title_zh;
  std::string title_en;
  Phase phase = Phase::opened;
  Severity severity = Severity::minor;
  UnitCode unit;
  UnitCode region;
  std::string element;
  int sure_percent = 100;  // that the element is the root
  IncidentId merged_into;
  Instant opened_at;
  Instant changed_at;
  Instant resolved_at;
  std::string assignee;
  uint64_t sites_hit = 0;    // now
  uint64_t alarms_open = 0;  // of the root and of what it explains
  uint64_t alarms_total = 0;
  uint64_t orders_open = 0;
  Instant order_at;                      // when the first of the orders that wait goes out
  std::vector<UnitCode> units_to_order;  // that orders wait for
  std::string crew_state;                // how far crews are with it; "": none was called
};
LIFELINE_STRUCT(Row, id, title_zh, title_en, phase, severity, unit, region, element, sure_percent,
                merged_into, opened_at, changed_at, resolved_at, assignee, sites_hit, alarms_open,
                alarms_total, orders_open, order_at, units_to_order, crew_state)

enum class Kind {
  opened,
  reopened,
  explained,
  merged,
  site_hit,
  site_relieved,
  alarm_raised,
  alarm_cleared,
  severity_raised,
  assigned,
  mitigated,
  resolved,
  closed,
  noted,
  order_issued,
  order_acknowledged,
  order_done,
  order_declined,
  order_recalled,
  order_amended,
  order_reported,
  order_handed_on,
  order_supervised,
  order_handed_back,
  order_escalated,
  order_spared,  // it waited and is not needed
  retitled
};
LIFELINE_ENUM(Kind, opened, reopened, explained, merged, site_hit, site_relieved, alarm_raised,
              alarm_cleared, severity_raised, assigned, mitigated, resolved, closed, noted,
              order_issued, order_acknowledged, order_done, order_declined, order_recalled,
              order_amended, order_reported, order_handed_on, order_supervised, order_handed_back,
              order_escalated, order_spared, retitled)

struct Entry {
  Instant at;
  Kind kind = Kind::noted;
  std::string who;
  std::string text_zh;
  std::string text_en;
  std::string ref;  // site, alarm, order or unit that it is about
};
LIFELINE_STRUCT(Entry, at, kind, who, text_zh, text_en, ref)

struct Page {
  Row row;
  std::set<std::string> sites;          // hit now
  std::set<UnitCode> units;             // that were ever hit
  std::map<UnitCode, Instant> pending;  // when the orders that wait go out
  std::set<std::string> alarms;         // open ones of the root and of what it explains
  std::set<order::OrderId> orders;
  std::deque<Entry> timeline;  // oldest first, limits::incident_timeline_max
};
LIFELINE_STRUCT(Page, row, sites, units, pending, alarms, orders, timeline)

/// An order about an incident, and who has still to do it.
struct Followed {
  IncidentId incident;
  std::set<order::Who> owing;
};
LIFELINE_STRUCT(Followed, incident, owing)

struct View {
  std::map<IncidentId, Page> pages;
  std::map<order::OrderId, Followed> of_order;
  std::unordered_map<std::string, IncidentId> of_alarm;  // open alarms; rebuilt

  using Overhears = std::tuple<order::Event>;
  void fold(const Event& event, const desk::Stamp& stamp);
  void fold(const order::Event& event, const desk::Stamp& stamp);
  void reindex();

 private:
  void take_over(const Explained& merged);
  void link(const AlarmLinked& event);
  void follow(const order::Event& event);
  void settle(Followed& followed, const order::Event& event);
};
LIFELINE_STRUCT(View, pages, of_order)

/// Whether the order stands and the unit has not come as far with it as that step.
bool is_owed(order::OrderId id, UnitCode unit, order::Step below, const desk::Nouns& nouns);
/// Whether the unit has been ordered to the incident and still owes the end of it.
bool is_ordered(IncidentId id, UnitCode unit, const desk::Nouns& nouns);

struct Noun {
  using Settings = incident::Settings;
  using State = incident::State;
  using Command = incident::Command;
  using Event = incident::Event;
  using View = incident::View;
  static constexpr std::string_view name = "incident";
  static constexpr uint64_t bit = uint64_t{1} << 3;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module(const Settings& settings = {});

}  // namespace lifeline::incident
