// SPDX-License-Identifier: Apache-2.0
// Figures for Prometheus (text format 0.0.4): counters, gauges and histograms with labels.
//
// Operation: a figure is made once, under a lock, and is then counted without one; the reference
// stays good for the life of the registry. Concurrency: any thread. Limits: as many figures as
// there are label sets, so a label never holds what a caller sends.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lifeline::http {

class Counter {
 public:
  void add(uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<uint64_t> value_{0};
};

class Gauge {
 public:
  void add(int64_t n) { value_.fetch_add(n, std::memory_order_relaxed); }
  int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<int64_t> value_{0};
};

/// Of durations in seconds.
class Histogram {
 public:
  static constexpr std::array<double, 12> bounds_s = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                      0.05,   0.1,   0.25,   0.5,   1,    5};
  void observe_us(uint64_t us);
  std::array<uint64_t, 13> buckets() const;  // not yet summed up; the last is beyond all bounds
  uint64_t sum_us() const { return sum_us_.load(std::memory_order_relaxed); }

 private:
  std::array<std::atomic<uint64_t>, 13> buckets_{};
  std::atomic<uint64_t> sum_us_{0};
};

using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

class Metrics {
 public:
  /// The same name and labels give the same figure; help is that of the first call.
  Counter& counter(std::string_view name, std::string_view help, const Labels& labels = {});
  Gauge& gauge(std::string_view name, std::string_view help, const Labels& labels = {});
  Histogram& histogram(std::string_view name, std::string_view help, const Labels& labels = {});

  void write(std::string& out) const;

 private:
  template <class Figure>
  struct Family {
    std::string help;
    std::map<std::string, Figure> figures;  // by their labels as written
  };
  template <class Figure>
  using Families = std::map<std::string, Family<Figure>, std::less<>>;
  template <class Figure>
  Figure& figure(Families<Figure>& families, std::string_view name, std::string_view help,
                 const Labels& labels);

  mutable std::mutex mutex_;
  Families<Counter> counters_;
  Families<Gauge> gauges_;
  Families<Histogram> histograms_;
};

}  // namespace lifeline::http
