// SPDX-License-Identifier: Apache-2.0
#include "command/vehicle/import.h"

#include <array>
#include <cmath>

#include "base/limits.h"
#include "command/unit/view.h"
#include "command/vehicle/view.h"
#include "desk/form.h"

namespace lifeline::vehicle {
namespace {

struct Importing {
  using Row = Entry;
  using Command = vehicle::Command;
  static constexpr std::string_view noun = "vehicle";
  static constexpr std::string_view path = "/api/v1/vehicles/import";
  static constexpr std::array<std::string_view, 14> columns = {"id",
                                                               "kind",
                                                               "name_zh",
                                                               "name_en",
                                                               "plate",
                                                               "unit",
                                                               "capacity_kg",
                                                               "seats",
                                                               "fuel_l",
                                                               "tank_l",
                                                               "litres_per_100_km",
                                                               "permits",
                                                               "longitude_deg",
                                                               "latitude_deg"};
  static constexpr std::string_view ground_column = "unit";

  static Entry read(desk::RowFields& fields) {
    Entry entry;
    entry.id = fields.id("id");
    entry.kind = fields.word<Kind>("kind");
    entry.name_zh = fields.name("name_zh");
    entry.name_en = fields.optional_name("name_en");
    entry.plate = fields.optional_name("plate");
    entry.unit = fields.code("unit");
    entry.capacity_kg = fields.amount("capacity_kg", limits::vehicle_load_kg_max);
    if (!fields.raw("seats").empty())
      entry.seats = static_cast<uint64_t>(
          fields.integer("seats", 0, static_cast<int>(limits::vehicle_seats_max)));
    entry.fuel_l = fields.amount("fuel_l", limits::vehicle_fuel_l_max);
    entry.tank_l = fields.amount("tank_l", limits::vehicle_fuel_l_max);
    entry.litres_per_100_km = fields.amount("litres_per_100_km", limits::vehicle_fuel_l_max);
    entry.permits = desk::listed_names(fields.raw("permits"));
    entry.base = fields.optional_place("longitude_deg", "latitude_deg");
    return entry;
  }
  static std::string id(const Entry& entry) { return entry.id; }
  static UnitCode desk_of(const Entry& entry, const desk::Plan& plan) {
    return plan.desk_of(entry.unit);
  }
  static desk::Checked check(const std::vector<Entry>& vehicles, const desk::Nouns& nouns,
                             const desk::Actor& who) {
    desk::Checked checked = vehicle::check(nouns.get<State>(), vehicles, nouns, who);
    for (desk::Finding& finding : checked.findings)
      if (finding.error.field == "base") finding.error.field = "longitude_deg";
    return checked;
  }
  static bool is_known(const std::string& id, const desk::Nouns& nouns) {
    const Vehicle* vehicle = find(nouns.get<State>(), id);
    return vehicle != nullptr && !vehicle->copy;
  }
  static Command command(std::vector<Entry> vehicles) {
    return Import{.vehicles = std::move(vehicles)};
  }
};

}  // namespace

Result<void> must_be_well_formed(const Entry& entry) {
  using namespace desk;  // NOLINT: the rules read as a list
  auto formed = all_of(
      {must_be_an_id("id", entry.id), must_be_a_name("name_zh", entry.name_zh),
       may_be_a_name("name_en", entry.name_en), may_be_a_name("plate", entry.plate),
       must_be_within("capacity_kg", entry.capacity_kg, limits::vehicle_load_kg_max),
       must_be_within("seats", static_cast<double>(entry.seats),
                      static_cast<double>(limits::vehicle_seats_max)),
       must_be_within("fuel_l", entry.fuel_l, limits::vehicle_fuel_l_max),
       must_be_within("tank_l", entry.tank_l, limits::vehicle_fuel_l_max),
       must_be_within("litres_per_100_km", entry.litres_per_100_km, limits::vehicle_fuel_l_max),
       must_be_names("permits", entry.permits, limits::permits_max),
       may_be_a_place("base", entry.base)});
  if (!formed) return formed;
  if (entry.tank_l > 0 && entry.fuel_l > entry.tank_l)
    return invalid("fuel_must_fit_the_tank", "fuel_l");
  return {};
}

desk::Checked check(const State& state, const std::vector<Entry>& vehicles,
                    const desk::Nouns& nouns, const desk::Actor& who) {
  desk::Checked checked;
  const auto& units = nouns.get<unit::State>().units;
  unit::Reach reach(nouns, who);
  const auto find_fault = [&](size_t row, Error fault) {
    checked.findings.push_back({.row = row, .error = std::move(fault)});
  };
  for (size_t row = 0; row < vehicles.size(); ++row) {
    const Entry& entry = vehicles[row];
    const Vehicle* known = find(state, entry.id);
    ++(known == nullptr                       ? checked.added
       : known->what == entry && !known->copy ? checked.unchanged
                                              : checked.changed);
    if (auto formed = must_be_well_formed(entry); !formed) find_fault(row, formed.error());
    if (known != nullptr && known->copy)
      find_fault(row, conflict("region_must_be_of_the_same_desk", "unit",
                               entry.id + " is of " + to_text(known->what.unit))
                          .value());
    if (!units.contains(entry.unit))
      find_fault(
          row,
          invalid("unit_must_be_known", "unit", entry.id + ": " + to_text(entry.unit)).value());
    else if (!reach.holds(entry.unit) || (known != nullptr && !reach.holds(known->what.unit)))
      find_fault(row, refuse(Code::forbidden, "unit_must_be_within_reach", "unit",
                             entry.id + " is not below " + to_text(who.unit))
                          .value());
  }
  return checked;
}

desk::Route import_route() { return desk::import_route<Importing>(); }

}  // namespace lifeline::vehicle
