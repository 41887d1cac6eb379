// SPDX-License-Identifier: Apache-2.0
// Where in a tour a request goes best. A request is one job, a pickup with its delivery, or a job
// for which the vehicle must first fetch tools or parts at the depot: two nodes, the second behind
// the first. Positions are passed over by chance now and then ("blinks": Christiaens and Vanden
// Berghe, 2020), which keeps the greedy choice from being the same each time.
//
// Concurrency: none. A scan writes no tour.
#pragma once

#include "solver/routing/draw.h"
#include "solver/routing/tour.h"

namespace lifeline::routing {

struct Spot {
  double cost = forever;  // by which the plan becomes dearer
  Index tour = none;
  Index first = 0;       // the first node goes before the visit at this position
  Index second = 0;      // the second before this one, at least `first`
  bool fetches = false;  // the first node is the depot
};

class Insertion {
 public:
  Insertion(const Instance& instance, const Bounds& bounds, Draw& draw, double blink_share)
      : instance_(instance), bounds_(bounds), draw_(draw), blink_share_(blink_share) {}

  /// Betters `best` where some position of the tour does.
  void scan(const Tour& tour, Index request, Spot& best);
  /// The same for one position of a single job, where the instance is plain.
  void scan_at(const Tour& tour, Index position, Index job, Spot& best);

  bool is_plain() const {
    return !instance_.simulated && !instance_.timed && !instance_.stocked && !instance_.paired;
  }
  void set_blinks(double share) { blink_share_ = share, left_ = 0; }

 private:
  bool fits(const Tour& tour, Index job) const;
  void scan_plain(const Tour& tour, Index job, Spot& best);
  void scan_timed(const Tour& tour, Index job, Spot& best);
  void scan_clock(const Tour& tour, Index job, Spot& best);
  void scan_two(const Tour& tour, Index first, Index second, Spot& best);
  void scan_two_timed(const Tour& tour, Index first, Index second, Spot& best);
  void scan_two_clock(const Tour& tour, Index first, Index second, Spot& best);
  bool load_allows(const Tour& tour, Index position, Index pickup) const;
  Index behind_order(const Tour& tour, Index job) const;
  Index first_position(const Tour& tour, Index job) const;
  double least_dearer(const Tour& tour, Index position, Index job) const;
  Window window_of(const Tour& tour, Index position) const;
  double finished(const Tour& tour, Index from, Index position, Clock clock, double most) const;
  bool blinks() {
    if (blink_share_ <= 0) return false;
    if (left_-- > 0) return false;
    left_ = int(draw_.tries_before(blink_share_));
    return true;
  }

  const Instance& instance_;
  const Bounds& bounds_;
  Draw& draw_;
  double blink_share_;
  int left_ = 0;
};

}  // namespace lifeline::routing
