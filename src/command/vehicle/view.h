// SPDX-License-Identifier: Apache-2.0
// Vehicles to read: the state itself, each on the desk that owns it.
#pragma once

#include <memory>

#include "command/vehicle/model.h"
#include "desk/positions.h"

namespace lifeline::vehicle {

struct Row {
  std::string id;
  Kind kind = Kind::van;
  std::string name_zh;
  std::string name_en;
  std::string plate;
  UnitCode unit;
  bool in_service = true;  // now
  std::string crew;        // that has it, "" for none
  double capacity_kg = 0;
  uint64_t seats = 0;
  double fuel_l = 0;
  Instant fuel_at;  // zero: as the list has it
  double tank_l = 0;
  double litres_per_100_km = 0;
  double range_km = 0;
  std::vector<std::string> permits;
  LonLat base;
  double longitude_deg = 0;  // of the newest position
  double latitude_deg = 0;
  Instant position_at;  // zero: it never told
  int64_t position_age_s = 0;
  std::string out_of_service_reason;
  Instant out_of_service_since;
  Instant out_of_service_until;
};
LIFELINE_STRUCT(Row, id, kind, name_zh, name_en, plate, unit, in_service, crew, capacity_kg, seats,
                fuel_l, fuel_at, tank_l, litres_per_100_km, range_km, permits, base, longitude_deg,
                latitude_deg, position_at, position_age_s, out_of_service_reason,
                out_of_service_since, out_of_service_until)

struct View {
  uint64_t changes = 0;  // of what vehicles can do: all but where they are and what is in the tank

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, changes)

/// The newest positions of the desk's vehicles.
struct Newest : desk::NewestFixes {};

Row row_of(const Vehicle& vehicle, const desk::Nouns& nouns);

struct Noun {
  using State = vehicle::State;
  using Command = vehicle::Command;
  using Event = vehicle::Event;
  using View = vehicle::View;
  using Settings = Newest;
  static constexpr std::string_view name = "vehicle";
  static constexpr uint64_t bit = uint64_t{1} << 26;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::vehicle
