// SPDX-License-Identifier: Apache-2.0
// The hub of a TM Forum API (TMF630): who wants to be told, and how that goes.
//
//   POST   {api}/hub        {callback, query} → 201; the same again is the same subscription
//   GET    {api}/hub        subscriptions within the caller's reach, with their standing
//   GET    {api}/hub/{id}
//   DELETE {api}/hub/{id}   204
#pragma once

#include "gateway/tmf/callback.h"
#include "gateway/tmf/hub.h"

namespace lifeline::tmf {

/// Where a hub stands, and how its operations are named.
struct HubPlace {
  std::string path;  // "/tmf-api/troubleTicket/v4/hub"
  std::string noun;  // "trouble_ticket"
};
HubPlace hub_of(const Resource& resource);

/// The hub of an API may stand in more than one place: it is the same hub.
desk::Routes hub_routes(std::shared_ptr<const Resource> resource, const HubPlace& place, Hub& hub,
                        AllowedCallbacks allowed);

}  // namespace lifeline::tmf
