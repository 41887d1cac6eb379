// SPDX-License-Identifier: Apache-2.0
// Ruin and recreate by "slack induction by string removals" (Christiaens and Vanden Berghe, A fresh
// ruin & recreate implementation for the capacitated vehicle routing problem, Transportation
// Science, 2020): strings of neighbouring stops leave neighbouring tours, and what left goes back
// greedily in an order drawn anew each time.
#pragma once

#include <functional>
#include <vector>

#include "solver/routing/state.h"

namespace lifeline::routing {

struct RuinOptions {
  double removed_mean = 10;  // requests that leave
  double string_max = 10;    // stops of one string
  double split_share = 0.5;  // strings that leave out some of their stops
  double stay_share = 0.01;  // that a split string leaves out no more
};

class Ruin {
 public:
  Ruin(State& state, Draw& draw, RuinOptions options)
      : state_(state), draw_(draw), options_(options), ruined_(state.instance().crews.size()) {}
  /// Takes strings out around one job drawn by chance, or around `seed`.
  void run(Index seed = none);

 private:
  void take_string(const Tour& tour, Index position, Index length);
  void take(const Tour& tour, Index position);

  State& state_;
  Draw& draw_;
  RuinOptions options_;
  std::vector<uint64_t> ruined_;  // turn in which a tour lost a string
  uint64_t turn_ = 0;
  std::vector<Index> taken_;
};

class Recreate {
 public:
  Recreate(State& state, Draw& draw, double blink_share)
      : state_(state),
        insertion_(state.instance(), state.bounds(), draw, blink_share),
        draw_(draw),
        blink_share_(blink_share),
        seen_(state.instance().crews.size()),
        rank_(state.instance().jobs) {}
  /// Puts back what is absent and fits somewhere for less than its penalty; leaves the rest once
  /// `is_over` says so, which is asked now and then.
  void run(const std::function<bool()>& is_over = {});
  /// As above without chance, each time the request whose best is dearest to lose first.
  Spot best_spot(Index request);
  /// How often idle vehicles are only for what fits nowhere else.
  void set_sparing(double share) { sparing_share_ = share; }
  void set_blinks(bool are_on) { insertion_.set_blinks(are_on ? blink_share_ : 0); }

 private:
  void sort(std::vector<Index>& requests);
  void look_near(Index request, Spot& best);
  void look_everywhere(Index request, Spot& best);

  State& state_;
  Insertion insertion_;
  Draw& draw_;
  double blink_share_;
  double sparing_share_ = 0;
  bool is_sparing_ = false;
  std::vector<uint64_t> seen_;
  uint64_t turn_ = 0;
  std::vector<double> rank_;
};

}  // namespace lifeline::routing
