// SPDX-License-Identifier: Apache-2.0
// An order goes to units and people; each recipient answers for itself.
//
//   issued ─▶ delivered ─▶ read ─▶ acknowledged ─▶ started ─▶ done     (steps may be skipped)
//      └──────────┴─────────┴────────┴───────────────┴──▶ declined │ handed_on │ released
//      done ─▶ started: handed back by a superior                      the order: open ─▶ recalled
//
// Who misses a deadline or declines: a substitute takes its place if one is set (handed_on), else
// the unit above becomes a recipient that owes its word; at the group the leading group is asked
// one by one. An order with a quorum asks only for so many; when they are there the others are
// released, when time is up without them it widens. An amendment asks all who are not done anew.
// An order that is passed down becomes orders of their own, from each unit to those below it;
// progress rolls up along `parent`.
//
// The issuing desk owns the order, its deadlines and all that a superior does to it. A desk that
// hears of an order for units on its ground, or of one that came down from its own, keeps a copy
// under the same id and takes over what the owner made of it; what recipients answer is heard by
// all. Limits: limits::order_*.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "command/incident/model.h"
#include "command/unit/model.h"
#include "desk/attributes.h"
#include "desk/noun.h"

namespace lifeline::roster {
struct Tag;  // a roster names open orders, an order goes to rosters
}

namespace lifeline::order {

struct Tag {};
using OrderId = Id<Tag>;
using desk::Attributes;
using incident::IncidentId;
using RosterId = Id<roster::Tag>;

enum class Priority { normal, high, urgent };
LIFELINE_ENUM(Priority, normal, high, urgent)

/// How soon an order of that priority is taken up and done where nobody says it.
struct Pace {
  int64_t acknowledge_within_s = 0;
  int64_t finish_within_s = 0;
};
Pace usual_pace(Priority priority);

/// From `done` on a recipient owes nothing.
enum class Step {
  issued,
  delivered,
  read,
  acknowledged,
  started,
  done,
  declined,
  handed_on,
  released
};
LIFELINE_ENUM(Step, issued, delivered, read, acknowledged, started, done, declined, handed_on,
              released)

enum class Missed { nothing, acknowledge, finish, declined, start, absent, answer, quorum };
LIFELINE_ENUM(Missed, nothing, acknowledge, finish, declined, start, absent, answer, quorum)

/// How somebody became a recipient.
enum class Way { issue, escalation, substitution, hand_on, widening };
LIFELINE_ENUM(Way, issue, escalation, substitution, hand_on, widening)

/// A unit, or a person of it.
struct Who {
  UnitCode unit;
  std::string person;  // id; "" for the unit itself

  friend auto operator<=>(const Who&, const Who&) = default;
};
LIFELINE_STRUCT(Who, unit, person)

struct Substitute {
  Who of;
  Who by;

  friend bool operator==(const Substitute&, const Substitute&) = default;
};
LIFELINE_STRUCT(Substitute, of, by)

/// What must come with "done".
struct Evidence {
  bool note = false;
  std::string number;  // what is counted: "stations checked"; "" for none
  uint32_t photos = 0;

  friend bool operator==(const Evidence&, const Evidence&) = default;
};
LIFELINE_STRUCT(Evidence, note, number, photos)

/// What is ordered; the same on every desk that knows of it.
struct Text {
  std::string subject_zh;
  std::string subject_en;
  std::string text;
  Priority priority = Priority::normal;
  UnitCode issuer;
  IncidentId incident;
  int64_t acknowledge_within_s = 0;
  int64_t finish_within_s = 0;
  int64_t start_within_s = 0;  // 0: no deadline
  Evidence evidence;
  uint64_t quorum = 0;  // so many must acknowledge; 0: all
  std::vector<Who> widen_to;
  std::vector<Substitute> substitutes;
  unit::Level pass_down_to = unit::Level::group;  // group: it is not passed down
  OrderId parent;                                 // that it was passed down from
  UnitCode parent_unit;                           // the recipient there that passed it down
  OrderId root;                                   // the first of the tree; none: itself
  uint64_t version = 0;                           // how often it was amended

