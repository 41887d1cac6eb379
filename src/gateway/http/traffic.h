// SPDX-License-Identifier: Apache-2.0
// What the server counts of its own work: requests by method, route and status, their time by
// route, connections, bytes, live streams. A label is a route's pattern, never what a caller sent.
// Concurrency: any thread, without locks but at the first request of a kind.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>

#include "desk/route.h"
#include "gateway/http/metrics.h"

namespace lifeline::http {

class Traffic {
 public:
  Traffic(Metrics& metrics, const desk::Routes& routes);

  /// `place` is a route's index, or one of these.
  size_t files_place() const { return places_.size() - 2; }
  size_t no_place() const { return places_.size() - 1; }
  void answered(size_t place, int status, uint64_t us);

  Gauge& connections;
  Counter& turned_away;
  Counter& bytes_in;
  Counter& bytes_out;
  Gauge& live_streams;

 private:
  struct Place {
    std::string method;
    std::string route;
    std::atomic<Histogram*> time = nullptr;              // made with the first answer
    std::array<std::atomic<Counter*>, 500> by_status{};  // from 100 on
  };
  void add(std::string_view method, std::string_view route);

  Metrics& metrics_;
  std::deque<Place> places_;
};

}  // namespace lifeline::http
