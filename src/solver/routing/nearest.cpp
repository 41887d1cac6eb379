// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/nearest.h"

#include <algorithm>

#include "solver/routing/instance.h"

namespace lifeline::routing {
namespace {

struct Free {
  double since = 0;
  Index place = none;  // none: it begins at its first stop
};

/// The day as it goes by.
class Day {
 public:
  explicit Day(const Problem& problem) : problem_(problem), done_(problem.jobs.size(), forever) {
    for (Index v = 0; v < problem.vehicles.size(); ++v) {
      const Vehicle& vehicle = problem.vehicles[v];
      crews_.push_back({.since = vehicle.shift.from, .place = vehicle.start.value_or(none)});
      for (const Index job : vehicle.driven) begin(v, job, crews_[v].since);
    }
    for (Index job = 0; job < problem.jobs.size(); ++job)
      if (done_[job] == forever) waiting_.push_back(job);
    std::stable_sort(waiting_.begin(), waiting_.end(), [&](Index a, Index b) {
      return problem.jobs[a].priority > problem.jobs[b].priority;
    });
  }
  std::vector<double> run() {
    for (double now = next_moment(-1); now < forever; now = next_moment(now)) send(now);
    return done_;
  }

 private:
  double arrive(Index v, Index job, double now) const {
    const Index place = problem_.jobs[job].place;
    return crews_[v].place == none ? now : arrival(problem_.travel, crews_[v].place, place, now);
  }
  // When the work would begin; forever if it cannot.
  double start(Index v, Index job, double now) const {
    const Job& wanted = problem_.jobs[job];
    double at = arrive(v, job, now);
    for (const Index before : wanted.after) at = std::max(at, done_[before]);
    if (wanted.pickup != none) at = std::max(at, done_[wanted.pickup]);
    if (at >= forever) return forever;
    if (wanted.windows.empty()) return at;
    for (const Window& window : wanted.windows)
      if (at <= window.to) return std::max(at, window.from);
    return forever;
  }
  // When the crew would be back from it.
  double back(Index v, Index job, double at) const {
    const double done = at + problem_.jobs[job].duration;
    const auto& end = problem_.vehicles[v].end;
    return end ? arrival(problem_.travel, problem_.jobs[job].place, *end, done) : done;
  }
  void begin(Index v, Index job, double now) {
    const double at = start(v, job, now);
    done_[job] = at + problem_.jobs[job].duration;
    crews_[v] = {.since = done_[job], .place = problem_.jobs[job].place};
  }
  // The next moment at which a crew becomes free.
  double next_moment(double now) const {
    double next = forever;
    for (const Free& crew : crews_)
      if (crew.since > now) next = std::min(next, crew.since);
    return waiting_.empty() ? forever : next;
  }
  void send(double now);

  const Problem& problem_;
  std::vector<double> done_;
  std::vector<Free> crews_;
  std::vector<Index> waiting_;  // the most urgent first
};

void Day::send(double now) {
  std::vector<Index> free;  // rising
  for (Index v = 0; v < crews_.size(); ++v)
    if (crews_[v].since <= now) free.push_back(v);
  for (const Index job : waiting_) {
    if (free.empty()) break;
    Index nearest = none;
    double first = forever;
    for (const Index v : free) {
      const Vehicle& vehicle = problem_.vehicles[v];
      if (!is_for(problem_, problem_.jobs[job], v)) continue;
      const double at = start(v, job, now);
      if (at >= first || back(v, job, at) > vehicle.shift.to) continue;
      nearest = v;
      first = at;
    }
    if (nearest == none) continue;
    begin(nearest, job, now);
    if (crews_[nearest].since > now) std::erase(free, nearest);
  }
  std::erase_if(waiting_, [this](Index job) { return done_[job] < forever; });
}

}  // namespace

std::vector<double> nearest_free_crew(const Problem& problem) { return Day(problem).run(); }

}  // namespace lifeline::routing
