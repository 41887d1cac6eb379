// SPDX-License-Identifier: Apache-2.0
#include "desk/module.h"

#include "command/subscription/view.h"

namespace lifeline::subscription {

std::unique_ptr<desk::Module> make_module() { return std::make_unique<desk::ModuleOf<Noun>>(); }

}  // namespace lifeline::subscription
