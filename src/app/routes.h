// SPDX-License-Identifier: Apache-2.0
// All routes of the nouns and doors: the table that the server, OpenAPI and the documents share.
#pragma once

#include "desk/route.h"
#include "gateway/door/directory.h"
#include "gateway/ves/api.h"

namespace lifeline::app {

/// Measurements that come in through VES go to `take`, if any.
desk::Routes all_routes(const door::SourceDirectory& sources, ves::Counters& counters,
                        performance::Take take = {});

}  // namespace lifeline::app
