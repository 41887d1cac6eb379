// SPDX-License-Identifier: Apache-2.0
// Key sites to read: each with its state, and how many of each state a unit has.
#pragma once

#include <array>
#include <deque>
#include <memory>

#include "network/site/model.h"

namespace lifeline::site {

struct Row {
  std::string id;
  std::string name_zh;
  std::string name_en;
  Kind kind = Kind::other;
  int tier = 3;
  UnitCode region;
  UnitCode unit;
  double longitude_deg = 0;
  double latitude_deg = 0;
  std::string address;
  Health state = Health::normal;
  Instant since;
  uint64_t services_down = 0;
  uint64_t services_total = 0;
  std::string incident;  // the worst root's, "" when none is open
  std::string scenario;  // the assurance scenario that watches it now, "" for none
  std::string scenario_name_zh;
  std::string scenario_name_en;
};
LIFELINE_STRUCT(Row, id, name_zh, name_en, kind, tier, region, unit, longitude_deg, latitude_deg,
                address, state, since, services_down, services_total, incident, scenario,
                scenario_name_zh, scenario_name_en)

struct Entry {
  Instant at;
  Health from = Health::normal;
  Health to = Health::normal;
};
LIFELINE_STRUCT(Entry, at, from, to)

using Counts = std::array<uint64_t, 5>;  // indexed by Health

struct View {
  std::map<std::string, Instant> since;
  std::map<std::string, std::deque<Entry>> timeline;  // the newest 200
  std::map<std::string, UnitCode> unit_of;
  std::map<std::string, Health> health;
  std::map<UnitCode, Counts> counts;  // rebuilt

  void fold(const Event& event, const desk::Stamp& stamp);
  void reindex();
};
LIFELINE_STRUCT(View, since, timeline, unit_of, health)

Row row_of(const Site& site, const desk::Nouns& nouns);

/// Two sites that may be one and are not decided yet; `similarity` of the names is 0..1.
struct Likeness {
  std::string left;
  std::string right;
  double similarity = 0;
};
LIFELINE_STRUCT(Likeness, left, right, similarity)
std::vector<Likeness> likely_duplicates(const State& state);

struct Noun {
  using State = site::State;
  using Command = site::Command;
  using Event = site::Event;
  using View = site::View;
  static constexpr std::string_view name = "site";
  static constexpr uint64_t bit = uint64_t{1} << 7;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::site
