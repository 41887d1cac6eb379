// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/limits.h"
#include "command/order/model.h"
#include "command/unit/model.h"

namespace lifeline::order {
namespace {

using Events = std::vector<Event>;
constexpr int64_t within_s_max = 90 * 24 * 3600;

Result<const Order*> must_be_open(const State& state, OrderId id) {
  const auto found = state.orders.find(id);
  if (found == state.orders.end()) return not_found("order_must_exist", "id");
  if (found->second.recalled) return conflict("order_must_not_be_recalled");
  return &found->second;
}

// The recipient that the actor answers for: the one named, or the first that still owes the step.
Result<const Recipient*> must_be_recipient(const Order& order, UnitCode unit, Step owed,
                                           const desk::Context& at) {
  const Recipient* answered = nullptr;
  for (const Recipient& recipient : order.recipients) {
    if (unit && recipient.unit != unit) continue;
    const auto may = unit::must_answer_for(at, recipient.unit, desk::Role::operator_);
    if (!may && unit) return tl::unexpected(may.error());
    if (!may) continue;
    if (recipient.step < owed) return &recipient;
    answered = &recipient;
  }
  if (answered == nullptr && !unit && at.who.role < desk::Role::operator_)
    return forbidden("role_must_suffice");
  if (answered == nullptr) return forbidden("unit_must_be_a_recipient");
  if (answered->step == Step::declined) return conflict("order_must_not_be_declined");
  return conflict(owed == Step::done ? "order_must_not_be_done" : "order_must_not_be_acknowledged");
}

std::string actor_of(const std::string& by, const desk::Context& at) {
  return by.empty() ? at.who.name : by;
}

Instant time_of(Instant heard, const desk::Context& at) { return heard ? heard : at.now; }

Result<void> must_be_well_formed(const Text& what) {
  if (what.subject_zh.empty() && what.subject_en.empty())
    return invalid("subject_must_be_given", "subject_zh");
  for (const std::string* text : {&what.subject_zh, &what.subject_en, &what.text})
    if (text->size() > limits::text_bytes_max) return invalid("text_must_be_short", "text");
  if (what.acknowledge_within_s <= 0 || what.acknowledge_within_s > within_s_max)
    return invalid("deadline_must_lie_ahead", "acknowledge_within_s");
  if (what.finish_within_s < what.acknowledge_within_s || what.finish_within_s > within_s_max)
    return invalid("finish_must_follow_acknowledge", "finish_within_s");
  return {};
}

Result<Events> decide(const State& state, const Issue& c, const desk::Context& at) {
  if (auto formed = must_be_well_formed(c.what); !formed) return tl::unexpected(formed.error());
  const UnitCode issuer = c.what.issuer ? c.what.issuer : at.who.unit;
  if (auto may = unit::must_answer_for(at, issuer, desk::Role::commander); !may)
    return tl::unexpected(may.error());
  const IncidentId incident = c.what.incident;
  if (incident.desk == at.desk.value && incident.serial > at.get<incident::State>().serial)
    return invalid("incident_must_be_known", "incident", to_text(incident));
  if (c.recipients.empty()) return invalid("recipients_must_be_given", "recipients");
  if (c.recipients.size() > limits::order_recipients_max)
    return invalid("recipients_must_be_fewer", "recipients");
  const auto& units = at.get<unit::State>();
  Issued issued{.id = {at.desk.value, state.serial + 1},
                .what = c.what,
                .recipients = {},
                .by = at.who.name,
                .at = at.now};
  issued.what.issuer = issuer;
  if (issued.what.subject_zh.empty()) issued.what.subject_zh = c.what.subject_en;
  if (issued.what.subject_en.empty()) issued.what.subject_en = c.what.subject_zh;
  std::set<UnitCode> seen;
  for (size_t i = 0; i < c.recipients.size(); ++i) {
    const UnitCode unit = c.recipients[i];
    const std::string field = "recipients[" + std::to_string(i) + "]";
    if (!units.units.contains(unit)) return invalid("unit_must_be_known", field, to_text(unit));
    if (!unit::is_within(units, unit, issuer))
      return invalid("recipient_must_be_below_the_issuer", field, to_text(unit));
    if (seen.insert(unit).second) issued.recipients.push_back(unit);
  }
  Events events{issued};
  Received received{.id = issued.id,
                    .what = issued.what,
                    .recipients = {},
                    .issued_at = at.now,
                    .issued_by = at.who.name,
                    .at = at.now};
  for (const UnitCode unit : issued.recipients)
    if (at.plan.desk_of(unit) == at.desk) received.recipients.push_back(unit);
  if (!received.recipients.empty()) events.push_back(std::move(received));
  return events;
}

Result<Events> decide(const State& state, const Receive& c, const desk::Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  Received received{.id = c.id,
                    .what = c.what,
                    .recipients = {},
                    .issued_at = c.issued_at,
                    .issued_by = c.issued_by,
                    .at = at.now,
                    .by_escalation = c.by_escalation};
  const auto known = state.orders.find(c.id);
  for (const UnitCode unit : c.recipients) {
    const Recipient* recipient =
        known == state.orders.end() ? nullptr : find_recipient(known->second, unit);
    if (recipient == nullptr || !recipient->received_at) received.recipients.push_back(unit);
  }
  if (received.recipients.empty()) return conflict("order_must_not_be_received");
  return Events{std::move(received)};
}

Result<Events> decide(const State& state, const Acknowledge& c, const desk::Context& at) {
  const auto order = must_be_open(state, c.id);
  if (!order) return tl::unexpected(order.error());
  const auto recipient = must_be_recipient(**order, c.unit, Step::acknowledged, at);
  if (!recipient) return tl::unexpected(recipient.error());
  return Events{Acknowledged{
      .id = c.id, .unit = (*recipient)->unit, .by = actor_of(c.by, at), .at = time_of(c.at, at)}};
}

Result<Events> decide(const State& state, const Finish& c, const desk::Context& at) {
  const auto order = must_be_open(state, c.id);
  if (!order) return tl::unexpected(order.error());
  if (c.note.size() > limits::text_bytes_max) return invalid("text_must_be_short", "note");
  const auto recipient = must_be_recipient(**order, c.unit, Step::done, at);
  if (!recipient) return tl::unexpected(recipient.error());
  return Events{Finished{.id = c.id,
                         .unit = (*recipient)->unit,
                         .note = c.note,
                         .by = actor_of(c.by, at),
                         .at = time_of(c.at, at)}};
}

Result<Events> decide(const State& state, const Decline& c, const desk::Context& at) {
  const auto order = must_be_open(state, c.id);
  if (!order) return tl::unexpected(order.error());
  if (c.reason.empty()) return invalid("reason_must_be_given", "reason");
  if (c.reason.size() > limits::text_bytes_max) return invalid("text_must_be_short", "reason");
  const auto recipient = must_be_recipient(**order, c.unit, Step::done, at);
  if (!recipient) return tl::unexpected(recipient.error());
  return Events{Declined{.id = c.id,
                         .unit = (*recipient)->unit,
                         .reason = c.reason,
                         .by = actor_of(c.by, at),
                         .at = time_of(c.at, at)}};
}

Result<Events> decide(const State& state, const Recall& c, const desk::Context& at) {
  const auto order = must_be_open(state, c.id);
  if (!order) return tl::unexpected(order.error());
  if (auto may = unit::must_answer_for(at, (*order)->what.issuer, desk::Role::commander); !may)
    return tl::unexpected(may.error());
  if (c.reason.empty()) return invalid("reason_must_be_given", "reason");
  if (c.reason.size() > limits::text_bytes_max) return invalid("text_must_be_short", "reason");
  return Events{Recalled{.id = c.id, .reason = c.reason}};
}

Result<Events> decide(const State& state, const Escalate& c, const desk::Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  const auto order = must_be_open(state, c.id);
  if (!order) return tl::unexpected(order.error());
  const Recipient* recipient = find_recipient(**order, c.unit);
  if (recipient == nullptr) return not_found("recipient_must_exist", "unit");
  if (c.missed == Missed::acknowledge &&
      (recipient->step >= Step::acknowledged || recipient->acknowledge_missed))
    return conflict("deadline_must_be_missed");
  if (c.missed == Missed::finish && (recipient->step >= Step::done || recipient->finish_missed))
    return conflict("deadline_must_be_missed");
  const UnitCode to = unit::parent_of(at.get<unit::State>(), c.unit);
  const bool is_new = to && find_recipient(**order, to) == nullptr;
  const bool is_here = to && at.plan.desk_of(to) == at.desk;
  Escalated escalated{
      .id = c.id, .unit = c.unit, .to = to, .missed = c.missed, .what = {}, .at = at.now};
  if (is_new && !is_here) escalated.what = (*order)->what;
  Events events{std::move(escalated)};
  if (is_new && is_here)
    events.push_back(Received{.id = c.id,
                              .what = (*order)->what,
                              .recipients = {to},
                              .issued_at = (*order)->issued_at,
                              .issued_by = (*order)->issued_by,
                              .at = at.now});
  return events;
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::order
