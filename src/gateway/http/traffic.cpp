// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/traffic.h"

#include <algorithm>
#include <string>

namespace lifeline::http {

Traffic::Traffic(Metrics& metrics, const desk::Routes& routes)
    : connections(metrics.gauge("lifeline_http_connections", "Connections that are open.")),
      turned_away(metrics.counter("lifeline_http_connections_turned_away_total",
                                  "Connections refused because there were too many.")),
      bytes_in(metrics.counter("lifeline_http_received_bytes_total", "Bytes read from clients.")),
      bytes_out(metrics.counter("lifeline_http_sent_bytes_total", "Bytes written to clients.")),
      live_streams(metrics.gauge("lifeline_live_streams", "Live event streams that are open.")),
      metrics_(metrics) {
  for (const auto& route : routes) add(route.method, route.path);
  add("GET", "files");
  add("any", "none");
}

void Traffic::add(std::string_view method, std::string_view route) {
  Place& place = places_.emplace_back();
  place.method = method;
  place.route = route;
}

void Traffic::answered(size_t place_index, int status, uint64_t us) {
  Place& place = places_[place_index];
  Histogram* time = place.time.load(std::memory_order_relaxed);
  if (!time) {
    time = &metrics_.histogram("lifeline_http_request_seconds",
                               "From a request's last header to its answer.",
                               {{"method", place.method}, {"route", place.route}});
    place.time.store(time, std::memory_order_relaxed);
  }
  time->observe_us(us);
  const int known = std::clamp(status, 100, 599);
  auto& slot = place.by_status[static_cast<size_t>(known - 100)];
  Counter* counter = slot.load(std::memory_order_relaxed);
  if (!counter) {
    const std::string code = std::to_string(known);
    counter =
        &metrics_.counter("lifeline_http_requests_total", "Requests answered.",
                          {{"method", place.method}, {"route", place.route}, {"status", code}});
    slot.store(counter, std::memory_order_relaxed);
  }
  counter->add();
}

}  // namespace lifeline::http
