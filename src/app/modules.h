// SPDX-License-Identifier: Apache-2.0
// The nouns of a desk, wired.
#pragma once

#include <memory>
#include <vector>

#include "command/incident/model.h"
#include "desk/desk.h"

namespace lifeline::app {

std::vector<std::unique_ptr<desk::Module>> make_modules(const incident::Settings& settings = {});
std::unique_ptr<desk::Desk> make_desk(UnitCode id, const desk::Plan& plan,
                                      const incident::Settings& settings = {});

}  // namespace lifeline::app
