// SPDX-License-Identifier: Apache-2.0
#include "desk/gated_journal_test.h"

namespace lifeline::desk {

Result<void> GatedJournal::append(std::span<const journal::Batch> batches) {
  {
    std::unique_lock lock(mutex_);
    ++arrivals_;
    changed_.notify_all();
    if (!changed_.wait_for(lock, patience_of_tests, [this] { return is_open_; }))
      return internal("gate_must_be_opened");
    if (std::exchange(fails_, false)) return unavailable("journal_must_be_writable", "disk full");
    ++appends_;
  }
  return memory_.append(batches);
}

Result<void> GatedJournal::read(UnitCode desk, uint64_t from, uint64_t nouns,
                                Visit<const journal::Batch&> visit) {
  {
    const std::lock_guard lock(mutex_);
    read_from_ = from;
    if (is_unreadable_) return unavailable("journal_must_be_readable", "bad sector");
  }
  return memory_.read(desk, from, nouns, visit);
}

void GatedJournal::shut() {
  const std::lock_guard lock(mutex_);
  is_open_ = false;
}

void GatedJournal::open() {
  const std::lock_guard lock(mutex_);
  is_open_ = true;
  changed_.notify_all();
}

void GatedJournal::fail_next() {
  const std::lock_guard lock(mutex_);
  fails_ = true;
}

void GatedJournal::fail_reading(bool fails) {
  const std::lock_guard lock(mutex_);
  is_unreadable_ = fails;
}

void GatedJournal::wait_for_arrivals(size_t count) {
  std::unique_lock lock(mutex_);
  const bool came = changed_.wait_for(lock, patience_of_tests, [&] { return arrivals_ >= count; });
  REQUIRE(came);
}

size_t GatedJournal::appends() const {
  const std::lock_guard lock(mutex_);
  return appends_;
}

uint64_t GatedJournal::read_from() const {
  const std::lock_guard lock(mutex_);
  return read_from_;
}

}  // namespace lifeline::desk
