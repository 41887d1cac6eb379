// SPDX-License-Identifier: Apache-2.0
#include "desk/module.h"

#include "command/attachment/view.h"

namespace lifeline::attachment {

std::unique_ptr<desk::Module> make_module() { return std::make_unique<desk::ModuleOf<Noun>>(); }

}  // namespace lifeline::attachment
