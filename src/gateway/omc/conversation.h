// SPDX-License-Identifier: Apache-2.0
// An OMC on the other end of a connection: frames in, messages out, and the log-in.
#pragma once

#include <functional>

#include "gateway/omc/link.h"
#include "gateway/omc/options.h"

namespace lifeline::omc {

enum class Channel { messages, files };

class Conversation {
 public:
  /// Connects and logs in. Errors: those of Link; log_in_must_be_taken, with what the OMC said;
  /// frame_must_begin_with_its_sign; omc_must_answer.
  static Result<Conversation> open(const Source& source, Channel channel, const Bell& bell);

  void say(Kind kind, const Message& message);
  /// One turn of the link; then, where it reads, every whole frame that has come is shown, until
  /// one is refused or nobody wants more: what is left is shown the next time.
  using Show = std::function<Result<bool>(const Frame&)>;
  Result<void> turn(const Bell& bell, Millis most, bool reads, const Show& show);
  /// The first frame of that kind within the time; those before it are left out. Errors:
  /// omc_must_answer.
  Result<std::string> answer(Kind kind, const Bell& bell, Millis most);
  uint64_t next_request() { return ++requests_; }

 private:
  explicit Conversation(Link link) : link_(std::move(link)) {}
  Result<void> log_in(const Source& source, Channel channel, const Bell& bell);

  Link link_;
  uint64_t requests_ = 0;
  bool has_left_ = false;  // frames that are there and were not wanted yet
};

/// Whether "…;result=succ;…" says so; what it says instead.
Result<void> must_be_granted(const Message& answer, std::string_view name);

}  // namespace lifeline::omc
