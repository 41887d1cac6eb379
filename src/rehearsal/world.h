// SPDX-License-Identifier: Apache-2.0
// A simulated world: a network that fails by chance and by the scenario's timeline, managers that
// tell of it, and staff that sets it right. It talks to a Peer and to nobody else; the same seed
// and the same answers give the same world.
//
// Operation: begin() installs what there is and puts the future on the agenda; run_until() lets it
// happen. Concurrency: one thread.
#pragma once

#include <memory>

#include "rehearsal/field.h"
#include "rehearsal/headquarters.h"
#include "rehearsal/staff.h"

namespace lifeline::rehearsal {

struct WorldOptions {
  Instant start;  // the scenario's, or later: what lies before is taken as past
  LeftToPeople left;
  bool installs = true;  // false: the peer has units, elements and sites already
};

struct Ledger {
  uint64_t raises = 0;  // reports sent
  uint64_t clears = 0;
  uint64_t faults = 0;
  std::map<std::string, Report> open;  // by alarm::key_of
};

class World {
 public:
  World(const Scenario& scenario, const Network& network, WorldOptions options, Peer& peer);

  void begin();
  /// The next thing to happen, if it is before `end`.
  std::optional<Instant> next() const { return agenda_.next(); }
  void run_until(Instant end);
  /// One more thing happens.
  void step();

  /// An alarm that an earlier run left open at the peer.
  void adopt(const Report& report) { faults_.adopt(report); }

  Ledger ledger() const;
  const Plant& plant() const { return plant_; }
  /// Nothing flaps at the moment: what was reported is what is.
  bool is_settled() const { return faults_.is_settled(); }

 private:
  void install();
  void plan_timeline();
  void open_site(const std::string& id);
  void plan_warm_up();
  void warm_up(size_t number);
  void plan_beats();
  void beat(size_t beater);
  void plan_chance_fault();
  void chance_fault();
  void plan_noise();
  void noise();
  void strike(const Moment& moment);
  void strike_site(const Moment& moment, size_t site);
  void strike_region(const Moment& moment, UnitCode region);
  bool start(Index element, const Moment& moment, bool holds);
  std::vector<Index> candidates(const Moment& moment, UnitCode region) const;
  double load_on(const Node& node) const;
  double weather_on(const Node& node, bool& is_cold) const;
  double factor_on(const Node& node, bool& is_cold) const;
  bool covers(const std::string& place, const Node& node) const;
  size_t sites_down() const;

  const Scenario& scenario_;
  const Parameters& parameters_;
  const Network& network_;
  WorldOptions options_;
  Peer& peer_;
  Agenda agenda_;
  Book book_;
  Plant plant_;
  Faults faults_;
  Roll roll_;
  Field field_;
  Staff staff_;
  Headquarters headquarters_;
  Chance chance_;
  std::array<std::vector<Index>, element_kinds> by_kind_;  // those that fail by chance
  double faults_per_s_ = 0;                                // at the largest factor
};

}  // namespace lifeline::rehearsal
