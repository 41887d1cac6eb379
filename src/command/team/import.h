// SPDX-License-Identifier: Apache-2.0
// Teams and their members from files: twelve thousand teams are not typed.
//
//   teams.csv     id,kind,name_zh,name_en,unit,leader,region,purpose    kind: commando, vanguard,
//                                                                       volunteer
//   members.csv   team,person,name,phone,skills                         skills: word *(";" word)
//
// A team goes to the desk of its unit, a member to that of the team. A member is the same as before
// by staff number, else by name and phone; one who is not in the file stays.
#pragma once

#include "command/team/model.h"
#include "desk/import.h"

namespace lifeline::team {

/// What is wrong with teams to import: unit_must_be_known, unit_must_be_within_reach,
/// id_must_not_be_a_serial, teams_must_be_fewer, and what a team's texts must be.
desk::Checked check(const State& state, const std::vector<Known>& teams, const desk::Nouns& nouns,
                    const desk::Actor& who);
/// What is wrong with members to import into teams of this desk: unit_must_be_within_reach,
/// members_must_be_fewer, and what a member must be.
desk::Checked check(const State& state, const std::vector<Listed>& members,
                    const desk::Nouns& nouns, const desk::Actor& who);

/// POST /api/v1/teams/import
desk::Route import_route();
/// POST /api/v1/team_members/import
desk::Route members_import_route();

}  // namespace lifeline::team
