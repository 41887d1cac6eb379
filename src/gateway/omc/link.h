// SPDX-License-Identifier: Apache-2.0
// A TCP connection that Lifeline opened, as a thread of its own reads it: nothing here waits longer
// than it is told, and a bell from another thread ends every wait.
#pragma once

#include <string>

#include "base/result.h"
#include "gateway/door/bell.h"

namespace lifeline::omc {

using door::Bell;
using door::Millis;

class Link {
 public:
  /// "10.1.2.3:31232" or "[2001:db8::1]:31232". Errors: address_must_be_numeric,
  /// peer_must_be_reachable.
  static Result<Link> connect(const std::string& address, const Bell& bell, Millis most);
  Link(Link&& other) noexcept;
  Link& operator=(Link&& other) noexcept;
  ~Link();

  /// Waits for bytes to read, room to write what is queued, the bell, or for that long; then
  /// reads, where `reads`, and writes what can be without waiting. Errors: connection_must_last.
  Result<void> turn(const Bell& bell, Millis most, bool reads);
  /// What has come and is not yet taken.
  std::string& heard() { return in_; }
  std::string& queue() { return out_; }

 private:
  explicit Link(int fd) : fd_(fd) {}
  Result<void> read();
  Result<void> write();

  int fd_;
  std::string in_;
  std::string out_;
};

}  // namespace lifeline::omc