  friend bool operator==(const Text&, const Text&) = default;
};
LIFELINE_STRUCT(Text, subject_zh, subject_en, text, priority, issuer, incident,
                acknowledge_within_s, finish_within_s, start_within_s, evidence, quorum, widen_to,
                substitutes, pass_down_to, parent, parent_unit, root, version)

struct Issue {
  Text what;
  std::vector<UnitCode> recipients;
  std::vector<std::string> people = {};
  std::vector<RosterId> rosters = {};      // their members who are there now
  std::vector<UnitCode> on_duty = {};      // who answers for these units now
  unit::Level level = unit::Level::group;  // all units of the level below the issuer
};
/// Another desk ordered units of this one's ground, or issued what came down from this one's.
struct Receive {
  OrderId id;
  Text what;
  std::vector<UnitCode> recipients;
  std::vector<Who> people = {};
  Instant issued_at = {};
  std::string issued_by = {};
  bool by_escalation = false;
  bool as_copy = false;  // it is not delivered here
};
struct Acknowledge {
  OrderId id;
  UnitCode unit;            // none: the first within the actor's reach that owes it
  std::string person = {};  // with the unit
  std::string by = {};      // heard from another desk: who did it there
  Instant at = {};          // and when; else now
  uint64_t version = 0;     // of the text that was answered there
};
/// How it goes: opened to be read, begun, or a word in between.
struct Report {
  OrderId id;
  UnitCode unit;
  std::string person = {};
  Step step = Step::read;  // read or started
  std::string note = {};
  std::string by = {};
  Instant at = {};
  uint64_t version = 0;
};
struct Finish {
  OrderId id;
  UnitCode unit;
  std::string note;
  std::string by = {};
  Instant at = {};
  std::string person = {};
  std::optional<double> number = {};
  std::vector<std::string> photos = {};  // attachment ids
};
struct Decline {
  OrderId id;
  UnitCode unit;
  std::string reason;
  std::string by = {};
  Instant at = {};
  std::string person = {};
};
struct Recall {
  OrderId id;
  std::string reason;
  Attributes attributes = {};  // of the request, kept for who posted it
};
/// A deadline passed or a recipient declined or is absent.
struct Escalate {
  OrderId id;
  UnitCode unit;
  Missed missed = Missed::nothing;
  std::string person = {};
};
/// The quorum's time is up, or it may be complete.
struct JudgeQuorum {
  OrderId id;
};
/// A superior gives it to somebody else.
struct HandOn {
  OrderId id;
  Who from;
  Who to;
  std::string reason;
};
/// The text, deadlines and evidence anew; who passed it down, and to whom it went, stays.
struct Amend {
  OrderId id;
  Text what;
  std::string reason;
};
/// An amendment of only what is given; the rest stays, also until when all is to be done.
struct Revise {
  OrderId id;
  std::string subject;
  std::optional<Priority> priority;
  Instant finish_by;
  std::string reason;
};
/// A superior's check (督办): the recipient must say how it goes.
struct Supervise {
  OrderId id;
  Who who;
  std::string note;
  int64_t answer_within_s = 0;
};
/// A superior does not take the result (退回).
struct HandBack {
  OrderId id;
  Who who;
  std::string reason;
  int64_t finish_within_s = 0;
};
/// A unit that has received it issues it to the units below.
struct PassDown {
  OrderId id;
  UnitCode unit;
};

struct Issued {
  OrderId id;
  Text what;
  std::vector<UnitCode> recipients;
  std::string by;
  Instant at;
  std::vector<Who> people;
};
LIFELINE_STRUCT(Issued, id, what, recipients, by, at, people)
struct Received {
  OrderId id;
  Text what;
  std::vector<UnitCode> recipients;
  Instant issued_at;
  std::string issued_by;
  Instant at;
  bool by_escalation = false;
  std::vector<Who> people;
  bool as_copy = false;
};
LIFELINE_STRUCT(Received, id, what, recipients, issued_at, issued_by, at, by_escalation, people,
                as_copy)
struct Acknowledged {
  OrderId id;
  UnitCode unit;
  std::string by;
  Instant at;
  std::string person;
  uint64_t version = 0;
};
LIFELINE_STRUCT(Acknowledged, id, unit, by, at, person, version)
struct Stepped {
  OrderId id;
  UnitCode unit;
  std::string person;
  Step step = Step::read;
  std::string note;
  std::string by;
  Instant at;
  uint64_t version = 0;
};
LIFELINE_STRUCT(Stepped, id, unit, person, step, note, by, at, version)
struct Finished {
  OrderId id;
  UnitCode unit;
  std::string note;
  std::string by;
  Instant at;
  std::string person;
  std::optional<double> number;
  std::vector<std::string> photos;
};
LIFELINE_STRUCT(Finished, id, unit, note, by, at, person, number, photos)
struct Declined {
  OrderId id;
  UnitCode unit;
  std::string reason;
  std::string by;
  Instant at;
  std::string person;
};
LIFELINE_STRUCT(Declined, id, unit, reason, by, at, person)
struct Recalled {
  OrderId id;
  std::string reason;
  std::string by;
  Instant at;
  Attributes attributes;
};
LIFELINE_STRUCT(Recalled, id, reason, by, at, attributes)
struct Escalated {
  OrderId id;
  UnitCode unit;
  UnitCode to;  // none: nobody stands above
  Missed missed = Missed::nothing;
  Text what;  // when `to` stands on another desk, which learns of the order from here
  Instant at;
  std::string person;
  std::string to_person;
  Way way = Way::escalation;  // or substitution or hand_on: it takes the recipient's place
  std::string in_charge;      // who answers for `to` now: a person's id, else the post on duty
  std::string reason;
};
LIFELINE_STRUCT(Escalated, id, unit, to, missed, what, at, person, to_person, way, in_charge,
                reason)
struct QuorumJudged {
  OrderId id;
  bool met = false;
  std::vector<Who> released;    // met: nobody waits for their word any more
  std::vector<Who> widened_to;  // none and not met: the issuer is told
  Instant at;
  Text what;  // when some of them stand on other desks, which learn of the order from here
};
LIFELINE_STRUCT(QuorumJudged, id, met, released, widened_to, at, what)
struct Amended {
  OrderId id;
  Text what;
  std::string reason;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Amended, id, what, reason, by, at)
struct Supervised {
  OrderId id;
  UnitCode unit;
  std::string person;
  std::string note;
  Instant answer_by;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Supervised, id, unit, person, note, answer_by, by, at)
struct HandedBack {
  OrderId id;
  UnitCode unit;
  std::string person;
  std::string reason;
  Instant finish_by;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(HandedBack, id, unit, person, reason, finish_by, by, at)
using Event = std::variant<Issued, Received, Acknowledged, Stepped, Finished, Declined, Recalled,
                           Escalated, QuorumJudged, Amended, Supervised, HandedBack>;

/// What the owner made of its order, heard by a desk that keeps a copy.
struct Adopt {
  Event event;
};
using Command =
    std::variant<Issue, Receive, Acknowledge, Report, Finish, Decline, Recall, Escalate,
                 JudgeQuorum, HandOn, Amend, Revise, Supervise, HandBack, PassDown, Adopt>;

struct Recipient {
  UnitCode unit;
  std::string person;
  Step step = Step::issued;
  Way way = Way::issue;
  Instant acknowledge_by;
  Instant start_by;
  Instant finish_by;
  Instant answer_by;  // under a superior's check
  bool acknowledge_missed = false;
  bool start_missed = false;
  bool finish_missed = false;
  bool decline_told = false;  // somebody knows that it declined
  Instant delivered_at;
  Instant read_at;
  Instant acknowledged_at;
  std::string acknowledged_by;
  Instant started_at;
  Instant done_at;
  std::string done_by;
  std::string note;  // the last word: of the result, the reason or in between
  std::optional<double> number;
  std::vector<std::string> photos;
  std::string check;  // what the superior asks
  uint32_t handed_back = 0;
  Instant escalated_at;
  UnitCode escalated_to;
  std::string escalated_to_person;
  std::string in_charge;
  OrderId passed_down;  // the order that it issued to the units below

