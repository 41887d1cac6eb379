// SPDX-License-Identifier: Apache-2.0
// A place on the earth, WGS-84, and how far it is from another. A place at 0, 0 (in the Gulf of
// Guinea) means that none is given.
#pragma once

#include <string>

#include "base/describe.h"
#include "base/time.h"

namespace lifeline {

struct LonLat {
  double longitude_deg = 0;
  double latitude_deg = 0;

  friend bool operator==(const LonLat&, const LonLat&) = default;
};
LIFELINE_STRUCT(LonLat, longitude_deg, latitude_deg)

inline bool is_given(LonLat place) { return place != LonLat{}; }

/// Where something was seen, and when; never: a zero time.
struct Fix {
  LonLat place;
  Instant at;

  friend bool operator==(const Fix&, const Fix&) = default;
};
LIFELINE_STRUCT(Fix, place, at)

/// Where one of several was seen.
struct Seen {
  std::string id;
  LonLat place;
  Instant at;

  friend bool operator==(const Seen&, const Seen&) = default;
};
LIFELINE_STRUCT(Seen, id, place, at)

/// Along the great circle, on a sphere of 6,371 km.
double distance_km(LonLat a, LonLat b);
/// From the box around China's land and islands; 0 within it.
double outside_china_km(LonLat place);

}  // namespace lifeline
