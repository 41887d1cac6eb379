// SPDX-License-Identifier: Apache-2.0
// What must be true of a team, a member, a task and its result, whoever tells of it.
#pragma once

#include "command/team/model.h"

namespace lifeline::team {

/// Errors: name_must_be_given, name_must_be_short, text_must_be_short.
Result<void> must_have_texts(const What& what);
/// `field` is what stands before a member's own. Errors: name_must_be_given, name_must_be_short,
/// phone_must_be_e164, skills_must_be_fewer, person_must_be_known.
Result<void> must_be_a_member(const Member& member, const std::string& field,
                              const desk::Nouns& nouns);
/// Errors: task_must_be_given, text_must_be_short, until_must_follow_from, task_must_be_shorter.
Result<void> must_be_a_job(const Job& job);
/// Of the task's team. Errors: hours_must_be_in_range, member_must_be_in_the_team,
/// member_must_be_given_once, count_must_not_be_negative, count_unit_must_be_given,
/// photos_must_be_fewer, photo_must_be_known.
Result<void> must_be_an_outcome(const Outcome& outcome, const Team& team, const desk::Context& at);

}  // namespace lifeline::team
