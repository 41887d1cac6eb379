// SPDX-License-Identifier: Apache-2.0
// What the senders share: the channels of all desks as they were last decided, and the two clocks.
// Concurrency: any thread.
#pragma once

#include <memory>
#include <mutex>

#include "base/clock.h"
#include "gateway/notify/store.h"

namespace lifeline::notify {

class Board {
 public:
  explicit Board(const Clock& desks) : desks_(desks) {}

  /// The channels of one desk, as they are now.
  void renew(UnitCode desk, const notice::State& state) {
    const std::lock_guard lock(mutex_);
    auto next = std::make_shared<Directory>(*directory_);
    std::erase_if(*next, [&](const auto& one) { return one.first.desk == desk.value; });
    next->insert(state.channels.begin(), state.channels.end());
    directory_ = std::move(next);
  }
  std::shared_ptr<const Directory> directory() const {
    const std::lock_guard lock(mutex_);
    return directory_;
  }
  Times now() const { return {.ms = machine_.now().us / 1000, .instant = desks_.now()}; }

 private:
  const Clock& desks_;
  const Clock machine_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Directory> directory_ = std::make_shared<Directory>();
};

}  // namespace lifeline::notify
