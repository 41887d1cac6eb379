// SPDX-License-Identifier: Apache-2.0
// `lifeline play`: a scenario's world against a running server, at the speed of the server's clock,
// which is the scenario's clock. Started again it goes on from what the clock says then, and takes
// over the alarms that are still open.
#pragma once

#include <chrono>
#include <functional>
#include <ostream>
#include <string>

#include "rehearsal/http_peer.h"
#include "rehearsal/staff.h"

namespace lifeline::rehearsal {

/// Waits so long in real time; false when it is time to end.
using Wait = std::function<bool(std::chrono::milliseconds)>;

struct PlayOptions {
  std::string folder;
  LeftToPeople left = {.ground = {420100}, .share = 1.0 / 3, .seed = 1};
  std::chrono::milliseconds tick{250};  // between two looks at the clock
  int64_t look_every_ticks = 4;
  int64_t outage_ticks_max = 1200;  // five minutes; then it gives up
};

/// Answers the exit code: 0 at the scenario's end or when told to end, 66 when the scenario cannot
/// be read, 69 when the server stays out of reach, 76 when it is not one that can be played into.
int play(const PlayOptions& options, const Ask& ask, const Wait& wait, std::ostream& out);

}  // namespace lifeline::rehearsal
