// SPDX-License-Identifier: Apache-2.0
// TMF688 Event Management v4: a topic for each kind of thing that hubs tell of, and its newest
// events, read from the journals when they are asked for, with each thing as it is now. Topics are
// the server's, and events are what happened: neither is posted.
//
//   GET {api}/topic   GET {api}/topic/{id}   {api}/topic/{id}/hub: the hub of its API
//   GET {api}/topic/{id}/event?eventType=…   GET {api}/topic/{id}/event/{eventId}
//
// Limits: limits::topic_batches_max of each desk, limits::topic_positions_max back.
#pragma once

#include "gateway/tmf/hub.h"
#include "gateway/tmf/hub_api.h"

namespace lifeline::tmf {

/// By id, which is the name of the resource.
using Topics = std::map<std::string, std::shared_ptr<const Resource>>;

Topics topics_of(const Resources& apis);
HubPlace topic_hub(const std::string& id);

/// The journal outlives them.
desk::Routes event_routes(const Topics& topics, journal::Journal& journal);

}  // namespace lifeline::tmf
