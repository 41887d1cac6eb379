// SPDX-License-Identifier: Apache-2.0
#include "desk/module.h"

#include "network/cause/view.h"

namespace lifeline::cause {

std::unique_ptr<desk::Module> make_module() { return std::make_unique<desk::ModuleOf<Noun>>(); }

}  // namespace lifeline::cause
