// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "base/limits.h"
#include "command/attachment/model.h"
#include "command/order/rules.h"
#include "command/person/model.h"

namespace lifeline::order {
namespace {

// A unit's operators answer for it and for its people; a person answers for itself.
Result<void> must_answer_for(const Recipient& r, const desk::Context& at) {
  auto may = unit::must_answer_for(at, r.unit, desk::Role::operator_);
  if (may || r.person.empty() || at.who.role < desk::Role::operator_) return may;
  const auto* person = person::find(at.get<person::State>(), r.person);
  if (person != nullptr && person::is_oneself(*person, at.who)) return {};
  return may;
}

Refusal already(const Recipient& r, Step owed) {
  switch (r.step) {
    case Step::declined: return conflict("order_must_not_be_declined", {}, "declined: " + r.note);
    case Step::handed_on:
      return conflict("order_must_not_be_handed_on", {},
                      "handed on to " + to_text(Who{r.escalated_to, r.escalated_to_person}));
    case Step::released: return conflict("recipient_must_be_needed");
    case Step::done:
      return conflict("order_must_not_be_done", {},
                      "done by " + r.done_by + " at " + to_rfc3339(r.done_at));
    default: break;
  }
  if (owed == Step::started) return conflict("order_must_not_be_started");
  return conflict("order_must_not_be_acknowledged", {},
                  "acknowledged by " + r.acknowledged_by + " at " + to_rfc3339(r.acknowledged_at));
}

// A word that was given on another desk before it heard that nobody waits for it any more counts.
bool may_still(const Recipient& r, bool is_heard) { return is_heard && r.step == Step::released; }

// The one named; a person that is named alone may have been asked for another unit than its own.
const Recipient* find_named(const Order& order, const Who& named, const desk::Context& at) {
  if (named.unit || named.person.empty()) return find_recipient(order, named);
  const auto* person = person::find(at.get<person::State>(), named.person);
  if (person != nullptr)
    if (const Recipient* own = find_recipient(order, {person->unit, named.person})) return own;
  const auto found = std::ranges::find(order.recipients, named.person, &Recipient::person);
  return found == order.recipients.end() ? nullptr : &*found;
}

// The person that acts, if it is one.
const person::Person* self_of(const desk::Context& at) {
  const auto* person = person::of_account(at.get<person::State>(), at.who.name);
  return person != nullptr && person::is_oneself(*person, at.who) ? person : nullptr;
}

// The recipient that the actor answers for: the one named, or the first that still owes the step,
// the actor's own before the others.
Result<const Recipient*> must_be_recipient(const Order& order, const Who& named, Step owed,
                                           const desk::Context& at) {
  if (named.unit || !named.person.empty()) {
    const Recipient* recipient = find_named(order, named, at);
    if (recipient == nullptr) return forbidden("unit_must_be_a_recipient");
    if (auto may = must_answer_for(*recipient, at); !may) return tl::unexpected(may.error());
    if (recipient->step < owed || may_still(*recipient, at.who.role == desk::Role::system))
      return recipient;
    return already(*recipient, owed);
  }
  const person::Person* self = self_of(at);
  if (self != nullptr)
    if (const Recipient* own = find_recipient(order, {self->unit, self->id}))
      if (own->step < owed && must_answer_for(*own, at)) return own;
  const Recipient* answered = nullptr;
  const Recipient* owing = nullptr;
  for (const Recipient& recipient : order.recipients) {
    const bool is_own = self != nullptr && recipient.person == self->id;
    if (owing != nullptr && self == nullptr) break;
    if (owing != nullptr && !is_own) continue;
    if (!must_answer_for(recipient, at)) continue;
    if (recipient.step < owed && is_own) return &recipient;
    if (recipient.step < owed && owing == nullptr) owing = &recipient;
    answered = &recipient;
  }
  if (owing != nullptr) return owing;
  if (answered != nullptr) return already(*answered, owed);
  if (at.who.role < desk::Role::operator_) return forbidden("role_must_suffice");
  return forbidden("unit_must_be_a_recipient");
}

std::string actor_of(const std::string& by, const desk::Context& at) {
  return by.empty() ? at.who.name : by;
}
Instant time_of(Instant heard, const desk::Context& at) { return heard ? heard : at.now; }

// An answer that another desk gave to a text which is amended by now does not count.
Result<uint64_t> must_be_to_this_text(const Order& order, uint64_t version, bool is_heard) {
  if (is_heard && version < order.what.version)
    return conflict("answer_must_be_to_the_amended_order");
  return order.what.version;
}

Result<void> must_have_evidence(const Evidence& wanted, const Finish& c, const desk::Context& at) {
  if (wanted.note && c.note.empty()) return invalid("note_must_be_given", "note");
  if (!wanted.number.empty() && !c.number)
    return invalid("number_must_be_given", "number", wanted.number);
  if (c.number && !std::isfinite(*c.number)) return invalid("number_must_be_in_range", "number");
  if (c.photos.size() < wanted.photos)
    return invalid("photos_must_be_given", "photos", std::to_string(wanted.photos) + " are asked");
  return attachment::photos_must_be_known(at, c.photos);
}

Result<Events> decide(const State& state, const Acknowledge& c, const desk::Context& at) {
  const auto order = must_be_open(state, c.id);
  if (!order) return tl::unexpected(order.error());
  const auto recipient = must_be_recipient(**order, {c.unit, c.person}, Step::acknowledged, at);
  if (!recipient) return tl::unexpected(recipient.error());
  const auto version = must_be_to_this_text(**order, c.version, !c.by.empty());
  if (!version) return tl::unexpected(version.error());
  return Events{Acknowledged{.id = c.id,
                             .unit = (*recipient)->unit,
                             .by = actor_of(c.by, at),
                             .at = time_of(c.at, at),
                             .person = (*recipient)->person,
                             .version = *version}};
}

// "read" and "started" are once; a word in between is as often as there is something to say.
Result<Events> decide(const State& state, const Report& c, const desk::Context& at) {
  const auto order = must_be_open(state, c.id);
  if (!order) return tl::unexpected(order.error());
  if (c.step != Step::read && c.step != Step::started)
    return invalid("step_must_be_read_or_started", "step");
  if (auto is_short = must_be_short(c.note, "note"); !is_short)
    return tl::unexpected(is_short.error());
  const Step owed = c.note.empty() ? c.step : Step::done;
  const auto recipient = must_be_recipient(**order, {c.unit, c.person}, owed, at);
  if (!recipient) return tl::unexpected(recipient.error());
  const auto version = must_be_to_this_text(**order, c.version, !c.by.empty());
  if (!version) return tl::unexpected(version.error());
  return Events{Stepped{.id = c.id,
                        .unit = (*recipient)->unit,
                        .person = (*recipient)->person,
                        .step = c.step,
                        .note = c.note,
                        .by = actor_of(c.by, at),
                        .at = time_of(c.at, at),
                        .version = *version}};
}

Result<Events> decide(const State& state, const Finish& c, const desk::Context& at) {
  const auto order = must_be_open(state, c.id);
  if (!order) return tl::unexpected(order.error());
  if (auto is_short = must_be_short(c.note, "note"); !is_short)
    return tl::unexpected(is_short.error());
  const auto recipient = must_be_recipient(**order, {c.unit, c.person}, Step::done, at);
  if (!recipient) return tl::unexpected(recipient.error());
  const bool is_heard = !c.by.empty();
  const bool owes_proof = (*recipient)->way != Way::escalation;
  const Evidence wanted = owes_proof ? (*order)->what.evidence : Evidence{};
  if (!is_heard)
    if (auto proven = must_have_evidence(wanted, c, at); !proven)
      return tl::unexpected(proven.error());
  return Events{Finished{.id = c.id,
                         .unit = (*recipient)->unit,
                         .note = c.note,
                         .by = actor_of(c.by, at),
                         .at = time_of(c.at, at),
                         .person = (*recipient)->person,
                         .number = c.number,
                         .photos = c.photos}};
}

Result<Events> decide(const State& state, const Decline& c, const desk::Context& at) {
  const auto order = must_be_open(state, c.id);
  if (!order) return tl::unexpected(order.error());
  if (auto given = must_have_reason(c.reason); !given) return tl::unexpected(given.error());
  const auto recipient = must_be_recipient(**order, {c.unit, c.person}, Step::done, at);
  if (!recipient) return tl::unexpected(recipient.error());
  return Events{Declined{.id = c.id,
                         .unit = (*recipient)->unit,
                         .reason = c.reason,
                         .by = actor_of(c.by, at),
                         .at = time_of(c.at, at),
                         .person = (*recipient)->person}};
}

// The owner's facts are taken as they are: it has decided.
Result<Events> decide(const State& state, const Adopt& c, const desk::Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  const OrderId id = std::visit([](const auto& e) { return e.id; }, c.event);
  const auto order = must_be_open(state, id);
  if (!order) return tl::unexpected(order.error());
  if ((*order)->owned) return conflict("order_must_be_another_desks");
  return Events{c.event};
}

}  // namespace

Result<const Order*> must_be_open(const State& state, OrderId id) {
  const auto found = state.orders.find(id);
  if (found == state.orders.end()) return not_found("order_must_exist", "id");
  if (found->second.recalled) return conflict("order_must_not_be_recalled");
  return &found->second;
}

Result<void> must_be_short(const std::string& text, std::string_view field) {
  if (text.size() > limits::text_bytes_max)
    return invalid("text_must_be_short", std::string(field));
  return {};
}

Result<void> must_have_reason(const std::string& reason) {
  if (reason.empty()) return invalid("reason_must_be_given", "reason");
  return must_be_short(reason, "reason");
}

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::order
