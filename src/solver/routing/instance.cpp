// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/instance.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace lifeline::routing {
namespace {

constexpr Index adjacent_max = 150;            // a ruin rarely looks further
constexpr Index near_max = 40;                 // positions next to these are tried first
constexpr std::ptrdiff_t near_crews_max = 24;  // idle crews that are tried first
constexpr double wait_weight = 0.2;            // of waiting in nearness (Vidal et al., 2013)
constexpr double lateness_weight = 1.0;

std::unique_ptr<double[]> transposed(const double* matrix, Index nodes) {
  auto result = std::make_unique_for_overwrite<double[]>(size_t{nodes} * nodes);
  for (Index from = 0; from < nodes; ++from)
    for (Index to = 0; to < nodes; ++to)
      result[size_t{to} * nodes + from] = matrix[size_t{from} * nodes + to];
  return result;
}

bool is_symmetric(const double* matrix, Index nodes) {
  constexpr Index tile = 64;  // its rows and columns stay at hand
  for (Index top = 0; top < nodes; top += tile)
    for (Index left = 0; left <= top; left += tile)
      for (Index from = top; from < std::min(nodes, top + tile); ++from)
        for (Index to = left; to < std::min(from, left + tile); ++to)
          if (matrix[size_t{from} * nodes + to] != matrix[size_t{to} * nodes + from]) return false;
  return true;
}

// The first `count` of the other jobs by a measure, nearest first.
template <class Measure>
void nearest(Index job, Index jobs, std::span<Index> out, Measure measure) {
  thread_local std::vector<std::pair<float, Index>> ranked;
  ranked.clear();
  for (Index other = 0; other < jobs; ++other)
    if (other != job) ranked.emplace_back(float(measure(other)), other);
  const auto end = ranked.begin() + std::ptrdiff_t(out.size());
  if (end != ranked.end()) std::nth_element(ranked.begin(), end, ranked.end());
  std::sort(ranked.begin(), end);
  for (size_t i = 0; i < out.size(); ++i) out[i] = ranked[i].second;
}

auto type_key(const Vehicle& v) {
  std::vector<double> breaks;
  for (const Break& b : v.breaks)
    breaks.insert(breaks.end(), {b.start.from, b.start.to, b.duration});
  return std::tuple(v.start, v.end, v.shift.from, v.shift.to, breaks, v.capacity, v.skills, v.tools,
                    v.parts, v.permits, v.depot, v.depot_duration, v.duration_max, v.cost);
}

}  // namespace

bool is_for(const Problem& problem, const Job& job, Index vehicle) {
  const Vehicle& crew = problem.vehicles[vehicle];
  if (job.pinned != none && job.pinned != vehicle) return false;
  if (std::binary_search(job.forbidden.begin(), job.forbidden.end(), vehicle)) return false;
  if ((job.skills & ~crew.skills) != 0 || (job.permits & ~crew.permits) != 0) return false;
  if (crew.depot) return true;
  if ((job.tools & ~crew.tools) != 0) return false;
  for (size_t kind = 0; kind < job.parts.size(); ++kind)
    if (job.parts[kind] > (kind < crew.parts.size() ? crew.parts[kind] : 0)) return false;
  return true;
}

bool may_do(const Problem& problem, const Job& job, Index vehicle) {
  const Vehicle& crew = problem.vehicles[vehicle];
  for (size_t d = 0; d < std::min(job.demand.size(), crew.capacity.size()); ++d)
    if (job.demand[d] > crew.capacity[d]) return false;
  return is_for(problem, job, vehicle);
}

Result<Instance> Instance::of(const Problem& problem) {
  if (const auto fine = checked(problem); !fine) return tl::unexpected(fine.error());
  Instance made;
  made.problem = &problem;
  made.jobs = Index(problem.jobs.size());
  made.add_terminals();
  made.fill_features();
  made.fill_nodes();
  made.fill_allowed();
  made.fill_types();
  made.fill_matrices();
  made.neighbours_.resize(made.jobs);
  return made;
}

