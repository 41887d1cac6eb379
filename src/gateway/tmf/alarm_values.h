// SPDX-License-Identifier: Apache-2.0
// What is posted of a TMF642 alarm, as commands of Lifeline's: pure. What an attribute is to an
// alarm stands in docs/tmforum.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/tmf/resource.h"
#include "network/alarm_task/model.h"

namespace lifeline::tmf {

/// Errors: alarm_must_begin_raised, attribute_must_be_given.
Result<alarm_task::Post> alarm_post(const Values& values);
/// Errors: attribute_must_be_given.
Result<alarm_task::Change> alarm_change(alarm::AlarmId id, const Values& values);

/// TMF642's word for a field of a command.
std::string alarm_field(std::string_view field);

/// The texts of an array of comments.
std::vector<std::string> comments_in(std::string_view comments);

/// Why an alarm is cleared, by who says so.
std::string clearing_reason(const Values& values);

}  // namespace lifeline::tmf
