// SPDX-License-Identifier: Apache-2.0
// A job is one piece of work at one place for a crew: a station to mend, a generator to bring. It
// comes from an incident, an order, a planned work or a person, and is offered to crews.
//
//   open ──▶ offered ──▶ accepted ──▶ on the way ──▶ on site ──▶ done        the job, and its crew
//     ▲ declined, lapsed    │ declined     └────────────┴─────▶ failed
//     └─────────┴───────────┘                      cancelled: from any of them
//
// Several crews may be offered one job: who accepts first has it, and the others are released,
// unless it needs more of them (crews_needed). A crew is on its way to one job at a time. A step is
// told with the time at which it happened (a phone without a network tells it later) beside the
// time at which the desk heard of it. A step that is told again changes nothing.
//
// A job waits for those in `after`: its crew may not depart before they are done. Deadlines: an
// offer lapses, and a job whose crew is not there at `latest` is late, once. The desk of the job's
// unit owns it. Limits: limits::jobs_open_max, job_*.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "command/crew/model.h"
#include "command/order/model.h"
#include "command/vehicle/model.h"
#include "desk/noun.h"

namespace lifeline::job {

struct Tag {};
using JobId = Id<Tag>;
using crew::Parts;
using desk::Attributes;
using incident::IncidentId;
using order::OrderId;

/// How far the job is, by the furthest of its crews.
enum class Phase { open, offered, accepted, on_the_way, on_site, done, failed, cancelled };
LIFELINE_ENUM(Phase, open, offered, accepted, on_the_way, on_site, done, failed, cancelled)

/// How far a crew is with it.
enum class Step {
  offered,
  accepted,
  on_the_way,
  on_site,
  done,
  failed,
  declined,
  lapsed,
  released  // others have it, or it is over
};
LIFELINE_ENUM(Step, offered, accepted, on_the_way, on_site, done, failed, declined, lapsed,
              released)

/// What the job is for; all empty: a person asked for it.
struct Source {
  IncidentId incident;
  OrderId order;
  UnitCode recipient;  // of the order
  std::string planned_work;

  friend bool operator==(const Source&, const Source&) = default;
};
LIFELINE_STRUCT(Source, incident, order, recipient, planned_work)

struct What {
  std::string title_zh;
  std::string title_en;
  UnitCode unit;  // whose it is
  Source source;
  std::string site;
  std::string element;
  LonLat place;
  int64_t duration_s = 0;
  std::vector<std::string> skills;
  std::vector<std::string> tools;
  Parts parts;
  std::vector<vehicle::Kind> vehicle_kinds;  // any of them; none: no vehicle is needed
  std::vector<std::string> permits;          // zones that its vehicle must be allowed to enter
  uint64_t crews_needed = 1;
  order::Priority priority = order::Priority::normal;
  Instant earliest;  // of the arrival; none: any time
  Instant latest;
  std::vector<JobId> after;
  double load_kg = 0;
  JobId deliver_of;  // the job where the load is picked up
  std::string text;

  friend bool operator==(const What&, const What&) = default;
};
LIFELINE_STRUCT(What, title_zh, title_en, unit, source, site, element, place, duration_s, skills,
                tools, parts, vehicle_kinds, permits, crews_needed, priority, earliest, latest,
                after, load_kg, deliver_of, text)

/// Which crews it is for, whatever a plan says.
struct Bonds {
  std::string pinned;  // this crew and no other
  std::set<std::string> forbidden;

  friend bool operator==(const Bonds&, const Bonds&) = default;
};
LIFELINE_STRUCT(Bonds, pinned, forbidden)

/// What came of it.
struct Outcome {
  std::string note;
  std::optional<double> number;
  std::vector<std::string> photos;  // attachment ids
  Parts parts;                      // used up

