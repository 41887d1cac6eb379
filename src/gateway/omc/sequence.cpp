// SPDX-License-Identifier: Apache-2.0
#include "gateway/omc/sequence.h"

#include <algorithm>

#include "base/limits.h"

namespace lifeline::omc {

void Sequence::resume(const std::optional<feed::Feed>& place) {
  if (!place) return;
  has_place_ = true;
  count_ = place->mark.count;
  next_ = place->mark.sequence + 1;
  latest_ = place->latest;
}

void Sequence::connected() {
  asked_.reset();
  tried_ = {};
  is_fresh_ = has_place_;
}

// A number that was there already has a time that was there already.
bool Sequence::is_begun_again(const Told& told) const {
  return told.sequence < next_ && (next_ > sequence_max || (latest_ && told.at > latest_));
}

void Sequence::hear(Told told) {
  if (!has_place_) {
    has_place_ = true;
    next_ = told.sequence;
  }
  if (is_begun_again(told)) {
    while (!held_.empty()) give_up();
    ++figures_.restarts;
    ++count_;
    next_ = std::min<uint64_t>(told.sequence, 1);
  }
  if (told.sequence < next_ || held_.contains(told.sequence)) {
    ++figures_.duplicates;
    return;
  }
  if (told.sequence > next_) {
    const uint64_t number = told.sequence;
    if (held_.size() < limits::omc_held_alarms_max) held_.emplace(number, std::move(told));
    return;
  }
  accept(std::move(told));
  drain();
}

void Sequence::accept(Told told) {
  latest_ = std::max(latest_, told.at);
  const feed::Mark mark{.count = count_, .sequence = told.sequence};
  next_ = told.sequence + 1;
  ready_.emplace_back(Numbered{.mark = mark, .latest = latest_, .told = std::move(told)});
}

void Sequence::drain() {
  for (auto first = held_.begin(); first != held_.end() && first->first == next_;
       first = held_.erase(first))
    accept(std::move(first->second));
}

void Sequence::give_up() {
  figures_.lost += held_.begin()->first - next_;
  next_ = held_.begin()->first;
  drain();
}

void Sequence::ended(Way way, bool is_good) {
  if (!asked_ || asked_->way != way) return;
  if (is_good || way == Way::file) is_fresh_ = false;
  // Messages that are promised come after the promise.
  if (way == Way::file || !is_good) asked_.reset();
}

std::optional<Sequence::Ask> Sequence::ask(Time now) {
  if (asked_ && now < deadline_ && (is_fresh_ || !held_.empty())) return std::nullopt;
  asked_.reset();
  while (is_fresh_ || !held_.empty()) {
    if (tried_.at != next_) tried_ = {.at = next_};
    const uint64_t width = held_.empty() ? 0 : held_.begin()->first - next_;
    if (!tried_.messages && width <= settings_.gap_max) {
      tried_.messages = true;
      return begin({.way = Way::messages, .from = next_}, now + settings_.message_wait);
    }
    if (!tried_.file) {
      tried_.file = true;
      return begin({.way = Way::file, .from = next_}, now + settings_.file_wait);
    }
    is_fresh_ = false;
    if (!held_.empty()) give_up();
  }
  return std::nullopt;
}

Sequence::Ask Sequence::begin(const Ask& ask, Time deadline) {
  if (!held_.empty()) ++figures_.gaps;
  asked_ = ask;
  deadline_ = deadline;
  return ask;
}

std::vector<Numbered> Sequence::take(size_t most) {
  const auto end = ready_.begin() + static_cast<std::ptrdiff_t>(std::min(most, ready_.size()));
  std::vector<Numbered> taken(std::make_move_iterator(ready_.begin()),
                              std::make_move_iterator(end));
  ready_.erase(ready_.begin(), end);
  return taken;
}

}  // namespace lifeline::omc
