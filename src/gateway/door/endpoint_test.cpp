// SPDX-License-Identifier: Apache-2.0
#include "gateway/door/endpoint.h"

#include <doctest/doctest.h>

namespace lifeline::door {
namespace {

std::string resolved(const std::string& address) {
  const auto found = resolve(address, SOCK_STREAM);
  return found ? endpoint_text((*found)->ai_addr, (*found)->ai_addrlen) : found.error().name;
}

TEST_CASE("an address is a port, or a numeric host and a port") {
  CHECK(resolved("5514") == "127.0.0.1:5514");
  CHECK(resolved("0.0.0.0:514") == "0.0.0.0:514");
  CHECK(resolved("[::1]:0") == "[::1]:0");
  for (const char* text : {"", "x", "65536", ":514", "::1:514", "[]:514", "[1.2.3.4]:514",
                           "host:", "localhost:514", "1.2.3.4:5x", "-1"})
    CHECK_MESSAGE(resolved(text) == "address_must_be_numeric", text);
}

}  // namespace
}  // namespace lifeline::door
