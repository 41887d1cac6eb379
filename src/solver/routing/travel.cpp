// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <tuple>

#include "solver/routing/model.h"

namespace lifeline::routing {
namespace {

constexpr double hour_s = 3600;

// The first moment from `depart` on at which the road is open; closures rise by pair and time.
double opened(const Travel& travel, Index from, Index to, double depart) {
  const auto pair = std::tuple(from, to);
  auto at = std::lower_bound(
      travel.closures.begin(), travel.closures.end(), pair,
      [](const Closure& c, const auto& wanted) { return std::tuple(c.from, c.to) < wanted; });
  for (; at != travel.closures.end() && std::tuple(at->from, at->to) == pair; ++at)
    if (depart >= at->when.from && depart < at->when.to) depart = at->when.to;
  return depart;
}

}  // namespace

double arrival(const Travel& travel, Index from, Index to, double depart) {
  if (!travel.closures.empty()) depart = opened(travel, from, to, depart);
  double left = travel.duration(from, to);
  if (travel.classes.empty()) return depart + left;
  const auto& pace = travel.pace[travel.classes[size_t{from} * travel.places + to]];
  // Hour by hour; a day has 24 of them and goes round.
  auto hour = uint64_t(std::max(0.0, depart) / hour_s);
  for (uint64_t day_hour = hour % 24;; ++hour, day_hour = day_hour == 23 ? 0 : day_hour + 1) {
    const double here = pace[day_hour];
    const double until = double(hour + 1) * hour_s;
    const double done = (until - depart) * here;
    if (done >= left) return depart + left / here;
    left -= done;
    depart = until;
  }
}

}  // namespace lifeline::routing
