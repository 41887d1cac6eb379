// SPDX-License-Identifier: Apache-2.0
#include "command/crew/model.h"

#include <algorithm>

#include "base/limits.h"
#include "command/person/model.h"

namespace lifeline::crew {
namespace {

// Only the owner's clock may say that somebody is silent.
void unlink(State& state, const Crew& crew) {
  const Entry& what = crew.what;
  state.by_unit.erase({what.unit, what.id});
  for (const std::string& member : what.members) state.by_member.erase({member, what.id});
  const auto vehicle = state.by_vehicle.find(what.vehicle);
  if (vehicle != state.by_vehicle.end() && vehicle->second == what.id)
    state.by_vehicle.erase(vehicle);
  state.due.erase({crew.check_in.due, what.id});
}

void link(State& state, const Crew& crew) {
  const Entry& what = crew.what;
  state.by_unit.emplace(what.unit, what.id);
  for (const std::string& member : what.members) state.by_member.emplace(member, what.id);
  if (!what.vehicle.empty()) {
    // Two desks may give one vehicle at one time: the lower id has it, however it came about.
    const auto [holder, is_first] = state.by_vehicle.try_emplace(what.vehicle, what.id);
    if (!is_first) holder->second = std::min(holder->second, what.id);
  }
  if (!crew.copy && crew.check_in.due && !crew.check_in.missed)
    state.due.emplace(crew.check_in.due, what.id);
}

template <class Do>
void change(State& state, const std::string& id, Do what) {
  const auto found = state.crews.find(id);
  if (found != state.crews.end()) what(found->second);
}

// Of what is kept in the order of time.
template <class Do>
void rewatch(State& state, const std::string& id, Do what) {
  change(state, id, [&](Crew& crew) {
    state.due.erase({crew.check_in.due, id});
    what(crew);
    if (!crew.copy && crew.check_in.due && !crew.check_in.missed)
      state.due.emplace(crew.check_in.due, id);
  });
}

void take(State& state, const std::vector<Entry>& crews, bool copy) {
  bool is_vehicle_left = false;
  for (const Entry& entry : crews) {
    const auto [known, is_new] = state.crews.try_emplace(entry.id);
    Crew& crew = known->second;
    if (!is_new) unlink(state, crew);
    is_vehicle_left = is_vehicle_left || (!is_new && crew.what.vehicle != entry.vehicle);
    // What was used since stays used, unless the list says something new.
    if (is_new || entry.parts != crew.what.parts) crew.parts = entry.parts;
    crew.what = entry;
    crew.copy = copy;
    link(state, crew);
  }
  if (is_vehicle_left) state.reindex();  // it may be another's now
}

void take(State& state, const Imported& e) { take(state, e.crews, false); }
void take(State& state, const Adopted& e) { take(state, e.crews, true); }
void take(State& state, const Removed& e) {
  const auto found = state.crews.find(e.id);
  if (found == state.crews.end()) return;
  const bool had_vehicle = !found->second.what.vehicle.empty();
  unlink(state, found->second);
  state.crews.erase(found);
  if (had_vehicle) state.reindex();
}
void take(State& state, const Positioned& e) {
  for (const Seen& seen : e.positions)
    change(state, seen.id,
           [&](Crew& crew) { crew.position = {.place = seen.place, .at = seen.at}; });
}
void take(State& state, const ShiftsPlanned& e) {
  rewatch(state, e.id, [&](Crew& crew) {
    crew.shifts = e.shifts;
    if (!crew.check_in.missed) crew.check_in.due = e.due;
  });
}
void take(State& state, const WatchSet& e) {
  rewatch(state, e.id, [&](Crew& crew) {
    crew.check_in = {.interval_s = e.interval_s, .due = e.due, .last = crew.check_in.last};
  });
}
void take(State& state, const CheckedIn& e) {
  rewatch(state, e.id, [&](Crew& crew) {
    crew.check_in.last = e.at;
    crew.check_in.due = e.due;
    crew.check_in.missed = false;
  });
}
void take(State& state, const CheckInMissed& e) {
  rewatch(state, e.id, [](Crew& crew) { crew.check_in.missed = true; });
}
void take(State& state, const Stocked& e) {
  change(state, e.id, [&](Crew& crew) {
    for (const auto& [part, count] : e.parts) crew.parts[part] += count;
  });
}
void take(State& state, const Spent& e) {
  change(state, e.id, [&](Crew& crew) {
    for (const auto& [part, count] : e.parts) {
      const auto stock = crew.parts.find(part);
      if (stock == crew.parts.end()) continue;
      stock->second -= std::min(stock->second, count);
    }
  });
}
void take(State& state, const Occupied& e) {
  change(state, e.id, [&](Crew& crew) {
    crew.job = e.job;
    crew.job_since = e.job ? e.at : Instant{};
  });
}

template <class Set, class Key>
std::vector<const Crew*> crews_under(const State& state, const Set& index, const Key& key) {
  std::vector<const Crew*> crews;
  for (auto at = index.lower_bound({key, {}}); at != index.end() && at->first == key; ++at)
    crews.push_back(&state.crews.at(at->second));
  return crews;
}

bool is_within(Instant from, Instant until, Instant now) { return from <= now && now < until; }

}  // namespace

void State::reindex() {
  by_unit.clear();
  by_member.clear();
  by_vehicle.clear();
  due.clear();
  for (const auto& [id, crew] : crews) link(*this, crew);
}

void evolve(State& state, const Event& event) {
  std::visit([&](const auto& e) { take(state, e); }, event);
}

// The row of a single one.
desk::RowKey touches(const Event& event) {
  return std::visit(
      []<class One>(const One& e) {
        if constexpr (requires { e.id; })
          return desk::RowKey(e.id);
        else if constexpr (requires { e.crews; })
          return e.crews.size() == 1 ? desk::RowKey(e.crews.front().id) : desk::RowKey{};
        else
          return e.positions.size() == 1 ? desk::RowKey(e.positions.front().id) : desk::RowKey{};
      },
      event);
}

std::vector<desk::RowKey> touches_each(const Event& event) {
  std::vector<desk::RowKey> rows;
  const auto add = [&](const auto& many) {
    for (const auto& one : many) rows.push_back(one.id);
  };
  std::visit(
      [&]<class One>(const One& e) {
        if constexpr (requires { e.crews; }) add(e.crews);
        if constexpr (requires { e.positions; }) add(e.positions);
      },
      event);
  return rows;
}

const Crew* find(const State& state, std::string_view id) {
  const auto found = state.crews.find(std::string(id));
  return found == state.crews.end() ? nullptr : &found->second;
}

const Crew* of_vehicle(const State& state, std::string_view vehicle) {
  const auto found = state.by_vehicle.find(std::string(vehicle));
  return found == state.by_vehicle.end() ? nullptr : find(state, found->second);
}

std::vector<const Crew*> of_unit(const State& state, UnitCode unit) {
  return crews_under(state, state.by_unit, unit);
}

std::vector<const Crew*> of_person(const State& state, std::string_view person) {
  return crews_under(state, state.by_member, std::string(person));
}

bool is_member(const Crew& crew, const desk::Actor& who, const desk::Nouns& nouns) {
  const auto& people = nouns.get<person::State>();
  return std::ranges::any_of(crew.what.members, [&](const std::string& id) {
    const person::Person* member = person::find(people, id);
    return member != nullptr && person::is_oneself(*member, who);
  });
}

bool on_shift(const Crew& crew, Instant now) {
  return std::ranges::any_of(
      crew.shifts, [&](const Shift& shift) { return is_within(shift.from, shift.until, now); });
}

bool at_work(const Crew& crew, Instant now) {
  return std::ranges::any_of(crew.shifts, [&](const Shift& shift) {
    return is_within(shift.from, shift.until, now) &&
           std::ranges::none_of(
               shift.breaks, [&](const Break& one) { return is_within(one.from, one.until, now); });
  });
}

Duty state_of(const Crew& crew, Instant now) {
  if (crew.job) return Duty::busy;
  return on_shift(crew, now) ? Duty::free : Duty::off_duty;
}

const Shift* next_shift(const Crew& crew, Instant now) {
  for (const Shift& shift : crew.shifts)
    if (shift.until > now) return &shift;
  return nullptr;
}

Instant next_turn(const Crew& crew, Instant now) {
  Instant next;
  const auto consider = [&](Instant at) {
    if (at > now && (!next || at < next)) next = at;
  };
  for (const Shift& shift : crew.shifts) {
    consider(shift.from);
    consider(shift.until);
    for (const Break& one : shift.breaks) {
      consider(one.from);
      consider(one.until);
    }
  }
  return next;
}

uint64_t head_count(const Crew& crew) {
  return crew.what.members.empty() ? crew.what.size : crew.what.members.size();
}

bool has_skill(const Crew& crew, std::string_view skill) {
  return std::ranges::find(crew.what.skills, skill) != crew.what.skills.end();
}

bool is_certified(const Crew& crew, std::string_view certificate, Instant now) {
  return std::ranges::any_of(crew.what.certificates, [&](const Certificate& one) {
    return one.name == certificate && now < one.until;
  });
}

bool has_parts(const Crew& crew, const Parts& parts) {
  return std::ranges::all_of(parts, [&](const auto& part) {
    const auto stock = crew.parts.find(part.first);
    return part.second == 0 || (stock != crew.parts.end() && stock->second >= part.second);
  });
}

// A crew without any planned shift is watched from now on: somebody wants to hear from it.
Instant due_after(const Crew& crew, int64_t interval_s, Instant now) {
  if (interval_s <= 0) return {};
  if (crew.shifts.empty() || crew.job) return seconds_after(now, interval_s);
  const Shift* shift = next_shift(crew, now);
  if (shift == nullptr) return {};
  return seconds_after(std::max(now, shift->from), interval_s);
}

std::optional<Instant> due(const State& state) {
  if (state.due.empty()) return std::nullopt;
  return state.due.begin()->first;
}

// What is too much for one append is still due after it.
void expire(const State& state, Instant now, desk::Commands& out) {
  size_t told = 0;
  for (const auto& [at, id] : state.due) {
    if (at > now || ++told > limits::check_ins_missed_max) return;
    out.add<Command>(MissCheckIn{.id = id});
  }
}

}  // namespace lifeline::crew
