// SPDX-License-Identifier: Apache-2.0
#include "desk/module.h"

#include "command/roster/view.h"

namespace lifeline::roster {

std::unique_ptr<desk::Module> make_module() { return std::make_unique<desk::ModuleOf<Noun>>(); }

}  // namespace lifeline::roster
