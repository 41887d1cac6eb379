// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/insertion.h"

namespace lifeline::routing {
namespace {

// Of using an idle vehicle: its price, and the way home that it did not have to go before.
double opening_cost(const Instance& instance, const Tour& tour) {
  if (!tour.is_idle()) return 0;
  return instance.problem->vehicles[tour.vehicle].cost +
         instance.metre_cost * tour.visits.back().leg;
}

}  // namespace

void Insertion::scan(const Tour& tour, Index request, Spot& best) {
  if (!tour.is_feasible || !instance_.permits(request, tour.vehicle)) return;
  const Index partner = instance_.partner[request];
  if (instance_.stocked && tour.depot == 0 && needs_depot(instance_, tour, request, partner)) {
    const Index depot = instance_.crews[tour.vehicle].depot;
    if (depot == none || partner != none || !fits(tour, request)) return;
    Spot found{.cost = best.cost};
    if (instance_.simulated)
      scan_two_clock(tour, depot, request, found);
    else
      scan_two_timed(tour, depot, request, found);
    if (found.tour == none) return;
    best = found;
    best.fetches = true;
    return;
  }
  if (partner != none) {
    if (instance_.simulated) return scan_two_clock(tour, request, partner, best);
    if (instance_.timed) return scan_two_timed(tour, request, partner, best);
    return scan_two(tour, request, partner, best);
  }
  if (!fits(tour, request)) return;
  if (instance_.simulated) return scan_clock(tour, request, best);
  if (instance_.timed || instance_.stocked) return scan_timed(tour, request, best);
  scan_plain(tour, request, best);
}

bool Insertion::fits(const Tour& tour, Index job) const {
  const Index dimensions = instance_.dimensions;
  const double* wanted = instance_.demand.data() + size_t{job} * dimensions;
  const double* capacity = instance_.capacity.data() + size_t{tour.vehicle} * dimensions;
  for (Index d = 0; d < dimensions; ++d)
    if (tour.carried[d] + tour.peak[d] + wanted[d] > capacity[d] + slack) return false;
  return true;
}

// A job stands behind those that it waits for, where they are on the same tour.
Index Insertion::behind_order(const Tour& tour, Index job) const {
  Index first = tour.kept + 1;
  if (!instance_.ordered || instance_.before[job].empty()) return first;
  for (Index k = first; k + 1 < tour.size(); ++k)
    for (const Index earlier : instance_.before[job])
      if (tour.visits[k].node == earlier) first = k + 1;
  return first;
}

// Where the vehicle's own tools or parts do not do, the job stands behind the depot.
Index Insertion::first_position(const Tour& tour, Index job) const {
  const Index first = behind_order(tour, job);
  if (!instance_.stocked || tour.depot == 0) return first;
  return needs_depot(instance_, tour, job, instance_.partner[job]) ? std::max(first, tour.depot + 1)
                                                                   : first;
}

void Insertion::scan_plain(const Tour& tour, Index job, Spot& best) {
  const size_t row = size_t{job} * instance_.nodes;
  const double* metres_to = instance_.metres_in + row;
  const double* metres_from = instance_.metres + row;
  const double* seconds_to = instance_.seconds_in + row;
  const double* seconds_from = instance_.seconds + row;
  const double ready = bounds_.ready[job], due = bounds_.due[job] + slack;
  const double service = instance_.service[job] - slack;
  const double opening = opening_cost(instance_, tour);
  const Visit* visits = tour.visits.data();
  const Index end = tour.size();
  for (Index k = behind_order(tour, job); k < end; ++k) {
    const Visit& before = visits[k - 1];
    const Visit& behind = visits[k];
    if (before.leave > due) break;
    const double dearer = metres_to[before.node] + metres_from[behind.node] - behind.leg + opening;
    if (dearer >= best.cost) continue;
    const double start = std::max(before.leave + seconds_to[before.node], ready);
    if (start > due || start + service + seconds_from[behind.node] > behind.latest) continue;
    if (blinks()) continue;
    best = {.cost = dearer, .tour = tour.vehicle, .first = k, .second = k};
  }
}

void Insertion::scan_at(const Tour& tour, Index position, Index job, Spot& best) {
  const Visit& before = tour.visits[position - 1];
  const Visit& behind = tour.visits[position];
  const double dearer = instance_.metres[instance_.at(before.node, job)] +
                        instance_.metres[instance_.at(job, behind.node)] - behind.leg;
  if (dearer >= best.cost) return;
  const double start = std::max(before.leave + instance_.seconds[instance_.at(before.node, job)],
                                bounds_.ready[job]);
  if (start > bounds_.due[job] + slack || position < behind_order(tour, job)) return;
  const double next =
      start + instance_.service[job] + instance_.seconds[instance_.at(job, behind.node)];
  if (next > behind.latest + slack || !tour.is_feasible || !instance_.permits(job, tour.vehicle) ||
      !fits(tour, job))
    return;
  if (blinks()) return;
  best = {.cost = dearer, .tour = tour.vehicle, .first = position, .second = position};
}

void Insertion::scan_timed(const Tour& tour, Index job, Spot& best) {
  const Vehicle& vehicle = instance_.problem->vehicles[tour.vehicle];
  const Segment own = single(instance_, bounds_, job);
  const double opening = opening_cost(instance_, tour);
  const double duration_before = tour.is_idle() || !instance_.timed ? 0 : tour.head.back().duration;
  for (Index k = first_position(tour, job); k < tour.size(); ++k) {
    const Visit& before = tour.visits[k - 1];
    const Visit& behind = tour.visits[k];
    if (before.leave > own.latest + slack) break;
    const double way_to = instance_.seconds[instance_.at(before.node, job)];
    const double way_from = instance_.seconds[instance_.at(job, behind.node)];
    const double start = std::max(before.leave + way_to, own.earliest);
    if (start > own.latest + slack) continue;
    if (start + own.duration + way_from > behind.latest + slack) continue;
    double dearer =
        instance_.metre_cost * (instance_.metres[instance_.at(before.node, job)] +
                                instance_.metres[instance_.at(job, behind.node)] - behind.leg);
    if (instance_.timed) {
      const Segment all = joined(joined(tour.head[k - 1], way_to, own), way_from, tour.tail[k]);
      if (all.duration > vehicle.duration_max + slack) continue;
      dearer += instance_.second_cost * (all.duration - duration_before);
    }
    dearer += opening;
    if (dearer >= best.cost || blinks()) continue;
    best = {.cost = dearer, .tour = tour.vehicle, .first = k, .second = k};
  }
}

// Whether what the pickup loads may still be carried at this visit.
bool Insertion::load_allows(const Tour& tour, Index position, Index pickup) const {
  const Index dimensions = instance_.dimensions;
  const double* capacity = instance_.capacity.data() + size_t{tour.vehicle} * dimensions;
  for (Index d = 0; d < dimensions; ++d)
    if (tour.carried[d] + tour.loads[size_t{position} * dimensions + d] +
            instance_.demand[size_t{pickup} * dimensions + d] >
        capacity[d] + slack)
      return false;
  return true;
}

void Insertion::scan_two(const Tour& tour, Index first, Index second, Spot& best) {
  const double* metres = instance_.metres;
  const double* seconds = instance_.seconds;
  const size_t row1 = size_t{first} * instance_.nodes, row2 = size_t{second} * instance_.nodes;
  const double due1 = bounds_.due[first] + slack, due2 = bounds_.due[second] + slack;
  const double opening = opening_cost(instance_, tour);
  const Index least = behind_order(tour, second);  // nothing may push back what it waits for
  for (Index i = std::max(least, first_position(tour, first)); i < tour.size(); ++i) {
    const Visit& before = tour.visits[i - 1];
    const Visit& behind = tour.visits[i];
    if (before.leave > due1) break;
    if (!load_allows(tour, i - 1, first)) continue;
    const double start =
        std::max(before.leave + instance_.seconds_in[row1 + before.node], bounds_.ready[first]);
    if (start > due1) continue;
    const double leave = start + instance_.service[first];
    const double to_first = instance_.metres_in[row1 + before.node] + opening;
    const double detour = to_first + metres[row1 + behind.node] - behind.leg;
    double met = std::max(leave + seconds[row1 + second], bounds_.ready[second]);
    double dearer = to_first + metres[row1 + second] + metres[row2 + behind.node] - behind.leg;
    if (dearer < best.cost && met <= due2 &&
        met + instance_.service[second] + seconds[row2 + behind.node] <= behind.latest + slack &&
        !blinks())
      best = {.cost = dearer, .tour = tour.vehicle, .first = i, .second = i};
    if (detour >= best.cost) continue;
    double arrive = leave + seconds[row1 + behind.node];
    for (Index j = i; j + 1 < tour.size(); ++j) {
      const Visit& here = tour.visits[j];
      const Visit& next = tour.visits[j + 1];
      if (arrive > here.latest + slack || !load_allows(tour, j, first)) break;
      const double left = std::max(arrive, bounds_.ready[here.node]) + instance_.service[here.node];
      if (left > due2) break;
      arrive = left + seconds[instance_.at(here.node, next.node)];
      dearer = detour + instance_.metres_in[row2 + here.node] + metres[row2 + next.node] - next.leg;
      if (dearer >= best.cost) continue;
      met = std::max(left + instance_.seconds_in[row2 + here.node], bounds_.ready[second]);
      if (met > due2 ||
          met + instance_.service[second] + seconds[row2 + next.node] > next.latest + slack)
        continue;
      if (blinks()) continue;
      best = {.cost = dearer, .tour = tour.vehicle, .first = i, .second = j + 1};
    }
  }
}

void Insertion::scan_two_timed(const Tour& tour, Index first, Index second, Spot& best) {
  const Vehicle& vehicle = instance_.problem->vehicles[tour.vehicle];
  const bool is_loaded = instance_.is_job(first) && instance_.dimensions > 0;
  const Segment one = single(instance_, bounds_, first), two = single(instance_, bounds_, second);
  const double opening = opening_cost(instance_, tour);
  const bool timed = instance_.timed;
  const double duration_before = tour.is_idle() || !timed ? 0 : tour.head.back().duration;
  const auto metres = [this](Index a, Index b) { return instance_.metres[instance_.at(a, b)]; };
  const auto seconds = [this](Index a, Index b) { return instance_.seconds[instance_.at(a, b)]; };
  // Nothing may push back what the second waits for.
  const Index least = behind_order(tour, second);
  const Index from = instance_.is_job(first) ? std::max(least, first_position(tour, first)) : least;
  for (Index i = from; i < tour.size(); ++i) {
    if (tour.visits[i - 1].leave > one.latest + slack) break;
    if (is_loaded && !load_allows(tour, i - 1, first)) continue;
    Index last = tour.visits[i - 1].node;
    // The start of the route up to the first node, as a run that begins when it leaves.
    Segment run = joined(
        timed ? tour.head[i - 1] : Segment{0, tour.visits[i - 1].leave, tour.visits[i - 1].leave},
        seconds(last, first), one);
    double way = metres(last, first);
    last = first;
    for (Index j = i; j < tour.size(); ++j) {
      if (!run.is_feasible()) break;
      const Visit& next = tour.visits[j];
      const Segment rest = timed ? tour.tail[j] : Segment{0, 0, next.latest};
      const Segment all =
          joined(joined(run, seconds(last, second), two), seconds(second, next.node), rest);
      if (all.is_feasible() && all.duration <= vehicle.duration_max + slack) {
        double dearer = opening + instance_.metre_cost * (way + metres(last, second) +
                                                          metres(second, next.node) - next.leg);
        if (timed) dearer += instance_.second_cost * (all.duration - duration_before);
        if (dearer < best.cost && !blinks())
          best = {.cost = dearer, .tour = tour.vehicle, .first = i, .second = j};
      }
      if (j + 1 == tour.size() || (is_loaded && !load_allows(tour, j, first))) break;
      run = joined(run, seconds(last, next.node), single(instance_, bounds_, next.node));
      way += metres(last, next.node) - next.leg;
      last = next.node;
    }
  }
}

}  // namespace lifeline::routing