void Instance::add_terminals() {
  // A visit to a depot takes time, leaving it in the morning does not: nodes of their own.
  std::map<std::pair<Index, double>, Index> node_of;
  for (const Job& job : problem->jobs) place.push_back(job.place);
  const auto node = [&](std::optional<Index> where, double duration = -1) {
    const auto [found, is_new] =
        node_of.try_emplace({where.value_or(none), duration}, Index(place.size()));
    if (is_new) place.push_back(where.value_or(none));
    return found->second;
  };
  for (const Vehicle& v : problem->vehicles)
    crews.push_back({.start = node(v.start),
                     .end = node(v.end),
                     .depot = v.depot ? node(v.depot, v.depot_duration) : none,
                     .type = 0});
  nodes = Index(place.size());
}

void Instance::fill_features() {
  origin = forever;
  for (const Vehicle& v : problem->vehicles) {
    dimensions = std::max(dimensions, Index(v.capacity.size()));
    simulated |= !v.breaks.empty();
    timed |= v.duration_max < forever;
    origin = std::min(origin, v.shift.from);
  }
  simulated |= problem->travel.changes_by_hour();
  for (const Job& job : problem->jobs) {
    kinds = std::max(kinds, Index(job.parts.size()));
    simulated |= job.windows.size() > 1;
    paired |= job.pickup != none;
    ordered |= !job.after.empty();
    stocked |= job.tools != 0 || !job.parts.empty();
  }
  has_windows_ = std::any_of(problem->jobs.begin(), problem->jobs.end(),
                             [](const Job& job) { return !job.windows.empty(); });
  bool may_wait = std::any_of(problem->vehicles.begin(), problem->vehicles.end(),
                              [](const Vehicle& v) { return !v.breaks.empty(); });
  for (const Job& job : problem->jobs)
    may_wait |= !job.windows.empty() && job.windows.front().from > origin;
  double slowest = 1;
  for (const auto& hours : problem->travel.pace)
    for (const double pace : hours)
      fastest = std::max(fastest, pace), slowest = std::min(slowest, pace);
  if (!may_wait && !ordered && problem->travel.closures.empty()) delay_share = slowest / fastest;
  if (problem->objective == Objective::duration) {
    timed = true;
    metre_cost = 0;
    second_cost = 1;
  } else if (problem->objective == Objective::dispatch) {
    simulated = true;
    completion_cost = 1;
    metre_cost = 1e-3;  // of a weighted second: travel decides between equals
  }
}

void Instance::fill_nodes() {
  ready.assign(nodes, 0);
  due.assign(nodes, forever);
  service.assign(nodes, 0);
  weight.assign(nodes, 0);
  partner.assign(jobs, none);
  demand.assign(size_t{jobs} * dimensions, 0);
  parts.assign(size_t{jobs} * kinds, 0);
  before.resize(jobs);
  behind.resize(jobs);
  for (Index i = 0; i < jobs; ++i) {
    const Job& job = problem->jobs[i];
    service[i] = job.duration;
    weight[i] = job.priority;
    if (!job.windows.empty()) ready[i] = job.windows.front().from, due[i] = job.windows.back().to;
    if (job.pickup != none) partner[i] = job.pickup, partner[job.pickup] = i;
    if (job.pickup == none) request.push_back(i);
    std::copy_n(job.demand.begin(), std::min<size_t>(dimensions, job.demand.size()),
                demand.begin() + std::ptrdiff_t(size_t{i} * dimensions));
    std::copy(job.parts.begin(), job.parts.end(),
              parts.begin() + std::ptrdiff_t(size_t{i} * kinds));
    before[i] = job.after;
    for (const Index first : job.after) behind[first].push_back(i);
  }
  for (const Vehicle& v : problem->vehicles)
    for (Index d = 0; d < dimensions; ++d)
      capacity.push_back(d < v.capacity.size() ? v.capacity[d] : forever);
  for (size_t v = 0; v < crews.size(); ++v)
    if (crews[v].depot != none) service[crews[v].depot] = problem->vehicles[v].depot_duration;
}