  friend bool operator==(const Outcome&, const Outcome&) = default;
};
LIFELINE_STRUCT(Outcome, note, number, photos, parts)

struct Create {
  What what;
};
struct Change {
  JobId id;
  What what;
};
/// A work order (TMF697) that is posted: its attributes say what, and are kept.
struct Post {
  UnitCode unit;
  Attributes attributes;
};
/// A merge patch (RFC 7386) of one: "null" removes an attribute. Its state may only be cancelled:
/// the rest is told by crews.
struct Patch {
  JobId id;
  Attributes attributes;
};
struct Offer {
  JobId id;
  std::string crew;
  int64_t within_s = 0;  // 0: limits::job_offer_within_s
};
/// What a crew tells. `crew`: none is the actor's own. `at`: when it happened, none is now.
struct Accept {
  JobId id;
  std::string crew;
  Instant at = {};
};
struct Decline {
  JobId id;
  std::string crew;
  std::string reason;
  Instant at = {};
};
struct Depart {
  JobId id;
  std::string crew;
  Instant at = {};
};
struct Arrive {
  JobId id;
  std::string crew;
  Instant at = {};
};
struct Finish {
  JobId id;
  std::string crew;
  Outcome result;
  Instant at = {};
};
struct Fail {
  JobId id;
  std::string crew;
  std::string reason;
  Instant at = {};
};
struct Cancel {
  JobId id;
  std::string why;
  Attributes attributes = {};  // of the request, kept for who posted it
  bool withdrawn = false;      // it is shown to nobody but Lifeline's own lists
};
struct Pin {
  JobId id;
  std::string crew;
};
struct Forbid {
  JobId id;
  std::string crew;
};
/// Takes the pin away, or what forbids the crew that is named.
struct Unpin {
  JobId id;
  std::string crew = {};
};
/// The desk's own clock: nobody accepted in time; it should have begun by now.
struct LapseOffer {
  JobId id;
  std::string crew;
};
struct MarkLate {
  JobId id;
};
using Command = std::variant<Create, Change, Offer, Accept, Decline, Depart, Arrive, Finish, Fail,
                             Cancel, Pin, Forbid, Unpin, LapseOffer, MarkLate, Post, Patch>;

struct Created {
  JobId id;
  What what;
  Attributes attributes;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Created, id, what, attributes, by, at)
struct Changed {
  JobId id;
  What what;
  Bonds bonds;
  Attributes attributes;
};
LIFELINE_STRUCT(Changed, id, what, bonds, attributes)
struct Offered {
  JobId id;
  std::string crew;
  Instant until;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Offered, id, crew, until, by, at)
struct Accepted {
  JobId id;
  std::string crew;
  std::string by;
  Instant at;
  Instant told_at;
};
LIFELINE_STRUCT(Accepted, id, crew, by, at, told_at)
struct Declined {
  JobId id;
  std::string crew;
  std::string reason;
  std::string by;
  Instant at;
  Instant told_at;
};
LIFELINE_STRUCT(Declined, id, crew, reason, by, at, told_at)
struct OfferLapsed {
  JobId id;
  std::string crew;
  Instant at;
};
LIFELINE_STRUCT(OfferLapsed, id, crew, at)
/// One outing: so many people of the unit, and the vehicle if there is one.
struct Departed {
  JobId id;
  std::string crew;
  UnitCode unit;
  uint64_t people = 0;
  std::string vehicle;
  std::string by;
  Instant at;
  Instant told_at;
};
LIFELINE_STRUCT(Departed, id, crew, unit, people, vehicle, by, at, told_at)
struct Arrived {
  JobId id;
  std::string crew;
  std::string by;
  Instant at;
  Instant told_at;
};
LIFELINE_STRUCT(Arrived, id, crew, by, at, told_at)
struct Finished {
  JobId id;
  std::string crew;
  Outcome result;
  std::string by;
  Instant at;
  Instant told_at;
};
LIFELINE_STRUCT(Finished, id, crew, result, by, at, told_at)
struct Failed {
  JobId id;
  std::string crew;
  std::string reason;
  std::string by;
  Instant at;
  Instant told_at;
};
LIFELINE_STRUCT(Failed, id, crew, reason, by, at, told_at)
struct Cancelled {
  JobId id;
  std::string why;
  Attributes attributes;
  bool withdrawn = false;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Cancelled, id, why, attributes, withdrawn, by, at)
struct Late {
  JobId id;
  Instant at;
};
LIFELINE_STRUCT(Late, id, at)
using Event = std::variant<Created, Changed, Offered, Accepted, Declined, OfferLapsed, Departed,
                           Arrived, Finished, Failed, Cancelled, Late>;

/// A crew and the job.
struct Assignment {
  std::string crew;
  Step step = Step::offered;
  Instant offered_at;
  Instant offer_until;
  Instant accepted_at;
  Instant departed_at;
  Instant arrived_at;
  Instant ended_at;
  Instant told_at;  // the last step
  std::string by;   // who told it
  UnitCode unit;    // from its departure on, as it was then
  uint64_t people = 0;
  std::string vehicle;
  std::string reason;  // why it declined or failed
  Outcome result;
};
LIFELINE_STRUCT(Assignment, crew, step, offered_at, offer_until, accepted_at, departed_at,
                arrived_at, ended_at, told_at, by, unit, people, vehicle, reason, result)

struct Job {
  JobId id;
  What what;
  Phase phase = Phase::open;
  Bonds bonds;
  std::vector<Assignment> crews;  // each once, in the order of their first offers
  Attributes attributes;
  std::string created_by;
  Instant created_at;
  bool late = false;
  Instant ended_at;
  std::string ended_by;
  std::string reason;       // why it failed or was cancelled
  Attributes cancellation;  // what was posted with it
  bool withdrawn = false;
};
LIFELINE_STRUCT(Job, id, what, phase, bonds, crews, attributes, created_by, created_at, late,
                ended_at, ended_by, reason, cancellation, withdrawn)

struct Deadline {
  Instant at;
  JobId id;
  std::string crew;  // of the offer; "": the arrival's

  friend auto operator<=>(const Deadline&, const Deadline&) = default;
};

struct State {
  uint64_t serial = 0;
  std::map<JobId, Job> jobs;
  std::set<JobId> open;                                              // not over; rebuilt
  std::set<Deadline> deadlines;                                      // rebuilt
  std::map<std::pair<OrderId, UnitCode>, std::set<JobId>> by_order;  // and recipient; rebuilt
  std::map<std::string, std::set<JobId>> by_crew;  // that it is offered or has, not over; rebuilt

  void reindex();
};
LIFELINE_STRUCT(State, serial, jobs)

bool is_over(Phase phase);
/// Whether the crew has taken it and not given it back; also when it is done.
bool has_taken(Step step);
/// Whether the crew has still to do with it.
bool is_concerned(Step step);
const Job* find(const State& state, JobId id);
/// Null: it was never offered the job.
const Assignment* find_assignment(const Job& job, std::string_view crew);
/// In China or near it, unless none is given. Errors: place_must_be_plausible.
Result<void> must_be_a_place(LonLat place);
/// Whether as many crews have it as it needs.
bool is_taken(const Job& job);
/// The crews that have it: "HB-1, HB-2".
std::string takers_text(const Job& job);
/// The job that the crew is on its way to or at; null: none.
const Job* under_way(const State& state, const std::string& crew);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void react(const Event& event, const desk::Context& at, desk::Commands& out);
desk::RowKey touches(const Event& event);
std::optional<Instant> due(const State& state);
void expire(const State& state, Instant now, desk::Commands& out);

}  // namespace lifeline::job
