// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/ruin.h"

#include <algorithm>
#include <cmath>

namespace lifeline::routing {

void Ruin::run(Index seed) {
  const Instance& instance = state_.instance();
  const auto& used = state_.used();
  if (used.empty()) return;
  ++turn_;
  taken_.clear();
  if (seed == none) seed = draw_.below(instance.jobs);
  const double mean = double(instance.jobs) / double(used.size());
  const double length_most = std::min(options_.string_max, mean);
  const double strings_most = 4 * options_.removed_mean / (1 + length_most) - 1;
  const Index strings = Index(std::floor(draw_.unit() * strings_most + 1));
  Index ruined = 0;
  const auto ruin_around = [&](Index job) {
    const Where at = state_.where(job);
    if (at.tour == none || ruined_[at.tour] == turn_ || state_.is_kept(job)) return;
    const Tour& tour = state_.tour(at.tour);
    const Index stops = tour.size() - 2 - tour.kept;
    const double most = std::min<double>(stops, length_most);
    take_string(tour, at.position, Index(std::floor(draw_.unit() * most + 1)));
    ruined_[at.tour] = turn_;
    ++ruined;
  };
  ruin_around(seed);
  for (const Index job : instance.adjacent_to(seed)) {
    if (ruined >= strings) break;
    ruin_around(job);
  }
  state_.remove(taken_);
}

// `length` stops of those around the position, of which some stay when the string is split.
void Ruin::take_string(const Tour& tour, Index position, Index length) {
  const Index first = tour.kept + 1, end = tour.size() - 1;
  Index stay = 0;
  length = std::min(length, end - first);
  if (length > 1 && length < end - first && draw_.unit() < options_.split_share) {
    stay = 1;
    while (length + stay < end - first && draw_.unit() > options_.stay_share) ++stay;
  }
  const Index span = length + stay;
  const Index lowest = position + 1 >= first + span ? position + 1 - span : first;
  const Index highest = std::min(position, end - span);
  const Index from = lowest + draw_.below(highest - lowest + 1);
  const Index gap = stay == 0 ? 0 : from + draw_.below(length + 1);
  for (Index k = from; k < from + span; ++k)
    if (stay == 0 || k < gap || k >= gap + stay) take(tour, k);
}

void Ruin::take(const Tour& tour, Index position) {
  const Instance& instance = state_.instance();
  const Index node = tour.visits[position].node;
  if (!instance.is_job(node)) return;
  const Index request = instance.is_delivery(node) ? instance.partner[node] : node;
  if (!state_.is_kept(request)) taken_.push_back(request);
}

void Recreate::sort(std::vector<Index>& requests) {
  const Instance& instance = state_.instance();
  const Instance& bounds = instance;
  const uint32_t choice = draw_.below(instance.completion_cost > 0 ? 21 : 17);
  for (const Index job : requests) {
    const Index home = instance.crews[instance.crews_near(job)[0]].start;
    double& rank = rank_[job];
    if (choice < 4)
      rank = draw_.unit();
    else if (choice < 8)
      rank = instance.dimensions > 0 ? -instance.demand[size_t{job} * instance.dimensions]
                                     : draw_.unit();
    else if (choice < 10)
      rank = -instance.metres[instance.at(home, job)];
    else if (choice < 11)
      rank = instance.metres[instance.at(home, job)];
    else if (choice < 13)
      rank = bounds.due[job] - bounds.ready[job];
    else if (choice < 15)
      rank = bounds.ready[job];
    else if (choice < 17)
      rank = -bounds.due[job];
    else
      rank = -instance.weight[job];
  }
  std::sort(requests.begin(), requests.end(), [this](Index a, Index b) {
    return rank_[a] != rank_[b] ? rank_[a] < rank_[b] : a < b;
  });
}

void Recreate::look_everywhere(Index request, Spot& best) {
  for (const Index v : state_.used()) insertion_.scan(state_.tour(v), request, best);
  if (is_sparing_ && best.tour != none) return;
  for (const Index v : state_.idle())
    if (v != none) insertion_.scan(state_.tour(v), request, best);
}

void Recreate::look_near(Index request, Spot& best) {
  const Instance& instance = state_.instance();
  const bool is_plain = insertion_.is_plain();
  ++turn_;
  for (const Index job : instance.near_to(request)) {
    const Where at = state_.where(job);
    if (at.tour == none) continue;
    const Tour& tour = state_.tour(at.tour);
    if (is_plain) {
      if (at.position > tour.kept) insertion_.scan_at(tour, at.position, request, best);
      if (at.position >= tour.kept) insertion_.scan_at(tour, at.position + 1, request, best);
    } else if (seen_[at.tour] != turn_) {
      seen_[at.tour] = turn_;
      insertion_.scan(tour, request, best);
    }
  }
  if (is_sparing_ && best.tour != none) return;
  if (instance.types == 1) {
    if (state_.idle()[0] != none) insertion_.scan(state_.tour(state_.idle()[0]), request, best);
    return;
  }
  for (const Index near : instance.crews_near(request)) {
    const Index idle = state_.idle()[instance.crews[near].type];
    const Index v = idle == none ? near : idle;
    if (seen_[v] == turn_) continue;
    seen_[v] = turn_;
    if (!state_.tour(v).is_idle() || idle != none) insertion_.scan(state_.tour(v), request, best);
  }
}

Spot Recreate::best_spot(Index request) {
  constexpr Index small = 250;  // jobs; then all positions are quicker looked at than chosen
  Spot best;
  if (state_.instance().jobs > small) look_near(request, best);
  if (best.tour == none) look_everywhere(request, best);
  return best;
}

void Recreate::run(const std::function<bool()>& is_over) {
  constexpr size_t look_every = 8, few = 64;  // requests; a few are placed whatever the clock says
  const Instance& instance = state_.instance();
  std::vector<Index> requests = state_.take_absent();
  std::vector<Index> left;
  sort(requests);
  is_sparing_ = instance.completion_cost == 0 && draw_.unit() < sparing_share_;
  size_t placed = 0;
  bool is_cut = false;
  // Jobs that wait for others come behind them; each round places those that wait for no other.
  for (bool goes_on = true; goes_on && !requests.empty();) {
    goes_on = false;
    std::vector<Index> waiting;
    for (const Index request : requests) {
      if (is_over && !is_cut && ++placed > few && placed % look_every == 0) is_cut = is_over();
      if (is_cut) {
        left.push_back(request);
        continue;
      }
      if (instance.ordered && !state_.bound_by_order(request)) {
        waiting.push_back(request);
        continue;
      }
      const Spot best = best_spot(request);
      if (best.tour == none || best.cost >= instance.penalty(request)) {
        left.push_back(request);
        continue;
      }
      const Index broken = state_.broken();
      state_.insert(request, best);
      goes_on = instance.ordered;
      if (state_.broken() <= broken) continue;
      // Another tour has too little time by it: it leaves again, and what waits for it.
      state_.remove({{request}});
      for (const Index gone : state_.take_absent()) left.push_back(gone);
    }
    requests = std::move(waiting);
  }
  left.insert(left.end(), requests.begin(), requests.end());
  state_.set_absent(std::move(left));
}

}  // namespace lifeline::routing
