// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/limits.h"
#include "command/crew/model.h"
#include "command/unit/model.h"
#include "command/vehicle/import.h"
#include "desk/copies.h"
#include "desk/positions.h"

namespace lifeline::vehicle {
namespace {

using Events = std::vector<Event>;
using desk::Context;

Result<const Vehicle*> must_be_own(const State& state, const std::string& id) {
  const Vehicle* vehicle = find(state, id);
  if (vehicle == nullptr || vehicle->copy) return not_found("vehicle_must_exist", "id");
  return vehicle;
}

Result<const Vehicle*> must_be_answered_for(const State& state, const std::string& id,
                                            const Context& at) {
  const auto vehicle = must_be_own(state, id);
  if (!vehicle) return vehicle;
  if (auto may = unit::must_answer_for(at, (*vehicle)->what.unit, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  return vehicle;
}

// Those who are out with it tell where it is and what is in the tank.
Result<const Vehicle*> must_be_told_by_the_crew(const State& state, const std::string& id,
                                                const Context& at) {
  const auto vehicle = must_be_own(state, id);
  if (!vehicle) return vehicle;
  const crew::Crew* crew = crew::of_vehicle(at.get<crew::State>(), id);
  if (crew != nullptr && crew::is_member(*crew, at.who, at.nouns)) return vehicle;
  return must_be_answered_for(state, id, at);
}

// What a list or somebody says of vehicles: all of it is right, or none is taken.
Result<Events> entered(const State& state, const std::vector<Entry>& vehicles, const Context& at) {
  const auto checked = check(state, vehicles, at.nouns, at.who);
  if (!checked.findings.empty()) return tl::unexpected(checked.findings.front().error);
  if (state.vehicles.size() + checked.added > limits::vehicles_max)
    return too_many("vehicles_must_be_fewer");
  Imported imported;
  for (const Entry& entry : vehicles) {
    const Vehicle* known = find(state, entry.id);
    if (known == nullptr || known->what != entry) imported.vehicles.push_back(entry);
  }
  if (imported.vehicles.empty()) return Events{};
  return Events{std::move(imported)};
}

Result<Events> decide(const State& state, const Import& c, const Context& at) {
  if (at.who.role < desk::Role::administrator) return forbidden("role_must_suffice");
  if (c.vehicles.empty()) return invalid("vehicles_must_be_given", "vehicles");
  return entered(state, c.vehicles, at);
}

Result<Events> decide(const State& state, const Create& c, const Context& at) {
  if (at.who.role < desk::Role::operator_) return forbidden("role_must_suffice");
  if (at.plan.desk_of(c.vehicle.unit) != at.desk)
    return invalid("unit_must_be_of_the_desk", "unit");
  if (find(state, c.vehicle.id) != nullptr)
    return conflict("vehicle_must_be_new", "id", c.vehicle.id);
  return entered(state, {c.vehicle}, at);
}

Result<Events> decide(const State& state, const Change& c, const Context& at) {
  if (auto own = must_be_answered_for(state, c.vehicle.id, at); !own)
    return tl::unexpected(own.error());
  if (at.plan.desk_of(c.vehicle.unit) != at.desk)
    return invalid("unit_must_be_of_the_desk", "unit");
  return entered(state, {c.vehicle}, at);
}

Result<Events> decide(const State& state, const Remove& c, const Context& at) {
  if (auto own = must_be_answered_for(state, c.id, at); !own) return tl::unexpected(own.error());
  if (c.reason.empty()) return invalid("reason_must_be_given", "reason");
  if (c.reason.size() > limits::text_bytes_max) return invalid("text_must_be_short", "reason");
  if (const crew::Crew* crew = crew::of_vehicle(at.get<crew::State>(), c.id))
    return conflict("vehicle_must_be_of_no_crew", {}, crew->what.id + " has it");
  return Events{Removed{.id = c.id, .reason = c.reason}};
}

Result<Events> decide(const State& state, const ReportPositions& c, const Context& at) {
  auto kept = desk::worth_keeping(c.positions, at.now, [&](const std::string& id) {
    return must_be_told_by_the_crew(state, id, at);
  });
  if (!kept) return tl::unexpected(kept.error());
  if (kept->empty()) return Events{};
  return Events{Positioned{.positions = std::move(*kept)}};
}

Result<Events> decide(const State& state, const ReportFuel& c, const Context& at) {
  const auto vehicle = must_be_told_by_the_crew(state, c.id, at);
  if (!vehicle) return tl::unexpected(vehicle.error());
  if (!(c.fuel_l >= 0 && c.fuel_l <= limits::vehicle_fuel_l_max))
    return invalid("number_must_be_in_range", "fuel_l");
  const double tank_l = (*vehicle)->what.tank_l;
  if (tank_l > 0 && c.fuel_l > tank_l)
    return invalid("fuel_must_fit_the_tank", "fuel_l", "of " + std::to_string(tank_l) + " litres");
  return Events{Fuelled{.id = c.id, .fuel_l = c.fuel_l, .at = at.now}};
}

Result<Events> decide(const State& state, const TakeOut& c, const Context& at) {
  const auto vehicle = must_be_answered_for(state, c.id, at);
  if (!vehicle) return tl::unexpected(vehicle.error());
  if (c.reason.empty()) return invalid("reason_must_be_given", "reason");
  if (c.reason.size() > limits::text_bytes_max) return invalid("text_must_be_short", "reason");
  if (c.until && c.until <= at.now) return invalid("until_must_lie_ahead", "until");
  const OutOfService& out = (*vehicle)->out_of_service;
  const bool is_out = is_out_of_service(**vehicle, at.now);
  if (is_out && out.reason == c.reason && out.until == c.until) return Events{};
  return Events{TakenOut{
      .id = c.id, .reason = c.reason, .until = c.until, .at = is_out ? out.since : at.now}};
}

Result<Events> decide(const State& state, const PutInService& c, const Context& at) {
  const auto vehicle = must_be_answered_for(state, c.id, at);
  if (!vehicle) return tl::unexpected(vehicle.error());
  if (!is_out_of_service(**vehicle, at.now)) return conflict("vehicle_must_be_out_of_service");
  return Events{PutBack{.id = c.id, .at = at.now}};
}

Result<Events> adopt(const State& state, const Imported& heard, UnitCode from, const Context& at) {
  const auto known = [&](const std::string& id) { return find(state, id); };
  Adopted adopted{.vehicles = desk::to_be_copied(
                      heard.vehicles, from, at, known,
                      [](const Vehicle& vehicle) -> const Entry& { return vehicle.what; })};
  if (adopted.vehicles.empty()) return Events{};
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

}  // namespace lifeline::vehicle
