// SPDX-License-Identifier: Apache-2.0
#include "gateway/door/bell.h"

#include <algorithm>
#include <cstdint>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/check.h"

namespace lifeline::door {

Bell::Bell() : fd_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  LIFELINE_CHECK(fd_ >= 0, "there must be a file descriptor for a bell");
}
Bell::~Bell() { close(fd_); }

void Bell::ring() const {
  const uint64_t once = 1;
  [[maybe_unused]] const auto written = write(fd_, &once, sizeof once);
}

void Bell::end() {
  is_over_ = true;
  ring();
}

void Bell::hush() const {
  if (is_over_) return;
  uint64_t rung = 0;
  [[maybe_unused]] const auto heard = read(fd_, &rung, sizeof rung);
}

void Bell::wait(Millis most) const {
  pollfd waiting{.fd = fd_, .events = POLLIN, .revents = 0};
  poll(&waiting, 1, static_cast<int>(std::max<int64_t>(most.count(), 0)));
  hush();
}

}  // namespace lifeline::door
