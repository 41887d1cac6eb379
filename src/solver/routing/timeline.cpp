// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/timeline.h"

namespace lifeline::routing {
namespace {

constexpr double rounding = 1e-7;  // seconds that sums of doubles may be off

// When work starts for one who arrives; forever when it is too late.
double start_of_work(const Instance& instance, const Leg& leg, double arrive) {
  double at = std::max(arrive, leg.bounds.from);
  if (instance.is_job(leg.to) && leg.bounds.to < forever)  // what is driven already may be late
    at = first_in_windows(instance.problem->jobs[leg.to], at);
  return at > leg.bounds.to + rounding ? forever : at;
}

void note(Step* step, double at) {
  if (step && step->taken_count < breaks_max) step->taken[step->taken_count++] = at;
}

}  // namespace

double first_in_windows(const Job& job, double at) {
  if (job.windows.empty()) return at;
  for (const Window& w : job.windows)
    if (at <= w.to) return std::max(at, w.from);
  return forever;
}

double late_departure(const Instance& instance, const Vehicle& vehicle, Index from, Index to,
                      const Clock& first) {
  const double earliest = vehicle.shift.from;
  if (first.breaks > 0) return earliest;
  const double start = first.time - instance.service[to];
  const double way = instance.arrive(from, to, earliest) - earliest;
  const double wanted = std::max(earliest, start - way);
  return instance.arrive(from, to, wanted) <= start ? wanted : earliest;
}

bool advance(const Instance& instance, const Leg& leg, Clock& clock, Step* step) {
  const Index vehicle = leg.vehicle, from = leg.from, to = leg.to;
  const auto& breaks = instance.problem->vehicles[vehicle].breaks;
  double arrive = instance.arrive(from, to, clock.time);
  double ready = arrive;  // to work, once breaks on arrival are over
  double start = start_of_work(instance, leg, ready);
  const double service = instance.service[to];
  while (clock.breaks < breaks.size()) {
    const Break& next = breaks[clock.breaks];
    const double on_arrival = std::max(ready, next.start.from);
    if (on_arrival <= next.start.to && on_arrival + next.duration <= start && start < forever &&
        instance.is_job(to)) {
      ready = on_arrival + next.duration;  // while it waits
      ++clock.breaks;
      note(step, on_arrival);
      continue;
    }
    if (start < forever && start + service <= next.start.to) break;
    const double before = std::max(clock.time, next.start.from);
    const bool may_before = ready == arrive && before <= next.start.to;
    const double there = may_before ? instance.arrive(from, to, before + next.duration) : forever;
    const bool may_after = on_arrival <= next.start.to && instance.is_job(to);
    const double after = may_after ? on_arrival + next.duration : forever;
    if (!may_before && !may_after) return false;
    ++clock.breaks;
    if (may_before && start_of_work(instance, leg, there) <= start_of_work(instance, leg, after)) {
      clock.time = before + next.duration;
      arrive = ready = there;
      note(step, before);
    } else {
      ready = after;
      note(step, on_arrival);
    }
    start = start_of_work(instance, leg, ready);
    if (start >= forever) return false;
  }
  if (start >= forever) return false;
  if (step) step->arrive = arrive, step->start = start;
  clock.time = start + service;
  clock.metres += instance.metres[instance.at(from, to)];
  if (instance.is_job(to)) {
    clock.weighted += instance.weight[to] * (clock.time - instance.origin);
    clock.weights += instance.weight[to];
  }
  return true;
}

}  // namespace lifeline::routing
