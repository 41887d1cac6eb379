// SPDX-License-Identifier: Apache-2.0
// The series of one element as JSON: a number or null for each five minutes; what is usual for each
// hour, from the hour that `from` lies in.
//
//   {"element":"BTS-1","from":"…","to":"…","interval_s":300,"band_interval_s":3600,"series":[
//     {"metric":"load","unit":"%","worse":"high","warning":70,"major":85,"critical":95,
//      "values":[43.5,null,…],"low":[21,…],"median":[40,…],"high":[59,…],"rhythm":["week",…]},…]}
#pragma once

#include "gateway/measurements/store.h"
#include "network/performance/model.h"

namespace lifeline::measurements {

struct SeriesAsked {
  uint32_t element = 0;
  std::string name;
  std::vector<Metric> metrics;
  Slot from = 0;
  Slot to = 0;
  bool with_band = true;
  std::array<performance::Threshold, performance::metric_count> thresholds{};
};

/// JSON Schema of the two answers below.
extern const std::string_view series_schema;
extern const std::string_view latest_schema;
extern const std::string_view forecast_schema;

std::string series_json(const Store& store, const SeriesAsked& asked);
/// {"element":"BTS-1","latest":[{"metric":"load","unit":"%","at":"…","value":43.5},…]}
std::string latest_json(const Store& store, uint32_t element, std::string_view name, Hour now);
/// The load of the day after the last whole one (UTC), hour by hour; no hours while fewer than
/// three days are known: {"element":"BTS-1","from":"…","hours":[12.5,…],"growth_per_day":0.4,
/// "busy_hour":63.1,"days_known":21}
std::string forecast_json(const Store& store, uint32_t element, std::string_view name, Hour now);

}  // namespace lifeline::measurements
