// SPDX-License-Identifier: Apache-2.0
// Orders to read: the state is the truth, a row rolls up its recipients and what came down from it.
#pragma once

#include <array>
#include <memory>

#include "command/order/model.h"
#include "command/unit/view.h"

namespace lifeline::order {

enum class Progress { open, acknowledged, done, recalled };
LIFELINE_ENUM(Progress, open, acknowledged, done, recalled)

struct Row {
  OrderId id;
  std::string subject_zh;
  std::string subject_en;
  std::string text;
  Priority priority = Priority::normal;
  UnitCode issuer;
  std::string issued_by;
  Instant issued_at;
  Instant acknowledge_by;
  Instant start_by;
  Instant finish_by;
  IncidentId incident;
  Progress state = Progress::open;
  bool overdue = false;
  uint64_t escalations = 0;
  uint64_t recipients_total = 0;
  uint64_t recipients_delivered = 0;
  uint64_t recipients_acknowledged = 0;
  uint64_t recipients_started = 0;
  uint64_t recipients_done = 0;
  uint64_t recipients_declined = 0;
  uint64_t recipients_silent = 0;
  uint64_t below_total = 0;  // recipients of the orders that it was passed down as
  uint64_t below_delivered = 0;
  uint64_t below_acknowledged = 0;
  uint64_t below_started = 0;
  uint64_t below_done = 0;
  uint64_t below_declined = 0;
  uint64_t below_silent = 0;
  uint64_t done_percent = 0;  // of all of them
  uint64_t quorum = 0;
  bool quorum_met = false;
  uint64_t version = 0;  // how often it was amended
  Instant amended_at;
  unit::Level pass_down_to = unit::Level::group;
  OrderId parent;
  OrderId root;
  Evidence evidence;
  UnitCode unit;                  // the first recipient: whose ground it is about
  std::vector<UnitCode> awaited;  // recipients that have not acknowledged, the first of them
};
LIFELINE_STRUCT(Row, id, subject_zh, subject_en, text, priority, issuer, issued_by, issued_at,
                acknowledge_by, start_by, finish_by, incident, state, overdue, escalations,
                recipients_total, recipients_delivered, recipients_acknowledged, recipients_started,
                recipients_done, recipients_declined, recipients_silent, below_total,
                below_delivered, below_acknowledged, below_started, below_done, below_declined,
                below_silent, done_percent, quorum, quorum_met, version, amended_at, pass_down_to,
                parent, root, evidence, unit, awaited)

/// The order as a row; units that came in by escalation are not counted as recipients.
Row row_of(const Order& order);

/// A recipient of an order or of one that came down from it.
struct RecipientRow {
  std::string key;  // "420000-17/420106/HB-1"
  OrderId order;
  uint64_t depth = 0;    // 0: of the order itself
  uint64_t urgency = 0;  // see urgency_of
  UnitCode unit;
  std::string unit_name_zh;
  std::string unit_name_en;
  std::string person;
  std::string person_name_zh;
  std::string person_name_en;
  Step state = Step::issued;
  Way way = Way::issue;
  bool silent = false;  // has not given its word by its deadline
  bool late = false;    // owes something whose deadline has passed
  Instant acknowledge_by;
  Instant start_by;
  Instant finish_by;
  Instant answer_by;
  Instant delivered_at;
  Instant read_at;
  Instant acknowledged_at;
  std::string acknowledged_by;
  Instant started_at;
  Instant done_at;
  std::string done_by;
  std::string note;
  std::optional<double> number;
  std::vector<std::string> photos;
  std::string check;
  uint64_t handed_back = 0;
  Instant escalated_at;
  UnitCode escalated_to;
  std::string escalated_to_person;
  std::string in_charge;     // who answers there: a person's name, else the post
  OrderId passed_down;       // the order that it issued to the units below
  uint64_t below_total = 0;  // recipients of that order and of what came down from it
  uint64_t below_acknowledged = 0;
  uint64_t below_done = 0;
  uint64_t below_silent = 0;
};
LIFELINE_STRUCT(RecipientRow, key, order, depth, urgency, unit, unit_name_zh, unit_name_en, person,
                person_name_zh, person_name_en, state, way, silent, late, acknowledge_by, start_by,
                finish_by, answer_by, delivered_at, read_at, acknowledged_at, acknowledged_by,
                started_at, done_at, done_by, note, number, photos, check, handed_back,
                escalated_at, escalated_to, escalated_to_person, in_charge, passed_down,
                below_total, below_acknowledged, below_done, below_silent)

RecipientRow row_of(const Order& order, const Recipient& recipient, uint64_t depth,
                    const desk::Nouns& nouns);
/// Without what complete() looks up: the attributes in `looked_up`.
RecipientRow bare_row_of(const Order& order, const Recipient& recipient, uint64_t depth);
void complete(RecipientRow& row, const desk::Nouns& nouns);
inline constexpr std::array<std::string_view, 9> looked_up{
    "unit_name_zh", "unit_name_en", "person_name_zh",     "person_name_en", "in_charge",
    "below_total",  "below_done",   "below_acknowledged", "below_silent"};

/// How pressing a recipient is: the silent first, then who is late, who owes its word, who owes
/// the rest, and at last who owes nothing.
inline constexpr int urgency_max = 4;
int urgency_of(const Recipient& recipient);

/// An order is seen by whoever answers for its issuer or for one of its recipients.
bool is_in_reach(const Order& order, unit::Reach& reach);

/// What another desk's copy knows: it is ahead of the issuer until that has heard of it.
struct Ahead {
  bool recalled = false;
  std::vector<Recipient> recipients;
};
/// Of a copy, what the answer of `named` may have changed; of nobody: of the caller. All of it,
/// unless the order is too large for that.
Ahead ahead_of(const Order& copy, const Who& named, const desk::Actor& caller,
               const desk::Nouns& nouns);
/// The order as its issuer's desk has it, with what a copy is ahead put in.
Row row_of(const Order& order, const Ahead& ahead);

struct View {
  uint64_t changes = 0;

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, changes)

struct Noun {
  using State = order::State;
  using Command = order::Command;
  using Event = order::Event;
  using View = order::View;
  static constexpr std::string_view name = "order";
  static constexpr uint64_t bit = uint64_t{1} << 4;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::order
