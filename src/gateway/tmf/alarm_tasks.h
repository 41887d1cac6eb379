// SPDX-License-Identifier: Apache-2.0
// The tasks of TMF642: ackAlarms, unAckAlarms, clearAlarms, commentAlarms over the alarms that fit
// one of their patterns, groupAlarms and unGroupAlarms over those that they name.
//
//   look at every desk for the alarms ──▶ each desk carries its part ──▶ the task is kept as done
//                                         (of a group the parent's desk last)
//
// A part has a command id of its own, so that a task which was cut off and is asked for again, with
// the same Idempotency-Key, changes nothing twice and says what it changed. An alarm that the task
// cannot change (it is over, or so already) is passed over; the task names those that it changed.
#pragma once

#include "gateway/tmf/alarm.h"

namespace lifeline::tmf {

/// Each told beside the one before, the first of them beside the alarms.
std::vector<std::shared_ptr<const Resource>> alarm_task_resources(const AlarmApi& api);

}  // namespace lifeline::tmf
