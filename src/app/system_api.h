// SPDX-License-Identifier: Apache-2.0
// Routes that belong to no noun: clock, picture, desks.
#pragma once

#include <string>

#include "base/clock.h"
#include "desk/desks.h"
#include "desk/live_hub.h"

namespace lifeline::app {

struct Setting {
  std::string scenario;                // its name, "" outside of one
  std::string zone = "Asia/Shanghai";  // that people's times are shown in
};

desk::Routes system_routes(const Clock& clock, const Setting& setting);

}  // namespace lifeline::app
