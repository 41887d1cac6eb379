// SPDX-License-Identifier: Apache-2.0
// Measurements on disk: a folder with a file per hour, written as network/performance/segment.h
// says.
//
//   elements.names             which element has which number
//   2026-11-22T21.log          an hour that is written to; also in memory, 7.7 KB per 64 elements
//   2026-11-22T20.segment      an hour that is done, packed
//   2026-11-22T20.summary      its medians and spreads, for the baseline and the forecast
//
//   written ──▶ open (log and memory) ──▶ sealed (segment, summary) ──▶ expired
//                  ▲        a value that comes late opens it again │
//                  └───────────────────────────────────────────────┘
//
// Operation: write() appends to logs before it answers, so what was answered survives the end of
// the process; sync() brings it through a power cut. Losing the folder loses detail, never a
// decision.
// Concurrency: one thread writes, seals, expires and syncs; any thread reads meanwhile.
// Limits: measured_elements_max, measurement_hours_open_max, measurement_log_bytes_max,
// measurement_days, measurement_summary_days.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <set>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "gateway/measurements/file.h"
#include "network/performance/segment.h"

namespace lifeline::measurements {

using performance::Hour;
using performance::Level;
using performance::Metric;
using performance::Sample;
using performance::Slot;

/// What became of a write.
struct Written {
  uint64_t fresh = 0;     // values into empty slots
  uint64_t replaced = 0;  // values over others: the last one wins
  uint64_t repeated = 0;  // the same value again

  Written& operator+=(const Written& other);
};

/// Figures of a folder.
struct StoreFigures {
  uint64_t elements = 0;
  uint64_t hours_open = 0;
  uint64_t hours_sealed = 0;
  uint64_t bytes = 0;
  uint64_t bytes_open = 0;     // of them in logs, not packed yet
  uint64_t blocks_broken = 0;  // read and found to be not intact
};

class Store {
 public:
  /// Makes the folder if it is missing. Errors: measurements_must_be_writable.
  static Result<std::unique_ptr<Store>> open(const std::string& folder);
  ~Store();
  Store(const Store&) = delete;

  std::optional<uint32_t> find(std::string_view element) const;
  std::string name_of(uint32_t element) const;
  uint32_t elements() const;
  /// The numbers of these elements; names that are new get one. Errors:
  /// measurements_must_be_writable, measured_elements_must_be_fewer.
  Result<std::vector<uint32_t>> numbers_of(const std::vector<std::string>& names);

  /// Samples of any hours in any order; of two for one slot the later one wins. Errors:
  /// measurements_must_be_writable.
  Result<Written> write(std::vector<Sample> samples);

  /// Seals hours before `keep_from` that nobody wrote to since the call before, and the least
  /// recently written ones beyond the limit. Errors: measurements_must_be_writable.
  Result<void> seal(Hour keep_from);
  Result<void> seal_all();
  /// Deletes what is too old at that hour.
  void expire(Hour now);
  void sync();

  /// The levels of an element from one slot up to another by metric, absent where there is none.
  using Levels = std::array<std::vector<Level>, performance::metric_count>;
  Levels read(uint32_t element, Slot from, Slot to) const;
  /// The newest slot with a value, in the newest hours.
  struct Latest {
    std::array<Slot, performance::metric_count> slots{};  // 0: none
    std::array<Level, performance::metric_count> levels{};
  };
  Latest latest(uint32_t element, Hour now) const;

  /// Summaries of blocks [first, first + count) in an hour, sealed or open; none of an hour that is
  /// not known.
  std::vector<performance::SummaryBlock> summaries(Hour hour, uint32_t first, uint32_t count) const;
  /// The hours with summaries, oldest first.
  std::vector<Hour> summary_hours() const;
  StoreFigures figures() const;

 private:
  struct OpenHour;
  explicit Store(std::string folder);
  Result<void> load();
  Result<void> load_names();
  Result<void> load_log(Hour hour);
  Result<OpenHour*> open_hour(Hour hour);
  Result<Written> write_hour(std::span<const Sample> samples);
  Result<void> seal_hour(Hour hour);
  Result<void> seal_beyond(size_t kept);
  std::string path_of(Hour hour, std::string_view kind) const;

  std::string folder_;
  mutable std::shared_mutex mutex_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, uint32_t> numbers_;
  File names_file_;
  std::map<Hour, std::unique_ptr<OpenHour>> open_;
  std::set<Hour> sealed_;
  std::set<Hour> summarised_;
  uint64_t turn_ = 0;  // counts writes, to tell which hour was written to least recently
  mutable std::atomic<uint64_t> blocks_broken_ = 0;
};

}  // namespace lifeline::measurements
