// SPDX-License-Identifier: Apache-2.0
// The people nobody plays. They see their orders, acknowledge them after a while (some never do,
// until the unit above steps in), send a crew, report when it is done; now and then they decline.
// The province's duty room assigns, mitigates and closes incidents and acknowledges alarms.
//
// A crew that is offered a job takes it, drives, mends and tells each step. Where a unit has no
// crew for its order it sends people of its own: they travel, work and are free again.
//
// People by name answer like their unit, and a share of them never does: a substitute, or the unit
// above, is asked instead. Now and then one is away.
#pragma once

#include <map>
#include <set>

#include "rehearsal/faults.h"
#include "rehearsal/geography.h"
#include "rehearsal/roll.h"

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
    const Roll& roll;
    Agenda& agenda;
    Faults& faults;
    Peer& peer;
  };
  Staff(World world, LeftToPeople left);

  /// Puts the next absence on the agenda, and so on.
  void plan_absences();

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
  using DutyKey = std::pair<order::OrderId, order::Who>;

  void look(const SeenIncident& seen);
  void look(const SeenDuty& seen);
  void look(const SeenAlarm& seen);
  void look(const SeenProposal& seen);
  void look(const SeenJob& seen);
  void answer_offer(const SeenJob& seen);
  void mend(const SeenJob& seen);
  void tell_in(double seconds, const SeenJob& seen, job::Step step, std::string reason = {});
  void plan_answer(Duty& duty);
  void plan_acknowledge(const DutyKey& key, double seconds);
  void work(Duty& duty);
  void go_away();
  bool is_there(const order::Who& who) const;
  double travel_minutes(const unit::Unit& unit, Index element) const;
  double work_minutes(const unit::Unit& unit, Index element);
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
  Chance absences_;  // a stream of their own: they change no other chance
  std::map<UnitCode, unit::Unit> units_;
  std::map<DutyKey, Duty> duties_;
  std::map<std::string, Instant> away_until_;  // by person
  std::map<incident::IncidentId, Trouble> incidents_;
  std::set<alarm::AlarmId> alarms_;                               // being acknowledged
  std::map<std::pair<job::JobId, std::string>, job::Step> jobs_;  // as the crew saw it last
  std::set<std::pair<job::JobId, std::string>> taken_up_;         // proposals, and their crews
  std::map<UnitCode, std::vector<Instant>> crews_free_;  // by unit: when each is free again
};

}  // namespace lifeline::rehearsal
