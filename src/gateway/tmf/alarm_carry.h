// SPDX-License-Identifier: Apache-2.0
// Carries a task of TMF642 over the desks whose alarms it is about (alarm_tasks.h).
#pragma once

#include "gateway/tmf/resource.h"
#include "network/alarm_task/model.h"

namespace lifeline::tmf {

/// Whether a value has all that the pattern says: of an object its members, of an array its items.
bool fits_pattern(std::string_view value, std::string_view pattern);

/// Errors: alarm_must_be_known, alarms_must_be_fewer, patterns_must_be_fewer, text_must_be_given.
void carry_alarm_task(alarm_task::Kind kind, Carrying carrying,
                      std::function<void(Result<Made>)> then);

}  // namespace lifeline::tmf
