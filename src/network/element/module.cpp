// SPDX-License-Identifier: Apache-2.0
#include "desk/module.h"

#include "network/element/view.h"

namespace lifeline::element {

std::unique_ptr<desk::Module> make_module() { return std::make_unique<desk::ModuleOf<Noun>>(); }

}  // namespace lifeline::element
