// SPDX-License-Identifier: Apache-2.0
#include "command/vehicle/model.h"

namespace lifeline::vehicle {
namespace {

void take(State& state, const std::vector<Entry>& vehicles, bool copy) {
  for (const Entry& entry : vehicles) {
    const auto [known, is_new] = state.vehicles.try_emplace(entry.id);
    Vehicle& vehicle = known->second;
    if (!is_new) state.by_unit.erase({vehicle.what.unit, entry.id});
    // What somebody told since stays, unless the list says something new.
    if (is_new || entry.fuel_l != vehicle.what.fuel_l) {
      vehicle.fuel_l = entry.fuel_l;
      vehicle.fuel_at = {};
    }
    vehicle.what = entry;
    vehicle.copy = copy;
    state.by_unit.emplace(entry.unit, entry.id);
  }
}

template <class Do>
void change(State& state, const std::string& id, Do what) {
  if (const auto found = state.vehicles.find(id); found != state.vehicles.end())
    what(found->second);
}

void take(State& state, const Imported& e) { take(state, e.vehicles, false); }
void take(State& state, const Adopted& e) { take(state, e.vehicles, true); }
void take(State& state, const Removed& e) {
  change(state, e.id, [&](const Vehicle& vehicle) {
    state.by_unit.erase({vehicle.what.unit, e.id});
  });
  state.vehicles.erase(e.id);
}
void take(State& state, const Positioned& e) {
  for (const Seen& seen : e.positions)
    change(state, seen.id,
           [&](Vehicle& vehicle) { vehicle.position = {.place = seen.place, .at = seen.at}; });
}
void take(State& state, const Fuelled& e) {
  change(state, e.id, [&](Vehicle& vehicle) {
    vehicle.fuel_l = e.fuel_l;
    vehicle.fuel_at = e.at;
  });
}
void take(State& state, const TakenOut& e) {
  change(state, e.id, [&](Vehicle& vehicle) {
    vehicle.out_of_service = {.reason = e.reason, .until = e.until, .since = e.at};
  });
}
void take(State& state, const PutBack& e) {
  change(state, e.id, [](Vehicle& vehicle) { vehicle.out_of_service = {}; });
}

}  // namespace

void State::reindex() {
  by_unit.clear();
  for (const auto& [id, vehicle] : vehicles) by_unit.emplace(vehicle.what.unit, id);
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
        else if constexpr (requires { e.vehicles; })
          return e.vehicles.size() == 1 ? desk::RowKey(e.vehicles.front().id) : desk::RowKey{};
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
        if constexpr (requires { e.vehicles; }) add(e.vehicles);
        if constexpr (requires { e.positions; }) add(e.positions);
      },
      event);
  return rows;
}

const Vehicle* find(const State& state, std::string_view id) {
  const auto found = state.vehicles.find(std::string(id));
  return found == state.vehicles.end() ? nullptr : &found->second;
}

bool is_out_of_service(const Vehicle& vehicle, Instant now) {
  const OutOfService& out = vehicle.out_of_service;
  return !out.reason.empty() && (!out.until || now < out.until);
}

double range_km(const Vehicle& vehicle) {
  const double per_100_km = vehicle.what.litres_per_100_km;
  return per_100_km > 0 ? vehicle.fuel_l / per_100_km * 100 : 0;
}

std::vector<const Vehicle*> of_unit(const State& state, UnitCode unit) {
  std::vector<const Vehicle*> vehicles;
  for (auto at = state.by_unit.lower_bound({unit, {}});
       at != state.by_unit.end() && at->first == unit; ++at)
    vehicles.push_back(&state.vehicles.at(at->second));
  return vehicles;
}

}  // namespace lifeline::vehicle
