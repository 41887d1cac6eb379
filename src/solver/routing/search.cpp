// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/search.h"

#include <algorithm>
#include <cmath>

namespace lifeline::routing {

Progress::Progress(const Budget& budget) : budget_(budget) {
  if (budget_.clock) began_ = budget_.clock();
}

double Progress::cpu_seconds() const { return budget_.clock ? budget_.clock() - began_ : 0; }

void Progress::reserve(double cpu_seconds) {
  budget_.cpu_seconds = std::max(budget_.cpu_seconds - cpu_seconds, 1e-9);
  next_look_ = iterations_;
}

bool Progress::is_cut_short() {
  if (budget_.stop && !is_stopped_) is_stopped_ = budget_.stop();
  return is_stopped_ || (budget_.clock && cpu_seconds() >= budget_.cpu_seconds);
}

double Progress::share() {
  if (iterations_ >= budget_.iterations) return 1;
  if (budget_.stop && !is_stopped_) is_stopped_ = budget_.stop();
  if (is_stopped_) return 1;
  const double counted = double(iterations_) / double(budget_.iterations);
  if (!budget_.clock) return counted;
  if (iterations_ >= next_look_) {
    const double now = cpu_seconds();
    // A thousand looks a budget, each after so many iterations as the last ones were quick.
    const double each = std::max(1e-7, (now - seen_s_) / double(last_step_));
    last_step_ = std::clamp<uint64_t>(uint64_t(budget_.cpu_seconds * 0.001 / each), 1, 256);
    next_look_ = iterations_ + last_step_;
    seen_s_ = now;
    share_ = now / budget_.cpu_seconds;
  }
  return std::max(counted, share_);
}

Search::Search(const Instance& instance, uint64_t seed, Progress& progress, SearchOptions options)
    : instance_(instance),
      options_(options),
      progress_(progress),
      draw_(seed),
      state_(instance),
      ruin_(state_, draw_, options.ruin),
      recreate_(state_, draw_, options.blink_share),
      absent_count_(instance.jobs) {
  recreate_.set_sparing(options.sparing_share);
}

void Search::remember() {
  best_ = state_.sequences();
  best_cost_ = state_.cost();
  if (instance_.ordered) best_bounds_ = state_.bounds();
}

// Tells of the best plan where it is better than the one told of a fiftieth of the budget ago.
void Search::tell(double share) {
  constexpr double apart_share = 0.02;
  if (!options_.better || share < told_share_ + apart_share || best_cost_ >= told_cost_) return;
  told_share_ = share;
  told_cost_ = best_cost_;
  options_.better();
}

void Search::construct() {
  recreate_.set_blinks(false);
  recreate_.run([this] { return progress_.is_cut_short(); });
  recreate_.set_blinks(true);
  state_.keep();
  remember();
}

void Search::start_from(const Sequences& sequences) {
  state_.clear();
  state_.load(sequences);
  construct();
}

double Search::temperature(double share, double since, double until) const {
  const double part = std::clamp((share - since) / std::max(1e-12, until - since), 0.0, 1.0);
  return hot_ * std::pow(cold_ / hot_, part);
}

void Search::set_temperatures() {
  double penalties = 0;
  for (const Index request : state_.absent()) penalties += instance_.penalty(request);
  const double count = std::max<double>(1, double(instance_.request.size()));
  const double mean = std::max(1e-9, (state_.cost() - penalties) / count);
  hot_ = options_.hot_share * mean;
  cold_ = options_.cold_share * mean;
}

void Search::anneal(double until) {
  if (instance_.jobs == 0) return;
  set_temperatures();
  const double since = progress_.share();
  for (double share = since; share < until; share = progress_.share()) {
    const double warmth = temperature(share, since, until);
    tell(share);
    state_.begin();
    const double before = state_.cost();
    ruin_.run();
    recreate_.run();
    progress_.count();
    if (state_.cost() >= before - warmth * std::log(draw_.unit() + 1e-300)) {
      state_.undo();
      continue;
    }
    state_.keep();
    if (state_.cost() < best_cost_ - 1e-9) remember();
  }
}

uint64_t Search::absences(const std::vector<Index>& requests) const {
  uint64_t sum = 0;
  for (const Index request : requests) sum += absent_count_[request];
  return sum;
}

// The vehicle whose jobs found a place most easily so far gives them up; then all are to find one.
bool Search::empty_one_vehicle(double until) {
  Index chosen = none;
  uint64_t least = 0;
  std::vector<Index> requests;
  for (const Index v : state_.used()) {
    if (state_.tour(v).kept > 0) continue;
    std::vector<Index> its;
    for (const Visit& visit : state_.tour(v).visits)
      if (instance_.is_job(visit.node) && !instance_.is_delivery(visit.node))
        its.push_back(visit.node);
    const uint64_t sum = absences(its);
    if (chosen != none && sum >= least) continue;
    chosen = v, least = sum, requests = std::move(its);
  }
  if (chosen == none) return false;
  state_.remove(requests);
  state_.set_closed(true);
  state_.keep();
  const double since = progress_.share();
  for (double share = since; share < until; share = progress_.share()) {
    state_.begin();
    const double before = state_.cost();
    const uint64_t absences_before = absences(state_.absent());
    ruin_.run();
    recreate_.run();
    progress_.count();
    for (const Index request : state_.absent()) ++absent_count_[request];
    if (state_.absent().empty()) return true;
    const double most = before - temperature(share, 0, 1) * std::log(draw_.unit() + 1e-300);
    if (state_.cost() < most || absences(state_.absent()) < absences_before)
      state_.keep();
    else
      state_.undo();
  }
  return false;
}

void Search::reduce_fleet(double until) {
  set_temperatures();
  const bool were_absent = !state_.absent().empty();
  while (!were_absent && state_.used().size() > 1 && progress_.share() < until) {
    if (!empty_one_vehicle(until)) break;
    state_.keep();
    remember();
    tell(progress_.share());
  }
  state_.clear();
  state_.load(best_, best_bounds());
  state_.set_closed(!were_absent);
}

}  // namespace lifeline::routing
