// SPDX-License-Identifier: Apache-2.0
// The problem as the search reads it: by node, in arrays. Nodes 0 … jobs-1 are the jobs; behind
// them stand the distinct places where vehicles start, end or fetch parts, and one that is
// nowhere, no way from anything, for routes that begin or end where they please.
//
// The instance keeps a reference to its problem, which must outlive it. It does not change, but for
// what is near a job, which is worked out when it is first asked for: one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "solver/routing/model.h"

namespace lifeline::routing {

/// What a route is made of, by vehicle.
struct Crew {
  Index start = 0, end = 0, depot = none;  // nodes
  Index type = 0;  // crews of one type may stand for each other while they are not used
};

class Instance {
 public:
  /// Errors: those of checked(); the field says where, like "jobs[3].windows".
  static Result<Instance> of(const Problem& problem);

  Instance(Instance&&) = default;
  Instance& operator=(Instance&&) = default;

  const Problem* problem = nullptr;
  Index jobs = 0, nodes = 0, types = 0;
  Index dimensions = 0;  // of capacity
  Index kinds = 0;       // of parts

  // By pair of nodes, row by row; `_in` by the later node first.
  const double* metres = nullptr;
  const double* metres_in = nullptr;
  const double* seconds = nullptr;
  const double* seconds_in = nullptr;

  // By node.
  std::vector<double> ready, due, service, weight;
  std::vector<Index> place;
  // By job.
  std::vector<Index> partner;    // the other half of a pair, or none
  std::vector<Index> request;    // the jobs that stand for a request: pickups and single ones
  std::vector<double> demand;    // × dimensions; of the pickup
  std::vector<uint16_t> parts;   // × kinds
  std::vector<uint8_t> allowed;  // × vehicles
  std::vector<std::vector<Index>> before;  // jobs that must be finished before
  std::vector<std::vector<Index>> behind;  // jobs that wait for it
  // By vehicle.
  std::vector<Crew> crews;
  std::vector<double> capacity;  // × dimensions
  // What the search need not look at is left out of its loops.
  bool simulated = false;  // hours, breaks, several windows, completion: a route is walked through
  bool timed = false;      // the duration of routes costs or is bounded
  bool paired = false;
  bool stocked = false;  // tools or parts are asked for
  bool ordered = false;  // jobs wait for jobs
  double metre_cost = 1, second_cost = 0, completion_cost = 0;
  double origin = 0;       // completions count from here
  double fastest = 1;      // pace of any hour
  double delay_share = 0;  // of a delay that at least goes on to all later stops

  size_t at(Index from, Index to) const { return size_t{from} * nodes + to; }
  bool is_job(Index node) const { return node < jobs; }
  bool is_delivery(Index job) const { return problem->jobs[job].pickup != none; }
  double penalty(Index request) const {
    return problem->jobs[request].penalty +
           (partner[request] == none ? 0 : problem->jobs[partner[request]].penalty);
  }
  bool permits(Index job, Index vehicle) const {
    return allowed[size_t{job} * crews.size() + vehicle] != 0;
  }
  /// Jobs by distance from one, nearest first.
  std::span<const Index> adjacent_to(Index job) const { return neighbours(job).adjacent; }
  /// By distance and by how the windows fit.
  std::span<const Index> near_to(Index job) const { return neighbours(job).near; }
  /// Vehicles by distance from where they start.
  std::span<const Index> crews_near(Index job) const { return neighbours(job).crews; }
  double arrive(Index from, Index to, double depart) const {
    if (!problem->travel.changes_by_hour() || place[from] == none || place[to] == none)
      return depart + seconds[at(from, to)];
    return arrival(problem->travel, place[from], place[to], depart);
  }

 private:
  Instance() = default;
  void add_terminals();
  void fill_nodes();
  void fill_allowed();
  void fill_types();
  void fill_matrices();
  void fill_features();

  struct Neighbours {
    std::vector<Index> adjacent, near, crews;
    bool is_known = false;
  };
  const Neighbours& neighbours(Index job) const {
    Neighbours& of = neighbours_[job];
    if (!of.is_known) find_neighbours(job, of);
    return of;
  }
  void find_neighbours(Index job, Neighbours& of) const;

  std::vector<std::unique_ptr<double[]>> kept_;  // what the pointers point to
  bool has_windows_ = false;
  mutable std::vector<Neighbours> neighbours_;  // by job
};

/// Whether the job is for the vehicle: skills, permits, pin, forbids, and tools and parts unless it
/// can fetch them.
bool is_for(const Problem& problem, const Job& job, Index vehicle);
/// Whether a job may be on the vehicle at all: it is for it, and its load fits.
bool may_do(const Problem& problem, const Job& job, Index vehicle);

/// Errors, with the field: travel_must_fit_its_places, place_must_be_known,
/// vehicle_must_be_known, job_must_be_known, pickup_must_have_one_delivery, windows_must_rise,
/// number_must_be_in_range, forbidden_vehicles_must_rise, order_must_not_go_round,
/// plan_must_have_fewer_jobs, plan_must_have_fewer_vehicles, vehicles_must_be_given,
/// driven_job_must_be_on_one_vehicle.
Result<void> checked(const Problem& problem);

}  // namespace lifeline::routing
