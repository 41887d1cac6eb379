// SPDX-License-Identifier: Apache-2.0
// A socket that hears datagrams, many in one go, and knows how many the system had no room for.
//
// Concurrency: the owner's. Limits: limits::udp_buffer_bytes, or what the system allows.
#pragma once

#include <netinet/in.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <vector>

#include "base/json_read.h"
#include "base/result.h"

namespace lifeline::door {

struct Datagram {
  std::string_view bytes;
  std::string_view peer;  // its sockaddr
};

class Datagrams {
 public:
  /// Longer ones are cut to `bytes_max`.
  Datagrams(size_t bytes_max, size_t at_once);
  ~Datagrams();
  Datagrams(const Datagrams&) = delete;

  /// Errors: address_must_be_numeric, address_must_be_free.
  Result<void> open(const std::string& address);
  int socket() const { return socket_; }
  std::string address() const;

  /// Does not wait; answers whether there may be more.
  bool receive(Visit<const Datagram&> visit);
  /// Lost since it was asked before.
  uint64_t take_lost();
  /// One that finds no room is gone.
  void send(std::string_view bytes, std::string_view peer) const;

 private:
  size_t bytes_max_;
  size_t at_once_;
  int socket_ = -1;
  uint32_t lost_ = 0;  // as the system counts, since the socket is there
  std::vector<char> bytes_;
  std::vector<sockaddr_storage> peers_;
  std::vector<iovec> parts_;
  std::vector<mmsghdr> heads_;  // of the places above, one each
};

std::string host_text(std::string_view peer);
std::string endpoint_text(std::string_view peer);

}  // namespace lifeline::door
