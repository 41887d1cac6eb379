// SPDX-License-Identifier: Apache-2.0
// Where a socket is: "10.1.2.3:31232" or "[2001:db8::1]:31232", as the system has it; "31232" is on
// the loopback. Names are not looked up: that may take longer than a server may take to end.
#pragma once

#include <memory>
#include <string>
#include <sys/socket.h>

#include <netdb.h>

#include "base/result.h"

namespace lifeline::door {

struct FreeEndpoint {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};
using Endpoint = std::unique_ptr<addrinfo, FreeEndpoint>;

/// For SOCK_STREAM or SOCK_DGRAM. Errors: address_must_be_numeric.
Result<Endpoint> resolve(const std::string& address, int socket_type);
/// As it is written above; only the host where that is wanted.
std::string endpoint_text(const sockaddr* at, socklen_t size);
std::string host_text(const sockaddr* at, socklen_t size);

}  // namespace lifeline::door
