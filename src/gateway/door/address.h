// SPDX-License-Identifier: Apache-2.0
// Where a door listens: "5514", "127.0.0.1:5514" or "[::]:5514". Without a host it is the loopback.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lifeline::door {

struct Address {
  std::string host = "127.0.0.1";  // numeric
  uint16_t port = 0;               // 0: any that is free

  friend bool operator==(const Address&, const Address&) = default;
};

/// Errors: address_must_be_well_formed.
Result<Address> parse_address(std::string_view text);

}  // namespace lifeline::door
