// SPDX-License-Identifier: Apache-2.0
// Positions as they come in, of vehicles and of crews. Every one is shown, few are journalled:
//
//   report ─ must_be_plausible ─▶ is_worth_keeping ─▶ event     limits::position_seconds_min and
//                    └──────────▶ NewestFixes                   position_metres_min from the last
//
// A noun's NewestFixes are a part of its desk's Nouns, as settings are, and go with the process:
// after a start the journalled position is the newest, until the next report.
// Concurrency: the desk's thread only.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/limits.h"
#include "base/place.h"
#include "base/result.h"

namespace lifeline::desk {

/// Errors: position_must_be_given, position_must_be_on_earth, position_must_be_plausible (both
/// distances are in its detail), position_must_not_lie_ahead. A base that is not given allows
/// nothing outside of China's surroundings.
Result<void> must_be_plausible(const Seen& seen, LonLat base, Instant now);

/// Whether the position is to be journalled after `last`.
bool is_worth_keeping(const Fix& last, const Seen& seen);

/// The newest position of each, whatever is journalled. Copies are one and the same.
class NewestFixes {
 public:
  /// Keeps it unless it is older than what is known.
  void take(const Seen& seen) const;
  /// The newer of this and `journalled`.
  Fix of(std::string_view id, const Fix& journalled) const;

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Fixes = std::unordered_map<std::string, Fix, Hash, std::equal_to<>>;
  std::shared_ptr<Fixes> fixes_ = std::make_shared<Fixes>();
};

/// What is to be journalled of positions reported together, each in its turn: the last that is kept
/// of a thing counts for the next. `thing_of(id)` is the Result of a pointer to what moved, or of
/// why its position may not be told. What is wrong is left out, unless it stands alone. Errors:
/// positions_must_be_given, positions_must_be_fewer, those of thing_of and must_be_plausible.
template <class ThingOf>
Result<std::vector<Seen>> worth_keeping(const std::vector<Seen>& reported, Instant now,
                                        ThingOf thing_of) {
  if (reported.empty()) return invalid("positions_must_be_given", "positions");
  if (reported.size() > limits::positions_max)
    return invalid("positions_must_be_fewer", "positions");
  std::vector<Seen> kept;
  std::map<std::string, Fix> last;
  for (Seen seen : reported) {
    if (!seen.at) seen.at = now;
    const auto thing = thing_of(seen.id);
    Result<void> right;
    if (!thing)
      right = tl::unexpected(thing.error());
    else
      right = must_be_plausible(seen, (*thing)->what.base, now);
    if (!right && reported.size() == 1) return tl::unexpected(right.error());
    if (!right) continue;
    Fix& fix = last.try_emplace(seen.id, (*thing)->position).first->second;
    if (!is_worth_keeping(fix, seen)) continue;
    fix = {.place = seen.place, .at = seen.at};
    kept.push_back(std::move(seen));
  }
  return kept;
}

}  // namespace lifeline::desk
