// SPDX-License-Identifier: Apache-2.0
// The rows of a desk in the order of their ids, which is the order in which they were raised, so
// that a list of all of them is walked without sorting. A row that was forgotten leaves a gap until
// half of the places are gaps.
#pragma once

#include <cstddef>
#include <deque>

#include "network/alarm/model.h"

namespace lifeline::alarm {

struct Row;  // view.h

class InOrder {
 public:
  /// The row stays where it is until it is removed.
  void add(AlarmId id, const Row& row);
  void remove(AlarmId id);
  void clear();

  template <class Visit>
  void each(Visit visit) const {
    for (const Place& place : places_)
      if (place.row != nullptr) visit(*place.row);
  }

 private:
  struct Place {
    AlarmId id;
    const Row* row = nullptr;
  };

  std::deque<Place> places_;
  size_t gaps_ = 0;
};

}  // namespace lifeline::alarm