void Instance::fill_allowed() {
  allowed.resize(size_t{jobs} * crews.size());
  for (Index job = 0; job < jobs; ++job)
    for (Index v = 0; v < crews.size(); ++v)
      allowed[size_t{job} * crews.size() + v] =
          may_do(*problem, problem->jobs[job], v) &&
          (partner[job] == none || may_do(*problem, problem->jobs[partner[job]], v));
}

void Instance::fill_types() {
  std::map<std::pair<decltype(type_key(problem->vehicles[0])), std::vector<uint8_t>>, Index> known;
  const bool forbids = std::any_of(problem->jobs.begin(), problem->jobs.end(), [](const Job& job) {
    return job.pinned != none || !job.forbidden.empty();
  });
  for (Index v = 0; v < crews.size(); ++v) {
    std::vector<uint8_t> column;
    if (forbids)
      for (Index job = 0; job < jobs; ++job) column.push_back(permits(job, v));
    crews[v].type =
        known.try_emplace({type_key(problem->vehicles[v]), std::move(column)}, Index(known.size()))
            .first->second;
  }
  types = Index(known.size());
}

void Instance::fill_matrices() {
  const Travel& travel = problem->travel;
  bool is_same = nodes == travel.places;
  for (Index node = 0; node < nodes && is_same; ++node) is_same = place[node] == node;
  const auto by_node = [&](const std::vector<double>& of) -> const double* {
    if (is_same) return of.data();
    auto made = std::make_unique_for_overwrite<double[]>(size_t{nodes} * nodes);
    for (Index from = 0; from < nodes; ++from) {
      double* out = made.get() + size_t{from} * nodes;
      if (place[from] == none) {
        std::fill_n(out, nodes, 0.0);
        continue;
      }
      const double* row = of.data() + size_t{place[from]} * travel.places;
      for (Index to = 0; to < nodes; ++to) out[to] = place[to] == none ? 0.0 : row[place[to]];
    }
    kept_.push_back(std::move(made));
    return kept_.back().get();
  };
  const auto turned = [&](const double* of) -> const double* {
    if (travel.is_symmetric || is_symmetric(of, nodes)) return of;
    kept_.push_back(transposed(of, nodes));
    return kept_.back().get();
  };
  metres = by_node(*travel.metres);
  metres_in = turned(metres);
  const bool is_one = travel.metres == travel.seconds;
  seconds = is_one ? metres : by_node(*travel.seconds);
  seconds_in = is_one ? metres_in : turned(seconds);
}

void Instance::find_neighbours(Index job, Neighbours& of) const {
  const Index others = jobs - 1;
  of.adjacent.resize(std::min(others, adjacent_max));
  nearest(job, jobs, of.adjacent, [&](Index other) { return metres[at(job, other)]; });
  of.near.resize(std::min(others, near_max));
  const auto one_way = [this](Index a, Index b) {
    const double way = seconds[at(a, b)];
    const double wait = ready[b] - way - service[a] - due[a];
    const double late = ready[a] + service[a] + way - due[b];
    return way + wait_weight * std::max(0.0, wait) + lateness_weight * std::max(0.0, late);
  };
  if (has_windows_)
    nearest(job, jobs, of.near,
            [&](Index other) { return std::min(one_way(job, other), one_way(other, job)); });
  else
    std::copy_n(of.adjacent.begin(), of.near.size(), of.near.begin());
  thread_local std::vector<std::pair<double, Index>> ranked;
  ranked.clear();
  for (Index v = 0; v < crews.size(); ++v)
    ranked.emplace_back(seconds[at(crews[v].start, job)] + (permits(job, v) ? 0 : forever), v);
  const auto end = ranked.begin() + std::min(near_crews_max, std::ssize(ranked));
  std::partial_sort(ranked.begin(), end, ranked.end());
  of.crews.clear();
  for (auto one = ranked.begin(); one != end; ++one) of.crews.push_back(one->second);
  of.is_known = true;
}

}  // namespace lifeline::routing
