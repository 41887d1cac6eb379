// SPDX-License-Identifier: Apache-2.0
// Which alarms of one type were raised on one ground, by time: the open ones and the newest of the
// cleared. The ground of a mapped alarm is its region (and the unit that answers for it, so that
// whoever sees one alarm of a ground sees them all); of an unmapped one, its source.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "network/alarm/model.h"

namespace lifeline::alarm {

struct Row;  // view.h

/// A stretch of time around a moment, and how many alarms of it are wanted.
struct Around {
  Instant at;
  int64_t before_s = 0;
  int64_t after_s = 0;
  size_t count_max = 0;
};

class ByType {
 public:
  void add(const Row& row);
  void remove(const Row& row);
  void clear() { found_.clear(); }
  /// Of that type, on the row's ground, without the row itself: those raised before it, the nearest
  /// first, then those after it, the nearest first.
  std::vector<AlarmId> on_ground_of(const Row& row, std::string_view type,
                                    const Around& around) const;

  friend bool operator==(const ByType&, const ByType&) = default;

 private:
  std::unordered_map<std::string, std::set<std::pair<Instant, AlarmId>>> found_;
};

}  // namespace lifeline::alarm
