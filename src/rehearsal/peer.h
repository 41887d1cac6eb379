// SPDX-License-Identifier: Apache-2.0
// Who the simulated world talks to: desks in this process (direct.h) or a server (http_peer.h). The
// world reports what its network does, acts for its staff, and looks at what they see.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "command/incident/model.h"
#include "command/job/model.h"
#include "command/order/model.h"
#include "command/person/model.h"
#include "command/roster/model.h"
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

/// A standing list of a unit, with its shifts if it is a duty roster.
struct StandingList {
  roster::What what;
  std::vector<roster::Shift> shifts;
};

struct FieldCrew {
  crew::Entry what;
  std::vector<crew::Shift> shifts;
};

/// An order of headquarters. The leading groups are named by their units: only the peer knows the
/// lists' ids.
struct Directive {
  order::Issue order;
  std::vector<UnitCode> leading_groups;
};

/// What a recipient has to show for its work.
struct Work {
  std::string note;
  std::optional<double> number;
};

/// An order as one of its recipients sees it.
struct SeenDuty {
  order::OrderId order;
  order::Who who;
  incident::IncidentId incident;
  order::Step step = order::Step::issued;
  bool acknowledge_missed = false;
  bool wants_number = false;  // with "done"
  bool recalled = false;
  bool has_job = false;  // a crew is planned for it; done, it finishes the order
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

/// A job as one of the crews that have to do with it sees it.
struct SeenJob {
  job::JobId id;
  std::string crew;
  job::Step step = job::Step::offered;
  UnitCode unit;        // whose job it is
  std::string element;  // the root of its incident
};

/// A crew's next stop, which nobody has offered to it yet.
struct SeenProposal {
  job::JobId job;
  std::string crew;
  UnitCode unit;  // whose job it is
};

/// What changed since it was last looked at; incidents before the orders that they led to.
struct Observation {
  std::vector<SeenIncident> incidents;
  std::vector<SeenDuty> duties;
  std::vector<SeenAlarm> alarms;
  std::vector<SeenJob> jobs;
  std::vector<SeenProposal> proposals;
};

class Peer {
 public:
  virtual ~Peer() = default;

  /// The world's time is `now` from here on; deadlines passed by then take effect.
  virtual void pass(Instant now) = 0;

  virtual void install(const std::vector<unit::Unit>& units) = 0;
  virtual void install(const std::vector<element::Element>& elements) = 0;
  virtual void install(const std::vector<site::Site>& sites) = 0;
  virtual void install(const std::vector<person::Entry>& people) = 0;
  virtual void install(const std::vector<StandingList>& lists) = 0;
  virtual void install(const std::vector<vehicle::Entry>& vehicles) = 0;
  virtual void install(const std::vector<FieldCrew>& crews) = 0;

  virtual void report(std::span<const Report> reports) = 0;
  virtual void beat(const Beater& beater) = 0;

  virtual void issue(const Directive& directive) = 0;
  virtual void acknowledge(order::OrderId id, const order::Who& who) = 0;
  virtual void finish(order::OrderId id, const order::Who& who, const Work& work) = 0;
  virtual void decline(order::OrderId id, const order::Who& who, std::string reason) = 0;
  virtual void go_away(const person::Entry& person, const person::Absence& absence) = 0;
  virtual void assign(incident::IncidentId id, std::string assignee) = 0;
  virtual void mitigate(incident::IncidentId id, std::string text) = 0;
  virtual void close(incident::IncidentId id, std::string text) = 0;
  virtual void acknowledge(alarm::AlarmId id, UnitCode unit) = 0;
  /// The job is offered to the crew that is proposed by now.
  virtual void take_up(const SeenProposal& proposal) = 0;
  /// The crew tells its next step; why, where it gives the job back.
  virtual void tell(const SeenJob& job, job::Step step, std::string reason) = 0;

  virtual Observation observe() = 0;
};

}  // namespace lifeline::rehearsal
