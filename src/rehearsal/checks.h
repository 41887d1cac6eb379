// SPDX-License-Identifier: Apache-2.0
// What must hold after a rehearsal, whatever happened in it. Each sentence that comes back is a
// violation; none is what is wanted.
#pragma once

#include <string>
#include <vector>

#include "rehearsal/direct.h"
#include "rehearsal/world.h"

namespace lifeline::rehearsal {

/// Every report that the world sent is counted on a desk, and no other.
std::vector<std::string> check_reports(const Direct& desks, const Ledger& ledger);
/// The alarms open on the desks are those that the world raised and did not clear.
std::vector<std::string> check_alarms(const Direct& desks, const Ledger& ledger);
/// No order was forgotten, by what the desks wrote into their journals (order_audit.h).
std::vector<std::string> check_orders(Direct& desks);
/// Every element stands as the world's own book says, unless an alarm flaps just now.
std::vector<std::string> check_conditions(const Direct& desks, const World& world);
/// A desk made anew from its journal is the same to the byte.
std::vector<std::string> check_replay(Direct& desks);

std::vector<std::string> check_all(Direct& desks, const World& world);

}  // namespace lifeline::rehearsal
