// SPDX-License-Identifier: Apache-2.0
// People from a staff list: id,name_zh,name_en,unit,skills,phone,email,account,substitute. A person
// goes to the desk of the unit's ground. A substitute is a person of that desk, of the group itself
// (unit 100000) or, at headquarters, anybody; or stands in the same file on the same desk.
//
//   skills = skill *(";" skill)        each once, at most limits::skills_max
#pragma once

#include "command/person/model.h"
#include "desk/import.h"

namespace lifeline::person {

/// Errors: field_must_be_shorter, skills_must_be_fewer, skill_must_be_given_once.
Result<std::vector<std::string>> parse_skills(std::string_view text);

/// What is wrong with people to import, and how many are new: unit_must_be_known,
/// unit_must_be_within_reach, region_must_be_of_the_same_desk, account_must_be_of_one_person,
/// substitute_must_be_known, substitute_must_be_another, substitutes_must_end,
/// substitutes_must_be_fewer.
desk::Checked check(const State& state, const std::vector<Entry>& people, const desk::Nouns& nouns,
                    const desk::Actor& who);

/// Whether the ways over substitutes end when this person's is `substitute`. `next` answers the
/// substitute of any other. Errors: substitutes_must_end, substitutes_must_be_fewer.
Result<void> substitutes_must_end(
    const std::string& id, const std::string& substitute,
    const std::function<const std::string*(const std::string& id)>& next);

/// POST /api/v1/people/import
desk::Route import_route();

}  // namespace lifeline::person
