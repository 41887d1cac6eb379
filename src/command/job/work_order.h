// SPDX-License-Identifier: Apache-2.0
// A job as a work order (TMF697 v4): what its attributes say of the job, and the standard's words
// for where a job is. What each attribute is to a job stands in docs/tmforum.md.
// Limits: limits::work_order_attributes_max, work_order_bytes_max.
#pragma once

#include "command/job/model.h"

namespace lifeline::job {

using desk::json_of;
using desk::text_of;

/// "acknowledged", "pending", "inProgress", "completed", "failed", "cancelled".
std::string_view state_word(Phase phase);
/// By the standard's number (0 is the highest) or by a word such as "Urgent" or "1 - High".
order::Priority priority_of(std::string_view word);
/// The standard's number for it.
std::string_view priority_word(order::Priority priority);
/// The unit that the related parties name by their role; none: they name none. Errors:
/// unit_must_be_known.
Result<UnitCode> unit_of(const Attributes& attributes);
/// The job with what the attributes say; those that are null say that there is none.
/// Errors: place_must_be_plausible, unit_must_be_known.
Result<What> what_of(const Attributes& attributes, What what);

Result<std::vector<Event>> decide(const State& state, const Post& c, const desk::Context& at);
Result<std::vector<Event>> decide(const State& state, const Patch& c, const desk::Context& at);

}  // namespace lifeline::job
