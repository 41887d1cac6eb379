// SPDX-License-Identifier: Apache-2.0
// TMF642 Alarm Management v4: the alarms of the journal, whatever door they came by, and the tasks
// over them (alarm_tasks.h). The field calls the API alarmManagement, its own description alarm:
// the same is served under both. What an attribute is to an alarm stands in docs/tmforum.md.
#pragma once

#include <memory>

#include "gateway/door/directory.h"
#include "gateway/tmf/resource.h"

namespace lifeline::tmf {

/// One of the two places of the API; `noun` tells the operations of one from those of the other.
struct AlarmApi {
  std::string api;   // "/tmf-api/alarmManagement/v4"
  std::string noun;  // "alarm_management_v4"
};
AlarmApi alarm_management();
AlarmApi alarm_api();

/// Its hub tells of the tasks too. `sources` outlives it.
std::shared_ptr<const Resource> alarm_resource(const AlarmApi& api,
                                               const door::SourceDirectory& sources);

}  // namespace lifeline::tmf
