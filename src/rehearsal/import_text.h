// SPDX-License-Identifier: Apache-2.0
// Fields as the import of sites and elements reads them.
#pragma once

#include <string>

#include "network/site/model.h"

namespace lifeline::rehearsal {

/// Of a longitude or latitude, to about a metre.
std::string degrees_text(double degrees);
/// What a site needs and the elements that give it: "voice:A|B;data:C".
std::string services_text(const site::Site& site);

}  // namespace lifeline::rehearsal
