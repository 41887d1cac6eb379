// SPDX-License-Identifier: Apache-2.0
// The TM Forum APIs that are served: a table of contents.
#pragma once

#include "gateway/door/directory.h"
#include "gateway/tmf/hub.h"
#include "gateway/tmf/hub_api.h"

namespace lifeline::tmf {

/// Of each API the resource that its hub tells of; others of the API are told beside it. `sources`
/// outlives them.
Resources apis(const door::SourceDirectory& sources);

/// The routes of all of them, with those of their hubs and topics. The journal outlives them.
desk::Routes api_routes(const Resources& apis, journal::Journal& journal, Hub& hub,
                        const AllowedCallbacks& allowed);

}  // namespace lifeline::tmf
