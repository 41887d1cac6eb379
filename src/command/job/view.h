// SPDX-License-Identifier: Apache-2.0
// Jobs to read: the state is the truth; what happened to a job by somebody's hand, and which
// incident it is for after incidents were merged, is kept here.
#pragma once

#include <memory>

#include "command/job/model.h"

namespace lifeline::job {

struct Row {
  JobId id;
  std::string title_zh;
  std::string title_en;
  UnitCode unit;
  Phase state = Phase::open;
  order::Priority priority = order::Priority::normal;
  std::string crew;                // that is furthest with it
  std::vector<std::string> crews;  // that have still to do with it, or did it
  IncidentId incident;
  OrderId order;
  UnitCode recipient;
  std::string planned_work;
  std::string site;
  std::string element;
  LonLat place;
  int64_t duration_s = 0;
  std::vector<std::string> skills;
  std::vector<std::string> tools;
  Parts parts;
  std::vector<vehicle::Kind> vehicle_kinds;
  std::vector<std::string> permits;
  uint64_t crews_needed = 1;
  Instant earliest;
  Instant latest;
  bool late = false;
  std::vector<JobId> after;
  double load_kg = 0;
  JobId deliver_of;
  std::string pinned;
  std::vector<std::string> forbidden;
  std::string text;
  std::string created_by;
  Instant created_at;
  Instant offer_until;  // the rest is of the crew that is furthest
  Instant accepted_at;
  Instant departed_at;
  Instant arrived_at;
  Instant ended_at;
  std::string ended_by;
  std::string reason;  // why it failed or was cancelled
};
LIFELINE_STRUCT(Row, id, title_zh, title_en, unit, state, priority, crew, crews, incident, order,
                recipient, planned_work, site, element, place, duration_s, skills, tools, parts,
                vehicle_kinds, permits, crews_needed, earliest, latest, late, after, load_kg,
                deliver_of, pinned, forbidden, text, created_by, created_at, offer_until,
                accepted_at, departed_at, arrived_at, ended_at, ended_by, reason)

enum class Kind {
  created,
  changed,
  offered,
  accepted,
  declined,
  lapsed,
  departed,
  arrived,
  finished,
  failed,
  cancelled,
  late
};
LIFELINE_ENUM(Kind, created, changed, offered, accepted, declined, lapsed, departed, arrived,
              finished, failed, cancelled, late)

struct Entry {
  Instant at;       // when it happened
  Instant told_at;  // when the desk heard of it
  Kind kind = Kind::created;
  std::string who;
  std::string crew;
  std::string text;
};
LIFELINE_STRUCT(Entry, at, told_at, kind, who, crew, text)

struct View {
  std::map<JobId, std::vector<Entry>> timelines;  // oldest first, limits::job_timeline_max
  std::map<IncidentId, std::set<JobId>> of_incident;
  std::map<IncidentId, IncidentId> merged;  // into which

  using Overhears = std::tuple<incident::Event>;
  void fold(const Event& event, const desk::Stamp& stamp);
  void fold(const incident::Event& event, const desk::Stamp& stamp);
  /// Where the incident goes on, if it ended in another.
  IncidentId current(IncidentId id) const;
};
LIFELINE_STRUCT(View, timelines, of_incident, merged)

Row row_of(const Job& job, const desk::Nouns& nouns);
/// The incident that the job is for now; none: for none.
IncidentId incident_of(const Job& job, const desk::Nouns& nouns);
/// How far crews are with an incident: the furthest of its jobs that are not over, else how they
/// ended; nothing where it has none.
std::optional<Phase> crew_state(IncidentId incident, const desk::Nouns& nouns);

struct Noun {
  using State = job::State;
  using Command = job::Command;
  using Event = job::Event;
  using View = job::View;
  static constexpr std::string_view name = "job";
  static constexpr uint64_t bit = uint64_t{1} << 27;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::job
