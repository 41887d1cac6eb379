// SPDX-License-Identifier: Apache-2.0
// TMF697 Work Order Management v4: every job is a work order, and a work order posted is a job for
// crews; cancelWorkOrder is the task that cancels one. What an attribute is to a job stands in
// docs/tmforum.md.
#pragma once

#include <memory>

#include "gateway/tmf/resource.h"

namespace lifeline::tmf {

inline constexpr const char* work_order_api = "/tmf-api/workOrder/v4";

/// Its hub tells of both.
std::shared_ptr<const Resource> work_order();
std::shared_ptr<const Resource> cancel_work_order();

}  // namespace lifeline::tmf
