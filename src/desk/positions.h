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

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

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

}  // namespace lifeline::desk
