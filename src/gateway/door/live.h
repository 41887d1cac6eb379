// SPDX-License-Identifier: Apache-2.0
// What a door works by, changed while it is open: a reader takes what there is now and keeps it for
// a turn of its own, a writer puts another in its place. Concurrency: any thread.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace lifeline::door {

template <class T>
class Live {
 public:
  explicit Live(T value) : now_(std::make_shared<const T>(std::move(value))) {}

  std::shared_ptr<const T> get() const {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  void put(T value) {
    auto next = std::make_shared<const T>(std::move(value));
    const std::lock_guard lock(mutex_);
    now_.swap(next);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> now_;  // never null
};

}  // namespace lifeline::door
