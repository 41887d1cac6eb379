// SPDX-License-Identifier: Apache-2.0
// What a desk's journal tells of alarms: one notice of a kind for each alarm that a batch changed.
// An alarm raised in the batch has only its Create, one withdrawn only its Delete. That the same
// alarm came again changes nothing that TMF642 shows, and is not told.
#pragma once

#include "gateway/tmf/resource.h"
#include "network/alarm_task/view.h"

namespace lifeline::tmf {

inline constexpr uint64_t told_nouns_of_alarms = alarm::Noun::bit | alarm_task::Noun::bit;

/// With the state right after the batch.
void tell_of_alarms(const journal::Batch& batch, const desk::Nouns& nouns,
                    std::vector<Notice>& out);
/// Tasks of one kind that are done.
void tell_of_alarm_tasks(alarm_task::Kind kind, const journal::Batch& batch,
                         std::vector<Notice>& out);

}  // namespace lifeline::tmf
