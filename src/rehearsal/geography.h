// SPDX-License-Identifier: Apache-2.0
// Just enough geography for a made-up network: points near a place and distances over a country,
// good to a hundredth, in plain arithmetic (see chance.h).
#pragma once

#include <cstdint>

#include "rehearsal/chance.h"

namespace lifeline::rehearsal {

struct Point {
  double longitude_deg = 0;
  double latitude_deg = 0;
};

inline constexpr double km_per_degree = 111.195;  // of latitude, on a sphere of 6371 km

/// cos of a latitude, four terms of the series: good to 1e-4 up to 80 degrees.
inline double cosine_of(double latitude_deg) {
  const double x = latitude_deg * 0.017453292519943295;
  const double q = x * x;
  return 1 - q / 2 * (1 - q / 12 * (1 - q / 30 * (1 - q / 56 * (1 - q / 90))));
}

/// Five decimals (a metre), as files have them.
inline double rounded_deg(double degrees) {
  const double scaled = degrees * 1e5;
  return static_cast<double>(static_cast<int64_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5)) / 1e5;
}

/// A point evenly chosen from the disc around `centre`.
inline Point point_near(Chance& chance, Point centre, double radius_km) {
  double x = 1;
  double y = 1;
  while (x * x + y * y > 1) {
    x = 2 * chance.unit() - 1;
    y = 2 * chance.unit() - 1;
  }
  const double per_degree = km_per_degree * cosine_of(centre.latitude_deg);
  return {.longitude_deg = rounded_deg(centre.longitude_deg + x * radius_km / per_degree),
          .latitude_deg = rounded_deg(centre.latitude_deg + y * radius_km / km_per_degree)};
}

/// The square of the distance, flat: enough to find the nearest of a city or county.
inline double distance_squared_km2(Point a, Point b) {
  const double y = (a.latitude_deg - b.latitude_deg) * km_per_degree;
  const double x = (a.longitude_deg - b.longitude_deg) * km_per_degree *
                   cosine_of((a.latitude_deg + b.latitude_deg) / 2);
  return x * x + y * y;
}

inline double distance_km(Point a, Point b) {
  const double square = distance_squared_km2(a, b);
  if (square <= 0) return 0;
  return natural_exp(natural_log(square) / 2);
}

}  // namespace lifeline::rehearsal
