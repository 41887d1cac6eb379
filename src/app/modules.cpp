// SPDX-License-Identifier: Apache-2.0
#include "app/modules.h"

#include "command/account/view.h"
#include "command/incident/view.h"
#include "command/order/view.h"
#include "command/unit/view.h"
#include "network/alarm/view.h"
#include "network/element/view.h"
#include "network/site/view.h"
#include "network/source/view.h"

namespace lifeline::app {

std::vector<std::unique_ptr<desk::Module>> make_modules() {
  std::vector<std::unique_ptr<desk::Module>> modules;
  modules.push_back(std::make_unique<desk::ModuleOf<unit::Noun>>());
  modules.push_back(std::make_unique<desk::ModuleOf<account::Noun>>());
  modules.push_back(std::make_unique<desk::ModuleOf<incident::Noun>>());
  modules.push_back(std::make_unique<desk::ModuleOf<order::Noun>>());
  modules.push_back(std::make_unique<desk::ModuleOf<element::Noun>>());
  modules.push_back(std::make_unique<desk::ModuleOf<site::Noun>>());
  modules.push_back(std::make_unique<desk::ModuleOf<alarm::Noun>>());
  modules.push_back(std::make_unique<desk::ModuleOf<source::Noun>>());
  return modules;
}

std::unique_ptr<desk::Desk> make_desk(UnitCode id, const desk::Plan& plan) {
  return std::make_unique<desk::Desk>(id, plan, make_modules());
}

}  // namespace lifeline::app
