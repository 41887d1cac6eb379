// SPDX-License-Identifier: Apache-2.0
// The events between the live hub and one console's connection.
//
// Operation: the hub offers from any thread; the session takes all there are and writes them. When
// the session falls behind by more than the backlog's limit, the queue is over: the console
// connects again and is brought up to date, which is cheaper than an endless tail.
// Concurrency: offer() any thread, the rest the session's. Limits: limits::live_backlog_bytes_max.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace lifeline::http {

class EventQueue {
 public:
  using Event = std::shared_ptr<const std::string>;

  /// `wake` is called, from the offering thread, when there is something to take or the queue is
  /// over.
  explicit EventQueue(std::function<void()> wake) : wake_(std::move(wake)) {}

  /// False when the session is gone or too far behind.
  bool offer(Event event);
  /// Appends what waits to `events`; false when the queue is over and all of it was taken.
  bool take(std::vector<Event>& events);
  void close();

 private:
  std::mutex mutex_;
  std::vector<Event> waiting_;
  size_t bytes_ = 0;
  bool open_ = true;
  std::function<void()> wake_;
};

}  // namespace lifeline::http
