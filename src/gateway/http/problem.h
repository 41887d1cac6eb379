// SPDX-License-Identifier: Apache-2.0
// Problems (RFC 9457) with statuses that only HTTP itself knows: 405, 408, 413, 431, 505. All
// others come from desk::problem, by the error's code.
#pragma once

#include "desk/route.h"

namespace lifeline::http {

desk::Response problem_of(int status, const Error& error);

/// 401 with WWW-Authenticate; `basic` where a name and password are taken on every request.
desk::Response unauthenticated(const Error& error, bool basic);

std::string_view reason_phrase(int status);

}  // namespace lifeline::http
