// SPDX-License-Identifier: Apache-2.0
// Travel between places from a road network's own server: OSRM's `table` service (API v1), asked
// block by block. Places without a way between them are a billion seconds apart.
#pragma once

#include <string>
#include <vector>

#include "base/place.h"
#include "base/result.h"
#include "solver/routing/model.h"

namespace lifeline::dispatch {

struct Osrm {
  std::string url;          // http://host:port
  size_t places_max = 100;  // of one request: the server's --max-table-size
  std::string profile = "driving";
};

/// Errors: those of http::Client, osrm_must_answer (with what it says), osrm_must_fit (a table of
/// another size).
Result<routing::Travel> osrm_travel(const Osrm& osrm, const std::vector<LonLat>& places);

/// "/table/v1/driving/114.3,30.6;…?sources=0;1&destinations=2;3&annotations=duration,distance" of
/// the rows and columns.
std::string osrm_target(const Osrm& osrm, const std::vector<LonLat>& places,
                        std::pair<size_t, size_t> rows, std::pair<size_t, size_t> columns);

}  // namespace lifeline::dispatch
