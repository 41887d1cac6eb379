// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/limits.h"
#include "command/roster/model.h"
#include "command/unit/model.h"

namespace lifeline::roster {
namespace {

using Events = std::vector<Event>;
constexpr int64_t shift_us_max = limits::roster_shift_hours_max * 3600LL * 1'000'000;
constexpr int64_t past_us = limits::roster_past_days * 86'400LL * 1'000'000;

std::string field_of(std::string_view list, size_t place, std::string_view member) {
  return std::string(list) + "[" + std::to_string(place) + "]." + std::string(member);
}

Result<void> must_have_names(const std::string& name_zh, const std::string& name_en) {
  if (name_zh.empty()) return invalid("name_must_be_given", "name_zh");
  if (name_zh.size() > limits::name_bytes_max) return invalid("name_must_be_short", "name_zh");
  if (name_en.size() > limits::name_bytes_max) return invalid("name_must_be_short", "name_en");
  return {};
}

// Who is a member already may be away; whoever is put in must be there.
Result<void> must_be_members(const std::vector<Member>& members, const std::vector<Member>& known,
                             const desk::Context& at) {
  if (members.size() > limits::roster_members_max)
    return invalid("members_must_be_fewer", "members",
                   "at most " + std::to_string(limits::roster_members_max));
  const auto& people = at.get<person::State>();
  std::set<std::string_view> named;
  for (size_t i = 0; i < members.size(); ++i) {
    const Member& member = members[i];
    const auto* person = person::find(people, member.person);
    if (person == nullptr)
      return invalid("person_must_be_known", field_of("members", i, "person"), member.person);
    if (!named.insert(member.person).second)
      return invalid("person_must_be_named_once", field_of("members", i, "person"), member.person);
    if (person::is_absent(*person, at.now) &&
        std::ranges::find(known, member.person, &Member::person) == known.end())
      return invalid("person_must_be_present", field_of("members", i, "person"), member.person);
    if (member.post.size() > limits::name_bytes_max)
      return invalid("name_must_be_short", field_of("members", i, "post"));
  }
  return {};
}

Result<const Roster*> must_be_of_the_desk(const State& state, RosterId id) {
  const Roster* roster = find(state, id);
  if (roster == nullptr || roster->copy) return not_found("roster_must_exist", "id");
  return roster;
}

Result<const Roster*> must_be_within_reach(const State& state, RosterId id,
                                           const desk::Context& at) {
  const auto roster = must_be_of_the_desk(state, id);
  if (!roster) return roster;
  if (auto may = unit::must_answer_for(at, (*roster)->unit, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  return roster;
}

Result<Events> decide(const State& state, const Create& c, const desk::Context& at) {
  if (!c.what.unit) return invalid("unit_must_be_given", "unit");
  if (!at.get<unit::State>().units.contains(c.what.unit))
    return invalid("unit_must_be_known", "unit");
  if (auto may = unit::must_answer_for(at, c.what.unit, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  if (auto names = must_have_names(c.what.name_zh, c.what.name_en); !names)
    return tl::unexpected(names.error());
  if (auto members = must_be_members(c.what.members, {}, at); !members)
    return tl::unexpected(members.error());
  if (state.rosters.size() >= limits::rosters_max)
    return refuse(Code::too_many, "rosters_must_be_fewer");
  return Events{Created{.id = {at.desk.value, state.serial + 1}, .what = c.what}};
}

Result<Events> decide(const State& state, const Change& c, const desk::Context& at) {
  const auto found = must_be_within_reach(state, c.id, at);
  if (!found) return tl::unexpected(found.error());
  const Roster& roster = **found;
  if (auto names = must_have_names(c.name_zh, c.name_en); !names)
    return tl::unexpected(names.error());
  if (auto members = must_be_members(c.members, roster.members, at); !members)
    return tl::unexpected(members.error());
  if (c.name_zh == roster.name_zh && c.name_en == roster.name_en && c.members == roster.members)
    return Events{};
  return Events{Changed{.id = c.id,
                        .what = {.kind = roster.kind,
                                 .unit = roster.unit,
                                 .name_zh = c.name_zh,
                                 .name_en = c.name_en,
                                 .members = c.members}}};
}

// A person who is away for a part of the shift may not be put on it; who stands on it may be.
Result<void> must_be_a_shift(const Shift& shift, size_t place, const Roster& roster,
                             const desk::Context& at) {
  if (!shift.from) return invalid("from_must_be_given", field_of("shifts", place, "from"));
  if (shift.until <= shift.from)
    return invalid("shift_must_end_after_it_begins", field_of("shifts", place, "until"));
  if ((shift.until - shift.from).count() > shift_us_max)
    return invalid("shift_must_be_shorter", field_of("shifts", place, "until"),
                   "at most " + std::to_string(limits::roster_shift_hours_max) + " hours");
  const auto* person = person::find(at.get<person::State>(), shift.person);
  if (person == nullptr)
    return invalid("person_must_be_known", field_of("shifts", place, "person"), shift.person);
  if (std::ranges::find(roster.shifts, shift) != roster.shifts.end()) return {};
  if (shift.until <= at.now)
    return invalid("until_must_lie_ahead", field_of("shifts", place, "until"));
  const person::Absence& absence = person->absence;
  const bool is_away =
      absence.from && absence.from < shift.until && (!absence.until || shift.from < absence.until);
  if (is_away)
    return invalid("person_must_be_present", field_of("shifts", place, "person"), shift.person);
  return {};
}

Result<Events> decide(const State& state, const PlanShifts& c, const desk::Context& at) {
  const auto found = must_be_within_reach(state, c.id, at);
  if (!found) return tl::unexpected(found.error());
  const Roster& roster = **found;
  if (roster.kind != Kind::duty) return conflict("roster_must_be_a_duty_roster", "id");
  struct Placed {
    Shift shift;
    size_t place;
  };
  std::vector<Placed> all;
  for (size_t i = 0; i < c.shifts.size(); ++i) {
    if (auto right = must_be_a_shift(c.shifts[i], i, roster, at); !right)
      return tl::unexpected(right.error());
    all.push_back({.shift = c.shifts[i], .place = i});
  }
  for (const Shift& past : roster.shifts)
    if (past.until <= at.now && past.until.us > at.now.us - past_us &&
        std::ranges::find(c.shifts, past) == c.shifts.end())
      all.push_back({.shift = past, .place = 0});
  if (all.size() > limits::roster_shifts_max)
    return invalid("shifts_must_be_fewer", "shifts",
                   "at most " + std::to_string(limits::roster_shifts_max));
  std::ranges::stable_sort(all, {}, [](const Placed& one) { return one.shift.from; });
  ShiftsPlanned planned{.id = c.id, .shifts = {}};
  for (const Placed& one : all) {
    if (!planned.shifts.empty() && one.shift.from < planned.shifts.back().until)
      return invalid("shifts_must_not_overlap", field_of("shifts", one.place, "from"),
                     "the one before ends " + to_rfc3339(planned.shifts.back().until));
    planned.shifts.push_back(one.shift);
  }
  if (planned.shifts == roster.shifts) return Events{};
  return Events{std::move(planned)};
}

Result<Events> decide(const State& state, const HandOver& c, const desk::Context& at) {
  const auto found = must_be_of_the_desk(state, c.id);
  if (!found) return tl::unexpected(found.error());
  const Roster& roster = **found;
  const auto& people = at.get<person::State>();
  const auto* holder = person::find(people, roster.holder);
  if (holder == nullptr || !person::is_oneself(*holder, at.who))
    if (auto may = unit::must_answer_for(at, roster.unit, desk::Role::operator_); !may)
      return tl::unexpected(may.error());
  if (roster.kind != Kind::duty) return conflict("roster_must_be_a_duty_roster", "id");
  if (c.note.size() > limits::text_bytes_max) return invalid("text_must_be_short", "note");
  const auto* next = person::find(people, c.to);
  if (next == nullptr) return invalid("person_must_be_known", "to", c.to);
  if (c.to == roster.holder) return invalid("person_must_be_another", "to", c.to);
  if (person::is_absent(*next, at.now)) return invalid("person_must_be_present", "to", c.to);
  OpenWork open = open_work(at.nouns, roster.unit);
  return Events{HandedOver{.id = c.id,
                           .from = roster.holder,
                           .to = c.to,
                           .note = c.note,
                           .open_orders = std::move(open.orders),
                           .open_incidents = std::move(open.incidents),
                           .orders_total = open.orders_total,
                           .incidents_total = open.incidents_total,
                           .at = at.now}};
}

// Who takes over says so himself; a commander may for whoever has no log-in at hand, an operator
// for whoever has none at all.
Result<void> must_confirm(const person::Person& next, const Roster& roster,
                          const desk::Context& at) {
  if (person::is_oneself(next, at.who)) return {};
  const auto least = next.account.empty() ? desk::Role::operator_ : desk::Role::commander;
  if (auto may = unit::must_answer_for(at, roster.unit, least); !may)
    return forbidden("taker_must_confirm");
  return {};
}

// Without a hand-over a watch that nobody has, or whose holder is away, is taken by whoever is
// there: a member or who is on shift.
Result<const person::Person*> must_be_free_to_take(const Roster& roster, const desk::Context& at) {
  const auto& people = at.get<person::State>();
  const auto* holder = person::find(people, roster.holder);
  if (holder != nullptr && !person::is_absent(*holder, at.now))
    return conflict("hand_over_must_be_pending");
  const auto* self = person::of_account(people, at.who.name);
  if (self == nullptr || !person::is_oneself(*self, at.who))
    return conflict("account_must_be_of_a_person");
  const auto is_named = [&](const auto& one) { return one.person == self->id; };
  if (std::ranges::none_of(roster.members, is_named) &&
      std::ranges::none_of(roster.shifts, is_named))
    return forbidden("person_must_be_of_the_roster");
  return self;
}

Result<Events> decide(const State& state, const TakeOver& c, const desk::Context& at) {
  const auto found = must_be_of_the_desk(state, c.id);
  if (!found) return tl::unexpected(found.error());
  const Roster& roster = **found;
  if (roster.kind != Kind::duty) return conflict("roster_must_be_a_duty_roster", "id");
  if (!roster.next.empty()) {
    const auto* next = person::find(at.get<person::State>(), roster.next);
    if (next == nullptr) return not_found("person_must_exist", "id");
    if (auto may = must_confirm(*next, roster, at); !may) return tl::unexpected(may.error());
    return Events{TakenOver{.id = c.id, .person = roster.next, .at = at.now}};
  }
  const auto self = must_be_free_to_take(roster, at);
  if (!self) return tl::unexpected(self.error());
  return Events{TakenOver{.id = c.id, .person = (*self)->id, .at = at.now}};
}

Result<Events> decide(const State& state, const Dissolve& c, const desk::Context& at) {
  if (auto roster = must_be_within_reach(state, c.id, at); !roster)
    return tl::unexpected(roster.error());
  return Events{Dissolved{.id = c.id}};
}

// Headquarters' desk keeps copies of all, another desk of those of the group itself.
Result<Events> decide(const State& state, const Follow& c, const desk::Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  if (const auto* created = std::get_if<Created>(&c.event)) {
    if (at.desk != group_unit && created->what.unit != group_unit) return Events{};
    return Events{Adopted{.id = created->id, .what = created->what}};
  }
  const auto id = std::visit([](const auto& e) { return e.id; }, c.event);
  const Roster* known = find(state, id);
  if (known == nullptr || !known->copy) return Events{};
  return Events{c.event};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::roster
