// SPDX-License-Identifier: Apache-2.0
#include "command/order/view.h"

#include <algorithm>

#include "command/person/model.h"

namespace lifeline::order {

namespace {

constexpr size_t awaited_shown_max = 20;
constexpr size_t copied_max = 1'000;  // recipients of an order that is copied from desk to desk

std::vector<UnitCode> awaited_of(const Order& order, const Ahead& ahead) {
  std::vector<UnitCode> awaited;
  const Awaited& all = order.awaited;
  for (size_t at = all.next(0); at != Awaited::npos; at = all.next(at + 1)) {
    const Recipient& recipient = order.recipients[at];
    const auto is_same = [&](const Recipient& r) { return r.who() == recipient.who(); };
    const auto known = std::ranges::find_if(ahead.recipients, is_same);
    if (known != ahead.recipients.end() && known->step >= Step::acknowledged) continue;
    awaited.push_back(recipient.unit);
    if (awaited.size() == awaited_shown_max) break;
  }
  return awaited;
}

bool is_late(const Recipient& r) {
  return r.owes() && ((r.acknowledge_missed && r.step < Step::acknowledged) ||
                      (r.start_missed && r.step < Step::started) || r.finish_missed);
}

// A person's name, or the post as it is.
std::string name_of(const std::string& in_charge, const desk::Nouns& nouns) {
  const auto* person = person::find(nouns.get<person::State>(), in_charge);
  return person == nullptr ? in_charge : person->name_zh;
}

}  // namespace

Row row_of(const Order& order) { return row_of(order, Ahead{}); }

Row row_of(const Order& order, const Ahead& ahead) {
  const Text& what = order.what;
  Tally tally = order.tally;
  for (const Recipient& known : ahead.recipients) {
    const Recipient* recipient = find_recipient(order, known.who());
    if (recipient != nullptr && known.step > recipient->step)
      tally = with_change(tally, *recipient, known);
  }
  const bool is_recalled = order.recalled || ahead.recalled;
  const Instant from = order.amended_at ? order.amended_at : order.issued_at;
  Row row{.id = order.id,
          .subject_zh = what.subject_zh,
          .subject_en = what.subject_en,
          .text = what.text,
          .priority = what.priority,
          .issuer = what.issuer,
          .issued_by = order.issued_by,
          .issued_at = order.issued_at,
          .acknowledge_by = seconds_after(from, what.acknowledge_within_s),
          .finish_by = seconds_after(from, what.finish_within_s),
          .incident = what.incident,
          .overdue = tally.late > 0 && !is_recalled,
          .escalations = tally.escalated,
          .recipients_total = tally.recipients,
          .recipients_delivered = tally.delivered,
          .recipients_acknowledged = tally.acknowledged,
          .recipients_started = tally.started,
          .recipients_done = tally.done,
          .recipients_declined = tally.declined,
          .recipients_silent = tally.silent,
          .below_total = order.below.recipients,
          .below_delivered = order.below.delivered,
          .below_acknowledged = order.below.acknowledged,
          .below_started = order.below.started,
          .below_done = order.below.done,
          .below_declined = order.below.declined,
          .below_silent = order.below.silent,
          .quorum = what.quorum,
          .quorum_met = order.quorum_met,
          .version = what.version,
          .amended_at = order.amended_at,
          .pass_down_to = what.pass_down_to,
          .parent = what.parent,
          .root = what.root,
          .evidence = what.evidence,
          .unit = order.recipients.empty() ? UnitCode{} : order.recipients.front().unit};
  if (what.start_within_s > 0) row.start_by = seconds_after(from, what.start_within_s);
  const uint64_t all = row.recipients_total + row.below_total;
  if (all > 0) row.done_percent = 100 * (row.recipients_done + row.below_done) / all;
  if (!is_recalled) row.awaited = awaited_of(order, ahead);
  if (is_recalled)
    row.state = Progress::recalled;
  else if (row.recipients_done == row.recipients_total)
    row.state = Progress::done;
  else if (row.recipients_acknowledged == row.recipients_total)
    row.state = Progress::acknowledged;
  return row;
}

int urgency_of(const Recipient& r) {
  if (!r.owes()) return urgency_max;
  if (r.acknowledge_missed && r.step < Step::acknowledged) return 0;
  if (is_late(r)) return 1;
  return r.step < Step::acknowledged ? 2 : 3;
}

RecipientRow row_of(const Order& order, const Recipient& r, uint64_t depth,
                    const desk::Nouns& nouns) {
  RecipientRow row = bare_row_of(order, r, depth);
  complete(row, nouns);
  return row;
}

RecipientRow bare_row_of(const Order& order, const Recipient& r, uint64_t depth) {
  RecipientRow row{.key = to_text(order.id) + "/" + to_text(r.unit),
                   .order = order.id,
                   .depth = depth,
                   .urgency = static_cast<uint64_t>(urgency_of(r)),
                   .unit = r.unit,
                   .person = r.person,
                   .state = r.step,
                   .way = r.way,
                   .silent = r.acknowledge_missed && r.step < Step::acknowledged,
                   .late = is_late(r),
                   .acknowledge_by = r.acknowledge_by,
                   .start_by = r.start_by,
                   .finish_by = r.finish_by,
                   .answer_by = r.answer_by,
                   .delivered_at = r.delivered_at,
                   .read_at = r.read_at,
                   .acknowledged_at = r.acknowledged_at,
                   .acknowledged_by = r.acknowledged_by,
                   .started_at = r.started_at,
                   .done_at = r.done_at,
                   .done_by = r.done_by,
                   .note = r.note,
                   .number = r.number,
                   .photos = r.photos,
                   .check = r.check,
                   .handed_back = r.handed_back,
                   .escalated_at = r.escalated_at,
                   .escalated_to = r.escalated_to,
                   .escalated_to_person = r.escalated_to_person,
                   .in_charge = r.in_charge,
                   .passed_down = r.passed_down};
  if (!r.person.empty()) row.key += "/" + r.person;
  return row;
}

void complete(RecipientRow& row, const desk::Nouns& nouns) {
  row.in_charge = name_of(row.in_charge, nouns);
  const auto& units = nouns.get<unit::State>().units;
  if (const auto unit = units.find(row.unit); unit != units.end()) {
    row.unit_name_zh = unit->second.name_zh;
    row.unit_name_en = unit->second.name_en;
  }
  if (const auto* person = person::find(nouns.get<person::State>(), row.person)) {
    row.person_name_zh = person->name_zh;
    row.person_name_en = person->name_en;
  }
  const auto& orders = nouns.get<State>().orders;
  if (const auto below = orders.find(row.passed_down); below != orders.end()) {
    const Tally &own = below->second.tally, &further = below->second.below;
    row.below_total = own.recipients + further.recipients;
    row.below_acknowledged = own.acknowledged + further.acknowledged;
    row.below_done = own.done + further.done;
    row.below_silent = own.silent + further.silent;
  }
}

bool is_in_reach(const Order& order, unit::Reach& reach) {
  return reach.holds(order.what.issuer) ||
         std::ranges::any_of(order.recipients,
                             [&](const Recipient& r) { return reach.holds(r.unit); });
}

Ahead ahead_of(const Order& copy, const Who& named, const desk::Actor& caller,
               const desk::Nouns& nouns) {
  Ahead ahead{.recalled = copy.recalled, .recipients = {}};
  if (copy.recipients.size() <= copied_max) {
    ahead.recipients = copy.recipients;
    return ahead;
  }
  const auto& people = nouns.get<person::State>();
  const auto add = [&](const Who& who) {
    if (const Recipient* found = find_recipient(copy, who)) ahead.recipients.push_back(*found);
  };
  const auto add_person = [&](const person::Person* person) {
    if (person != nullptr) add({person->unit, person->id});
  };
  if (named.unit) {
    add(named);
  } else if (!named.person.empty()) {
    add_person(person::find(people, named.person));
  } else {
    add_person(person::of_account(people, caller.name));
    add({caller.unit, {}});
  }
  return ahead;
}

void View::fold(const Event&, const desk::Stamp&) { ++changes; }

}  // namespace lifeline::order
