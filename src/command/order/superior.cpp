// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/limits.h"
#include "command/order/rules.h"
#include "command/person/model.h"
#include "command/roster/model.h"

namespace lifeline::order {
namespace {

// Where an order goes when a recipient does not do it.
struct Target {
  Who who;  // without a unit: nobody is left
  Way way = Way::escalation;
};

bool is_recipient(const Order& order, const Who& who) {
  return find_recipient(order, who) != nullptr;
}

// Whether somebody can take a place: is there, and was not asked already and answered, or passed it
// on, so that no order goes round in a circle.
bool may_take_over(const Order& order, const Who& who, const desk::Context& at) {
  const auto& people = at.get<person::State>();
  const auto* person = who.person.empty() ? nullptr : person::find(people, who.person);
  if (person != nullptr && person::is_absent(*person, at.now)) return false;
  const Recipient* recipient = find_recipient(order, who);
  return recipient == nullptr || recipient->owes();
}

// The substitute set with the order, else the person's own: the first along the line who can.
std::optional<Who> substitute_of(const Order& order, const Who& who, const desk::Context& at) {
  const auto& set = order.what.substitutes;
  Who next = who;
  for (size_t steps = 0; steps < set.size(); ++steps) {
    const auto found = std::ranges::find(set, next, &Substitute::of);
    if (found == set.end()) break;
    next = found->by;
    if (may_take_over(order, next, at)) return next;
  }
  const auto& people = at.get<person::State>();
  const auto* person = who.person.empty() ? nullptr : person::find(people, who.person);
  for (size_t steps = 0; person != nullptr && steps < limits::substitutes_max; ++steps) {
    person = person::find(people, person->substitute);
    if (person == nullptr || person->id == who.person) break;
    Who own{person->unit, person->id};
    if (may_take_over(order, own, at)) return own;
  }
  return std::nullopt;
}

// At the top the leading group of the unit is asked one by one, in the order of rank.
Who next_leader(const Order& order, UnitCode unit, const desk::Context& at) {
  for (const roster::Roster* roster : roster::of_unit(at.get<roster::State>(), unit)) {
    if (roster->kind != roster::Kind::leading_group) continue;
    for (std::string& person : roster::present_members(at.nouns, roster->id, at.now)) {
      Who leader{unit, std::move(person)};
      if (!is_recipient(order, leader)) return leader;
    }
  }
  return {};
}

// Whether a unit that was told of one of its people can be told of another: it came in for that,
// and has not let its own time pass.
bool listens(const Recipient& own) {
  return own.way == Way::escalation && own.step != Step::declined && !own.acknowledge_missed;
}

// A person's own unit, the unit above, at the top the leading group.
Who above(const Order& order, const Recipient& r, const desk::Context& at) {
  const UnitCode parent = unit::parent_of(at.get<unit::State>(), r.unit);
  if (!r.person.empty() && (parent || r.way != Way::escalation)) {
    const Recipient* own = find_recipient(order, r.unit);
    if (own == nullptr || listens(*own)) return {r.unit, {}};
  }
  if (parent) return {parent, {}};
  return next_leader(order, r.unit, at);
}

Target target_of(const Order& order, const Recipient& r, Missed missed, const desk::Context& at) {
  const bool may_stand_in =
      missed == Missed::acknowledge || missed == Missed::declined || missed == Missed::absent;
  if (may_stand_in && r.way != Way::escalation)
    if (auto by = substitute_of(order, r.who(), at)) return {std::move(*by), Way::substitution};
  return {above(order, r, at), Way::escalation};
}

// Who answers for a unit: the person on duty, else the post that the tree of units names.
std::string in_charge_of(const Who& who, const desk::Context& at) {
  if (!who.unit || !who.person.empty()) return who.person;
  std::string person = roster::answers_for(at.nouns, who.unit, at.now);
  if (!person.empty()) return person;
  const auto& units = at.get<unit::State>().units;
  const auto found = units.find(who.unit);
  return found == units.end() ? std::string() : found->second.duty_name;
}

// The recipient's place is taken, or somebody above is told; on this desk's ground it is delivered.
Events goes_to(const Order& order, Escalated escalated, const desk::Context& at) {
  const Who to{escalated.to, escalated.to_person};
  const bool is_new = to.unit && !is_recipient(order, to);
  const bool is_here = to.unit && at.plan.desk_of(to.unit) == at.desk;
  escalated.id = order.id;
  escalated.at = at.now;
  escalated.in_charge = in_charge_of(to, at);
  if (is_new && !is_here) escalated.what = order.what;
  Events events;
  events.emplace_back(std::move(escalated));
  if (!is_new || !is_here) return events;
  Received received{.id = order.id,
                    .what = order.what,
                    .recipients = {},
                    .issued_at = order.issued_at,
                    .issued_by = order.issued_by,
                    .at = at.now,
                    .people = {}};
  if (to.person.empty())
    received.recipients = {to.unit};
  else
    received.people = {to};
  events.emplace_back(std::move(received));
  return events;
}

bool is_missed(const Recipient& r, Missed missed) {
  switch (missed) {
    case Missed::acknowledge:
    case Missed::absent: return r.step < Step::acknowledged && !r.acknowledge_missed;
    case Missed::start: return r.step < Step::started && !r.start_missed;
    case Missed::finish: return r.owes() && !r.finish_missed;
    case Missed::answer: return r.owes() && r.answer_by;
    case Missed::declined: return r.step == Step::declined && !r.decline_told;
    default: return false;
  }
}

Result<void> must_fit(const Attributes& attributes) {
  if (auto few = desk::must_be_few(attributes, limits::work_order_attributes_max); !few) return few;
  const std::string name = desk::first_beyond(attributes, limits::work_order_bytes_max);
  return name.empty() ? Result<void>() : invalid("work_order_must_be_small", name);
}

// A superior: a commander of a unit above the recipient, or of the issuer.
Result<const Recipient*> must_be_superior(const Order& order, const Who& who,
                                          const desk::Context& at) {
  const Recipient* recipient = find_recipient(order, who);
  if (recipient == nullptr) return not_found("recipient_must_exist", "unit");
  if (auto may = unit::must_answer_for(at, who.unit, desk::Role::commander); !may)
    return tl::unexpected(may.error());
  const bool is_above = at.who.role == desk::Role::system || at.who.unit != who.unit ||
                        at.who.unit == order.what.issuer || !who.person.empty();
  if (!is_above) return forbidden("actor_must_be_a_superior");
  return recipient;
}

}  // namespace

Result<Events> decide(const State& state, const Recall& c, const desk::Context& at) {
  const auto order = must_be_open(state, c.id);
  if (!order) return tl::unexpected(order.error());
  if (auto may = unit::must_answer_for(at, (*order)->what.issuer, desk::Role::commander); !may)
    return tl::unexpected(may.error());
  if (auto given = must_have_reason(c.reason); !given) return tl::unexpected(given.error());
  if (auto fits = must_fit(c.attributes); !fits) return tl::unexpected(fits.error());
  return Events{Recalled{
      .id = c.id, .reason = c.reason, .by = at.who.name, .at = at.now, .attributes = c.attributes}};
}

Result<Events> decide(const State& state, const Escalate& c, const desk::Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  const auto order = must_be_open(state, c.id);
  if (!order) return tl::unexpected(order.error());
  const Recipient* recipient = find_recipient(**order, {c.unit, c.person});
  if (recipient == nullptr) return not_found("recipient_must_exist", "unit");
  if (!is_missed(*recipient, c.missed)) return conflict("deadline_must_be_missed");
  Target target = target_of(**order, *recipient, c.missed, at);
  return goes_to(**order,
                 {.id = {},
                  .unit = c.unit,
                  .to = target.who.unit,
                  .missed = c.missed,
                  .what = {},
                  .at = {},
                  .person = c.person,
                  .to_person = std::move(target.who.person),
                  .way = target.way,
                  .in_charge = {},
                  .reason = {}},
                 at);
}

Result<Events> decide(const State& state, const JudgeQuorum& c, const desk::Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  const auto found = must_be_open(state, c.id);
  if (!found) return tl::unexpected(found.error());
  const Order& order = **found;
  if (!order.quorum_by) return conflict("quorum_must_be_open");
  QuorumJudged judged{
      .id = c.id, .met = false, .released = {}, .widened_to = {}, .at = at.now, .what = {}};
  if (words_given(order) >= order.what.quorum) {
    judged.met = true;
    for (const Recipient& r : order.recipients)
      if (is_counted(r) && r.step < Step::acknowledged) judged.released.push_back(r.who());
    Events met;
    met.emplace_back(std::move(judged));
    return met;
  }
  if (at.now < order.quorum_by) return conflict("quorum_must_be_complete");
  Received received{.id = c.id,
                    .what = order.what,
                    .recipients = {},
                    .issued_at = at.now,
                    .issued_by = order.issued_by,
                    .at = at.now,
                    .people = {}};
  for (const Who& who : order.what.widen_to) {
    if (is_recipient(order, who)) continue;
    judged.widened_to.push_back(who);
    if (at.plan.desk_of(who.unit) != at.desk)
      judged.what = order.what;
    else if (who.person.empty())
      received.recipients.push_back(who.unit);
    else
      received.people.push_back(who);
  }
  const bool is_last = judged.widened_to.empty();
  Events events;
  events.emplace_back(std::move(judged));
  if (!received.recipients.empty() || !received.people.empty())
    events.emplace_back(std::move(received));
  if (!is_last) return events;
  // Nobody is left to ask: whoever ordered it must know.
  const UnitCode issuer = order.what.issuer;
  const UnitCode told = is_recipient(order, Who{issuer, {}})
                            ? unit::parent_of(at.get<unit::State>(), issuer)
                            : issuer;
  for (Event& event : goes_to(order,
                              {.id = {},
                              .unit = issuer,
                              .to = told,
                              .missed = Missed::quorum,
                              .what = {},
                              .at = {},
                              .person = {},
                              .to_person = {},
                              .way = Way::escalation,
                              .in_charge = {},
                              .reason = {}},
                              at))
    events.push_back(std::move(event));
  return events;
}

Result<Events> decide(const State& state, const HandOn& c, const desk::Context& at) {
  const auto order = must_be_open(state, c.id);
  if (!order) return tl::unexpected(order.error());
  if (auto given = must_have_reason(c.reason); !given) return tl::unexpected(given.error());
  const auto recipient = must_be_superior(**order, c.from, at);
  if (!recipient) return tl::unexpected(recipient.error());
  if ((*recipient)->step == Step::done || !is_counted(**recipient))
    return conflict("recipient_must_owe_the_order");
  auto to = must_be_addressable(c.to, "to", (*order)->what.issuer, at);
  if (!to) return tl::unexpected(to.error());
  if (auto may = unit::must_answer_for(at, to->unit, desk::Role::commander); !may)
    return tl::unexpected(may.error());
  if (is_recipient(**order, *to)) return conflict("order_must_reach_somebody_once", "to");
  return goes_to(**order,
                 {.id = {},
                  .unit = c.from.unit,
                  .to = to->unit,
                  .missed = Missed::nothing,
                  .what = {},
                  .at = {},
                  .person = c.from.person,
                  .to_person = to->person,
                  .way = Way::hand_on,
                  .in_charge = {},
                  .reason = c.reason},
                 at);
}

Result<Events> decide(const State& state, const Supervise& c, const desk::Context& at) {
  const auto order = must_be_open(state, c.id);
  if (!order) return tl::unexpected(order.error());
  const auto recipient = must_be_superior(**order, c.who, at);
  if (!recipient) return tl::unexpected(recipient.error());
  if (!(*recipient)->owes()) return conflict("recipient_must_owe_the_order");
  if (auto given = must_have_reason(c.note); !given) return tl::unexpected(given.error());
  if (c.answer_within_s <= 0 || c.answer_within_s > within_s_max)
    return invalid("deadline_must_lie_ahead", "answer_within_s");
  return Events{Supervised{.id = c.id,
                           .unit = c.who.unit,
                           .person = c.who.person,
                           .note = c.note,
                           .answer_by = seconds_after(at.now, c.answer_within_s),
                           .by = at.who.name,
                           .at = at.now}};
}

Result<Events> decide(const State& state, const HandBack& c, const desk::Context& at) {
  const auto order = must_be_open(state, c.id);
  if (!order) return tl::unexpected(order.error());
  const auto recipient = must_be_superior(**order, c.who, at);
  if (!recipient) return tl::unexpected(recipient.error());
  if ((*recipient)->step != Step::done) return conflict("recipient_must_have_finished");
  if (auto given = must_have_reason(c.reason); !given) return tl::unexpected(given.error());
  if (c.finish_within_s <= 0 || c.finish_within_s > within_s_max)
    return invalid("deadline_must_lie_ahead", "finish_within_s");
  return Events{HandedBack{.id = c.id,
                           .unit = c.who.unit,
                           .person = c.who.person,
                           .reason = c.reason,
                           .finish_by = seconds_after(at.now, c.finish_within_s),
                           .by = at.who.name,
                           .at = at.now}};
}

}  // namespace lifeline::order
