// SPDX-License-Identifier: Apache-2.0
// Attachments over HTTP, without their bytes: the list. Bytes come and go through
// gateway/attachments.
#pragma once

#include "desk/route.h"

namespace lifeline::attachment {

desk::Routes routes();

}  // namespace lifeline::attachment
