// SPDX-License-Identifier: Apache-2.0
// Looks ahead at every element's load once a day and keeps the list of those that will be full: in
// steps of some thousand elements, between two writes, so that intake does not wait for it.
//
// Operation: step() does one step when a plan is due, else nothing. A plan is made from the hourly
// summaries of four weeks; the list is replaced when it is complete.
// Concurrency: step() on one thread; rows() and ask() from any thread.
// Limits: expansion_days_max; 4096 elements and 672 hours a step (44 MB).
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "gateway/measurements/store.h"
#include "network/performance/expansion.h"

namespace lifeline::measurements {

using Expansions = std::vector<performance::Expansion>;

class Planner {
 public:
  explicit Planner(const Store& store) : store_(store) {}

  void step(Hour now);
  bool is_at_work() const { return is_at_work_; }
  /// A new plan is made as soon as there is time.
  void ask() { asked_ = true; }
  std::shared_ptr<const Expansions> rows() const;
  /// When the list was made; 0: not yet.
  Hour planned() const { return planned_; }

 private:
  void plan(uint32_t first_block, Hour now);

  const Store& store_;
  std::atomic<bool> asked_ = true;
  std::atomic<bool> is_at_work_ = false;
  std::atomic<Hour> planned_ = 0;
  Hour day_planned_ = 0;
  uint32_t next_block_ = 0;
  Expansions draft_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Expansions> rows_ = std::make_shared<Expansions>();
};

}  // namespace lifeline::measurements
