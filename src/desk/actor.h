// SPDX-License-Identifier: Apache-2.0
// Who acts. Every event carries the actor's name; a decider asks the role and the ground.
#pragma once

#include <string>

#include "base/describe.h"
#include "base/id.h"

namespace lifeline::desk {

enum class Role { nobody, viewer, operator_, commander, administrator, system };
LIFELINE_ENUM(Role, nobody, viewer, operator_, commander, administrator, system)

struct Actor {
  std::string name;
  Role role = Role::nobody;
  UnitCode unit;  // the actor answers for this unit and all below it

  friend bool operator==(const Actor&, const Actor&) = default;
};

/// Lifeline itself: reactions, deadlines, what a desk hears from another.
inline Actor system_actor() {
  return {.name = "lifeline", .role = Role::system, .unit = group_unit};
}

}  // namespace lifeline::desk
