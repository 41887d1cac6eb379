// SPDX-License-Identifier: Apache-2.0
// Crews from a list:
// id,name_zh,name_en,unit,members,size,skills,certificates,phone,longitude_deg,latitude_deg,tools,
// parts,vehicle. A crew goes to the desk of the unit's ground. Either its members are named, by
// their staff numbers, or its size is given.
//
//   members, skills, tools = name *(";" name)
//   certificates = name "=" date *(";" name "=" date)     2026-12-31, its last day, or RFC 3339
//   parts = name "=" count *(";" name "=" count)
#pragma once

#include "command/crew/model.h"
#include "desk/import.h"

namespace lifeline::crew {

/// Errors: certificate_must_have_an_end, name_must_be_given_once, names_must_be_fewer.
Result<std::vector<Certificate>> parse_certificates(std::string_view text);
/// Errors: part_must_have_a_count, name_must_be_given_once, names_must_be_fewer.
Result<Parts> parse_parts(std::string_view text);

/// What every crew must be, however it comes: the errors of desk/form.h,
/// crew_must_have_members, crew_size_must_be_its_members, certificate_must_have_an_end,
/// parts_must_be_fewer. The error's field is the member's name.
Result<void> must_be_well_formed(const Entry& entry);
/// Errors: parts_must_be_given, parts_must_be_fewer, and those of a name.
Result<void> must_be_parts(const Parts& parts);

/// What is wrong with crews to import, and how many are new: unit_must_be_known,
/// unit_must_be_within_reach, region_must_be_of_the_same_desk, member_must_be_known,
/// vehicle_must_be_known, vehicle_must_be_of_one_crew, and those above.
desk::Checked check(const State& state, const std::vector<Entry>& crews, const desk::Nouns& nouns,
                    const desk::Actor& who);

/// POST /api/v1/crews/import
desk::Route import_route();

}  // namespace lifeline::crew
