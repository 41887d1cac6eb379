// SPDX-License-Identifier: Apache-2.0
#include "desk/module.h"

#include "command/ticket/view.h"

namespace lifeline::ticket {

std::unique_ptr<desk::Module> make_module() { return std::make_unique<desk::ModuleOf<Noun>>(); }

}  // namespace lifeline::ticket
