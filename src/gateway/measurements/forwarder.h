// SPDX-License-Identifier: Apache-2.0
// Sends every value that comes in on to a Prometheus remote-write receiver, on a thread of its own.
//
//   heard ─▶ queue ─▶ request of forward_batch_values_max ─▶ 2xx: sent
//                       ▲ 429, 5xx, no answer: again, later │ other 4xx: dropped, counted
//                       └───────────────────────────────────┘
//
// A queue that is full drops its oldest values and counts them: what comes now matters more. What
// waits at the end of the process is sent on as long as the receiver takes it at once.
// Concurrency: hear() on one thread, figures() on any. Limits: forward_queue_values_max,
// forward_batch_values_max, forward_wait_ms_max.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "gateway/measurements/store.h"
#include "network/performance/metric.h"

namespace lifeline::measurements {

struct ForwardFigures {
  uint64_t sent = 0;
  uint64_t dropped = 0;  // the queue was full, or the receiver refused them
  uint64_t retries = 0;
  uint64_t queued = 0;
};

/// How a request went: its HTTP status, 0 for no answer.
using PostWrite = std::function<int(const std::string& body)>;

class Forwarder {
 public:
  /// "" as URL: nothing is forwarded. Name and password stand in the URL, as http::Client has it.
  Forwarder(const Store& store, std::string url);
  /// For tests: posts by the given function.
  Forwarder(const Store& store, PostWrite post);
  ~Forwarder();

  void start();
  void stop();
  bool is_on() const { return post_ != nullptr; }
  void hear(std::span<const Sample> samples);
  ForwardFigures figures() const;

 private:
  void send();
  bool wait(int ms);

  const Store& store_;
  PostWrite post_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Sample> queue_;
  ForwardFigures figures_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace lifeline::measurements
