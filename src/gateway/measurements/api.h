// SPDX-License-Identifier: Apache-2.0
// Measurements over HTTP.
//
//   GET  /api/v1/measurements/{element}           series, with what is usual and the thresholds
//   GET  /api/v1/measurements/{element}/latest    the newest value of each metric
//   GET  /api/v1/measurements/{element}/forecast  the load of the next day, by the hour
//   GET  /api/v1/measurements                     figures: accepted, late, dropped, on disk
//   POST /api/v1/measurements/import              CSV
//   GET  /api/v1/expansions                       elements that will be full; a list
//   POST /api/v1/expansions/plan                  looks ahead anew
//   POST /api/v1/write                            Prometheus remote write 1.0
//
// An element's series are for whoever answers for its ground; those of an element that nobody has
// imported, for whoever answers for the whole country.
#pragma once

#include "desk/route.h"
#include "gateway/measurements/forwarder.h"
#include "gateway/measurements/intake.h"

namespace lifeline::measurements {

/// All outlive the routes and every request.
struct Parts {
  Intake& intake;
  const door::SourceDirectory& directory;
  const Forwarder& forwarder;
};

desk::Routes routes(Parts parts);
desk::Routes expansion_routes(const Parts& parts);

/// In Prometheus' text format.
void append_metrics(std::string& out, const Parts& parts);

}  // namespace lifeline::measurements
