// SPDX-License-Identifier: Apache-2.0
// A journal in memory whose appends wait at a gate, and bounded waits for what other threads do.
#pragma once

#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>

#include <doctest/doctest.h>

#include "journal/memory.h"

namespace lifeline::desk {

inline constexpr std::chrono::seconds patience_of_tests{60};

/// The value, which must come within the patience of tests.
template <class T>
T within(std::future<T> future) {
  REQUIRE(future.wait_for(patience_of_tests) == std::future_status::ready);
  return future.get();
}

template <class T>
bool is_ready(const std::future<T>& future) {
  return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

/// Whether there is a value; a promise that was dropped has none.
template <class T>
bool is_answered(std::future<T> future) {
  if (!is_ready(future)) return false;
  try {
    (void)future.get();
    return true;
  } catch (const std::future_error&) {
    return false;
  }
}

class GatedJournal final : public journal::Journal {
 public:
  Result<void> append(std::span<const journal::Batch> batches) override;
  Result<void> read(UnitCode desk, uint64_t from, uint64_t nouns,
                    Visit<const journal::Batch&> visit) override;
  Result<journal::Head> head(UnitCode desk) override { return memory_.head(desk); }

  void shut();
  void open();
  /// The append at the gate, or else the next, fails; nothing of it is kept.
  void fail_next();
  /// Whether readings fail from now on.
  void fail_reading(bool fails);
  /// Waits until as many appends came to the gate, those included that have passed.
  void wait_for_arrivals(size_t count);
  size_t appends() const;
  /// The position that the latest reading began from.
  uint64_t read_from() const;

 private:
  journal::Memory memory_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool is_open_ = true;
  bool fails_ = false;
  bool is_unreadable_ = false;
  size_t arrivals_ = 0;
  size_t appends_ = 0;
  uint64_t read_from_ = 0;
};

}  // namespace lifeline::desk
