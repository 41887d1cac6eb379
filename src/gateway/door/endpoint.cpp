// SPDX-License-Identifier: Apache-2.0
#include "gateway/door/endpoint.h"

namespace lifeline::door {

Result<Endpoint> resolve(const std::string& address, int socket_type) {
  const size_t colon = address.rfind(':');
  const auto wrong = invalid("address_must_be_numeric", "address", address);
  if (colon == std::string::npos) return wrong;
  std::string host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  addrinfo hints{};
  hints.ai_socktype = socket_type;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), address.c_str() + colon + 1, &hints, &found) != 0) return wrong;
  return Endpoint(found);
}

std::string host_text(const sockaddr* at, socklen_t size) {
  char host[NI_MAXHOST] = {};
  getnameinfo(at, size, host, sizeof host, nullptr, 0, NI_NUMERICHOST);
  return host;
}

std::string endpoint_text(const sockaddr* at, socklen_t size) {
  char port[NI_MAXSERV] = {};
  getnameinfo(at, size, nullptr, 0, port, sizeof port, NI_NUMERICSERV);
  const std::string host = host_text(at, size);
  return (at->sa_family == AF_INET6 ? "[" + host + "]:" : host + ":") + port;
}

}  // namespace lifeline::door
