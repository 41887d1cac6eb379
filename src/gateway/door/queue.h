// SPDX-License-Identifier: Apache-2.0
// What waits for one desk, in the order in which it came. When there is no room the newest of the
// least severe goes, which may be the very one that comes; what ends an alarm never goes.
//
// Operation: push and pop cost the same however much waits. Concurrency: the owner's.
// Limits: the room given, beyond which only what is never shed is taken.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "network/alarm/model.h"

namespace lifeline::door {

struct Bundle;

/// How much a report matters, least first: by severity, and clears above all.
inline constexpr size_t ranks = 6;
inline constexpr size_t never_shed = ranks - 1;
size_t rank_of(const alarm::Command& command);

struct Waiting {
  alarm::Command command;
  std::shared_ptr<Bundle> bundle;  // what it came with
};

class Queue {
 public:
  explicit Queue(size_t room) : room_(room) {}

  /// Answers the bundle of the report that was shed, if one was.
  std::shared_ptr<Bundle> push(Waiting waiting);
  std::vector<Waiting> pop(size_t most);
  size_t size() const { return size_; }

 private:
  struct Place {
    Waiting waiting;
    size_t rank = 0;
    bool is_gone = false;
  };
  std::shared_ptr<Bundle> shed_below(size_t rank);

  size_t room_;
  size_t size_ = 0;     // of those that are not gone
  uint64_t first_ = 0;  // the number of the first place
  std::deque<Place> places_;
  std::array<std::deque<uint64_t>, ranks> by_rank_;  // numbers of places that are not gone
};

}  // namespace lifeline::door
