// SPDX-License-Identifier: Apache-2.0
// Judges values as they are written and puts what must be acted on on the desk of the element's
// region, as alarms.
//
//   value ──▶ Watched of its series ──▶ notice ──▶ waits, the latest of each alarm ──▶ desk
//
// A desk has one request of the sentry's at a time; what it could not take waits for the next, so
// nothing is lost and nothing overtakes. After a restart what is open on the desks is taken over.
// What is usual at an hour is read from the store once an hour, 64 elements at a time.
// Concurrency: judge(), deliver() and take_over() on one thread; the rest from any thread.
// Limits: measured_elements_max series sets of 60 bytes and two hours of bands of 60 bytes each.
#pragma once

#include <map>
#include <mutex>
#include <unordered_map>

#include "desk/desks.h"
#include "gateway/door/directory.h"
#include "gateway/measurements/store.h"
#include "network/performance/watch.h"

namespace lifeline::measurements {

struct SentryFigures {
  uint64_t judged = 0;
  uint64_t raised = 0;
  uint64_t cleared = 0;
  uint64_t waiting = 0;  // notices that no desk has taken yet
  uint64_t refused = 0;  // by a desk
};

/// How much stricter an element is watched; 1 where it is not named.
using Factors = std::unordered_map<std::string, double>;

class Sentry {
 public:
  Sentry(const Store& store, const door::SourceDirectory& directory);
  ~Sentry();

  using Thresholds = std::array<performance::Threshold, performance::metric_count>;
  void set_thresholds(const performance::State& state);
  Thresholds thresholds() const;
  void set_factors(Factors factors);
  /// Marks the element's alarm as raised.
  void take_over(uint32_t element, Metric metric, performance::Cause cause,
                 alarm::Severity severity);

  void judge(std::span<const Sample> samples);
  /// Hands what waits to desks that are free.
  void deliver(desk::Desks& desks, Instant now);
  SentryFigures figures() const;

 private:
  struct Bands;
  using Series = std::array<performance::Watched, performance::metric_count>;
  struct Key {
    uint32_t element = 0;
    Metric metric = Metric::load;
    performance::Cause cause = performance::Cause::threshold;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  using Waiting = std::map<Key, performance::Notice>;
  struct Shared;

  baseline::Band band_of(const Sample& sample);
  const Bands& bands_of(Hour hour, uint32_t block);
  double factor_of(uint32_t element);

  const Store& store_;
  const door::SourceDirectory& directory_;
  std::vector<Series> watched_;
  std::map<Hour, std::vector<std::unique_ptr<Bands>>> bands_;  // of the two newest hours
  std::vector<float> factor_by_number_;                        // 0: not looked up yet
  std::shared_ptr<Shared> shared_;
  Thresholds thresholds_{};
  Factors factors_;
  uint64_t settings_seen_ = 0;
};

}  // namespace lifeline::measurements
