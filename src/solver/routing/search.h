// SPDX-License-Identifier: Apache-2.0
// The search: ruin and recreate under simulated annealing, anytime. Each turn takes strings of
// neighbouring jobs out and puts them back; the result stays when it is better than the present
// plan or, less and less often as the budget runs out, a little worse. The best is kept apart.
//
// Equal problem, seed and budget of iterations give equal plans, on every machine with IEEE
// doubles. Concurrency: none; nothing here is shared.
#pragma once

#include <functional>

#include "solver/routing/ruin.h"

namespace lifeline::routing {

struct SearchOptions {
  RuinOptions ruin;
  double blink_share = 0.01;
  double sparing_share = 0.9;    // of turns that open vehicles only for what fits nowhere else
  double hot_share = 0.1;        // of the mean cost of a request: temperature at the start
  double cold_share = 0.001;     // and at the end
  std::function<void()> better;  // a better plan is there, and a while has gone by
};

/// How much of a budget is gone.
class Progress {
 public:
  explicit Progress(const Budget& budget);
  /// 0 … 1. Asks the clock not more often than an iteration is worth.
  double share();
  /// Keeps this much of the budget for what comes behind the search.
  void reserve(double cpu_seconds);
  /// Whether nothing but `stop` or the clock ends it now: for work that is not counted in turns.
  bool is_cut_short();
  bool is_over() { return share() >= 1; }
  void count() { ++iterations_; }
  uint64_t iterations() const { return iterations_; }
  double cpu_seconds() const;
  const Budget& budget() const { return budget_; }

 private:
  Budget budget_;
  double began_ = 0;
  uint64_t iterations_ = 0;
  uint64_t next_look_ = 0, last_step_ = 1;
  double share_ = 0;
  double seen_s_ = 0;
  bool is_stopped_ = false;
};

class Search {
 public:
  Search(const Instance& instance, uint64_t seed, Progress& progress, SearchOptions options = {});

  /// A first plan, greedily.
  void construct();
  /// Starts from a plan; what no longer fits is placed anew.
  void start_from(const Sequences& sequences);
  /// Betters the plan until this share of the budget is gone.
  void anneal(double until);
  /// Gives up one vehicle after another while all jobs still find a place, until this share.
  void reduce_fleet(double until);
  /// The best found.
  const Sequences& best() const { return best_; }
  const Bounds* best_bounds() const { return instance_.ordered ? &best_bounds_ : nullptr; }
  double best_cost() const { return best_cost_; }
  State& state() { return state_; }

 private:
  double temperature(double share, double since, double until) const;
  void set_temperatures();
  void remember();
  void tell(double share);
  bool empty_one_vehicle(double until);
  uint64_t absences(const std::vector<Index>& requests) const;

  const Instance& instance_;
  SearchOptions options_;
  Progress& progress_;
  Draw draw_;
  State state_;
  Ruin ruin_;
  Recreate recreate_;
  Sequences best_;
  Bounds best_bounds_;
  double best_cost_ = forever;
  double told_cost_ = forever, told_share_ = -1;
  double hot_ = 0, cold_ = 0;
  std::vector<uint64_t> absent_count_;  // by request: how often it found no place
};

}  // namespace lifeline::routing
