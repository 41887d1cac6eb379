// SPDX-License-Identifier: Apache-2.0
// From an order to the crews that do it. What an incident of the network orders becomes a job at
// its root by itself, where the ordered unit has crews; for any other order a person asks for it.
// What is recalled needs no crew any more.
//
//   POST /api/v1/orders/{id}/jobs      201, the job: at the root of the order's incident
#pragma once

#include <memory>

#include "command/order/model.h"
#include "desk/route.h"

namespace lifeline::desk {
class Module;
}

namespace lifeline::app {

/// Orders as a desk holds them, with what follows for crews.
std::unique_ptr<desk::Module> make_order_module();

void send_crews(const order::Event& event, const desk::Context& at, desk::Commands& out);

desk::Routes crew_order_routes();

}  // namespace lifeline::app
