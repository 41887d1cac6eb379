// SPDX-License-Identifier: Apache-2.0
// Outages as they are read out of what happens to sites, incidents and orders.
//
// Operation: each change of a site's health ends the outage that it has and, unless it is normal,
// begins one. The incident that the network finds for the site is noted with the time it was opened
// and the time somebody answered it: took it over, or acknowledged an order about it.
// Limits: limits::outages_max are kept; then the one that ended longest ago leaves, and what is
// before its end is no longer known (`complete_from`).
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <tuple>

#include "command/incident/model.h"
#include "command/order/model.h"
#include "network/outage/model.h"
#include "network/site/model.h"

namespace lifeline::outage {

/// The health that the site has meanwhile. Suppressed and stale ones are not outages of service:
/// the first is planned work and excluded by itself, in the second nothing is known.
enum class Kind { degraded, down, suppressed, stale };
LIFELINE_ENUM(Kind, degraded, down, suppressed, stale)

struct Outage {
  OutageId id;
  std::string site;
  Kind kind = Kind::degraded;
  Instant from;
  Instant until;        // none while it lasts
  Instant trouble;      // when the site was normal last: outages of one trouble share it
  bool first = false;   // of its kind in its trouble
  Instant restored_at;  // when the site was normal again
  std::vector<std::string> roots;
  incident::IncidentId incident;
  Instant alerted_at;   // the incident was opened, or opened again
  Instant answered_at;  // somebody took it over or acknowledged an order about it
  Exclusion exclusion = Exclusion::none;
  std::string excluded_by;
  Instant excluded_at;
  std::string excluded_text;
};
LIFELINE_STRUCT(Outage, id, site, kind, from, until, trouble, first, restored_at, roots, incident,
                alerted_at, answered_at, exclusion, excluded_by, excluded_at, excluded_text)

/// Whether it counts against nobody.
inline bool is_excluded(const Outage& outage) { return outage.exclusion != Exclusion::none; }

/// What is going on at a site that is not normal.
struct Trouble {
  Instant since;
  std::set<Kind> kinds;           // that it has had
  std::vector<OutageId> outages;  // the last one lasts
};
LIFELINE_STRUCT(Trouble, since, kinds, outages)

/// An incident that is not closed: who has been told, and whether somebody answered.
struct Handling {
  Instant alerted_at;
  Instant answered_at;
  std::set<std::string> sites;  // hit now
  std::set<OutageId> outages;   // since it was opened last
  std::set<order::OrderId> orders;
};
LIFELINE_STRUCT(Handling, alerted_at, answered_at, sites, outages, orders)

struct View {
  std::map<OutageId, Outage> outages;
  std::deque<OutageId> ended;                 // oldest end first
  std::map<std::string, Instant> known_from;  // site → its first import
  std::map<std::string, Trouble> troubles;    // site → unless normal
  std::map<incident::IncidentId, Handling> handling;
  Instant complete_from;  // none: nothing has left yet

  std::map<order::OrderId, incident::IncidentId> of_order;                  // rebuilt
  std::map<std::string, std::set<incident::IncidentId>> incidents_of_site;  // rebuilt

  using Overhears = std::tuple<site::Event, incident::Event, order::Event>;
  void fold(const Event& event, const desk::Stamp& stamp);
  void fold(const site::Event& event, const desk::Stamp& stamp);
  void fold(const incident::Event& event, const desk::Stamp& stamp);
  void fold(const order::Event& event, const desk::Stamp& stamp);
  void reindex();
};
LIFELINE_STRUCT(View, outages, ended, known_from, troubles, handling, complete_from)

const Outage* find(const View& view, OutageId id);

/// The end of an outage that lasts, where an end must be compared.
inline constexpr Instant end_of_time{253'402'300'799'000'000};  // 9999-12-31T23:59:59Z

struct Row {
  OutageId id;
  std::string site;
  std::string name_zh;
  std::string name_en;
  Kind kind = Kind::degraded;
  Instant from;
  Instant until;                             // none while it lasts
  Instant lasts_until;                       // the same, or end_of_time: for conditions
  site::Kind site_kind = site::Kind::other;  // site's facts are those of today
  int tier = 3;
  UnitCode region;
  UnitCode unit;
  std::vector<std::string> roots;
  incident::IncidentId incident;
  Instant alerted_at;
  Instant answered_at;
  Instant restored_at;
  bool excluded = false;
  Exclusion exclusion = Exclusion::none;
  std::string excluded_by;
  Instant excluded_at;
  std::string excluded_text;
};
LIFELINE_STRUCT(Row, id, site, name_zh, name_en, kind, from, until, lasts_until, site_kind, tier,
                region, unit, roots, incident, alerted_at, answered_at, restored_at, excluded,
                exclusion, excluded_by, excluded_at, excluded_text)

Row row_of(const Outage& outage, const desk::Nouns& nouns);

struct Noun {
  using State = outage::State;
  using Command = outage::Command;
  using Event = outage::Event;
  using View = outage::View;
  static constexpr std::string_view name = "outage";
  static constexpr uint64_t bit = uint64_t{1} << 12;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::outage
