// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/backlog.h"

#include <algorithm>

#include "base/limits.h"

namespace lifeline::tmf {
namespace {

uint64_t position_in(const Positions& positions, UnitCode desk) {
  const auto found = positions.find(desk);
  return found == positions.end() ? 0 : found->second;
}

}  // namespace

bool Backlog::wants(const journal::Batch& batch) const {
  return batch.last() > position_in(had_, batch.desk);
}

void Backlog::offer(const journal::Batch& batch, std::vector<Notification> told) {
  since_.try_emplace(batch.desk, batch.first);
  for (Notification& notification : told) {
    bytes_ += notification.body.size();
    queue_.push_back(std::make_shared<const Notification>(std::move(notification)));
  }
  waiting_ += told.size();
  waiting_of_[batch.desk] += told.size();
  if (queue_.size() > limits::hub_queue_max || bytes_ > limits::hub_queue_bytes_max) drop_queue();
}

// What was taken and is on its way stays counted.
void Backlog::drop_queue() {
  for (const Waiting& waiting : queue_) --waiting_of_[waiting->desk];
  waiting_ -= queue_.size();
  queue_.clear();
  bytes_ = 0;
  since_.clear();
}

void Backlog::note_durable(UnitCode desk, uint64_t position) {
  const auto since = since_.find(desk);
  uint64_t& had = had_[desk];
  const bool is_whole = since != since_.end() && since->second <= had + 1;
  if (is_whole && waiting_of_[desk] == 0) had = std::max(had, position);
}

std::optional<Gap> Backlog::gap(const Positions& durable) const {
  for (const auto& [desk, position] : durable) {
    const auto since = since_.find(desk);
    const uint64_t to = since == since_.end() ? position : since->second - 1;
    const uint64_t had = position_in(had_, desk);
    // What was taken from the queue before it was dropped is delivered first.
    const auto on_its_way = waiting_of_.find(desk);
    const bool is_busy =
        since == since_.end() && on_its_way != waiting_of_.end() && on_its_way->second > 0;
    if (had < std::min(to, position) && !is_busy)
      return Gap{.desk = desk, .from = had + 1, .to = std::min(to, position)};
  }
  return std::nullopt;
}

std::vector<Waiting> Backlog::take(const Positions& durable, size_t most) {
  std::vector<Waiting> taken;
  while (!queue_.empty() && taken.size() < most &&
         queue_.front()->batch <= position_in(durable, queue_.front()->desk)) {
    bytes_ -= queue_.front()->body.size();
    taken.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return taken;
}

void Backlog::had(const Notification& notification) {
  --waiting_;
  --waiting_of_[notification.desk];
  if (notification.is_last) had_up_to(notification.desk, notification.batch);
}

void Backlog::end_at(const Positions& heads) {
  for (auto& [desk, position] : had_) position = std::min(position, position_in(heads, desk));
}

void Backlog::had_up_to(UnitCode desk, uint64_t position) {
  uint64_t& had = had_[desk];
  had = std::max(had, position);
}

}  // namespace lifeline::tmf
