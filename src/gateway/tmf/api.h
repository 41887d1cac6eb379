// SPDX-License-Identifier: Apache-2.0
// The routes of a TM Forum API out of the description of its resource (TMF630): the same for each.
//
//   POST   {api}/{name}            201, Location, the resource as it is then
//   GET    {api}/{name}            a page: X-Total-Count, X-Result-Count
//   GET    {api}/{name}/{id}
//   PATCH  {api}/{name}/{id}       JSON merge patch
//   DELETE {api}/{name}/{id}       204
#pragma once

#include <memory>

#include "gateway/tmf/resource.h"

namespace lifeline::tmf {

desk::Routes routes(std::shared_ptr<const Resource> resource);

/// JSON Schema of a resource, as it is answered or as it is posted.
std::string schema_of(const Resource& resource, bool is_posted);

}  // namespace lifeline::tmf
