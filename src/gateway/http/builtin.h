// SPDX-License-Identifier: Apache-2.0
// The routes that the server itself answers: health, figures, the API's description, and the place
// of the live stream, which the session serves (a route without a handler).
#pragma once

#include <functional>
#include <string>

#include "desk/route.h"
#include "gateway/http/server.h"

namespace lifeline::http {

struct BuiltIn {
  std::function<Readiness()> ready;
  std::function<void(std::string&)> write_metrics;
};

/// The given routes and the built-in ones, which describe all of them.
desk::Routes with_builtin(desk::Routes routes, BuiltIn builtin);

}  // namespace lifeline::http