  Who who() const { return {unit, person}; }
  bool owes() const { return step < Step::done; }
};
LIFELINE_STRUCT(Recipient, unit, person, step, way, acknowledge_by, start_by, finish_by, answer_by,
                acknowledge_missed, start_missed, finish_missed, decline_told, delivered_at,
                read_at, acknowledged_at, acknowledged_by, started_at, done_at, done_by, note,
                number, photos, check, handed_back, escalated_at, escalated_to, escalated_to_person,
                in_charge, passed_down)

/// How far an order is, over those who have to do it: units that only came in by escalation are not
/// counted, but their going up is; nor is who was released or whose place another took.
struct Tally {
  uint64_t recipients = 0;
  uint64_t delivered = 0;
  uint64_t acknowledged = 0;
  uint64_t started = 0;
  uint64_t done = 0;
  uint64_t declined = 0;
  uint64_t silent = 0;  // have not given their word by its deadline
  uint64_t late = 0;    // owe something whose deadline has passed
  uint64_t escalated = 0;

  friend bool operator==(const Tally&, const Tally&) = default;
};
LIFELINE_STRUCT(Tally, recipients, delivered, acknowledged, started, done, declined, silent, late,
                escalated)

/// Which of the recipients still owe their word, by their place: a bit for each, so that the first
/// of a hundred thousand is found at once.
class Awaited {
 public:
  void clear() { words_.clear(); }
  void set(size_t place, bool awaited) {
    if (place / 64 >= words_.size()) words_.resize(place / 64 + 1);
    const uint64_t bit = uint64_t{1} << (place % 64);
    words_[place / 64] = awaited ? words_[place / 64] | bit : words_[place / 64] & ~bit;
  }
  /// The first place from `from` on; none: npos.
  static constexpr size_t npos = static_cast<size_t>(-1);
  size_t next(size_t from) const;

