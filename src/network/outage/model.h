// SPDX-License-Identifier: Apache-2.0
// An outage: a stretch of time in which a key site was not normal. Its health decides the kind, so
// that a site that gets worse or better without being whole ends one outage and begins the next:
//
//   normal ──▶ degraded ──▶ down ──▶ degraded ──▶ normal       three outages, one trouble
//
// Outages are read out of what happens to sites (view.h); nobody opens or closes one. What people
// decide is only whether it counts against the service level: excluded, with who and why, or
// readmitted. An outage's id is the position of the event that began it, so it never changes.
#pragma once

#include <set>
#include <string>
#include <variant>
#include <vector>

#include "desk/noun.h"

namespace lifeline::outage {

struct Tag {};
using OutageId = Id<Tag>;

/// Why it does not count; `none` while it does.
enum class Exclusion { none, planned_work, customer_power, force_majeure, other };
LIFELINE_ENUM(Exclusion, none, planned_work, customer_power, force_majeure, other)

/// By a person who answers for the site's unit.
struct Exclude {
  OutageId id;
  Exclusion reason = Exclusion::none;
  std::string text;
};
struct Readmit {
  OutageId id;
  std::string text;
};
using Command = std::variant<Exclude, Readmit>;

struct Excluded {
  OutageId id;
  Exclusion reason = Exclusion::none;
  std::string text;
};
LIFELINE_STRUCT(Excluded, id, reason, text)
struct Readmitted {
  OutageId id;
  std::string text;
};
LIFELINE_STRUCT(Readmitted, id, text)
using Event = std::variant<Excluded, Readmitted>;

struct State {
  std::set<OutageId> excluded;  // by people; the newest limits::outages_max
};
LIFELINE_STRUCT(State, excluded)

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
desk::RowKey touches(const Event& event);

}  // namespace lifeline::outage
