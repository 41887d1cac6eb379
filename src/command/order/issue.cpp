// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/limits.h"
#include "command/order/rules.h"

namespace lifeline::order {
namespace {

constexpr double left_to_parts = 0.9;  // of its time: the rest is for the unit's own answer

Result<void> must_have_deadlines(const Text& what) {
  if (what.acknowledge_within_s <= 0 || what.acknowledge_within_s > within_s_max)
    return invalid("deadline_must_lie_ahead", "acknowledge_within_s");
  if (what.start_within_s < 0 || what.start_within_s > within_s_max)
    return invalid("deadline_must_lie_ahead", "start_within_s");
  if (what.start_within_s > 0 && what.start_within_s < what.acknowledge_within_s)
    return invalid("start_must_follow_acknowledge", "start_within_s");
  if (what.finish_within_s < std::max(what.acknowledge_within_s, what.start_within_s) ||
      what.finish_within_s > within_s_max)
    return invalid("finish_must_follow_acknowledge", "finish_within_s");
  return {};
}

void fill_subjects(Text& what) {
  if (what.subject_zh.empty()) what.subject_zh = what.subject_en;
  if (what.subject_en.empty()) what.subject_en = what.subject_zh;
}

// Those it may go to besides, as they were given: known and below the issuer.
Result<void> complete(Text& what, const desk::Context& at) {
  const auto know = [&](Who& who, const std::string& field) -> Result<void> {
    auto known = must_be_addressable(std::move(who), field, what.issuer, at);
    if (!known) return tl::unexpected(std::move(known.error()));
    who = std::move(*known);
    return {};
  };
  if (what.widen_to.size() > limits::order_recipients_max)
    return invalid("recipients_must_be_fewer", "widen_to");
  if (!what.widen_to.empty() && what.quorum == 0)
    return invalid("quorum_must_be_given", "quorum", "widen_to is for an order with a quorum");
  for (size_t i = 0; i < what.widen_to.size(); ++i)
    if (auto known = know(what.widen_to[i], "widen_to[" + std::to_string(i) + "]"); !known)
      return known;
  for (size_t i = 0; i < what.substitutes.size(); ++i) {
    const std::string field = "substitutes[" + std::to_string(i) + "]";
    if (auto known = know(what.substitutes[i].of, field + ".of"); !known) return known;
    if (auto known = know(what.substitutes[i].by, field + ".by"); !known) return known;
  }
  return must_end(what.substitutes);
}

Result<void> must_have_room_for_quorum(const Text& what, const Addressees& found) {
  const size_t recipients = found.units.size() + found.people.size();
  if (what.quorum <= recipients) return {};
  return invalid("quorum_must_be_within_the_recipients", "quorum",
                 std::to_string(what.quorum) + " of " + std::to_string(recipients));
}

// An order that is passed down by hand: the issuer is a recipient of the one above.
Result<void> must_come_from(const State& state, Text& what) {
  if (!what.parent) return {};
  const auto parent = must_be_open(state, what.parent);
  if (!parent) return tl::unexpected(parent.error());
  if (!what.parent_unit) what.parent_unit = what.issuer;
  const Recipient* from = find_recipient(**parent, what.parent_unit);
  if (from == nullptr || what.parent_unit != what.issuer)
    return invalid("issuer_must_be_a_recipient_of_the_parent", "parent", to_text(what.parent));
  what.root = (*parent)->what.root ? (*parent)->what.root : what.parent;
  if (what.incident) return {};
  what.incident = (*parent)->what.incident;
  return {};
}

// What the units and people of this desk's own ground receive.
Events issued_and_received(Issued issued, const desk::Context& at) {
  Received received{.id = issued.id,
                    .what = issued.what,
                    .recipients = {},
                    .issued_at = at.now,
                    .issued_by = issued.by,
                    .at = at.now,
                    .people = {}};
  for (const UnitCode unit : issued.recipients)
    if (at.plan.desk_of(unit) == at.desk) received.recipients.push_back(unit);
  for (const Who& who : issued.people)
    if (at.plan.desk_of(who.unit) == at.desk) received.people.push_back(who);
  Events events;
  events.emplace_back(std::move(issued));
  if (!received.recipients.empty() || !received.people.empty())
    events.emplace_back(std::move(received));
  return events;
}

}  // namespace

Result<void> must_be_well_formed(const Text& what) {
  if (what.subject_zh.empty() && what.subject_en.empty())
    return invalid("subject_must_be_given", "subject_zh");
  for (const std::string* text : {&what.subject_zh, &what.subject_en, &what.text})
    if (auto is_short = must_be_short(*text, "text"); !is_short) return is_short;
  if (what.evidence.number.size() > limits::name_bytes_max)
    return invalid("text_must_be_short", "evidence.number");
  if (what.evidence.photos > limits::photos_max)
    return invalid("photos_must_be_fewer", "evidence.photos");
  return must_have_deadlines(what);
}

Result<Events> decide(const State& state, const Issue& c, const desk::Context& at) {
  Text what = c.what;
  if (auto formed = must_be_well_formed(what); !formed) return tl::unexpected(formed.error());
  if (!what.issuer) what.issuer = at.who.unit;
  if (auto may = unit::must_answer_for(at, what.issuer, desk::Role::commander); !may)
    return tl::unexpected(may.error());
  if (what.incident.desk == at.desk.value &&
      what.incident.serial > at.get<incident::State>().serial)
    return invalid("incident_must_be_known", "incident", lifeline::to_text(what.incident));
  if (auto from = must_come_from(state, what); !from) return tl::unexpected(from.error());
  auto found = addressees_of(c, what.issuer, at);
  if (!found) return tl::unexpected(std::move(found.error()));
  if (auto room = must_have_room_for_quorum(what, *found); !room)
    return tl::unexpected(room.error());
  if (auto whole = complete(what, at); !whole) return tl::unexpected(whole.error());
  fill_subjects(what);
  what.version = 0;
  return issued_and_received({.id = {at.desk.value, state.serial + 1},
                              .what = std::move(what),
                              .recipients = std::move(found->units),
                              .by = at.who.name,
                              .at = at.now,
                              .people = std::move(found->people)},
                             at);
}

Result<Events> decide(const State& state, const Receive& c, const desk::Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  Received received{.id = c.id,
                    .what = c.what,
                    .recipients = {},
                    .issued_at = c.issued_at,
                    .issued_by = c.issued_by,
                    .at = at.now,
                    .by_escalation = c.by_escalation,
                    .people = {},
                    .as_copy = c.as_copy};
  const auto known = state.orders.find(c.id);
  const auto is_new = [&](const Who& who) {
    const Recipient* recipient =
        known == state.orders.end() ? nullptr : find_recipient(known->second, who);
    return recipient == nullptr || (!c.as_copy && !recipient->delivered_at);
  };
  for (const UnitCode unit : c.recipients)
    if (is_new({unit, {}})) received.recipients.push_back(unit);
  for (const Who& who : c.people)
    if (is_new(who)) received.people.push_back(who);
  if (received.recipients.empty() && received.people.empty())
    return conflict("order_must_not_be_received");
  return Events{std::move(received)};
}

Result<Events> decide(const State& state, const PassDown& c, const desk::Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  const auto parent = must_be_open(state, c.id);
  if (!parent) return tl::unexpected(parent.error());
  const Order& order = **parent;
  const Recipient* from = find_recipient(order, c.unit);
  if (from == nullptr) return not_found("recipient_must_exist", "unit");
  if (from->passed_down) return conflict("order_must_not_be_passed_down_yet");
  Issued issued{.id = {at.desk.value, state.serial + 1},
                .what = order.what,
                .recipients = {},
                .by = at.who.name,
                .at = at.now,
                .people = {}};
  const auto& below = at.get<unit::State>().below;
  if (const auto units = below.find(c.unit); units != below.end())
    issued.recipients.assign(units->second.begin(), units->second.end());
  if (issued.recipients.empty()) return conflict("unit_must_have_units_below");
  Text& what = issued.what;
  what.parent = c.id;
  what.parent_unit = what.issuer = c.unit;
  if (!what.root) what.root = c.id;
  what.quorum = 0;
  what.widen_to.clear();
  what.substitutes.clear();
  const auto left_s = static_cast<double>((from->finish_by - at.now).count()) / 1e6;
  what.finish_within_s = std::max(what.acknowledge_within_s + what.start_within_s,
                                  static_cast<int64_t>(left_s * left_to_parts));
  what.version = 0;
  return issued_and_received(std::move(issued), at);
}

Result<Events> decide(const State& state, const Amend& c, const desk::Context& at) {
  const auto order = must_be_open(state, c.id);
  if (!order) return tl::unexpected(order.error());
  const Text& before = (*order)->what;
  if (auto may = unit::must_answer_for(at, before.issuer, desk::Role::commander); !may)
    return tl::unexpected(may.error());
  if (auto given = must_have_reason(c.reason); !given) return tl::unexpected(given.error());
  Text what = c.what;
  what.issuer = before.issuer;
  what.incident = before.incident;
  what.parent = before.parent;
  what.parent_unit = before.parent_unit;
  what.root = before.root;
  what.pass_down_to = before.pass_down_to;
  what.version = before.version;
  if (auto formed = must_be_well_formed(what); !formed) return tl::unexpected(formed.error());
  if (what.quorum > (*order)->tally.recipients)
    return invalid("quorum_must_be_within_the_recipients", "quorum");
  if (auto whole = complete(what, at); !whole) return tl::unexpected(whole.error());
  fill_subjects(what);
  if (what == before) return conflict("amendment_must_change_something");
  ++what.version;
  return Events{Amended{
      .id = c.id, .what = std::move(what), .reason = c.reason, .by = at.who.name, .at = at.now}};
}

// Deadlines run anew from an amendment, so the time that is left until the end is what they have.
// An end within a second of the one before is the same: deadlines are whole seconds.
Result<Events> decide(const State& state, const Revise& c, const desk::Context& at) {
  const auto order = must_be_open(state, c.id);
  if (!order) return tl::unexpected(order.error());
  const Text& before = (*order)->what;
  if (auto may = unit::must_answer_for(at, before.issuer, desk::Role::commander); !may)
    return tl::unexpected(may.error());
  Text what = before;
  if (!c.subject.empty() && c.subject != before.subject_zh)
    what.subject_zh = what.subject_en = c.subject;
  what.priority = c.priority.value_or(before.priority);
  const Instant known = (*order)->finish_by;
  const bool is_moved =
      c.finish_by && (c.finish_by < known || c.finish_by >= seconds_after(known, 1));
  if (what == before && !is_moved) return Events{};
  const Instant until = is_moved ? c.finish_by : known;
  what.finish_within_s = (until - at.now).count() / 1'000'000;
  what.acknowledge_within_s = std::min(what.acknowledge_within_s, what.finish_within_s);
  what.start_within_s = std::min(what.start_within_s, what.finish_within_s);
  return decide(state, Amend{.id = c.id, .what = std::move(what), .reason = c.reason}, at);
}

}  // namespace lifeline::order
