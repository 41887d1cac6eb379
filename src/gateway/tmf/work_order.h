// SPDX-License-Identifier: Apache-2.0
// TMF697 Work Order Management v4: every job is a work order and every order is one, each where it
// is owned; a work order posted is a job for crews or, of the category "order", an order to units.
// cancelWorkOrder is the task that cancels one. What an attribute is to a job and to an order
// stands in docs/tmforum.md.
#pragma once

#include <memory>

#include "gateway/tmf/resource.h"

namespace lifeline::tmf {

inline constexpr const char* work_order_api = "/tmf-api/workOrder/v4";
inline constexpr const char* work_order_path = "/tmf-api/workOrder/v4/workOrder/";

/// What a cancelWorkOrder made of its work order: one task for good, with the work order's id.
struct Cancellation {
  std::string_view why;
  Instant at;
  const desk::Attributes& posted;
};

/// Its hub tells of both.
std::shared_ptr<const Resource> work_order();
std::shared_ptr<const Resource> cancel_work_order();

}  // namespace lifeline::tmf
