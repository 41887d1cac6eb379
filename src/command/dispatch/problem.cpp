// SPDX-License-Identifier: Apache-2.0
#include "command/dispatch/problem.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/limits.h"
#include "base/zone.h"

namespace lifeline::dispatch {
namespace {

using routing::Index;

constexpr int64_t day_s = 24 * 3600;
constexpr double depot_s = 900;      // to fetch parts
constexpr double least_work_s = 60;  // for a crew that is longer at it than was planned
constexpr size_t part_kinds_max = limits::routing_dimensions_max;

Instant midnight_before(Instant now) {
  const int64_t local_s = now.us / 1'000'000 + local_ahead_s;
  return Instant{(local_s - local_s % day_s - local_ahead_s) * 1'000'000};
}

/// Makes the problem of a scene, piece by piece.
class Maker {
 public:
  explicit Maker(const Scene& scene) : scene_(scene), judge_(scene.crews) {
    asked_.now = scene.now;
    asked_.origin = midnight_before(scene.now);
    asked_.closures = scene.closures;
    asked_.problem.objective = routing::Objective::dispatch;
  }
  Asked make() {
    name_parts();
    for (size_t i = 0; i < scene_.crews.size(); ++i) add_crew(i);
    for (const job::Job& job : scene_.jobs) add_job(job);
    for (size_t i = 0; i < asked_.slots.size(); ++i) add_order(Index(i));
    keep_present();
    return std::move(asked_);
  }

 private:
  double second(Instant at) const { return double((at - asked_.origin).count()) / 1e6; }
  Index place(LonLat at) {
    const auto [found, is_new] =
        places_.try_emplace({at.longitude_deg, at.latitude_deg}, Index(asked_.places.size()));
    if (is_new) asked_.places.push_back(at);
    return found->second;
  }
  const job::Job& job_of(Index slot) const { return *jobs_.at(asked_.slots[slot].job); }

  void name_parts();
  std::vector<uint16_t> counted(const crew::Parts& parts) const;
  void add_crew(size_t index);
  void add_job(const job::Job& job);
  void add_settled(const job::Job& job, uint64_t part, const job::Assignment& one);
  void add_open(const job::Job& job, uint64_t part);
  void give_up(const job::Job& job, uint64_t part, Lack lack, std::vector<std::string> names);
  Index add(const job::Job& job, Slot slot);
  void add_order(Index slot);
  void keep_present();

