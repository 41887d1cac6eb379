// SPDX-License-Identifier: Apache-2.0
#include "command/unit/view.h"

#include "base/text.h"

namespace lifeline::unit {

void View::fold(const Event&, const desk::Stamp&) { ++imports; }

Unit row_of(const Unit& unit, const desk::Actor& caller) {
  Unit row = unit;
  if (caller.role < desk::Role::commander) row.duty_phone = masked_phone(row.duty_phone);
  return row;
}

Reach::Reach(const desk::Nouns& nouns, const desk::Actor& actor)
    : tree_(nouns.get<State>()),
      top_(actor.unit),
      is_whole_(actor.unit == group_unit || actor.role == desk::Role::system) {}

bool Reach::ask(UnitCode ground) {
  const auto [known, is_new] = known_.try_emplace(ground, false);
  if (is_new) known->second = is_within(tree_, ground, top_);
  last_ = ground;
  return last_holds_ = known->second;
}

}  // namespace lifeline::unit
