// SPDX-License-Identifier: Apache-2.0
#include "gateway/measurements/planner.h"

#include <algorithm>

namespace lifeline::measurements {
namespace {

using performance::block_elements;

constexpr uint32_t step_blocks = 64;  // 4096 elements
constexpr Hour history_hours = 28 * 24;
constexpr Hour day_hours = 24;

}  // namespace

void Planner::step(Hour now) {
  const Hour day = now / day_hours;
  if (!is_at_work_) {
    if (!asked_.exchange(false) && day == day_planned_) return;
    is_at_work_ = true;
    day_planned_ = day;
    next_block_ = 0;
    draft_.clear();
  }
  if (next_block_ * block_elements < store_.elements()) {
    plan(next_block_, now);
    next_block_ += step_blocks;
    return;
  }
  is_at_work_ = false;
  planned_ = now;
  const std::lock_guard lock(mutex_);
  rows_ = std::make_shared<Expansions>(std::move(draft_));
  draft_ = {};
}

void Planner::plan(uint32_t first_block, Hour now) {
  std::vector<std::vector<forecast::Hourly>> loads(step_blocks * block_elements);
  for (const Hour hour : store_.summary_hours()) {
    if (hour < now - history_hours || hour >= now) continue;
    size_t element = 0;
    for (const auto& block : store_.summaries(hour, first_block, step_blocks))
      for (const auto& summaries : block.summaries) {
        const auto& load = summaries[static_cast<size_t>(Metric::load)];
        if (load.median != performance::absent)
          loads[element].push_back(
              {.hour = hour, .value = performance::value_of(Metric::load, load.median)});
        ++element;
      }
  }
  for (uint32_t i = 0; i < loads.size(); ++i) {
    const auto outlook = forecast::look_ahead(loads[i], now);
    auto row = outlook ? performance::expansion_of(*outlook) : std::nullopt;
    if (!row) continue;
    row->element = store_.name_of(first_block * block_elements + i);
    draft_.push_back(std::move(*row));
  }
}

std::shared_ptr<const Expansions> Planner::rows() const {
  const std::lock_guard lock(mutex_);
  return rows_;
}

}  // namespace lifeline::measurements
