// SPDX-License-Identifier: Apache-2.0
#include "base/place.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace lifeline {
namespace {

constexpr double earth_km = 6371;
// From the Pamir to the Ussuri and from the James Shoal to the Amur.
constexpr double west_deg = 73.4, east_deg = 135.1, south_deg = 3.4, north_deg = 53.6;

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

}  // namespace

double distance_km(LonLat a, LonLat b) {
  const double up = std::sin(radians(b.latitude_deg - a.latitude_deg) / 2);
  const double along = std::sin(radians(b.longitude_deg - a.longitude_deg) / 2);
  const double share = up * up + std::cos(radians(a.latitude_deg)) *
                                     std::cos(radians(b.latitude_deg)) * along * along;
  return 2 * earth_km * std::asin(std::sqrt(std::clamp(share, 0.0, 1.0)));
}

// To the nearest point of the box by its degrees: exact on its sides, near enough at its corners.
double outside_china_km(LonLat place) {
  const double latitude = std::clamp(place.latitude_deg, south_deg, north_deg);
  if (place.longitude_deg >= west_deg && place.longitude_deg <= east_deg)
    return distance_km(place, {place.longitude_deg, latitude});
  return std::min(distance_km(place, {west_deg, latitude}),
                  distance_km(place, {east_deg, latitude}));
}

}  // namespace lifeline
