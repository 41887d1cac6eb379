// SPDX-License-Identifier: Apache-2.0
#include "gateway/door/address.h"

#include <doctest/doctest.h>

namespace lifeline::door {
namespace {

TEST_CASE("an address is a port, or a host and a port") {
  CHECK(parse_address("5514") == Address{.host = "127.0.0.1", .port = 5514});
  CHECK(parse_address("0.0.0.0:514") == Address{.host = "0.0.0.0", .port = 514});
  CHECK(parse_address("[::1]:0") == Address{.host = "::1", .port = 0});
  for (const std::string_view text :
       {"", "x", "65536", ":514", "::1:514", "[]:514", "host:", "1.2.3.4:5x", "-1"})
    CHECK_MESSAGE(!parse_address(text).has_value(), text);
}

}  // namespace
}  // namespace lifeline::door
