// SPDX-License-Identifier: Apache-2.0
// What headquarters orders during the day besides what incidents order, kind after kind: to a level
// and down to the grids, to who is on duty, to leading groups, to so many of a list that widens, to
// people by name with a substitute set. Each asks for what its work comes to.
#pragma once

#include "rehearsal/agenda.h"
#include "rehearsal/chance.h"
#include "rehearsal/roll.h"

namespace lifeline::rehearsal {

class Headquarters {
 public:
  struct World {
    const Scenario& scenario;
    const Roll& roll;
    Agenda& agenda;
    Peer& peer;
  };
  explicit Headquarters(World world);

  /// Puts the next order on the agenda, and so on.
  void plan();

 private:
  void order();
  Directive directive(std::string subject_zh, std::string subject_en) const;
  Directive down_to_the_grids();
  Directive to_who_is_on_duty();
  Directive to_leading_groups();
  Directive to_so_many();
  Directive to_people();
  std::vector<UnitCode> draw(std::vector<UnitCode> units, size_t count);
  std::vector<UnitCode> of_level(unit::Level level) const;

  World world_;
  Chance chance_;
  uint64_t number_ = 0;
};

}  // namespace lifeline::rehearsal
