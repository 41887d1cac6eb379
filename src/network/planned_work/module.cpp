// SPDX-License-Identifier: Apache-2.0
#include "desk/module.h"

#include "network/planned_work/view.h"

namespace lifeline::planned_work {

std::unique_ptr<desk::Module> make_module() { return std::make_unique<desk::ModuleOf<Noun>>(); }

}  // namespace lifeline::planned_work
