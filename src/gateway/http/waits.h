// SPDX-License-Identifier: Apache-2.0
// How long a connection waits for what; tests shorten them.
#pragma once

#include <chrono>

#include "base/limits.h"

namespace lifeline::http {

struct Waits {
  std::chrono::milliseconds head{limits::http_header_wait_s * 1000};
  std::chrono::milliseconds body{limits::http_body_wait_s * 1000};
  std::chrono::milliseconds idle{limits::http_idle_wait_s * 1000};
  std::chrono::milliseconds answer{120'000};    // for a handler; then 503
  std::chrono::milliseconds write{30'000};      // without any byte taken by the peer
  std::chrono::milliseconds heartbeat{15'000};  // of a live stream without events
  std::chrono::milliseconds linger{2'000};      // for a refused peer to read why
  std::chrono::milliseconds tick{100};          // how exactly the others are kept
};

}  // namespace lifeline::http
