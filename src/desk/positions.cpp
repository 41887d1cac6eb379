// SPDX-License-Identifier: Apache-2.0
#include "desk/positions.h"

#include <cmath>

#include "base/limits.h"

namespace lifeline::desk {

Result<void> must_be_plausible(const Seen& seen, LonLat base, Instant now) {
  const auto [longitude, latitude] = seen.place;
  if (!is_given(seen.place)) return invalid("position_must_be_given", "place");
  if (!std::isfinite(longitude) || !std::isfinite(latitude) || std::abs(longitude) > 180 ||
      std::abs(latitude) > 90)
    return invalid("position_must_be_on_earth", "place", "degrees of WGS-84");
  if (seen.at > seconds_after(now, limits::position_ahead_s_max))
    return invalid("position_must_not_lie_ahead", "at", to_rfc3339(seen.at));
  const double abroad_km = outside_china_km(seen.place);
  if (abroad_km <= limits::position_abroad_km_max) return {};
  const double away_km = is_given(base) ? distance_km(seen.place, base) : 0;
  if (is_given(base) && away_km <= limits::position_away_km_max) return {};
  const auto whole = [](double km) { return std::to_string(std::llround(km)) + " km"; };
  return invalid("position_must_be_plausible", "place",
                 whole(abroad_km) + " outside of China (" + whole(limits::position_abroad_km_max) +
                     " are plausible), " +
                     (is_given(base) ? whole(away_km) : std::string("unknown way")) +
                     " from the base (" + whole(limits::position_away_km_max) + " are)");
}

bool is_worth_keeping(const Fix& last, const Seen& seen) {
  if (!last.at) return true;
  return seen.at >= seconds_after(last.at, limits::position_seconds_min) &&
         distance_km(last.place, seen.place) * 1000 >= limits::position_metres_min;
}

void NewestFixes::take(const Seen& seen) const {
  Fix& known = (*fixes_)[seen.id];
  if (seen.at >= known.at) known = {.place = seen.place, .at = seen.at};
}

Fix NewestFixes::of(std::string_view id, const Fix& journalled) const {
  const auto found = fixes_->find(id);
  return found != fixes_->end() && found->second.at > journalled.at ? found->second : journalled;
}

}  // namespace lifeline::desk
