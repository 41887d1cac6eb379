// SPDX-License-Identifier: Apache-2.0
// Wakes a thread that waits for sockets.
#pragma once

#include <atomic>
#include <chrono>

namespace lifeline::door {

using Millis = std::chrono::milliseconds;

/// Rung by any thread, heard by one. Once it is over it never stops ringing.
class Bell {
 public:
  Bell();
  ~Bell();
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;
  void ring() const;
  void end();
  bool is_over() const { return is_over_; }
  /// Waits until it was rung, or for that long.
  void wait(Millis most) const;
  int fd() const { return fd_; }
  void hush() const;

 private:
  int fd_;
  std::atomic<bool> is_over_ = false;
};

}  // namespace lifeline::door
