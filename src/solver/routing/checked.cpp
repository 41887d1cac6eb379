// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <string>

#include "base/limits.h"
#include "solver/routing/instance.h"

namespace lifeline::routing {
namespace {

std::string at(std::string_view list, size_t index, std::string_view field) {
  return std::string(list) + "[" + std::to_string(index) + "]." + std::string(field);
}

bool is_amount(double value) { return value >= 0 && value <= forever; }

bool do_rise(const std::vector<Window>& windows) {
  double last = -1;
  for (const Window& w : windows) {
    if (!is_amount(w.from) || !is_amount(w.to) || w.to < w.from || w.from <= last) return false;
    last = w.to;
  }
  return true;
}

Result<void> check_travel(const Travel& travel) {
  const size_t pairs = size_t{travel.places} * travel.places;
  const auto fits = [pairs](const auto& matrix) {
    return matrix && matrix->size() == pairs &&
           std::all_of(matrix->begin(), matrix->end(), is_amount);
  };
  if (!fits(travel.metres) || (travel.seconds != travel.metres && !fits(travel.seconds)))
    return invalid("travel_must_fit_its_places", "travel");
  if (travel.classes.empty() != travel.pace.empty() ||
      (!travel.classes.empty() && travel.classes.size() != pairs))
    return invalid("travel_must_fit_its_places", "travel.classes");
  for (const uint8_t one : travel.classes)
    if (one >= travel.pace.size()) return invalid("travel_must_fit_its_places", "travel.classes");
  for (const auto& hours : travel.pace)
    if (hours.size() != 24 || std::any_of(hours.begin(), hours.end(), [](double pace) {
          return !(pace >= 0.01 && pace <= 100);
        }))
      return invalid("number_must_be_in_range", "travel.pace", "24 hours, each from 0.01 to 100");
  for (size_t i = 0; i < travel.closures.size(); ++i) {
    const Closure& closure = travel.closures[i];
    if (closure.from >= travel.places || closure.to >= travel.places)
      return invalid("place_must_be_known", at("travel.closures", i, "from"));
    const auto key = [](const Closure& c) { return std::tuple(c.from, c.to, c.when.from); };
    if (!do_rise({closure.when}) || (i > 0 && key(travel.closures[i - 1]) > key(closure)))
      return invalid("windows_must_rise", at("travel.closures", i, "when"));
  }
  return {};
}

Result<void> check_vehicle(const Problem& problem, size_t i) {
  const Vehicle& v = problem.vehicles[i];
  for (const auto& place : {v.start, v.end, v.depot})
    if (place && *place >= problem.travel.places)
      return invalid("place_must_be_known", at("vehicles", i, "start"));
  if (!do_rise({v.shift})) return invalid("windows_must_rise", at("vehicles", i, "shift"));
  std::vector<Window> starts;
  for (const Break& one : v.breaks) {
    starts.push_back(one.start);
    if (!is_amount(one.duration))
      return invalid("number_must_be_in_range", at("vehicles", i, "breaks"));
  }
  if (!do_rise(starts) || starts.size() > limits::routing_breaks_max)
    return invalid("windows_must_rise", at("vehicles", i, "breaks"));
  const bool are_amounts = std::all_of(v.capacity.begin(), v.capacity.end(), is_amount);
  if (!are_amounts || v.capacity.size() > limits::routing_dimensions_max ||
      !is_amount(v.depot_duration) || !is_amount(v.duration_max) || !is_amount(v.cost))
    return invalid("number_must_be_in_range", at("vehicles", i, "capacity"));
  return {};
}

Result<void> check_job(const Problem& problem, size_t i) {
  const Job& job = problem.jobs[i];
  if (job.place >= problem.travel.places)
    return invalid("place_must_be_known", at("jobs", i, "place"));
  if (!do_rise(job.windows)) return invalid("windows_must_rise", at("jobs", i, "windows"));
  if (!is_amount(job.duration) || !is_amount(job.priority) || !is_amount(job.penalty) ||
      !std::all_of(job.demand.begin(), job.demand.end(), is_amount) ||
      job.demand.size() > limits::routing_dimensions_max ||
      job.parts.size() > limits::routing_dimensions_max)
    return invalid("number_must_be_in_range", at("jobs", i, "demand"));
  if (job.pinned != none && job.pinned >= problem.vehicles.size())
    return invalid("vehicle_must_be_known", at("jobs", i, "pinned"));
  if (!std::is_sorted(job.forbidden.begin(), job.forbidden.end()))
    return invalid("forbidden_vehicles_must_rise", at("jobs", i, "forbidden"));
  for (const Index first : job.after)
    if (first >= problem.jobs.size() || first == i)
      return invalid("job_must_be_known", at("jobs", i, "after"));
  return {};
}

Result<void> check_pairs(const Problem& problem) {
  std::vector<Index> delivery(problem.jobs.size(), none);
  for (size_t i = 0; i < problem.jobs.size(); ++i) {
    const Index pickup = problem.jobs[i].pickup;
    if (pickup == none) continue;
    if (pickup >= problem.jobs.size() || pickup == i)
      return invalid("job_must_be_known", at("jobs", i, "pickup"));
    if (delivery[pickup] != none || problem.jobs[pickup].pickup != none)
      return invalid("pickup_must_have_one_delivery", at("jobs", i, "pickup"));
    delivery[pickup] = Index(i);
  }
  return {};
}

// Takes off jobs that wait for none until no more are left; what remains goes round.
Result<void> check_order(const Problem& problem) {
  std::vector<size_t> waits(problem.jobs.size());
  std::vector<std::vector<Index>> behind(problem.jobs.size());
  std::vector<Index> free;
  for (size_t i = 0; i < problem.jobs.size(); ++i) {
    waits[i] = problem.jobs[i].after.size();
    for (const Index first : problem.jobs[i].after) behind[first].push_back(Index(i));
    if (waits[i] == 0) free.push_back(Index(i));
  }
  for (size_t next = 0; next < free.size(); ++next)
    for (const Index later : behind[free[next]])
      if (--waits[later] == 0) free.push_back(later);
  for (size_t i = 0; i < waits.size(); ++i)
    if (waits[i] > 0) return invalid("order_must_not_go_round", at("jobs", i, "after"));
  return {};
}

Result<void> check_driven(const Problem& problem) {
  std::vector<bool> seen(problem.jobs.size());
  for (size_t i = 0; i < problem.vehicles.size(); ++i)
    for (const Index job : problem.vehicles[i].driven) {
      if (job >= problem.jobs.size())
        return invalid("job_must_be_known", at("vehicles", i, "driven"));
      if (seen[job])
        return invalid("driven_job_must_be_on_one_vehicle", at("vehicles", i, "driven"));
      seen[job] = true;
    }
  return {};
}

}  // namespace

Result<void> checked(const Problem& problem) {
  if (problem.vehicles.empty()) return invalid("vehicles_must_be_given", "vehicles");
  if (problem.vehicles.size() > limits::routing_vehicles_max)
    return invalid("plan_must_have_fewer_vehicles", "vehicles");
  if (problem.jobs.size() > limits::routing_jobs_max)
    return invalid("plan_must_have_fewer_jobs", "jobs");
  if (auto fine = check_travel(problem.travel); !fine) return fine;
  for (size_t i = 0; i < problem.vehicles.size(); ++i)
    if (auto fine = check_vehicle(problem, i); !fine) return fine;
  for (size_t i = 0; i < problem.jobs.size(); ++i)
    if (auto fine = check_job(problem, i); !fine) return fine;
  if (auto fine = check_pairs(problem); !fine) return fine;
  if (auto fine = check_order(problem); !fine) return fine;
  return check_driven(problem);
}

}  // namespace lifeline::routing
