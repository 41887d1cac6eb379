// SPDX-License-Identifier: Apache-2.0
#include "network/alarm/in_order.h"

#include <algorithm>

namespace lifeline::alarm {

void InOrder::add(AlarmId id, const Row& row) {
  if (places_.empty() || places_.back().id < id) {
    places_.push_back({.id = id, .row = &row});
    return;
  }
  const auto place = std::ranges::lower_bound(places_, id, {}, &Place::id);
  if (place->id == id)
    place->row = &row;
  else
    places_.insert(place, {.id = id, .row = &row});
}

void InOrder::remove(AlarmId id) {
  const auto place = std::ranges::lower_bound(places_, id, {}, &Place::id);
  if (place == places_.end() || place->id != id || place->row == nullptr) return;
  place->row = nullptr;
  if (++gaps_ <= places_.size() / 2) return;
  std::erase_if(places_, [](const Place& one) { return one.row == nullptr; });
  gaps_ = 0;
}

void InOrder::clear() {
  places_.clear();
  gaps_ = 0;
}

}  // namespace lifeline::alarm
