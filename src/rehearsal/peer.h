// SPDX-License-Identifier: Apache-2.0
// Who the simulated world talks to: desks in this process (direct.h) or a server (http_peer.h). The
// world reports what its network does, acts for its staff, and looks at what they see.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "command/incident/model.h"
#include "command/order/model.h"
#include "network/alarm/model.h"
#include "rehearsal/network.h"

namespace lifeline::rehearsal {

/// A report by the network: an alarm raised (again) or cleared.
struct Report {
  std::string source;
  std::string condition;
  std::string interface;
  alarm::Severity severity = alarm::Severity::minor;
  std::string event_type;
  std::string specific_problem;
  bool raised = true;
  UnitCode region;  // of the source
  Instant at;
};

/// An order as one of its recipients sees it.
struct SeenDuty {
  order::OrderId order;
  UnitCode unit;
  incident::IncidentId incident;
  order::Step step = order::Step::issued;
  bool acknowledge_missed = false;
  bool recalled = false;
};

struct SeenIncident {
  incident::IncidentId id;
  incident::Phase phase = incident::Phase::opened;
  UnitCode unit;
  std::string root;
};

/// An open alarm of severity major or critical that nobody has acknowledged.
struct SeenAlarm {
  alarm::AlarmId id;
  UnitCode unit;
  alarm::Severity severity = alarm::Severity::major;
};

/// What changed since it was last looked at; incidents before the orders that they led to.
struct Observation {
  std::vector<SeenIncident> incidents;
  std::vector<SeenDuty> duties;
  std::vector<SeenAlarm> alarms;
};

class Peer {
 public:
  virtual ~Peer() = default;

  /// The world's time is `now` from here on; deadlines passed by then take effect.
  virtual void pass(Instant now) = 0;

  virtual void install(const std::vector<unit::Unit>& units) = 0;
  virtual void install(const std::vector<element::Element>& elements) = 0;
  virtual void install(const std::vector<site::Site>& sites) = 0;

  virtual void report(std::span<const Report> reports) = 0;
  virtual void beat(const Beater& beater) = 0;

  virtual void acknowledge(order::OrderId id, UnitCode unit) = 0;
  virtual void finish(order::OrderId id, UnitCode unit, std::string note) = 0;
  virtual void decline(order::OrderId id, UnitCode unit, std::string reason) = 0;
  virtual void assign(incident::IncidentId id, std::string assignee) = 0;
  virtual void mitigate(incident::IncidentId id, std::string text) = 0;
  virtual void close(incident::IncidentId id, std::string text) = 0;
  virtual void acknowledge(alarm::AlarmId id, UnitCode unit) = 0;

  virtual Observation observe() = 0;
};

}  // namespace lifeline::rehearsal
