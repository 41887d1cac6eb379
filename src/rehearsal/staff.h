// SPDX-License-Identifier: Apache-2.0
// The people nobody plays. They see their orders, acknowledge them after a while (some never do,
// until the unit above steps in), send a crew, report when it is done; now and then they decline.
// The province's duty room assigns, mitigates and closes incidents and acknowledges alarms.
//
// A crew travels, works and is free again; a unit has as many as its shift.
#pragma once

#include <map>
#include <set>

#include "rehearsal/faults.h"
#include "rehearsal/geography.h"

namespace lifeline::rehearsal {

/// Orders that people at the console are left to answer: this share of those of the unit's ground.
struct LeftToPeople {
  UnitCode ground;
  double share = 0;
  uint64_t seed = 1;
};

class Staff {
 public:
  struct World {
    const Scenario& scenario;
    const Plant& plant;
    Agenda& agenda;
    Faults& faults;
    Peer& peer;
  };
  Staff(World world, LeftToPeople left);

  void look(const Observation& seen);

 private:
  struct Duty {
    SeenDuty seen;
    bool planned = false;    // an answer is on its way, or never will be
    bool forgotten = false;  // never answered unless the unit above steps in
    bool working = false;
  };
  struct Trouble {
    SeenIncident seen;
    bool assigning = false;
    bool closing = false;
  };
  using DutyKey = std::pair<order::OrderId, UnitCode>;

  void look(const SeenIncident& seen);
  void look(const SeenDuty& seen);
  void look(const SeenAlarm& seen);
  void plan_answer(Duty& duty);
  void plan_acknowledge(const DutyKey& key, double seconds);
  void work(Duty& duty);
  double crew_minutes(const unit::Unit& unit, Index element, double until_free_min);
  Instant send_crew(const unit::Unit& unit, Index element);
  const unit::Unit& unit_of(UnitCode code) const;
  const Manners& manners_of(const unit::Unit& unit) const;
  double answer_s(const unit::Unit& unit);
  int64_t crews_of(const unit::Unit& unit, element::Kind kind) const;
  bool is_left(order::OrderId id, UnitCode unit) const;
  void later(double seconds, std::function<void()> happening);

  World world_;
  const Parameters& parameters_;
  LeftToPeople left_;
  Chance chance_;
  std::map<UnitCode, unit::Unit> units_;
  std::map<DutyKey, Duty> duties_;
  std::map<incident::IncidentId, Trouble> incidents_;
  std::set<alarm::AlarmId> alarms_;                      // being acknowledged
  std::map<UnitCode, std::vector<Instant>> crews_free_;  // by unit: when each is free again
};

}  // namespace lifeline::rehearsal
