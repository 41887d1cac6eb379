// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>

#include "base/limits.h"
#include "command/crew/import.h"
#include "command/unit/model.h"
#include "desk/copies.h"
#include "desk/positions.h"

namespace lifeline::crew {
namespace {

using Events = std::vector<Event>;
using desk::Context;

Result<const Crew*> must_be_own(const State& state, const std::string& id) {
  const Crew* crew = find(state, id);
  if (crew == nullptr || crew->copy) return not_found("crew_must_exist", "id");
  return crew;
}

Result<const Crew*> must_be_answered_for(const State& state, const std::string& id,
                                         const Context& at) {
  const auto crew = must_be_own(state, id);
  if (!crew) return crew;
  if (auto may = unit::must_answer_for(at, (*crew)->what.unit, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  return crew;
}

// Its members speak for the crew, and whoever answers for its ground.
Result<const Crew*> must_be_spoken_for(const State& state, const std::string& id,
                                       const Context& at) {
  const auto crew = must_be_own(state, id);
  if (!crew || is_member(**crew, at.who, at.nouns)) return crew;
  return must_be_answered_for(state, id, at);
}

// What a list or somebody says of crews: all of it is right, or none is taken.
Result<Events> entered(const State& state, const std::vector<Entry>& crews, const Context& at) {
  const auto checked = check(state, crews, at.nouns, at.who);
  if (!checked.findings.empty()) return tl::unexpected(checked.findings.front().error);
  if (state.crews.size() + checked.added > limits::crews_max)
    return too_many("crews_must_be_fewer");
  Imported imported;
  for (const Entry& entry : crews) {
    const Crew* known = find(state, entry.id);
    if (known == nullptr || known->what != entry) imported.crews.push_back(entry);
  }
  if (imported.crews.empty()) return Events{};
  return Events{std::move(imported)};
}

Result<Events> decide(const State& state, const Import& c, const Context& at) {
  if (at.who.role < desk::Role::administrator) return forbidden("role_must_suffice");
  if (c.crews.empty()) return invalid("crews_must_be_given", "crews");
  return entered(state, c.crews, at);
}

Result<Events> decide(const State& state, const Create& c, const Context& at) {
  if (at.who.role < desk::Role::operator_) return forbidden("role_must_suffice");
  if (at.plan.desk_of(c.crew.unit) != at.desk) return invalid("unit_must_be_of_the_desk", "unit");
  if (find(state, c.crew.id) != nullptr) return conflict("crew_must_be_new", "id", c.crew.id);
  return entered(state, {c.crew}, at);
}

Result<Events> decide(const State& state, const Change& c, const Context& at) {
  if (auto own = must_be_answered_for(state, c.crew.id, at); !own)
    return tl::unexpected(own.error());
  if (at.plan.desk_of(c.crew.unit) != at.desk) return invalid("unit_must_be_of_the_desk", "unit");
  return entered(state, {c.crew}, at);
}

Result<Events> decide(const State& state, const Remove& c, const Context& at) {
  const auto crew = must_be_answered_for(state, c.id, at);
  if (!crew) return tl::unexpected(crew.error());
  if (c.reason.empty()) return invalid("reason_must_be_given", "reason");
  if (c.reason.size() > limits::text_bytes_max) return invalid("text_must_be_short", "reason");
  if ((*crew)->job) return conflict("crew_must_be_free", {}, "on job " + to_text((*crew)->job));
  return Events{Removed{.id = c.id, .reason = c.reason}};
}

Result<Events> decide(const State& state, const ReportPositions& c, const Context& at) {
  auto kept = desk::worth_keeping(c.positions, at.now, [&](const std::string& id) {
    return must_be_spoken_for(state, id, at);
  });
  if (!kept) return tl::unexpected(kept.error());
  if (kept->empty()) return Events{};
  return Events{Positioned{.positions = std::move(*kept)}};
}

Result<void> must_be_breaks(const Shift& shift, const std::string& field) {
  if (shift.breaks.size() > limits::crew_breaks_max)
    return invalid("breaks_must_be_fewer", field + ".breaks");
  Instant after = shift.from;
  for (const Break& one : shift.breaks) {
    if (one.until <= one.from) return invalid("break_must_end_after_it_begins", field + ".breaks");
    if (one.from < after || one.until > shift.until)
      return invalid("breaks_must_lie_within_the_shift", field + ".breaks", "one after the other");
    after = one.until;
  }
  return {};
}

// Each of the shifts for itself, then none over another.
Result<void> must_be_shifts(const std::vector<Shift>& shifts) {
  for (size_t i = 0; i < shifts.size(); ++i) {
    const Shift& shift = shifts[i];
    const std::string field = "shifts[" + std::to_string(i) + "]";
    if (!shift.from) return invalid("field_must_be_given", field + ".from");
    if (!shift.until) return invalid("field_must_be_given", field + ".until");
    if (shift.until <= shift.from)
      return invalid("shift_must_end_after_it_begins", field + ".until",
                     to_rfc3339(shift.until) + " is not after " + to_rfc3339(shift.from));
    if (shift.until > seconds_after(shift.from, int64_t{limits::crew_shift_hours_max} * 3600))
      return invalid("shift_must_be_shorter", field + ".until",
                     "at most " + std::to_string(limits::crew_shift_hours_max) + " hours");
    if (auto right = must_be_breaks(shift, field); !right) return right;
  }
  for (size_t i = 1; i < shifts.size(); ++i)
    if (shifts[i].from < shifts[i - 1].until)
      return invalid("shifts_must_not_overlap", "shifts", to_rfc3339(shifts[i].from));
  return {};
}

// Shifts that are over stay for a while, those to come are replaced.
Result<Events> decide(const State& state, const PlanShifts& c, const Context& at) {
  const auto crew = must_be_answered_for(state, c.id, at);
  if (!crew) return tl::unexpected(crew.error());
  std::vector<Shift> shifts;
  for (const Shift& shift : (*crew)->shifts)
    if (shift.until <= at.now &&
        shift.until > at.now - std::chrono::hours(24 * limits::crew_shift_past_days))
      shifts.push_back(shift);
  std::vector<Shift> coming = c.shifts;
  std::ranges::stable_sort(coming, {}, &Shift::from);
  if (auto right = must_be_shifts(coming); !right) return tl::unexpected(right.error());
  for (Shift& shift : coming) {
    if (std::ranges::find(shifts, shift) != shifts.end()) continue;  // it is over and stays
    if (shift.until <= at.now)
      return invalid("shift_must_lie_ahead", "shifts", to_rfc3339(shift.until));
    shifts.push_back(std::move(shift));
  }
  if (auto right = must_be_shifts(shifts); !right) return tl::unexpected(right.error());
  if (shifts.size() > limits::crew_shifts_max)
    return invalid("shifts_must_be_fewer", "shifts",
                   "at most " + std::to_string(limits::crew_shifts_max));
  if (shifts == (*crew)->shifts) return Events{};
  Crew after = **crew;
  after.shifts = shifts;
  // A timer that runs is never put off by a plan; one that waits for a shift begins with it.
  const Watch& watch = after.check_in;
  const bool is_running = watch.due && on_shift(**crew, at.now);
  const Instant due = is_running ? watch.due : due_after(after, watch.interval_s, at.now);
  return Events{ShiftsPlanned{.id = c.id, .shifts = std::move(shifts), .due = due}};
}

Result<Events> decide(const State& state, const SetWatch& c, const Context& at) {
  const auto crew = must_be_answered_for(state, c.id, at);
  if (!crew) return tl::unexpected(crew.error());
  if (c.interval_s != 0 &&
      (c.interval_s < limits::check_in_s_min || c.interval_s > limits::check_in_s_max))
    return invalid("number_must_be_in_range", "interval_s",
                   "0, or from " + std::to_string(limits::check_in_s_min) + " to " +
                       std::to_string(limits::check_in_s_max));
  if (c.interval_s == (*crew)->check_in.interval_s) return Events{};
  return Events{WatchSet{
      .id = c.id, .interval_s = c.interval_s, .due = due_after(**crew, c.interval_s, at.now)}};
}

Result<Events> decide(const State& state, const CheckIn& c, const Context& at) {
  const auto crew = must_be_spoken_for(state, c.id, at);
  if (!crew) return tl::unexpected(crew.error());
  return Events{CheckedIn{.id = c.id,
                          .by = at.who.name,
                          .at = at.now,
                          .due = due_after(**crew, (*crew)->check_in.interval_s, at.now)}};
}

Result<Events> decide(const State& state, const MissCheckIn& c, const Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  const auto crew = must_be_own(state, c.id);
  if (!crew) return tl::unexpected(crew.error());
  const Watch& watch = (*crew)->check_in;
  if (watch.missed || !watch.due || watch.due > at.now) return Events{};
  return Events{CheckInMissed{.id = c.id, .due = watch.due}};
}

// Parts of which none are meant are left out.
Parts counted(const Parts& parts) {
  Parts some;
  for (const auto& [part, count] : parts)
    if (count > 0) some.emplace(part, count);
  return some;
}

Result<Events> decide(const State& state, const Stock& c, const Context& at) {
  const auto crew = must_be_spoken_for(state, c.id, at);
  if (!crew) return tl::unexpected(crew.error());
  if (auto right = must_be_parts(c.parts); !right) return tl::unexpected(right.error());
  Parts after = (*crew)->parts;
  for (const auto& [part, count] : c.parts) after[part] += count;
  if (auto right = must_be_parts(after); !right) return tl::unexpected(right.error());
  return Events{Stocked{.id = c.id, .parts = counted(c.parts), .by = at.who.name, .at = at.now}};
}

Result<Events> decide(const State& state, const Spend& c, const Context& at) {
  const auto crew = must_be_spoken_for(state, c.id, at);
  if (!crew) return tl::unexpected(crew.error());
  if (auto right = must_be_parts(c.parts); !right) return tl::unexpected(right.error());
  for (const auto& [part, count] : c.parts) {
    const auto stock = (*crew)->parts.find(part);
    const uint64_t has = stock == (*crew)->parts.end() ? 0 : stock->second;
    if (count > has)
      return conflict("parts_must_be_in_stock", "parts",
                      part + ": has " + std::to_string(has) + " of " + std::to_string(count));
  }
  return Events{
      Spent{.id = c.id, .parts = counted(c.parts), .job = c.job, .by = at.who.name, .at = at.now}};
}

Result<Events> decide(const State& state, const Occupy& c, const Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  const auto crew = must_be_own(state, c.id);
  if (!crew) return tl::unexpected(crew.error());
  if (c.job == (*crew)->job) return Events{};
  if (c.job && (*crew)->job)
    return conflict("crew_must_be_free", {}, "on job " + to_text((*crew)->job));
  return Events{Occupied{.id = c.id, .job = c.job, .at = at.now}};
}

Result<Events> adopt(const State& state, const Imported& heard, UnitCode from, const Context& at) {
  const auto known = [&](const std::string& id) { return find(state, id); };
  Adopted adopted{
      .crews = desk::to_be_copied(heard.crews, from, at, known,
                                  [](const Crew& crew) -> const Entry& { return crew.what; })};
  if (adopted.crews.empty()) return Events{};
  return Events{std::move(adopted)};
}

Result<Events> decide(const State& state, const Follow& c, const Context& at) {
  return desk::followed<Imported, Positioned>(
      c.event, at, [&](const Imported& heard) { return adopt(state, heard, c.from, at); },
      [&](const std::string& id) { return desk::is_copy_of(find(state, id), c.from, at); });
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::crew
