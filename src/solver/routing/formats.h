// SPDX-License-Identifier: Apache-2.0
// Files of routing problems as researchers exchange them; Lifeline reads them so that its search
// can be measured against the best known results.
//
//   solomon  vehicles with windows (Solomon, 1987): a heading, "NUMBER CAPACITY", then id, x, y,
//            demand, ready, due, service; row 0 is the depot
//   lilim    pickups with deliveries (Li and Lim, 2001): vehicles, capacity, speed; then id, x, y,
//            demand, ready, due, service, pickup, delivery; row 0 is the depot
//   vrplib   sections with a heading each; here with allowed clients by vehicle and the longest
//            duration of a route. Everything counts in thousandths, distances rounded to them
//   day      a day of dispatch as JSON: day.h
//   trsp     technicians with skills, tools and parts (Pillac, Guéret and Medaglia, 2012): row 0
//            the depot, then technicians, then requests
//
// Distances are Euclidean and are the durations, too.
#pragma once

#include <string_view>

#include "base/describe.h"
#include "base/result.h"
#include "solver/routing/model.h"

namespace lifeline::routing {

enum class Format { solomon, lilim, vrplib, trsp, day };
LIFELINE_ENUM(Format, solomon, lilim, vrplib, trsp, day)

/// Errors, with the line in `field`: line_must_be_well_formed, file_must_be_complete,
/// file_must_be_smaller; the detail says what was expected.
Result<Problem> read_problem(std::string_view text, Format format);

Result<Problem> read_solomon(std::string_view text);
Result<Problem> read_lilim(std::string_view text);
Result<Problem> read_vrplib(std::string_view text);
Result<Problem> read_trsp(std::string_view text);

struct Point {
  double x = 0, y = 0;
};
/// Euclidean, metres and seconds in one matrix; where `scale` is not 0, rounded after scaling.
Travel euclidean(const std::vector<Point>& points, double scale = 0);

}  // namespace lifeline::routing