 private:
  std::vector<uint64_t> words_;
};

struct Order {
  OrderId id;
  Text what;
  Instant issued_at;
  std::string issued_by;
  bool owned = false;  // this desk issued it and keeps its deadlines
  bool recalled = false;
  Instant recalled_at;
  std::string recalled_for;  // the reason
  Attributes cancellation;   // what was posted with it
  Instant moved_at;          // to where it stands as a whole
  Instant begun_at;          // by the first of those who have to do it
  Instant finish_by;         // until when the last of them is asked to be done
  Instant amended_at;
  Instant quorum_by;  // none: there is none, or it is judged for good
  bool quorum_met = false;
  std::vector<Recipient> recipients;
  std::map<Who, size_t> index;    // place in recipients; rebuilt
  Awaited awaited;                // rebuilt
  Tally tally;                    // rebuilt
  Tally below;                    // of all that were passed down from it; rebuilt
  std::vector<OrderId> children;  // rebuilt
};
LIFELINE_STRUCT(Order, id, what, issued_at, issued_by, owned, recalled, recalled_at, recalled_for,
                cancellation, moved_at, begun_at, finish_by, amended_at, quorum_by, quorum_met,
                recipients)

/// Where an order stands as a whole, over those who have to do it.
enum class Standing { issued, acknowledged, started, done, partly_done, declined, recalled };

struct Deadline {
  Instant at;
  OrderId id;
  Who who;
  Missed missed = Missed::nothing;

  friend auto operator<=>(const Deadline&, const Deadline&) = default;
};

struct State {
  uint64_t serial = 0;
  std::map<OrderId, Order> orders;
  std::set<Deadline> deadlines;  // of the orders this desk issued; rebuilt

  void reindex();
};
LIFELINE_STRUCT(State, serial, orders)

/// What every order says, however it comes about. Errors: subject_must_be_given,
/// text_must_be_short, deadline_must_lie_ahead, start_must_follow_acknowledge,
/// finish_must_follow_acknowledge, photos_must_be_fewer.
Result<void> must_be_well_formed(const Text& what);

Tally tally_of(const Order& order);
/// The recipient, if the unit or person is one.
const Recipient* find_recipient(const Order& order, const Who& who);
inline const Recipient* find_recipient(const Order& order, UnitCode unit) {
  return find_recipient(order, Who{unit, {}});
}
/// Whether it has to do it: not by escalation, and nobody took its place.
bool is_counted(const Recipient& recipient);
/// The tally when one of its recipients has become another.
Tally with_change(Tally tally, const Recipient& before, const Recipient& after);
/// How many of those that count have given their word.
uint64_t words_given(const Order& order);
Standing standing_of(const Order& order);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void react(const Event& event, const desk::Context& at, desk::Commands& out);
void hear(const Event& event, const desk::Heard& heard, const desk::Context& at,
          desk::Commands& out);
desk::RowKey touches(const Event& event);
std::optional<Instant> due(const State& state);
void expire(const State& state, Instant now, desk::Commands& out);

}  // namespace lifeline::order
