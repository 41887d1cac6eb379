// SPDX-License-Identifier: Apache-2.0
// Messages out of a stream of bytes: RFC 6587, 3.4.1 and 3.4.2; RFC 5425 has the first over TLS.
//
//   78 <165>1 2003-…       a count of bytes, a space, the message
//   <165>1 2003-…⏎         a message up to the line's end
//
// Each message says by its first byte which of the two it is. One that is too long is passed over
// and told; a stream that begins with neither cannot be followed any more.
// Concurrency: the owner's. Limits: syslog_message_bytes_max, and as much again is held.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lifeline::syslog {

class Framing {
 public:
  using Taken = std::function<void(std::string_view message)>;
  using Refused = std::function<void(const Error& why, std::string_view bytes)>;

  /// Hands out the whole messages. False when the stream cannot be followed any more.
  bool feed(std::string_view bytes, const Taken& taken, const Refused& refused);
  /// The stream ended: what is left of a message is refused, since nobody knows what is missing.
  void end(const Refused& refused);

 private:
  enum class Step { more, wait, lost };
  Step next(std::string_view& rest, const Taken& taken, const Refused& refused);
  Step counted(std::string_view& rest, const Taken& taken, const Refused& refused);
  Step line(std::string_view& rest, const Taken& taken, const Refused& refused);

  std::string held_;
  size_t to_skip_ = 0;         // bytes of a counted message that was too long
  bool skips_a_line_ = false;  // one that was too long
};

}  // namespace lifeline::syslog
