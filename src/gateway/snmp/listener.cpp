// SPDX-License-Identifier: Apache-2.0
#include "gateway/snmp/listener.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "gateway/door/endpoint.h"

namespace lifeline::snmp {
namespace {

constexpr size_t datagrams_at_once = 64;
constexpr size_t datagram_bytes_max = 65'536;
constexpr door::Millis turn_wait{500};

struct Buffers {
  std::vector<char> bytes = std::vector<char>(datagrams_at_once * datagram_bytes_max);
  std::array<mmsghdr, datagrams_at_once> messages{};
  std::array<iovec, datagrams_at_once> parts{};
  std::array<sockaddr_storage, datagrams_at_once> peers{};
  std::array<std::array<char, 64>, datagrams_at_once> notes{};

  void reset() {
    for (size_t i = 0; i < datagrams_at_once; ++i) {
      parts[i] = {.iov_base = bytes.data() + i * datagram_bytes_max, .iov_len = datagram_bytes_max};
      messages[i].msg_hdr = {.msg_name = &peers[i],
                             .msg_namelen = sizeof peers[i],
                             .msg_iov = &parts[i],
                             .msg_iovlen = 1,
                             .msg_control = notes[i].data(),
                             .msg_controllen = notes[i].size(),
                             .msg_flags = 0};
    }
  }
};

std::string shown(const std::string& peer) {
  return door::host_text(reinterpret_cast<const sockaddr*>(peer.data()),
                         static_cast<socklen_t>(peer.size()));
}

// SO_RXQ_OVFL: how many datagrams this socket had no room for, so far.
std::optional<uint32_t> dropped_by(msghdr& head) {
  for (cmsghdr* note = CMSG_FIRSTHDR(&head); note != nullptr; note = CMSG_NXTHDR(&head, note)) {
    if (note->cmsg_level != SOL_SOCKET || note->cmsg_type != SO_RXQ_OVFL) continue;
    uint32_t dropped = 0;
    std::memcpy(&dropped, CMSG_DATA(note), sizeof dropped);
    return dropped;
  }
  return std::nullopt;
}

std::string bound_address(int socket) {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &size);
  return door::endpoint_text(reinterpret_cast<sockaddr*>(&bound), size);
}

}  // namespace

struct Listener::Durable {
  std::mutex mutex;
  std::vector<std::pair<uint64_t, std::shared_ptr<void>>> informs;  // delivery, token or none
};

Listener::Listener(Setting setting, std::unique_ptr<Wire> wire, Parts parts)
    : setting_(std::move(setting)),
      wire_(std::move(wire)),
      parts_(std::move(parts)),
      durable_(std::make_shared<Durable>()) {}

Listener::~Listener() {
  stop();
  if (socket_ >= 0) close(socket_);
}

Result<void> Listener::open(const std::string& address) {
  const auto found = door::resolve(address, SOCK_DGRAM);
  if (!found) return tl::unexpected(found.error());
  const addrinfo& at = **found;
  socket_ = ::socket(at.ai_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket_ < 0 || bind(socket_, at.ai_addr, at.ai_addrlen) != 0)
    return unavailable("address_must_be_free", address + ": " + std::strerror(errno));
  const int room = limits::udp_buffer_bytes, on = 1;
  if (setsockopt(socket_, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room) != 0)
    setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  setsockopt(socket_, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof on);
  parts_.door->set_address(bound_address(socket_));
  return {};
}

void Listener::start() {
  if (socket_ < 0) return;
  parts_.door->set_state(door::DoorState::listening);
  thread_ = std::thread([this] { run(); });
}

void Listener::stop() {
  bell_->end();
  if (!thread_.joinable()) return;
  thread_.join();
  parts_.door->set_state(door::DoorState::closed);
}

void Listener::run() {
  while (!bell_->is_over()) {
    pollfd waiting[] = {{.fd = socket_, .events = POLLIN, .revents = 0},
                        {.fd = bell_->fd(), .events = POLLIN, .revents = 0}};
    poll(waiting, 2, static_cast<int>(turn_wait.count()));
    bell_->hush();
    for (bool has_more = true; has_more && !bell_->is_over();) {
      has_more = receive() == datagrams_at_once;
      if (!batch_.empty()) parts_.intake.take(std::exchange(batch_, {}), parts_.door);
      answer_informs();
      send_answers();
    }
  }
}

