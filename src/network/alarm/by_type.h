// SPDX-License-Identifier: Apache-2.0
// Which alarms of one type were raised on one ground, by time: the open ones and the newest of the
// cleared. The ground of a mapped alarm is its region (and the unit that answers for it, so that
// whoever sees one alarm of a ground sees them all); of an unmapped one, its source.
#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "network/alarm/model.h"

namespace lifeline::alarm {

struct Row;  // view.h

/// A stretch of time around an alarm.
struct Around {
  AlarmId id;  // which is not one of them
  Instant at;
  int64_t before_s = 0;
  int64_t after_s = 0;
};

class ByType {
 public:
  using Moments = std::set<std::pair<Instant, AlarmId>>;
  using Ground = std::unordered_map<std::string, Moments>;  // by type

  void add(const Row& row);
  void remove(const Row& row);
  void clear() { grounds_.clear(); }
  /// The ground of a row that was added.
  const Ground& ground_of(const Row& row) const;

  friend bool operator==(const ByType&, const ByType&) = default;

 private:
  std::unordered_map<std::string, Ground> grounds_;
};

/// At most `count_max`: those raised before the moment, the nearest first, then those after it, the
/// nearest first.
std::vector<AlarmId> near(const ByType::Ground& ground, const std::string& type,
                          const Around& around, size_t count_max);

}  // namespace lifeline::alarm
