// SPDX-License-Identifier: Apache-2.0
#include "desk/module.h"

#include "network/alarm_task/view.h"

namespace lifeline::alarm_task {

std::unique_ptr<desk::Module> make_module() { return std::make_unique<desk::ModuleOf<Noun>>(); }

}  // namespace lifeline::alarm_task
