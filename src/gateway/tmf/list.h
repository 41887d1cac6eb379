// SPDX-License-Identifier: Apache-2.0
// The list of a resource on all desks at once.
//
// Operation: every desk picks the best offset + limit of its rows by what they are sorted by; the
// parts are merged; then the desks are asked once more for the rows of the page, which are written.
// A row that has gone, or is no longer asked for, in that moment is left out of the page.
#pragma once

#include <memory>

#include "gateway/tmf/query.h"
#include "gateway/tmf/resource.h"

namespace lifeline::tmf {

void answer_list(std::shared_ptr<const Resource> resource,
                 std::shared_ptr<const desk::Request> request, desk::Desks& desks,
                 desk::Reply reply);

}  // namespace lifeline::tmf
