// SPDX-License-Identifier: Apache-2.0
// Orders over HTTP: issue, list, one, its recipients through the tree, what recipients answer and
// what superiors do.
#pragma once

#include "command/order/model.h"
#include "desk/route.h"

namespace lifeline::order {

desk::Routes routes();
/// POST …/{id}/read, acknowledge, start, report, finish, decline: for the recipient that is named,
/// or the first within the caller's reach that owes it.
desk::Routes answer_routes();

/// The order's row as an answer, or the problem that there is none.
desk::Response answer_row(OrderId id, const desk::Nouns& nouns);

}  // namespace lifeline::order
