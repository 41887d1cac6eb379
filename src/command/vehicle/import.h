// SPDX-License-Identifier: Apache-2.0
// Vehicles from a fleet list:
// id,kind,name_zh,name_en,plate,unit,capacity_kg,seats,fuel_l,tank_l,litres_per_100_km,permits,
// longitude_deg,latitude_deg. A vehicle goes to the desk of the unit's ground. Numbers and the base
// may be left empty: not known.
//
//   permits = zone *(";" zone)        each once, at most limits::permits_max
#pragma once

#include "command/vehicle/model.h"
#include "desk/import.h"

namespace lifeline::vehicle {

/// What every vehicle must be, however it comes: the errors of desk/form.h, and
/// fuel_must_fit_the_tank. The error's field is the member's name.
Result<void> must_be_well_formed(const Entry& entry);

/// What is wrong with vehicles to import, and how many are new: unit_must_be_known,
/// unit_must_be_within_reach, region_must_be_of_the_same_desk, and those above.
desk::Checked check(const State& state, const std::vector<Entry>& vehicles,
                    const desk::Nouns& nouns, const desk::Actor& who);

/// POST /api/v1/vehicles/import
desk::Route import_route();

}  // namespace lifeline::vehicle
