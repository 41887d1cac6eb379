// SPDX-License-Identifier: Apache-2.0
// What must be true of a job that is asked for, of a crew that it is offered to, and of what came
// of it, whoever tells.
#pragma once

#include "command/job/model.h"

namespace lifeline::job {

/// The job as it will be, of this desk and the actor's ground: texts and figures in their limits,
/// the window in a shift, every skill known to somebody, nothing that waits for itself. `was`: as
/// it is; null when it is new. Errors: see docs/jobs.md.
Result<What> checked(const State& state, What what, const Job* was, const desk::Context& at);

/// A crew of this desk. Errors: crew_must_be_given, crew_must_be_known, crew_must_be_of_the_desk.
Result<const crew::Crew*> must_be_a_crew(const std::string& id, const desk::Context& at);

/// Errors: crew_must_have_the_skill, crew_must_have_the_tool, crew_must_have_the_parts,
/// crew_must_have_the_vehicle, vehicle_must_have_the_permit, crew_must_be_on_shift.
Result<void> must_suit(const crew::Crew& crew, const Job& job, const desk::Context& at);

/// Errors: text_must_be_short, number_must_be_in_range, photos_must_be_fewer, photo_must_be_known,
/// parts_must_be_fewer, name_must_be_given, name_must_be_short.
Result<void> must_be_an_outcome(const Outcome& outcome, const desk::Context& at);

/// Errors: reason_must_be_given, text_must_be_short; both of that field.
Result<void> must_be_given(const std::string& reason, std::string_view field);

}  // namespace lifeline::job