size_t Listener::receive() {
  thread_local Buffers buffers;
  buffers.reset();
  const int got = recvmmsg(socket_, buffers.messages.data(), datagrams_at_once, 0, nullptr);
  if (got <= 0) return 0;
  const auto count = static_cast<size_t>(got);
  parts_.door->hear(count);
  for (size_t i = 0; i < count; ++i) {
    msghdr& head = buffers.messages[i].msg_hdr;
    if (const auto dropped = dropped_by(head)) count_lost(*dropped);
    hear({buffers.bytes.data() + i * datagram_bytes_max, buffers.messages[i].msg_len},
         {static_cast<const char*>(head.msg_name), head.msg_namelen});
  }
  return count;
}

void Listener::count_lost(uint32_t dropped) {
  if (dropped != dropped_) parts_.door->lose(dropped - dropped_);
  dropped_ = dropped;
}

Result<void> Listener::must_be_known(const Notification& notification) const {
  if (notification.version == Version::v3 || setting_.communities.contains(notification.who))
    return {};
  return invalid("community_must_be_known");
}

void Listener::hear(std::string_view bytes, const std::string& peer) {
  auto heard = wire_->hear(bytes, peer);
  if (!heard) return parts_.door->refuse(heard.error(), shown(peer), {});
  if (!*heard) return parts_.door->pass_over();
  Notification& notification = **heard;
  if (auto known = must_be_known(notification); !known)
    return parts_.door->refuse(known.error(), shown(peer), notification.trap);
  const std::string address = shown(peer);
  auto command = setting_.rules.command_of(notification, address, parts_.clock.now());
  if (!command) parts_.door->refuse(command.error(), address, notification.trap);
  std::vector<alarm::Command> reports;
  if (command && *command) reports.push_back(std::move(**command));
  if (command && !*command) parts_.door->pass_over();
  if (notification.token) return take_inform(std::move(notification), std::move(reports), peer);
  for (alarm::Command& report : reports) batch_.push_back(std::move(report));
}

// What no rule wants is answered all the same: sending it again changes
// nothing.
void Listener::take_inform(Notification notification, std::vector<alarm::Command> reports,
                           const std::string& peer) {
  if (reports.empty()) return wire_->confirm(notification.token);
  const uint64_t delivery = delivery_of(notification, peer);
  if (const auto known = informs_.find(delivery); known != informs_.end()) {
    parts_.door->pass_over();
    if (known->second) wire_->confirm(notification.token);
    return;
  }
  if (informs_in_order_.size() >= limits::snmp_informs_remembered) {
    informs_.erase(informs_in_order_.front());
    informs_in_order_.pop_front();
  }
  informs_.emplace(delivery, false);
  informs_in_order_.push_back(delivery);
  auto done = [durable = durable_, bell = bell_, delivery,
               token = std::move(notification.token)](const door::Settled& settled) {
    {
      const std::lock_guard lock(durable->mutex);
      durable->informs.emplace_back(delivery, settled.shed > 0 ? nullptr : token);
    }
    bell->ring();
  };
  parts_.intake.take(std::move(reports), parts_.door, std::move(done));
}

// What was shed is forgotten, so that it is taken when it is sent again.
void Listener::answer_informs() {
  std::vector<std::pair<uint64_t, std::shared_ptr<void>>> informs;
  {
    const std::lock_guard lock(durable_->mutex);
    informs.swap(durable_->informs);
  }
  for (const auto& [delivery, token] : informs) {
    const auto known = informs_.find(delivery);
    if (token) wire_->confirm(token);
    if (known == informs_.end()) continue;
    if (token)
      known->second = true;
    else
      informs_.erase(known);
  }
}

void Listener::send_answers() {
  for (const Datagram& each : wire_->to_send())
    sendto(socket_, each.bytes.data(), each.bytes.size(), MSG_DONTWAIT,
           reinterpret_cast<const sockaddr*>(each.peer.data()),
           static_cast<socklen_t>(each.peer.size()));
}

}  // namespace lifeline::snmp
