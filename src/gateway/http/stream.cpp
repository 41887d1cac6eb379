// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/stream.h"

#include <iterator>
#include <utility>

#include "base/limits.h"

namespace lifeline::http {

bool EventQueue::offer(Event event) {
  bool first = false;
  bool taken = false;
  {
    const std::lock_guard lock(mutex_);
    if (!open_) return false;
    taken = bytes_ + event->size() <= limits::live_backlog_bytes_max;
    first = waiting_.empty();
    if (taken) {
      bytes_ += event->size();
      waiting_.push_back(std::move(event));
    } else {
      open_ = false;
    }
  }
  if (first || !taken) wake_();
  return taken;
}

bool EventQueue::take(std::vector<Event>& events) {
  const std::lock_guard lock(mutex_);
  if (!open_ && waiting_.empty()) return false;
  events.insert(events.end(), std::make_move_iterator(waiting_.begin()),
                std::make_move_iterator(waiting_.end()));
  waiting_.clear();
  bytes_ = 0;
  return true;
}

void EventQueue::close() {
  const std::lock_guard lock(mutex_);
  open_ = false;
  waiting_.clear();
}

}  // namespace lifeline::http
