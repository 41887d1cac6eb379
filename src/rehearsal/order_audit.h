// SPDX-License-Identifier: Apache-2.0
// Whether any order was forgotten, read from what the desks wrote into their journals and from
// nothing that they hold in memory. Whoever was ever asked must have
//
//   done it │ been released │ had it recalled
//   handed it on, or declined it, to somebody who was asked in turn
//   time left
//   let its time pass, after which a named person was told (or the leading group at the top, one by
//   one, to its last member)
//
// and was asked on its own desk exactly once; what it answered there, the issuer's desk knows.
#pragma once

#include <string>
#include <vector>

#include "rehearsal/direct.h"

namespace lifeline::rehearsal {

/// An event of an order as a desk wrote it.
struct OrderFact {
  UnitCode desk;
  order::Event event;
};

/// Who stands at the top and is asked when there is nobody above, and when each was away.
struct Leader {
  std::string person;
  std::vector<person::Absence> absences;
};

struct OrderFacts {
  std::vector<OrderFact> events;  // each desk's in its order, desk after desk
  std::vector<Leader> leaders;    // of the group's leading group
};
Result<OrderFacts> order_facts(Direct& desks);

struct AuditWorld {
  const desk::Plan& plan;
  Instant now;
};
/// A sentence for everyone who was forgotten, and for everyone asked twice or not heard.
std::vector<std::string> find_forgotten(const OrderFacts& facts, const AuditWorld& world);

}  // namespace lifeline::rehearsal
