// SPDX-License-Identifier: Apache-2.0
#include "command/vehicle/api.h"

#include "command/crew/model.h"
#include "command/unit/view.h"
#include "command/vehicle/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"
#include "desk/moving_routes.h"

namespace lifeline::vehicle {
namespace {

constexpr const char* missing = "vehicle_must_exist";

struct VehicleList {
  using Row = vehicle::Row;
  static constexpr std::string_view sort = "id";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    unit::Reach reach(nouns, caller);
    for (const auto& [id, vehicle] : nouns.get<State>().vehicles)
      if (!vehicle.copy && reach.holds(vehicle.what.unit)) show(row_of(vehicle, nouns));
  }
};

const Vehicle* own_vehicle(std::string_view id, const desk::Nouns& nouns) {
  const Vehicle* vehicle = find(nouns.get<State>(), id);
  return vehicle != nullptr && !vehicle->copy ? vehicle : nullptr;
}

bool is_with(const std::string& id, const desk::Actor& who, const desk::Nouns& nouns) {
  const crew::Crew* crew = crew::of_vehicle(nouns.get<crew::State>(), id);
  return crew != nullptr && crew::is_member(*crew, who, nouns);
}

void show_one(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  const auto find = [request](const desk::Nouns& nouns) -> std::optional<desk::Response> {
    const Vehicle* vehicle = own_vehicle(request->path_value("id"), nouns);
    if (vehicle == nullptr) return std::nullopt;
    if (!unit::Reach(nouns, request->caller).holds(vehicle->what.unit) &&
        !is_with(vehicle->what.id, request->caller, nouns))
      return std::nullopt;
    return desk::row_response(200, row_of(*vehicle, nouns));
  };
  desk::find_on_any(desks, find, not_found(missing, "id").value(), std::move(reply));
}

struct EntryBody {
  std::string id;  // plate or fleet number
  Kind kind = Kind::van;
  std::string name_zh;
  std::string name_en;
  std::string plate;
  UnitCode unit;  // none: the caller's
  double capacity_kg = 0;
  uint64_t seats = 0;
  double fuel_l = 0;
  double tank_l = 0;
  double litres_per_100_km = 0;
  std::vector<std::string> permits;
  LonLat base;
  std::string reason;
};
LIFELINE_STRUCT(EntryBody, id, kind, name_zh, name_en, plate, unit, capacity_kg, seats, fuel_l,
                tank_l, litres_per_100_km, permits, base, reason)

Entry entry_of(const EntryBody& body) {
  return {.id = body.id,
          .kind = body.kind,
          .name_zh = body.name_zh,
          .name_en = body.name_en,
          .plate = body.plate,
          .unit = body.unit,
          .capacity_kg = body.capacity_kg,
          .seats = body.seats,
          .fuel_l = body.fuel_l,
          .tank_l = body.tank_l,
          .litres_per_100_km = body.litres_per_100_km,
          .permits = body.permits,
          .base = body.base};
}

struct FuelBody {
  double fuel_l = 0;
  std::string reason;
};
LIFELINE_STRUCT(FuelBody, fuel_l, reason)

struct OutBody {
  std::string reason;
  Instant until;  // none: until it is put back
};
LIFELINE_STRUCT(OutBody, reason, until)

struct Moving {
  using Command = vehicle::Command;
  using EntryBody = vehicle::EntryBody;
  static constexpr const char* path = "/api/v1/vehicles";
  static constexpr const char* tag = "vehicle";
  static constexpr const char* missing = vehicle::missing;
  static constexpr const char* must_be_new = "vehicle_must_be_new";

