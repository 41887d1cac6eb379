// SPDX-License-Identifier: Apache-2.0
// What a rehearsal came to, counted from the desks' own state and views.
#pragma once

#include <string>
#include <vector>

#include "rehearsal/direct.h"
#include "rehearsal/field_audit.h"
#include "rehearsal/world.h"

namespace lifeline::rehearsal {

struct UnitLine {
  UnitCode unit;
  std::string name_zh;
  std::string name_en;
  uint64_t sites = 0;
  uint64_t incidents = 0;
  uint64_t orders = 0;  // received, those that came up by escalation not counted
  uint64_t acknowledged = 0;
  uint64_t declined = 0;
  uint64_t escalated = 0;  // away from it
  uint64_t acknowledge_p50_s = 0;
};
LIFELINE_STRUCT(UnitLine, unit, name_zh, name_en, sites, incidents, orders, acknowledged, declined,
                escalated, acknowledge_p50_s)

struct Summary {
  std::string scenario;
  uint64_t seed = 0;
  Instant starts;
  Instant ends;
  uint64_t elements = 0;
  uint64_t sites = 0;
  uint64_t faults = 0;
  uint64_t alarms_raised = 0;
  uint64_t alarms_repeated = 0;
  uint64_t alarms_cleared = 0;
  uint64_t alarms_open = 0;
  uint64_t incidents = 0;
  uint64_t incidents_open = 0;  // not resolved
  uint64_t orders = 0;
  uint64_t orders_done = 0;
  uint64_t recipients = 0;  // named in the orders
  uint64_t acknowledged = 0;
  uint64_t declined = 0;
  uint64_t escalations = 0;
  uint64_t people = 0;       // of the units
  uint64_t passed_down = 0;  // orders that came down from another
  uint64_t handed_on = 0;    // recipients whose place another took
  uint64_t silent = 0;       // recipients that never gave their word, and somebody was told
  uint64_t jobs = 0;         // for crews
  uint64_t jobs_done = 0;
  Outings field;                   // all outings
  std::vector<StepTimes> steps;    // from an alarm to a crew on its way
  uint64_t acknowledge_p50_s = 0;  // from the issue
  uint64_t acknowledge_p90_s = 0;
  uint64_t restore_p50_s = 0;  // from the opening of an incident to its resolution
  uint64_t restore_p90_s = 0;
  uint64_t events = 0;
  uint64_t batches = 0;
  std::vector<std::string> violations;
  std::string hash;             // of all desks' digests and states
  std::vector<UnitLine> units;  // those with sites or orders
};
LIFELINE_STRUCT(Summary, scenario, seed, starts, ends, elements, sites, faults, alarms_raised,
                alarms_repeated, alarms_cleared, alarms_open, incidents, incidents_open, orders,
                orders_done, recipients, acknowledged, declined, escalations, people, passed_down,
                handed_on, silent, jobs, jobs_done, field, steps, acknowledge_p50_s,
                acknowledge_p90_s, restore_p50_s, restore_p90_s, events, batches, violations, hash,
                units)

/// Without scenario, seed and violations, which the caller knows.
Summary summarise(const Direct& desks, const World& world);
std::string summary_text(const Summary& summary);

}  // namespace lifeline::rehearsal
