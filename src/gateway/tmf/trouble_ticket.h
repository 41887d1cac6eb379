// SPDX-License-Identifier: Apache-2.0
// TMF621 Trouble Ticket Management v4: every incident is a ticket, and a ticket posted is an
// incident. What an attribute is to an incident stands in docs/tmforum.md.
#pragma once

#include <memory>

#include "gateway/tmf/resource.h"

namespace lifeline::tmf {

std::shared_ptr<const Resource> trouble_ticket();

}  // namespace lifeline::tmf
