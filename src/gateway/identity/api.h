// SPDX-License-Identifier: Apache-2.0
// Log-in, log-out and accounts over HTTP.
#pragma once

#include "desk/desks.h"
#include "gateway/identity/identity.h"

namespace lifeline::identity {

/// The routes live as long as accounts and clock.
desk::Routes routes(Accounts& accounts, const Clock& clock);

}  // namespace lifeline::identity
