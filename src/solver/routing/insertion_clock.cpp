// SPDX-License-Identifier: Apache-2.0
// The scans of routes that are walked through: hours, breaks, several windows, completion.
#include "solver/routing/insertion.h"

namespace lifeline::routing {

Window Insertion::window_of(const Tour& tour, Index position) const {
  if (position + 1 == tour.size()) return {0, instance_.problem->vehicles[tour.vehicle].shift.to};
  const Index node = tour.visits[position].node;
  return {bounds_.ready[node], bounds_.due[node]};
}

// What the whole route costs when a clock that stands at `from` goes on with the visits from
// `position` to the end; forever when that is too late or beyond `most`.
double Insertion::finished(const Tour& tour, Index from, Index position, Clock clock,
                           double most) const {
  const Vehicle& vehicle = instance_.problem->vehicles[tour.vehicle];
  const Clock& end = tour.clocks.back();
  for (Index m = position; m < tour.size(); ++m) {
    const Index to = tour.visits[m].node;
    if (!advance(instance_, {tour.vehicle, from, to, window_of(tour, m)}, clock)) return forever;
    const Clock& before = tour.clocks[m];
    if (clock.meets(before)) {  // from here on nothing changes
      clock.weighted += end.weighted - before.weighted;
      clock.metres += end.metres - before.metres;
      clock.time = end.time;
      break;
    }
    const double so_far = route_cost(instance_, clock.metres + end.metres - before.metres, 0,
                                     clock.weighted + end.weighted - before.weighted);
    if (instance_.second_cost == 0 && vehicle.cost + so_far >= most) return forever;
    from = to;
  }
  const double duration = clock.time - clock.depart;
  if (duration > vehicle.duration_max + slack) return forever;
  return vehicle.cost + route_cost(instance_, clock.metres, duration, clock.weighted);
}

// What a job costs at least before this visit, by its own completion and by how much later the
// visits behind it are; from rows of the matrix that are at hand: it dismisses most positions.
double Insertion::least_dearer(const Tour& tour, Index position, Index job) const {
  const size_t row = size_t{job} * instance_.nodes;
  const Index before = tour.visits[position - 1].node, behind = tour.visits[position].node;
  const double set_out = tour.clocks[position - 1].time;
  const double done =
      set_out + instance_.seconds_in[row + before] / instance_.fastest + instance_.service[job];
  double least = instance_.weight[job] * (done - instance_.origin);
  if (position + 1 < tour.size() && instance_.is_job(behind)) {
    const Clock& then = tour.clocks[position];
    const double start = then.time - instance_.service[behind];
    const double delay = done + instance_.seconds[row + behind] / instance_.fastest - start;
    if (delay > 0)
      least += delay * (instance_.weight[behind] +
                        instance_.delay_share * (tour.clocks.back().weights - then.weights));
  }
  return instance_.completion_cost * least;
}

void Insertion::scan_clock(const Tour& tour, Index job, Spot& best) {
  const Vehicle& vehicle = instance_.problem->vehicles[tour.vehicle];
  const Window own{bounds_.ready[job], bounds_.due[job]};
  for (Index k = first_position(tour, job); k < tour.size(); ++k) {
    if (tour.clocks[k - 1].time > own.to + slack) break;
    if (instance_.completion_cost > 0 && least_dearer(tour, k, job) >= best.cost) continue;
    if (blinks()) continue;
    const Index before = tour.visits[k - 1].node;
    Clock clock = tour.clocks[k - 1];
    if (!advance(instance_, {tour.vehicle, before, job, own}, clock)) continue;
    if (k == 1) clock.depart = late_departure(instance_, vehicle, before, job, clock);
    const double cost = finished(tour, job, k, clock, tour.cost + best.cost) - tour.cost;
    if (cost < best.cost) best = {.cost = cost, .tour = tour.vehicle, .first = k, .second = k};
  }
}

void Insertion::scan_two_clock(const Tour& tour, Index first, Index second, Spot& best) {
  const Vehicle& vehicle = instance_.problem->vehicles[tour.vehicle];
  const bool is_loaded = instance_.is_job(first) && instance_.dimensions > 0;
  const Window one{bounds_.ready[first], bounds_.due[first]};
  const Window two{bounds_.ready[second], bounds_.due[second]};
  const Index least = behind_order(tour, second);
  const Index from = instance_.is_job(first) ? std::max(least, first_position(tour, first)) : least;
  for (Index i = from; i < tour.size(); ++i) {
    if (tour.clocks[i - 1].time > one.to + slack) break;
    if (is_loaded && !load_allows(tour, i - 1, first)) continue;
    Index last = tour.visits[i - 1].node;
    Clock run = tour.clocks[i - 1];
    if (!advance(instance_, {tour.vehicle, last, first, one}, run)) continue;
    if (i == 1) run.depart = late_departure(instance_, vehicle, last, first, run);
    last = first;
    for (Index j = i; j < tour.size(); ++j) {
      Clock clock = run;
      if (!blinks() && advance(instance_, {tour.vehicle, last, second, two}, clock)) {
        const double cost = finished(tour, second, j, clock, tour.cost + best.cost) - tour.cost;
        if (cost < best.cost) best = {.cost = cost, .tour = tour.vehicle, .first = i, .second = j};
      }
      if (j + 1 == tour.size() || (is_loaded && !load_allows(tour, j, first))) break;
      const Index next = tour.visits[j].node;
      if (!advance(instance_, {tour.vehicle, last, next, window_of(tour, j)}, run)) break;
      last = next;
    }
  }
}

}  // namespace lifeline::routing
