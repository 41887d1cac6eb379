// SPDX-License-Identifier: Apache-2.0
#include "desk/module.h"

#include "network/mapping/view.h"

namespace lifeline::mapping {

std::unique_ptr<desk::Module> make_module() { return std::make_unique<desk::ModuleOf<Noun>>(); }

}  // namespace lifeline::mapping
