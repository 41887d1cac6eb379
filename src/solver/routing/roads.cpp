// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/roads.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace lifeline::routing {
namespace {

constexpr double earth_radius_m = 6'371'008.8;  // mean, IUGG

// A point of the unit sphere: the chord between two is cheaper than four cosines a pair.
struct Unit {
  double x = 0, y = 0, z = 0;
};

Unit unit(Position at) {
  const double latitude = at.latitude * std::numbers::pi / 180;
  const double longitude = at.longitude * std::numbers::pi / 180;
  return {std::cos(latitude) * std::cos(longitude), std::cos(latitude) * std::sin(longitude),
          std::sin(latitude)};
}

double metres_between(const Unit& a, const Unit& b) {
  const double x = a.x - b.x, y = a.y - b.y, z = a.z - b.z;
  const double half_chord = std::sqrt(x * x + y * y + z * z) / 2;
  return 2 * earth_radius_m * std::asin(std::min(1.0, half_chord));
}

std::array<double, 24> pace_of_day(double rush, double day) {
  std::array<double, 24> pace{};
  for (size_t hour = 0; hour < pace.size(); ++hour)
    pace[hour] = hour < 6 || hour >= 21                                 ? 1
                 : (hour == 7 || hour == 8 || hour == 17 || hour == 18) ? rush
                                                                        : day;
  return pace;
}

}  // namespace

const std::vector<Way>& usual_ways() {
  static const std::vector<Way> ways = {
      {.metres_max = 8'000,
       .longer = 1.4,
       .metres_per_second = 8.5,
       .pace = pace_of_day(0.55, 0.8)},
      {.metres_max = 40'000, .longer = 1.3, .metres_per_second = 14, .pace = pace_of_day(0.7, 0.9)},
      {.metres_max = forever, .longer = 1.2, .metres_per_second = 22, .pace = pace_of_day(0.85, 1)},
  };
  return ways;
}

double great_circle_metres(Position a, Position b) { return metres_between(unit(a), unit(b)); }

Travel road_travel(std::span<const Position> positions, const std::vector<Way>& ways,
                   bool by_hour) {
  const size_t count = positions.size();
  auto metres = std::make_shared<std::vector<double>>(count * count);
  auto seconds = std::make_shared<std::vector<double>>(count * count);
  Travel travel{.places = Index(count), .metres = metres, .seconds = seconds};
  if (by_hour) {
    travel.classes.resize(count * count);
    for (const Way& way : ways) travel.pace.emplace_back(way.pace.begin(), way.pace.end());
  }
  std::vector<Unit> units;
  for (const Position& at : positions) units.push_back(unit(at));
  for (size_t from = 0; from < count; ++from)
    for (size_t to = 0; to < from; ++to) {
      const double straight = metres_between(units[from], units[to]);
      size_t kind = 0;
      while (kind + 1 < ways.size() && straight > ways[kind].metres_max) ++kind;
      const double road = straight * ways[kind].longer;
      for (const size_t pair : {from * count + to, to * count + from}) {
        (*metres)[pair] = road;
        (*seconds)[pair] = road / ways[kind].metres_per_second;
        if (by_hour) travel.classes[pair] = uint8_t(kind);
      }
    }
  return travel;
}

}  // namespace lifeline::routing
