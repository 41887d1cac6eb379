// SPDX-License-Identifier: Apache-2.0
#include "gateway/omc/link.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include "gateway/door/endpoint.h"

namespace lifeline::omc {
namespace {

constexpr size_t read_bytes = 256 * 1024;

Refusal broken(std::string why) { return unavailable("connection_must_last", std::move(why)); }

int whole_ms(Millis time) { return static_cast<int>(std::max<int64_t>(time.count(), 0)); }

}  // namespace

Link::Link(Link&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), in_(std::move(other.in_)), out_(std::move(other.out_)) {}
Link& Link::operator=(Link&& other) noexcept {
  std::swap(fd_, other.fd_);
  in_.swap(other.in_);
  out_.swap(other.out_);
  return *this;
}
Link::~Link() {
  if (fd_ >= 0) close(fd_);
}

Result<Link> Link::connect(const std::string& address, const Bell& bell, Millis most) {
  const auto resolved = door::resolve(address, SOCK_STREAM);
  if (!resolved) return tl::unexpected(resolved.error());
  const addrinfo& to = **resolved;
  const int fd = socket(to.ai_family, to.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return unavailable("peer_must_be_reachable", std::strerror(errno));
  Link link(fd);
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  if (::connect(fd, to.ai_addr, to.ai_addrlen) != 0 && errno != EINPROGRESS)
    return unavailable("peer_must_be_reachable", std::strerror(errno));
  pollfd waiting[] = {{.fd = fd, .events = POLLOUT, .revents = 0},
                      {.fd = bell.fd(), .events = POLLIN, .revents = 0}};
  const auto end = std::chrono::steady_clock::now() + most;
  for (auto left = most; waiting[0].revents == 0 && left > Millis(0) && !bell.is_over();
       left = std::chrono::duration_cast<Millis>(end - std::chrono::steady_clock::now())) {
    bell.hush();
    poll(waiting, 2, whole_ms(left));
  }
  int error = waiting[0].revents == 0 ? ETIMEDOUT : 0;
  socklen_t size = sizeof error;
  if (error == 0) getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) return unavailable("peer_must_be_reachable", std::strerror(error));
  return link;
}

Result<void> Link::read() {
  const size_t had = in_.size();
  in_.resize(had + read_bytes);
  const ssize_t got = recv(fd_, in_.data() + had, read_bytes, 0);
  const int error = errno;
  in_.resize(had + static_cast<size_t>(std::max<ssize_t>(got, 0)));
  if (got > 0) return {};
  if (got == 0) return broken("the peer closed it");
  if (error == EAGAIN || error == EINTR) return {};
  return broken(std::strerror(error));
}

Result<void> Link::write() {
  const ssize_t sent = send(fd_, out_.data(), out_.size(), MSG_NOSIGNAL);
  if (sent >= 0) {
    out_.erase(0, static_cast<size_t>(sent));
    return {};
  }
  if (errno == EAGAIN || errno == EINTR) return {};
  return broken(std::strerror(errno));
}

Result<void> Link::turn(const Bell& bell, Millis most, bool reads) {
  const int wanted = (reads ? POLLIN : 0) | (out_.empty() ? 0 : POLLOUT);
  pollfd waiting[] = {{.fd = fd_, .events = static_cast<short>(wanted), .revents = 0},
                      {.fd = bell.fd(), .events = POLLIN, .revents = 0}};
  poll(waiting, 2, whole_ms(most));
  if (waiting[1].revents != 0) bell.hush();
  if ((waiting[0].revents & POLLOUT) != 0)
    if (auto written = write(); !written) return written;
  if (reads && (waiting[0].revents & (POLLIN | POLLHUP | POLLERR)) != 0) return read();
  if ((waiting[0].revents & POLLERR) != 0) return broken("the connection failed");
  return {};
}

}  // namespace lifeline::omc
