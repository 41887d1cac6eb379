// SPDX-License-Identifier: Apache-2.0
// What follows from a change of one element: those that need it are judged again, those that it
// needs come under suspicion or are heard alive, until nothing more changes.
//
// An element is explained by what it needs when that leaves it no better than its own alarms say.
// When its root is over and its own alarms remain, it is held under that root for a while, since
// clears come in any order; what outlives the hold is a failure of its own.
#pragma once

#include <deque>
#include <set>

#include "network/element/model.h"
#include "network/element/suspect.h"

namespace lifeline::element {

constexpr int64_t hold_s = 120;  // clears of one repair arrive within this

class Settling {
 public:
  Settling(const State& state, Instant now) : state_(state), now_(now) {}

  /// The element's own alarms leave it so. Moved: no earlier root explains it.
  void report(const Element& element, Condition own, bool moved);
  /// The hold is over.
  void release(const Element& element);
  /// One event for each standing that changed, in an order that replays and rehearsals share:
  /// first those that were roots and are explained now, then by id.
  std::vector<Event> changes() const;

 private:
  const Standing& at(const std::string& id) const;
  const Element* find(const std::string& id) const;
  void put(const Element& element, Standing standing);
  Standing judged(const Element& element, Standing standing) const;
  void settle();
  void suspect(const Element& element);
  Tally tally(const Element& element, const Standing& standing) const;
  bool needs_now(const Element& element, const std::string& on) const;
  void heard_alive(const Element& element);
  uint32_t failing_on(const std::string& id) const;

  const State& state_;
  Instant now_;
  std::unordered_map<std::string, Standing> changed_;
  std::unordered_map<std::string, int> failing_more_;  // than in the state
  std::deque<std::string> judge_;                      // whose dependents are to be judged
  std::set<std::string> suspects_;
  std::set<std::string> turned_;  // whose assumption changed: once each
};

}  // namespace lifeline::element
