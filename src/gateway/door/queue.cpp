// SPDX-License-Identifier: Apache-2.0
#include "gateway/door/queue.h"

#include <algorithm>
#include <utility>

namespace lifeline::door {

size_t rank_of(const alarm::Command& command) {
  const auto* raise = std::get_if<alarm::Raise>(&command);
  return raise ? static_cast<size_t>(raise->severity) : never_shed;
}

std::shared_ptr<Bundle> Queue::shed_below(size_t rank) {
  for (size_t lower = 0; lower < rank; ++lower) {
    if (by_rank_[lower].empty()) continue;
    Place& place = places_[by_rank_[lower].back() - first_];
    by_rank_[lower].pop_back();
    place.is_gone = true;
    --size_;
    return std::exchange(place.waiting, {}).bundle;
  }
  return nullptr;
}

std::shared_ptr<Bundle> Queue::push(Waiting waiting) {
  const size_t rank = rank_of(waiting.command);
  std::shared_ptr<Bundle> shed;
  if (size_ >= room_) {
    shed = shed_below(rank);
    if (!shed && rank != never_shed) return std::move(waiting.bundle);
  }
  by_rank_[rank].push_back(first_ + places_.size());
  places_.emplace_back(Place{.waiting = std::move(waiting), .rank = rank});
  ++size_;
  return shed;
}

std::vector<Waiting> Queue::pop(size_t most) {
  std::vector<Waiting> taken;
  taken.reserve(std::min(most, size_));
  while (!places_.empty() && taken.size() < most) {
    Place& place = places_.front();
    if (!place.is_gone) {
      by_rank_[place.rank].pop_front();
      taken.push_back(std::move(place.waiting));
      --size_;
    }
    places_.pop_front();
    ++first_;
  }
  return taken;
}

}  // namespace lifeline::door
