// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "command/incident/model.h"
#include "command/order/model.h"
#include "command/person/model.h"

namespace lifeline::order {
namespace {

bool is_here(UnitCode unit, const desk::Context& at) { return at.plan.desk_of(unit) == at.desk; }

std::vector<UnitCode> on_this_ground(const std::vector<UnitCode>& units, const desk::Context& at) {
  std::vector<UnitCode> mine;
  for (const UnitCode unit : units)
    if (is_here(unit, at)) mine.push_back(unit);
  return mine;
}
std::vector<Who> on_this_ground(const std::vector<Who>& people, const desk::Context& at) {
  std::vector<Who> mine;
  for (const Who& who : people)
    if (is_here(who.unit, at)) mine.push_back(who);
  return mine;
}

const Order* known_order(OrderId id, const desk::Context& at) {
  const auto& orders = at.get<State>().orders;
  const auto found = orders.find(id);
  return found == orders.end() ? nullptr : &found->second;
}

// A unit that is ordered to an incident needs not the order that waits for it there.
void end_holds(IncidentId id, const std::vector<UnitCode>& ordered, const desk::Context& at,
               desk::Commands& out) {
  if (id.desk != at.desk.value) return;
  const auto& open = at.get<incident::State>().open;
  const auto found = open.find(id);
  if (found == open.end()) return;
  for (const auto& [unit, pending] : found->second.pending)
    if (std::ranges::find(ordered, unit) != ordered.end())
      out.add<incident::Command>(incident::EndHold{.id = id, .unit = unit});
}

// A person who is not there is not waited for: the substitute is asked at once.
void call_for_absent(const Issued& issued, const desk::Context& at, desk::Commands& out) {
  const auto& people = at.get<person::State>();
  for (const Who& who : issued.people) {
    const person::Person* person = person::find(people, who.person);
    if (person != nullptr && person::is_absent(*person, at.now))
      out.add<Command>(Escalate{
          .id = issued.id, .unit = who.unit, .missed = Missed::absent, .person = who.person});
  }
}

void pass_down(const Received& received, const desk::Context& at, desk::Commands& out) {
  const unit::Level until = received.what.pass_down_to;
  if (until == unit::Level::group || received.by_escalation || received.as_copy) return;
  const Order* order = known_order(received.id, at);
  const auto& units = at.get<unit::State>().units;
  for (const UnitCode code : received.recipients) {
    const auto unit = units.find(code);
    const Recipient* recipient = order == nullptr ? nullptr : find_recipient(*order, code);
    if (unit == units.end() || unit->second.level >= until || !is_here(code, at)) continue;
    if (recipient != nullptr && is_counted(*recipient) && !recipient->passed_down)
      out.add<Command>(PassDown{.id = received.id, .unit = code});
  }
}

// What was passed down from an order goes with it.
template <class Make>
void tell_children(OrderId id, const desk::Context& at, desk::Commands& out, Make make) {
  const Order* order = known_order(id, at);
  if (order == nullptr) return;
  for (const OrderId child : order->children)
    if (const Order* below = known_order(child, at); below != nullptr && below->owned)
      out.add<Command>(make(*below));
}

Command recall_of(const Order& child, const Recalled& recalled) {
  return Recall{.id = child.id, .reason = recalled.reason};
}

// The words are the superior's; the deadlines stay in their proportion.
Command amendment_of(const Order& child, const Amended& amended) {
  Text what = amended.what;
  what.quorum = 0;
  what.widen_to.clear();
  what.substitutes.clear();
  what.finish_within_s = std::max(what.acknowledge_within_s + what.start_within_s,
                                  amended.what.finish_within_s * 9 / 10);
  return Amend{.id = child.id, .what = std::move(what), .reason = amended.reason};
}

bool has_open_quorum(OrderId id, const desk::Context& at) {
  const Order* order = known_order(id, at);
  return order != nullptr && order->owned && order->quorum_by &&
         words_given(*order) >= order->what.quorum;
}

// Orders for this ground come in; of what came down from this desk's own orders a copy is kept.
void hear_issued(const Issued& e, const desk::Context& at, desk::Commands& out) {
  Receive receive{.id = e.id,
                  .what = e.what,
                  .recipients = on_this_ground(e.recipients, at),
                  .people = on_this_ground(e.people, at),
                  .issued_at = e.at,
                  .issued_by = e.by};
  if (!receive.recipients.empty() || !receive.people.empty()) out.add<Command>(receive);
  if (e.what.root.desk != at.desk.value) return;
  receive.as_copy = true;
  receive.recipients = e.recipients;
  receive.people = e.people;
  out.add<Command>(std::move(receive));
}

void hear_escalated(const Escalated& e, const desk::Heard& heard, const desk::Context& at,
                    desk::Commands& out) {
  if (e.id.desk != heard.from.value) return;
  out.add<Command>(Adopt{.event = e});
  if (!e.to || !is_here(e.to, at)) return;
  Receive receive{.id = e.id,
                  .what = e.what,
                  .recipients = {},
                  .people = {},
                  .issued_at = e.at,
                  .issued_by = std::string(heard.who),
                  .by_escalation = e.way == Way::escalation};
  if (e.to_person.empty())
    receive.recipients = {e.to};
  else
    receive.people = {{e.to, e.to_person}};
  out.add<Command>(std::move(receive));
}

// A copy is there already, or some of those that it widened to stand on this ground.
void hear_judged(const QuorumJudged& e, const desk::Heard& heard, const desk::Context& at,
                 desk::Commands& out) {
  if (e.id.desk != heard.from.value) return;
  out.add<Command>(Adopt{.event = e});
  Receive receive{.id = e.id,
                  .what = e.what,
                  .recipients = {},
                  .people = {},
                  .issued_at = e.at,
                  .issued_by = std::string(heard.who)};
  for (const Who& who : on_this_ground(e.widened_to, at)) {
    if (who.person.empty())
      receive.recipients.push_back(who.unit);
    else
      receive.people.push_back(who);
  }
  if (!receive.recipients.empty() || !receive.people.empty()) out.add<Command>(std::move(receive));
}

// What another desk delivered, of an order that is known here or will be in this append.
void hear_received(const Received& e, const desk::Context& at, desk::Commands& out) {
  const bool is_own_tree = e.id.desk == at.desk.value || e.what.root.desk == at.desk.value;
  if (is_own_tree || known_order(e.id, at) != nullptr)
    out.add<Command>(Receive{.id = e.id,
                             .what = e.what,
                             .recipients = e.recipients,
                             .people = e.people,
                             .issued_at = e.issued_at,
                             .issued_by = e.issued_by,
                             .as_copy = e.as_copy});
}

// What recipients answered elsewhere. A desk that already knows, or knows of no such order,
// refuses; so nothing echoes.
void hear_answer(const Event& event, desk::Commands& out) {
  if (const auto* e = std::get_if<Acknowledged>(&event))
    out.add<Command>(Acknowledge{.id = e->id,
                                 .unit = e->unit,
                                 .person = e->person,
                                 .by = e->by,
                                 .at = e->at,
                                 .version = e->version});
  else if (const auto* e = std::get_if<Stepped>(&event))
    out.add<Command>(Report{.id = e->id,
                            .unit = e->unit,
                            .person = e->person,
                            .step = e->step,
                            .note = e->note,
                            .by = e->by,
                            .at = e->at,
                            .version = e->version});
  else if (const auto* e = std::get_if<Finished>(&event))
    out.add<Command>(Finish{.id = e->id,
                            .unit = e->unit,
                            .note = e->note,
                            .by = e->by,
                            .at = e->at,
                            .person = e->person,
                            .number = e->number,
                            .photos = e->photos});
  else if (const auto* e = std::get_if<Declined>(&event))
    out.add<Command>(Decline{.id = e->id,
                             .unit = e->unit,
                             .reason = e->reason,
                             .by = e->by,
                             .at = e->at,
                             .person = e->person});
}

}  // namespace

// On the issuing desk a decline goes up at once.
void react(const Event& event, const desk::Context& at, desk::Commands& out) {
  if (const auto* issued = std::get_if<Issued>(&event)) {
    end_holds(issued->what.incident, issued->recipients, at, out);
    call_for_absent(*issued, at, out);
  } else if (const auto* received = std::get_if<Received>(&event)) {
    end_holds(received->what.incident, received->recipients, at, out);
    pass_down(*received, at, out);
  } else if (const auto* declined = std::get_if<Declined>(&event)) {
    if (declined->id.desk == at.desk.value)
      out.add<Command>(Escalate{.id = declined->id,
                                .unit = declined->unit,
                                .missed = Missed::declined,
                                .person = declined->person});
  } else if (const auto* acknowledged = std::get_if<Acknowledged>(&event)) {
    if (has_open_quorum(acknowledged->id, at))
      out.add<Command>(JudgeQuorum{.id = acknowledged->id});
  } else if (const auto* finished = std::get_if<Finished>(&event)) {
    if (has_open_quorum(finished->id, at)) out.add<Command>(JudgeQuorum{.id = finished->id});
  } else if (const auto* recalled = std::get_if<Recalled>(&event)) {
    tell_children(recalled->id, at, out,
                  [&](const Order& child) { return recall_of(child, *recalled); });
  } else if (const auto* amended = std::get_if<Amended>(&event)) {
    tell_children(amended->id, at, out,
                  [&](const Order& child) { return amendment_of(child, *amended); });
  }
}

void hear(const Event& event, const desk::Heard& heard, const desk::Context& at,
          desk::Commands& out) {
  if (const auto* issued = std::get_if<Issued>(&event)) return hear_issued(*issued, at, out);
  if (const auto* up = std::get_if<Escalated>(&event)) return hear_escalated(*up, heard, at, out);
  if (const auto* e = std::get_if<Received>(&event)) return hear_received(*e, at, out);
  if (const auto* e = std::get_if<QuorumJudged>(&event)) return hear_judged(*e, heard, at, out);
  const bool is_owners =
      std::holds_alternative<Recalled>(event) || std::holds_alternative<Amended>(event) ||
      std::holds_alternative<Supervised>(event) || std::holds_alternative<HandedBack>(event);
  if (!is_owners) return hear_answer(event, out);
  const OrderId id = std::visit([](const auto& e) { return e.id; }, event);
  if (id.desk == heard.from.value) out.add<Command>(Adopt{.event = event});
}

}  // namespace lifeline::order
