// SPDX-License-Identifier: Apache-2.0
// Teams over HTTP: lists of teams, members and tasks, a team's page, what is done with each, the
// counts.
#pragma once

#include "desk/route.h"

namespace lifeline::team {

desk::Routes routes();
desk::Routes task_routes();  // of these; in a file of their own
/// GET /api/v1/teams/count
desk::Route count_route();

}  // namespace lifeline::team
