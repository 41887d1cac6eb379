// SPDX-License-Identifier: Apache-2.0
// A ticket: what a ticketing system says of an incident beyond what the incident has of itself.
// Every incident is a ticket with the incident's own id; the attributes that were posted are kept
// as JSON text, exactly as they came, and what they mean for the incident is decided with them in
// the same append.
//
//   post ──▶ Posted ──▶ incident opened (and assigned, … as the posted status says)
//   merge patch ──▶ Changed ──▶ steps of the incident
//   withdraw ──▶ Withdrawn ──▶ incident cancelled; the ticket is gone, the incident stays
//
// Limits: limits::ticket_attributes_max, limits::ticket_bytes_max.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "command/incident/model.h"
#include "desk/attributes.h"

namespace lifeline::ticket {

using desk::Attributes;
using desk::json_of;
using desk::text_of;
using incident::IncidentId;

/// A new ticket, which opens an incident of that unit.
struct Post {
  UnitCode unit;
  Attributes attributes;
};
/// A merge patch (RFC 7386): "null" removes an attribute.
struct Change {
  IncidentId id;
  Attributes attributes;
};
struct Withdraw {
  IncidentId id;
  std::string reason;
};
using Command = std::variant<Post, Change, Withdraw>;

enum class Verb { assign, mitigate, resolve, close, cancel, raise, retitle, note };
LIFELINE_ENUM(Verb, assign, mitigate, resolve, close, cancel, raise, retitle, note)

/// What the attributes mean for the incident: one command, and one event, each.
struct Step {
  Verb verb = Verb::note;
  std::string text;  // the assignee, the severity, the title; else what is said with it
};
LIFELINE_STRUCT(Step, verb, text)

/// Opens the incident and takes the steps with it.
struct Posted {
  IncidentId id;
  UnitCode unit;
  Attributes attributes;
  std::vector<Step> steps;
};
LIFELINE_STRUCT(Posted, id, unit, attributes, steps)
struct Changed {
  IncidentId id;
  Attributes attributes;  // as they are now
  std::set<std::string> removed;
  std::vector<Step> steps;
};
LIFELINE_STRUCT(Changed, id, attributes, removed, steps)
struct Withdrawn {
  IncidentId id;
  std::string reason;
};
LIFELINE_STRUCT(Withdrawn, id, reason)
using Event = std::variant<Posted, Changed, Withdrawn>;

/// All that a ticket keeps is to be read, so it stands in the view.
struct State {
  std::set<IncidentId> withdrawn;
};
LIFELINE_STRUCT(State, withdrawn)

/// TMF621's word for where an incident is, and where an incident is by such a word.
std::string_view status_of(incident::Phase phase);
std::optional<incident::Phase> phase_of(std::string_view status);
/// How grave an incident is by a ticketing system's word for it: any with a known one in it, such
/// as "Critical", "1 - High" or "Urgent".
std::optional<incident::Severity> severity_of(std::string_view word);

/// What opens the incident of a posted ticket.
incident::Open opening(UnitCode unit, const Attributes& attributes);
incident::Command command_of(IncidentId id, const Step& step);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void react(const Event& event, const desk::Context& at, desk::Commands& out);
desk::RowKey touches(const Event& event);

}  // namespace lifeline::ticket
