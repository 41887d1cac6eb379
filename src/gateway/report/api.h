// SPDX-License-Identifier: Apache-2.0
// What reports say, over HTTP: as JSON, HTML, PDF and CSV; what each figure counts; the release,
// which keeps the digest of what was read; and single events as the journal has them.
#pragma once

#include "desk/desks.h"
#include "gateway/report/library.h"

namespace lifeline::reports {

/// The routes of command/report with those of this folder; they live as long as the library.
desk::Routes routes(Library& library);

/// GET /api/v1/events/{desk}/{position}.
desk::Route event_route(Library& library);

/// The console's page of what an event is about; "" if there is none.
std::string page_of_subject(std::string_view type, std::string_view subject);

}  // namespace lifeline::reports
