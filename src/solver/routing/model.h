// SPDX-License-Identifier: Apache-2.0
// What is to be planned and what a plan is: crews (vehicles), jobs, the travel between places, and
// routes. Times are seconds and lengths metres, or whatever one unit a file speaks, in double
// precision; a place is an index into the travel matrices; vehicles and jobs are known by their
// index, their `id` is only for people.
//
// A plan is feasible when every route leaves its start no earlier than the shift, serves each stop
// within a window, meets skills, tools, parts, permits, capacity and order, takes its breaks, and
// is back by the end of the shift. What fits nowhere stays unassigned, with the reason.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lifeline::routing {

using Index = uint32_t;
inline constexpr Index none = std::numeric_limits<Index>::max();
inline constexpr double forever = 1e15;

struct Window {
  double from = 0;
  double to = forever;

  friend bool operator==(const Window&, const Window&) = default;
};

/// A road that is closed for a time: whoever would set out then waits until it is over.
struct Closure {
  Index from = 0;
  Index to = 0;
  Window when;
};

/// Between `places` places, row by row. `seconds` may be the very matrix of `metres`.
struct Travel {
  Index places = 0;
  std::shared_ptr<const std::vector<double>> metres;
  std::shared_ptr<const std::vector<double>> seconds;
  /// The class of each pair, as large as the matrix, or empty: then travel does not depend on the
  /// hour. `pace[class][hour]` is how much of the pair's seconds one second of driving gets done
  /// in that hour of the day: 1 is free flow, 0.5 takes twice as long; above 0.
  std::vector<uint8_t> classes;
  std::vector<std::vector<double>> pace;
  std::vector<Closure> closures;
  bool is_symmetric = false;  // it is known to be; else the matrices are looked at

  double distance(Index from, Index to) const { return (*metres)[size_t{from} * places + to]; }
  double duration(Index from, Index to) const { return (*seconds)[size_t{from} * places + to]; }
  bool changes_by_hour() const { return !classes.empty() || !closures.empty(); }
};

/// When one who sets out at `depart` is there: by the hours' pace, and not on a closed road.
double arrival(const Travel& travel, Index from, Index to, double depart);

struct Job {
  std::string id;
  Index place = 0;
  double duration = 0;
  std::vector<Window> windows;   // of the start of work, rising; empty: always
  std::vector<double> demand;    // by dimension of capacity; of a delivery it is not read
  uint64_t skills = 0;           // all of these must be had
  uint64_t tools = 0;            // all of these must be carried
  std::vector<uint16_t> parts;   // used up, by kind
  uint64_t permits = 0;          // all of these must be held: kind of work, closed ground
  double priority = 1;           // weight of a second of its completion
  double penalty = 1e6;          // for leaving it out
  Index pickup = none;           // this job delivers what that one picked up, on the same vehicle
  std::vector<Index> after;      // jobs that must be finished before this one starts, by any crew
  Index pinned = none;           // only this vehicle
  std::vector<Index> forbidden;  // never these vehicles, rising
};

struct Break {
  Window start;
  double duration = 0;
};

struct Vehicle {
  std::string id;
  std::optional<Index> start;  // none: it begins at its first stop
  std::optional<Index> end;    // none: it ends at its last stop
  Window shift;
  std::vector<Break> breaks;     // rising, taken between stops
  std::vector<double> capacity;  // by dimension; empty: no limit
  uint64_t skills = 0;
  uint64_t tools = 0;
  std::vector<uint16_t> parts;
  uint64_t permits = 0;
  /// Where all tools and parts are had; it may be visited once.
  std::optional<Index> depot;
  double depot_duration = 0;
  double duration_max = forever;  // from leaving to being back
  double cost = 0;                // of using it at all
  std::vector<Index> driven;      // jobs already fixed, first of the route and in this order
};

/// What is made small.
enum class Objective {
  distance,  // metres, with any number of vehicles
  vehicles,  // vehicles first, then metres
  duration,  // seconds from leaving to being back, over all vehicles
  dispatch,  // priority × completion, then travel
};

struct Problem {
  std::vector<Vehicle> vehicles;
  std::vector<Job> jobs;
  Travel travel;
  Objective objective = Objective::distance;
  std::vector<std::string> skill_names, tool_names, part_names, permit_names;  // for reasons
};

/// A stop is a job or, where `job` is none, the visit to the depot.
struct Stop {
  Index job = none;
  double arrive = 0;
  double start = 0;  // of the work
  double leave = 0;

  friend bool operator==(const Stop&, const Stop&) = default;
};

struct Route {
  Index vehicle = 0;
  std::vector<Stop> stops;
  double depart = 0;
  double back = 0;
  double distance = 0;
  std::vector<double> breaks;  // when each one taken starts

  friend bool operator==(const Route&, const Route&) = default;
};

struct Unassigned {
  Index job = 0;
  std::string reason;

  friend bool operator==(const Unassigned&, const Unassigned&) = default;
};

struct Plan {
  std::vector<Route> routes;  // of the vehicles used, by vehicle
  std::vector<Unassigned> unassigned;
  double cost = 0;  // of the objective, penalties included
  double distance = 0;
  double duration = 0;
  uint64_t iterations = 0;

  friend bool operator==(const Plan&, const Plan&) = default;
};

/// When to stop: at the first of these that is reached. The clock tells CPU seconds since any
/// fixed moment; without a clock only iterations count. `stop` is asked after every turn; once it
/// has said yes, the best plan so far is given.
struct Budget {
  double cpu_seconds = forever;
  uint64_t iterations = std::numeric_limits<uint64_t>::max();
  std::function<double()> clock;
  std::function<bool()> stop = {};
};

}  // namespace lifeline::routing
