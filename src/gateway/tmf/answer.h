// SPDX-License-Identifier: Apache-2.0
// How TM Forum's APIs are answered (TMF630 part 1): problems as {code, reason, message, status},
// addresses as the client sees this server.
#pragma once

#include <optional>

#include "desk/route.h"

namespace lifeline::tmf {

/// Words problems under /tmf-api as TMF630 has them.
desk::Dialect dialect();

/// "http://host:port" as the client named this server: Host, and X-Forwarded-Proto of a proxy.
std::string base_of(const desk::Request& request);

/// A problem with a status that has no Code: 406, 415.
desk::Response refusal(int status, const Error& error);

/// Errors, as a status and a problem: accept_must_allow_json (406); for methods with a body
/// content_type_must_be_json (415). Nothing when all is well.
std::optional<desk::Response> unspeakable(const desk::Request& request);

}  // namespace lifeline::tmf
