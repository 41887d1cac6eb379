// SPDX-License-Identifier: Apache-2.0
#include "gateway/door/endpoint.h"

#include <charconv>

namespace lifeline::door {

Result<Endpoint> resolve(const std::string& address, int socket_type) {
  const auto wrong = invalid("address_must_be_numeric", "address", address);
  const size_t colon = address.rfind(':');
  const std::string port = colon == std::string::npos ? address : address.substr(colon + 1);
  std::string host = colon == std::string::npos ? "127.0.0.1" : address.substr(0, colon);
  const bool is_v6 = host.starts_with('[') && host.ends_with(']');
  if (is_v6) host = host.substr(1, host.size() - 2);
  uint16_t number = 0;
  const auto [end, failed] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (host.empty() || is_v6 != (host.find(':') != std::string::npos) || failed != std::errc{} ||
      end != port.data() + port.size())
    return wrong;
  addrinfo hints{};
  hints.ai_socktype = socket_type;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) return wrong;
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
