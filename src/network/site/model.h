// SPDX-License-Identifier: Apache-2.0
// A key site and the services it lives on. A service lists the elements that can carry it: it is
// down when all of them are, degraded when some are not normal; the site is as bad as its worst
// service. An import keeps the site's identity; two spellings of one hospital are shown to
// a person.
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "desk/noun.h"
#include "network/element/model.h"

namespace lifeline::site {

enum class Kind {
  designated_hospital,
  makeshift_hospital,
  fever_clinic,
  hospital,
  disease_control,
  government,
  command_centre,
  supply,
  other
};
LIFELINE_ENUM(Kind, designated_hospital, makeshift_hospital, fever_clinic, hospital,
              disease_control, government, command_centre, supply, other)

enum class Service { _5g, _4g, voice, private_line, video, power };
LIFELINE_ENUM(Service, _5g, _4g, voice, private_line, video, power)

enum class Health { normal, suppressed, stale, degraded, down };
LIFELINE_ENUM(Health, normal, suppressed, stale, degraded, down)

struct ServiceNeed {
  Service kind = Service::voice;
  std::vector<std::string> elements;

  friend bool operator==(const ServiceNeed&, const ServiceNeed&) = default;
};
LIFELINE_STRUCT(ServiceNeed, kind, elements)

struct Site {
  std::string id;
  std::string name_zh;
  std::string name_en;
  Kind kind = Kind::other;
  int tier = 3;  // 1 lives depend on it, 2 key, 3 watched
  UnitCode region;
  UnitCode unit;             // owns it
  double longitude_deg = 0;  // WGS-84
  double latitude_deg = 0;
  std::string address;
  std::vector<ServiceNeed> services;

  friend bool operator==(const Site&, const Site&) = default;
};
LIFELINE_STRUCT(Site, id, name_zh, name_en, kind, tier, region, unit, longitude_deg, latitude_deg,
                address, services)

struct Import {
  std::vector<Site> sites;
};
/// Elements that it lives on changed: judge it again.
struct Reassess {
  std::string id;
};
/// A person says whether two entries are one site.
struct DecideDuplicate {
  std::string left;
  std::string right;
  bool same = false;
};
using Command = std::variant<Import, Reassess, DecideDuplicate>;

/// Why a service is not normal: from an element of the service down to the root cause.
struct Reason {
  Service service = Service::voice;
  Health health = Health::normal;
  std::vector<std::string> chain;
};
LIFELINE_STRUCT(Reason, service, health, chain)

struct Imported {
  std::vector<Site> sites;           // new and changed ones
  std::vector<std::string> renewed;  // of these, what was there before
};
LIFELINE_STRUCT(Imported, sites, renewed)
struct HealthChanged {
  std::string id;
  Health from = Health::normal;
  Health to = Health::normal;
  std::vector<Reason> reasons;
  std::map<std::string, bool> roots;  // element → takes a service down (else degrades it)
};
LIFELINE_STRUCT(HealthChanged, id, from, to, reasons, roots)
struct DuplicateDecided {
  std::string left;
  std::string right;
  bool same = false;
};
LIFELINE_STRUCT(DuplicateDecided, left, right, same)
using Event = std::variant<Imported, HealthChanged, DuplicateDecided>;

struct Standing {
  Health health = Health::normal;
  std::vector<Reason> reasons;
  std::map<std::string, bool> roots;
};
LIFELINE_STRUCT(Standing, health, reasons, roots)

/// Two ids, the smaller one left.
struct Couple {
  std::string left;
  std::string right;

  friend auto operator<=>(const Couple&, const Couple&) = default;
};
LIFELINE_STRUCT(Couple, left, right)

struct State {
  std::map<std::string, Site> sites;
  std::map<std::string, Standing> standing;
  std::map<Couple, bool> decided;  // by a person: the same site or not
  std::unordered_map<std::string, std::vector<std::string>> by_element;  // rebuilt

  void reindex();
};
LIFELINE_STRUCT(State, sites, standing, decided)

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void react(const Event& event, const desk::Context& at, desk::Commands& out);
desk::RowKey touches(const Event& event);

/// Tells the incidents of the roots that hit the site now that they do.
void tell_incidents(const std::string& site, const desk::Context& at, desk::Commands& out);

}  // namespace lifeline::site