  static bool is_own(const std::string& id, const desk::Nouns& nouns) {
    return own_vehicle(id, nouns) != nullptr;
  }
  static Result<void> check(const Seen& seen, const desk::Nouns& nouns, const desk::Actor& who) {
    const Vehicle& vehicle = *own_vehicle(seen.id, nouns);
    if (!is_with(seen.id, who, nouns)) {
      if (who.role < desk::Role::operator_) return forbidden("role_must_suffice");
      if (!unit::Reach(nouns, who).holds(vehicle.what.unit))
        return forbidden("unit_must_be_within_reach");
    }
    return desk::must_be_plausible(seen, vehicle.what.base, nouns.get<desk::Present>().now);
  }
  static Command command(std::vector<Seen> positions) {
    return ReportPositions{.positions = std::move(positions)};
  }
  static const desk::NewestFixes& newest(const desk::Nouns& nouns) { return nouns.get<Newest>(); }
  static Command created(const EntryBody& body) { return Create{.vehicle = entry_of(body)}; }
  static desk::Response page(const std::string& id, const desk::Actor&, const desk::Nouns& nouns) {
    const Vehicle* vehicle = own_vehicle(id, nouns);
    if (vehicle == nullptr) return desk::problem(not_found(missing, "id").value());
    return desk::row_response(200, row_of(*vehicle, nouns));
  }
  static std::string answer_schema() { return json_schema<Row>(); }
};

void add_actions(desk::Routes& routes) {
  using Id = const std::string&;
  routes.push_back(desk::action<Moving, EntryBody>("change", "change_vehicle",
                                                   "Says anew what the vehicle is",
                                                   [](Id id, const EntryBody& body) {
                                                     Entry entry = entry_of(body);
                                                     entry.id = id;
                                                     return Change{.vehicle = std::move(entry)};
                                                   }));
  routes.push_back(desk::action<Moving, desk::ReasonBody>(
      "remove", "remove_vehicle", "The vehicle is the operator's no more",
      [](Id id, const desk::ReasonBody& body) { return Remove{.id = id, .reason = body.reason}; }));
  routes.push_back(desk::action<Moving, desk::PositionBody>(
      "position", "report_vehicle_position", "Where the vehicle is",
      [](Id id, const desk::PositionBody& body) {
        return ReportPositions{.positions = {{.id = id, .place = body.place, .at = body.at}}};
      }));
  routes.push_back(desk::action<Moving, FuelBody>(
      "fuel", "report_vehicle_fuel", "What is in the tank",
      [](Id id, const FuelBody& body) { return ReportFuel{.id = id, .fuel_l = body.fuel_l}; }));
  routes.push_back(desk::action<Moving, OutBody>(
      "out_of_service", "take_vehicle_out", "The vehicle cannot be used, and why",
      [](Id id, const OutBody& body) {
        return TakeOut{.id = id, .reason = body.reason, .until = body.until};
      }));
  routes.push_back(desk::action<Moving, desk::ReasonBody>(
      "in_service", "put_vehicle_in_service", "The vehicle can be used again",
      [](Id id, const desk::ReasonBody&) { return PutInService{.id = id}; }));
}

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(desk::list_route<VehicleList>(
      "/api/v1/vehicles", "list_vehicles", "vehicle",
      "Emergency vehicles of the caller's units, where they are and who has them"));
  routes.push_back({.method = "POST",
                    .path = "/api/v1/vehicles",
                    .operation = "create_vehicle",
                    .tag = "vehicle",
                    .summary = "A vehicle of a unit",
                    .role = desk::Role::operator_,
                    .handler = desk::creating<Moving>(),
                    .body_schema = json_schema<EntryBody>(),
                    .answer_schema = json_schema<Row>()});
  routes.push_back({.method = "GET",
                    .path = "/api/v1/vehicles/{id}",
                    .operation = "get_vehicle",
                    .tag = "vehicle",
                    .summary = "A vehicle",
                    .handler = show_one,
                    .answer_schema = json_schema<Row>()});
  add_actions(routes);
  routes.push_back({.method = "POST",
                    .path = "/api/v1/vehicle_positions",
                    .operation = "report_vehicle_positions",
                    .tag = "vehicle",
                    .summary = "Where many vehicles are; what is wrong is named and left out",
                    .role = desk::Role::viewer,
                    .handler = desk::positions_handler<Moving>(),
                    .body_schema = json_schema<desk::PositionsBody>(),
                    .answer_schema = json_schema<desk::PositionsTaken>()});
  return routes;
}

}  // namespace lifeline::vehicle
