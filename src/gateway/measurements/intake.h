// SPDX-License-Identifier: Apache-2.0
// Takes measurements in: the doors queue them, one thread writes, judges and keeps house, another
// answers those who ask for series.
//
//   door ─ accept ─▶ queue ─▶ keeper: store.write ─▶ answer ─▶ sentry.judge ─▶ forwarder
//                                     each second: sync, alarms to desks, sealing, planning
//   door ─ read ───▶ queue ─▶ reader: store.read
//
// What was answered is in a log on disk; a power cut may take the last second. A full queue answers
// measurements_must_be_kept_up_with (503 with Retry-After) at once and keeps what it has.
// Concurrency: any thread. Limits: measurement_queue_batches_max, measurement_queue_values_max,
// measurement_reads_max.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <thread>

#include "base/clock.h"
#include "base/limits.h"
#include "gateway/measurements/planner.h"
#include "gateway/measurements/sentry.h"

namespace lifeline::measurements {

using performance::Reading;
using performance::Taken;

/// What was accepted, late and dropped since the start.
struct IntakeFigures {
  uint64_t requests = 0;
  uint64_t requests_refused = 0;  // the queue was full
  uint64_t accepted = 0;          // values that were kept
  uint64_t replaced = 0;
  uint64_t repeated = 0;
  uint64_t late = 0;
  uint64_t out_of_time = 0;  // dropped: older than is kept or ahead of the clock
  uint64_t lost = 0;         // could not be written; the sender was told
  uint64_t queued = 0;       // values waiting
};

/// Hears of every value that was written, on the keeper's thread.
using Heard = std::function<void(std::span<const Sample>)>;

class Intake {
 public:
  Intake(Store& store, Sentry& sentry, Planner& planner, const Clock& clock)
      : store_(store), sentry_(sentry), planner_(planner), clock_(clock) {}
  ~Intake() { stop(); }

  void start(desk::Desks& desks, Heard heard);
  /// Writes what is queued, then ends the threads.
  void stop();

  /// Readings are sound (must_be_sound). Errors: measurements_must_be_kept_up_with,
  /// measurements_must_be_writable, measured_elements_must_be_fewer.
  void accept(std::vector<Reading> readings, std::function<void(Result<Taken>)> done);
  /// Runs the job on the reader's thread; false when too many wait.
  bool read(std::function<void()> job);

  IntakeFigures figures() const;
  Store& store() { return store_; }
  Sentry& sentry() { return sentry_; }
  Planner& planner() { return planner_; }
  const Clock& clock() const { return clock_; }

 private:
  struct Batch {
    std::vector<Reading> readings;
    std::function<void(Result<Taken>)> done;
  };
  void keep();
  void answer_reads();
  std::vector<Batch> next_batches();
  void write(std::vector<Batch> batches);
  void keep_house();

  Store& store_;
  Sentry& sentry_;
  Planner& planner_;
  const Clock& clock_;
  desk::Desks* desks_ = nullptr;
  Heard heard_;
  mutable std::mutex mutex_;
  std::condition_variable wake_, wake_reader_;
  std::deque<Batch> queue_;
  std::deque<std::function<void()>> reads_;
  size_t queued_values_ = 0;
  bool stopping_ = false;
  IntakeFigures figures_;
  std::chrono::steady_clock::time_point house_kept_{};
  std::chrono::steady_clock::time_point sealed_{};
  Hour expired_ = 0;
  std::thread keeper_, reader_;
};

}  // namespace lifeline::measurements
