// SPDX-License-Identifier: Apache-2.0
#include "command/vehicle/view.h"

#include <algorithm>

#include "command/crew/model.h"
#include "desk/present.h"

namespace lifeline::vehicle {

void View::fold(const Event& event, const desk::Stamp&) {
  if (!std::holds_alternative<Positioned>(event) && !std::holds_alternative<Fuelled>(event))
    ++changes;
}

Row row_of(const Vehicle& vehicle, const desk::Nouns& nouns) {
  const Instant now = nouns.get<desk::Present>().now;
  const Entry& what = vehicle.what;
  Row row{.id = what.id,
          .kind = what.kind,
          .name_zh = what.name_zh,
          .name_en = what.name_en,
          .plate = what.plate,
          .unit = what.unit,
          .in_service = !is_out_of_service(vehicle, now),
          .crew = {},
          .capacity_kg = what.capacity_kg,
          .seats = what.seats,
          .fuel_l = vehicle.fuel_l,
          .fuel_at = vehicle.fuel_at,
          .tank_l = what.tank_l,
          .litres_per_100_km = what.litres_per_100_km,
          .range_km = range_km(vehicle),
          .permits = what.permits,
          .base = what.base,
          .position_at = {},
          .out_of_service_reason = {},
          .out_of_service_since = {},
          .out_of_service_until = {}};
  if (const crew::Crew* crew = crew::of_vehicle(nouns.get<crew::State>(), what.id))
    row.crew = crew->what.id;
  const Fix fix = nouns.get<Newest>().of(what.id, vehicle.position);
  row.longitude_deg = fix.place.longitude_deg;
  row.latitude_deg = fix.place.latitude_deg;
  row.position_at = fix.at;
  if (fix.at) row.position_age_s = std::max<int64_t>(0, (now - fix.at).count() / 1'000'000);
  if (row.in_service) return row;
  row.out_of_service_reason = vehicle.out_of_service.reason;
  row.out_of_service_since = vehicle.out_of_service.since;
  row.out_of_service_until = vehicle.out_of_service.until;
  return row;
}

}  // namespace lifeline::vehicle
