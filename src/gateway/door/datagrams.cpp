// SPDX-License-Identifier: Apache-2.0
#include "gateway/door/datagrams.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <linux/sock_diag.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "gateway/door/endpoint.h"

namespace lifeline::door {
namespace {

const sockaddr* address_in(std::string_view peer) {
  return reinterpret_cast<const sockaddr*>(peer.data());
}

}  // namespace

Datagrams::Datagrams(size_t bytes_max, size_t at_once)
    : bytes_max_(bytes_max),
      at_once_(at_once),
      bytes_(bytes_max * at_once),
      peers_(at_once),
      parts_(at_once),
      heads_(at_once) {
  for (size_t i = 0; i < at_once_; ++i) {
    parts_[i] = {.iov_base = bytes_.data() + i * bytes_max_, .iov_len = bytes_max_};
    heads_[i].msg_hdr.msg_name = &peers_[i];
    heads_[i].msg_hdr.msg_iov = &parts_[i];
    heads_[i].msg_hdr.msg_iovlen = 1;
  }
}

Datagrams::~Datagrams() {
  if (socket_ >= 0) close(socket_);
}

Result<void> Datagrams::open(const std::string& address) {
  const auto found = resolve(address, SOCK_DGRAM);
  if (!found) return tl::unexpected(found.error());
  const addrinfo& at = **found;
  socket_ = ::socket(at.ai_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket_ < 0 || bind(socket_, at.ai_addr, at.ai_addrlen) != 0)
    return unavailable("address_must_be_free", address + ": " + std::strerror(errno));
  // Root may have the room it asks for; anybody else has what the system allows.
  const int room = limits::udp_buffer_bytes;
  if (setsockopt(socket_, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room) != 0)
    setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  return {};
}

std::string Datagrams::address() const {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  getsockname(socket_, reinterpret_cast<sockaddr*>(&bound), &size);
  return endpoint_text(reinterpret_cast<sockaddr*>(&bound), size);
}

bool Datagrams::receive(Visit<const Datagram&> visit) {
  for (mmsghdr& head : heads_) head.msg_hdr.msg_namelen = sizeof(sockaddr_storage);
  const int got = recvmmsg(socket_, heads_.data(), static_cast<unsigned>(at_once_), 0, nullptr);
  const auto count = static_cast<size_t>(std::max(got, 0));
  for (size_t i = 0; i < count; ++i)
    if (!visit(
            {.bytes = {bytes_.data() + i * bytes_max_, heads_[i].msg_len},
             .peer = {reinterpret_cast<const char*>(&peers_[i]), heads_[i].msg_hdr.msg_namelen}}))
      return false;
  return count == at_once_;
}

uint64_t Datagrams::take_lost() {
  std::array<uint32_t, SK_MEMINFO_VARS> told{};
  socklen_t size = sizeof told;
  if (getsockopt(socket_, SOL_SOCKET, SO_MEMINFO, told.data(), &size) != 0) return 0;
  return told[SK_MEMINFO_DROPS] - std::exchange(lost_, told[SK_MEMINFO_DROPS]);
}

void Datagrams::send(std::string_view bytes, std::string_view peer) const {
  sendto(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT, address_in(peer),
         static_cast<socklen_t>(peer.size()));
}

std::string host_text(std::string_view peer) {
  return host_text(address_in(peer), static_cast<socklen_t>(peer.size()));
}

std::string endpoint_text(std::string_view peer) {
  return endpoint_text(address_in(peer), static_cast<socklen_t>(peer.size()));
}

}  // namespace lifeline::door
