// SPDX-License-Identifier: Apache-2.0
#include "desk/module.h"

#include "command/incident/view.h"

namespace lifeline::incident {

std::unique_ptr<desk::Module> make_module(const Settings& settings) {
  return std::make_unique<desk::ModuleOf<Noun>>(settings);
}

}  // namespace lifeline::incident
