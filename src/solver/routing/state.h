// SPDX-License-Identifier: Apache-2.0
// The plan while it is searched: a tour for every vehicle, and the requests that are in none. A
// change is tried: begin(), changes, then keep() or undo(), which costs as much as was touched.
#pragma once

#include <vector>

#include "solver/routing/insertion.h"

namespace lifeline::routing {

/// The jobs of each vehicle in order, the depot as `none`.
using Sequences = std::vector<std::vector<Index>>;

struct Where {
  Index tour = none;  // none: in no tour
  Index position = 0;
};

class State {
 public:
  explicit State(const Instance& instance);

  const Instance& instance() const { return instance_; }
  const Bounds& bounds() const { return bounds_; }
  const Tour& tour(Index vehicle) const { return tours_[vehicle]; }
  Where where(Index job) const { return where_[job]; }
  const std::vector<Index>& used() const { return used_; }
  /// One idle vehicle of each type that has one.
  const std::vector<Index>& idle() const { return idle_; }
  const std::vector<Index>& absent() const { return absent_; }
  bool is_kept(Index job) const;
  double cost() const { return cost_; }
  /// Tours that break a rule: by what is driven already, or because an insertion on another tour
  /// left them too little time, where jobs wait for jobs.
  Index broken() const { return broken_; }

  void begin();
  void keep();
  void undo();

  /// Takes requests out of their tours. Jobs that cannot stay without them leave, too.
  void remove(std::span<const Index> requests);
  void insert(Index request, const Spot& spot);
  void set_absent(std::vector<Index> requests);
  std::vector<Index> take_absent();
  /// Whether jobs that it waits for, or that wait for it, leave it any time at all.
  bool bound_by_order(Index request);

  /// Whether idle vehicles may be used.
  void set_closed(bool is_closed);

  /// Puts these jobs, in order, where they say, behind what the vehicles have driven already; what
  /// is not feasible there is left absent. Only for a state that is new or cleared. With the bounds
  /// that the sequences were found with, they come back as they were.
  void load(const Sequences& sequences, const Bounds* bounds = nullptr);
  Sequences sequences() const;
  /// No job in any tour but those that are driven already.
  void clear();

 private:
  void touch(Index vehicle);
  void renew(Index vehicle);
  void index_positions(const Tour& tour);
  void list_idle(Index type);
  void place(Index vehicle, const std::vector<Index>& sequence);
  void settle_order();
  void set_used(Index vehicle);
  void shed(Index vehicle);
  void bind(Index job);
  void free_bounds(Index job);

  const Instance& instance_;
  Bounds bounds_;
  std::vector<Tour> tours_;
  std::vector<Where> where_;
  std::vector<Index> used_, used_at_;  // and the place of each vehicle in `used_`
  std::vector<Index> idle_;
  std::vector<std::vector<Index>> idle_of_;  // by type, a stack
  bool is_closed_ = false;
  std::vector<Index> absent_, absent_before_;
  double cost_ = 0, cost_before_ = 0;
  Index broken_ = 0, broken_before_ = 0;

  std::vector<Tour> saved_;
  size_t saved_count_ = 0;
  std::vector<uint64_t> touched_;
  uint64_t turn_ = 1;
  std::vector<std::pair<Index, Window>> bounds_before_;
};

}  // namespace lifeline::routing
