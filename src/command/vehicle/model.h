// SPDX-License-Identifier: Apache-2.0
// A vehicle of the emergency: a base station on wheels (应急通信车), a generator (发电车), a van
// with tools (工程车). Vehicles come from the fleet list or one by one; the crew that has one
// names it (crew/model.h), so that who drives what is said in one place.
//
//   in service ⇄ out of service        with a reason, and until when or until it is put back
//
// The desk of its unit's ground owns a vehicle; headquarters' desk hears of all and keeps copies.
// Of its positions only those are journalled that lie limits::position_metres_min and
// limits::position_seconds_min from the one before; the newest is kept beside the journal
// (desk/positions.h). Limits: limits::vehicles_max, permits_max, positions_max.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/place.h"
#include "desk/noun.h"

namespace lifeline::vehicle {

enum class Kind { base_station_car, power_car, van };
LIFELINE_ENUM(Kind, base_station_car, power_car, van)

/// A vehicle as a fleet list has it.
struct Entry {
  std::string id;  // plate or fleet number
  Kind kind = Kind::van;
  std::string name_zh;
  std::string name_en;
  std::string plate;
  UnitCode unit;
  double capacity_kg = 0;
  uint64_t seats = 0;
  double fuel_l = 0;  // at the time of the list
  double tank_l = 0;
  double litres_per_100_km = 0;
  std::vector<std::string> permits;  // zones that it may enter
  LonLat base;

  friend bool operator==(const Entry&, const Entry&) = default;
};
LIFELINE_STRUCT(Entry, id, kind, name_zh, name_en, plate, unit, capacity_kg, seats, fuel_l, tank_l,
                litres_per_100_km, permits, base)

struct OutOfService {
  std::string reason;  // "": it is in service
  Instant until;       // zero: until it is put back
  Instant since;

  friend bool operator==(const OutOfService&, const OutOfService&) = default;
};
LIFELINE_STRUCT(OutOfService, reason, until, since)

struct Imported {
  std::vector<Entry> vehicles;  // only those that are new or changed
};
LIFELINE_STRUCT(Imported, vehicles)
/// What another desk has.
struct Adopted {
  std::vector<Entry> vehicles;
};
LIFELINE_STRUCT(Adopted, vehicles)
struct Removed {
  std::string id;
  std::string reason;
};
LIFELINE_STRUCT(Removed, id, reason)
struct Positioned {
  std::vector<Seen> positions;
};
LIFELINE_STRUCT(Positioned, positions)
struct Fuelled {
  std::string id;
  double fuel_l = 0;  // in the tank now
  Instant at;
};
LIFELINE_STRUCT(Fuelled, id, fuel_l, at)
struct TakenOut {
  std::string id;
  std::string reason;
  Instant until;
  Instant at;
};
LIFELINE_STRUCT(TakenOut, id, reason, until, at)
struct PutBack {
  std::string id;
  Instant at;
};
LIFELINE_STRUCT(PutBack, id, at)
using Event = std::variant<Imported, Adopted, Removed, Positioned, Fuelled, TakenOut, PutBack>;

/// New and changed vehicles, all or none.
struct Import {
  std::vector<Entry> vehicles;
};
struct Create {
  Entry vehicle;
};
struct Change {
  Entry vehicle;  // the id stays
};
struct Remove {
  std::string id;
  std::string reason;
};
/// One is refused where it is wrong; of several the wrong ones are left out.
struct ReportPositions {
  std::vector<Seen> positions;  // at: none is now
};
struct ReportFuel {
  std::string id;
  double fuel_l = 0;
};
struct TakeOut {
  std::string id;
  std::string reason;
  Instant until = {};
};
struct PutInService {
  std::string id;
};
/// What happened to vehicles of another desk.
struct Follow {
  UnitCode from;
  Event event;
};
using Command = std::variant<Import, Create, Change, Remove, ReportPositions, ReportFuel, TakeOut,
                             PutInService, Follow>;

struct Vehicle {
  Entry what;
  double fuel_l = 0;  // as last told
  Instant fuel_at;    // zero: as the list has it
  Fix position;       // the last that is journalled
  OutOfService out_of_service;
  bool copy = false;  // another desk owns it
};
LIFELINE_STRUCT(Vehicle, what, fuel_l, fuel_at, position, out_of_service, copy)

struct State {
  std::map<std::string, Vehicle> vehicles;
  std::set<std::pair<UnitCode, std::string>> by_unit;  // rebuilt

  void reindex();
};
LIFELINE_STRUCT(State, vehicles)

const Vehicle* find(const State& state, std::string_view id);
bool is_out_of_service(const Vehicle& vehicle, Instant now);
/// How far it gets on what is in the tank; 0 when its consumption is not known.
double range_km(const Vehicle& vehicle);
/// The unit's own vehicles, by id.
std::vector<const Vehicle*> of_unit(const State& state, UnitCode unit);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void hear(const Event& event, const desk::Heard& heard, const desk::Context& at,
          desk::Commands& out);
desk::RowKey touches(const Event& event);
/// The rows of an import and of positions that are told at once.
std::vector<desk::RowKey> touches_each(const Event& event);

}  // namespace lifeline::vehicle
