// SPDX-License-Identifier: Apache-2.0
#include "desk/module.h"

#include "command/order_template/view.h"

namespace lifeline::order_template {

std::unique_ptr<desk::Module> make_module() { return std::make_unique<desk::ModuleOf<Noun>>(); }

}  // namespace lifeline::order_template
