// SPDX-License-Identifier: Apache-2.0
// One desk on its thread: a queue of requests, deadlines, what other desks did, live ticks.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "desk/host.h"

namespace lifeline::desk {

class Runner {
 public:
  using Task = std::function<void(Runner&)>;

  Runner(Host& host, std::unique_ptr<Desk> desk);
  void start();
  void stop();

  /// False when the queue is full. Tasks of the host itself are always taken.
  bool post(Task task, bool always = false);
  using Seen = std::function<void(const Outcome&, const Nouns&)>;
  /// On the desk's thread: decides, shows the outcome with the state right after it, then hands the
  /// batch to the writer; `then` runs when it is durable.
  void decide(const Intent& intent, const Seen& seen, std::function<void()> then);
  void follow(UnitCode other);
  LiveTick render(const Touched& touched) const;

  const Desk& desk() const { return *desk_; }
  size_t queued() const;

  const uint64_t heard_nouns;                   // of other desks' journals
  std::atomic<uint64_t> snapshot_position = 0;  // of the newest snapshot, roughly
  std::atomic<bool> snapshot_wanted = false;

 private:
  void run();
  void meet_deadlines();
  void listen_again();
  void tick(bool last);
  std::chrono::microseconds patience() const;

  Host& host_;
  std::unique_ptr<Desk> desk_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Task> queue_;
  bool stopping_ = false;
  Touched touched_;
  std::chrono::steady_clock::time_point last_tick_;
  std::chrono::steady_clock::time_point last_deadlines_;
  std::chrono::steady_clock::time_point last_listened_;
  std::thread thread_;
};

}  // namespace lifeline::desk