  const Scene& scene_;
  Judge judge_;
  Asked asked_;
  std::map<std::pair<double, double>, Index> places_;
  std::map<std::string, size_t> part_kinds_;
  std::map<std::string, Index> vehicles_;  // by crew: of the problem
  std::vector<Index> vehicle_of_;          // by crew of the scene; none: not at work
  std::map<JobId, const job::Job*> jobs_;
  std::map<JobId, std::vector<Index>> slots_;  // by job
};

// The solver counts a few kinds of parts; those that most jobs need come first.
void Maker::name_parts() {
  std::map<std::string, size_t> wanted;
  for (const job::Job& job : scene_.jobs)
    for (const auto& [name, count] : job.what.parts) ++wanted[name];
  std::vector<std::pair<size_t, std::string>> order;
  for (const auto& [name, jobs] : wanted) order.emplace_back(jobs, name);
  std::ranges::sort(order, [](const auto& a, const auto& b) {
    return std::tie(b.first, a.second) < std::tie(a.first, b.second);
  });
  for (const auto& [jobs, name] : order) {
    if (part_kinds_.size() == part_kinds_max) break;
    part_kinds_.emplace(name, part_kinds_.size());
  }
}

std::vector<uint16_t> Maker::counted(const crew::Parts& parts) const {
  std::vector<uint16_t> counts(part_kinds_.size());
  for (const auto& [name, count] : parts)
    if (const auto kind = part_kinds_.find(name); kind != part_kinds_.end())
      counts[kind->second] = uint16_t(std::min<uint64_t>(count, UINT16_MAX));
  return counts;
}

// In its shift that runs or begins within the horizon; one that is on a job is there in any case.
void Maker::add_crew(size_t index) {
  vehicle_of_.push_back(routing::none);
  const Hand& hand = scene_.crews[index];
  const crew::Shift* shift = crew::next_shift(hand.crew, scene_.now);
  const bool is_soon =
      shift != nullptr && shift->from < seconds_after(scene_.now, limits::dispatch_horizon_s);
  if ((!is_soon && !hand.crew.job) || !is_given(hand.place)) return;
  routing::Vehicle vehicle{.id = hand.crew.what.id};
  const bool is_here = !is_soon || shift->from <= scene_.now || !is_given(hand.crew.what.base);
  vehicle.start = place(is_here ? hand.place : hand.crew.what.base);
  if (is_given(hand.crew.what.base)) {
    vehicle.end = vehicle.depot = place(hand.crew.what.base);
    vehicle.depot_duration = depot_s;
  }
  vehicle.shift.from = second(is_soon ? std::max(shift->from, scene_.now) : scene_.now);
  vehicle.shift.to = is_soon ? second(shift->until) : vehicle.shift.from + day_s;
  if (is_soon)
    for (const crew::Break& one : shift->breaks)
      if (one.from >= scene_.now)
        vehicle.breaks.push_back({.start = {second(one.from), second(one.from)},
                                  .duration = second(one.until) - second(one.from)});
  vehicle.parts = counted(hand.crew.parts);
  if (hand.capacity_kg > 0) vehicle.capacity = {hand.capacity_kg};
  vehicle_of_.back() = Index(asked_.problem.vehicles.size());
  vehicles_.emplace(hand.crew.what.id, vehicle_of_.back());
  asked_.crews.push_back(hand.crew.what.id);
  asked_.problem.vehicles.push_back(std::move(vehicle));
}

void Maker::add_job(const job::Job& job) {
  jobs_.emplace(job.id, &job);
  uint64_t part = 0;
  for (const job::Assignment& one : job.crews)
    if (job::is_concerned(one.step)) add_settled(job, ++part, one);
  uint64_t done = 0;
  for (const job::Assignment& one : job.crews) done += one.step == job::Step::done ? 1 : 0;
  // An offer to several crews that wait for who takes it first needs no more of them.
  while (part + done < job.what.crews_needed) add_open(job, ++part);
}

Index Maker::add(const job::Job& job, Slot slot) {
  const auto index = Index(asked_.slots.size());
  const double weight = weight_of(job.what.priority);
  routing::Job made{.id = to_text(job.id), .place = place(job.what.place)};
  made.duration = std::max(double(job.what.duration_s), least_work_s);
  made.priority = weight;
  made.penalty = weight * 1e6;
  made.parts = counted(job.what.parts);
  asked_.problem.jobs.push_back(std::move(made));
  asked_.slots.push_back(std::move(slot));
  asked_.abilities.emplace_back();
  slots_[job.id].push_back(index);
  return index;
}

// The crew drives to it, works at it, or was offered it and keeps it.
void Maker::add_settled(const job::Job& job, uint64_t part, const job::Assignment& one) {
  const auto vehicle = vehicles_.find(one.crew);
  if (vehicle == vehicles_.end()) return;
  const bool is_driven = one.step == job::Step::on_the_way || one.step == job::Step::on_site;
  const Index index = add(job, {.job = job.id,
                                .part = part,
                                .standing = is_driven ? Standing::under_way : Standing::committed,
                                .pinned = false});
  routing::Job& made = asked_.problem.jobs[index];
  made.pinned = vehicle->second;
  if (!is_driven) return;
  made.parts.clear();
  asked_.problem.vehicles[vehicle->second].driven.push_back(index);
  if (one.step != job::Step::on_site) return;
  asked_.problem.vehicles[vehicle->second].start = made.place;
  const double at_it_s = second(asked_.now) - second(one.arrived_at);
  made.duration = std::max(made.duration - at_it_s, least_work_s);
}

void Maker::give_up(const job::Job& job, uint64_t part, Lack lack, std::vector<std::string> names) {
  asked_.hopeless.push_back({.job = job.id,
                             .part = part,
                             .crew = {},
                             .standing = Standing::unassigned,
                             .why_name = {},
                             .second_crew = {},
                             .reason = lack,
                             .reason_names = std::move(names)});
}

void Maker::add_open(const job::Job& job, uint64_t part) {
  if (!is_given(job.what.place)) return give_up(job, part, Lack::place_must_be_given, {});
  Ability ability = judge_.judge(job);
  if (ability.able.empty()) return give_up(job, part, ability.lack, std::move(ability.names));
  std::vector<Index> able, unable;
  for (const uint32_t crew : ability.able)
    if (vehicle_of_[crew] != routing::none) able.push_back(vehicle_of_[crew]);
  if (able.empty()) return give_up(job, part, Lack::nobody_on_shift, {});
  for (const uint32_t crew : ability.unable)
    if (vehicle_of_[crew] != routing::none) unable.push_back(vehicle_of_[crew]);
  // Whoever has one part of the job is not sent for another.
  for (const job::Assignment& one : job.crews)
    if (const auto vehicle = vehicles_.find(one.crew);
        vehicle != vehicles_.end() && job::has_taken(one.step))
      unable.push_back(vehicle->second);
  std::ranges::sort(unable);
  unable.erase(std::unique(unable.begin(), unable.end()), unable.end());
  std::erase_if(able, [&](Index v) { return std::ranges::binary_search(unable, v); });
  if (able.empty()) return give_up(job, part, Lack::nobody_may, {});
  const Index index = add(job, {.job = job.id,
                                .part = part,
                                .standing = Standing::proposed,
                                .pinned = !job.bonds.pinned.empty()});
  routing::Job& made = asked_.problem.jobs[index];
  made.forbidden = std::move(unable);
  const double from = job.what.earliest ? std::max(0.0, second(job.what.earliest)) : 0;
  // What is late is still to be done, and soon.
  const bool has_end = job.what.latest && job.what.latest > asked_.now;
  if (job.what.earliest || has_end)
    made.windows = {{from, has_end ? std::max(from, second(job.what.latest)) : routing::forever}};
  if (ability.able.size() == 1) ability.names = {judge_.only_name(job, ability.able.front())};
  asked_.abilities[index] = std::move(ability);
}

// What waits for another, and what is delivered from another.
void Maker::add_order(Index slot) {
  const job::Job& job = job_of(slot);
  routing::Job& made = asked_.problem.jobs[slot];
  if (asked_.slots[slot].standing == Standing::under_way) return;
  for (const JobId before : job.what.after)
    if (const auto found = slots_.find(before); found != slots_.end())
      made.after.insert(made.after.end(), found->second.begin(), found->second.end());
  if (!job.what.deliver_of || asked_.slots[slot].part > 1) return;
  const auto found = slots_.find(job.what.deliver_of);
  if (found == slots_.end()) return;  // it is on some vehicle; its crew is pinned by whoever knows
  const Index pickup = found->second.front();
  if (asked_.slots[pickup].standing == Standing::under_way) {
    made.pinned = asked_.problem.jobs[pickup].pinned;
    made.after.push_back(pickup);
    return;
  }
  made.pickup = pickup;
  asked_.problem.jobs[pickup].demand = {job_of(pickup).what.load_kg};
}

// The routes that stand, by position, without what is gone.
void Maker::keep_present() {
  std::map<std::pair<JobId, uint64_t>, Index> known;
  for (Index i = 0; i < asked_.slots.size(); ++i)
    known.emplace(std::pair(asked_.slots[i].job, asked_.slots[i].part), i);
  std::map<Index, std::vector<std::pair<uint64_t, Index>>> stops;
  for (const Proposal& one : scene_.proposals) {
    const auto slot = known.find({one.job, one.part});
    const auto vehicle = vehicles_.find(one.crew);
    if (slot != known.end() && vehicle != vehicles_.end())
      stops[vehicle->second].emplace_back(one.position, slot->second);
  }
  for (auto& [vehicle, jobs] : stops) {
    std::ranges::sort(jobs);
    routing::Route route{.vehicle = vehicle, .stops = {}, .breaks = {}};
    for (const auto& [position, job] : jobs) route.stops.push_back({.job = job});
    asked_.present.routes.push_back(std::move(route));
  }
}

}  // namespace

double weight_of(order::Priority priority) {
  switch (priority) {
    case order::Priority::normal: return 1;
    case order::Priority::high: return 4;
    case order::Priority::urgent: return 16;
  }
  return 1;
}

Asked ask(const Scene& scene) { return Maker(scene).make(); }

}  // namespace lifeline::dispatch
