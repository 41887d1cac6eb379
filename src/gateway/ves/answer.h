// SPDX-License-Identifier: Apache-2.0
// What a VES client is answered: VES Event Listener 7.2.1, sections "Exceptions" and "HTTP Status
// Codes". Every answer carries X-MinorVersion, X-PatchVersion and X-LatestVersion.
//
//   202          accepted, no body
//   400 SVC0002  bad parameter: %1 names the field, %2 says what must be true
//   401 POL2000  who asks is not known, 403 POL2000 may not
//   413 POL9003  too large, or too many events (the standard says 400)
//   500 SVC1000  no server resources; 503 when it is only for now, with Retry-After
//   else SVC2000 with the status as the error's code
#pragma once

#include "desk/route.h"

namespace lifeline::ves {

desk::Response accepted();
desk::Response refusal(const Error& error);
/// How problems of the HTTP door and of desks are worded under /eventListener.
desk::Dialect dialect();

}  // namespace lifeline::ves
