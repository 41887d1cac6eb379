// SPDX-License-Identifier: Apache-2.0
// TMF639 Resource Inventory v4: the elements of the network, as resource all of them, as
// physicalResource what can be touched and as logicalResource the rest. They come by import, so
// that what depends on what is checked as a whole; here they are read, and their hub tells of them.
// What an attribute is to an element stands in docs/tmforum.md.
#pragma once

#include <memory>

#include "gateway/tmf/resource.h"

namespace lifeline::tmf {

inline constexpr const char* inventory_api = "/tmf-api/resourceInventoryManagement/v4";
inline constexpr const char* resource_path = "/tmf-api/resourceInventoryManagement/v4/resource/";

std::shared_ptr<const Resource> inventory();

}  // namespace lifeline::tmf
