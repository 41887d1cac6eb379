// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/day.h"

#include <algorithm>
#include <cmath>

#include "base/json_read.h"
#include "base/limits.h"
#include "solver/routing/roads.h"

namespace lifeline::routing {
namespace {

constexpr size_t bits_max = 64;

// Names in the order in which they are first met, as bits.
class Names {
 public:
  explicit Names(std::vector<std::string>& names) : names_(names) {}

  Result<uint64_t> bits(const std::vector<std::string>& wanted, const std::string& field) {
    uint64_t result = 0;
    for (const std::string& name : wanted) {
      auto found = std::find(names_.begin(), names_.end(), name);
      if (found == names_.end()) {
        if (names_.size() == bits_max)
          return invalid("names_must_be_fewer", field, "at most 64 in all");
        found = names_.insert(names_.end(), name);
      }
      result |= uint64_t{1} << (found - names_.begin());
    }
    return result;
  }

 private:
  std::vector<std::string>& names_;
};

struct Builder {
  const Day& day;
  Problem problem;
  std::vector<Position> positions;
  std::map<std::string_view, Index> crews, jobs;
  std::vector<std::string> kinds;

  std::string at(std::string_view list, size_t index, std::string_view field) const {
    return std::string(list) + "[" + std::to_string(index) + "]." + std::string(field);
  }
  Result<Index> place(double latitude, double longitude, const std::string& field);
  Result<void> parts(const std::map<std::string, uint32_t>& said, std::vector<uint16_t>& out,
                     const std::string& field);
  Result<void> number_ids();
  /// Skills, tools, permits and parts, which crews and jobs say in the same words.
  template <class From, class To>
  Result<void> kit(const From& from, To& to, const std::string& field);
  Result<void> add_crew(size_t i);
  Result<void> add_job(size_t i);
};

Result<Index> Builder::place(double latitude, double longitude, const std::string& field) {
  if (!(std::abs(latitude) <= 90) || !(std::abs(longitude) <= 180))
    return invalid("number_must_be_in_range", field, "latitude ±90 and longitude ±180");
  positions.push_back({latitude, longitude});
  return Index(positions.size() - 1);
}

Result<void> Builder::parts(const std::map<std::string, uint32_t>& said, std::vector<uint16_t>& out,
                            const std::string& field) {
  for (const auto& [name, count] : said) {
    auto found = std::find(kinds.begin(), kinds.end(), name);
    if (found == kinds.end()) {
      if (kinds.size() == limits::routing_dimensions_max)
        return invalid("names_must_be_fewer", field, "at most 8 kinds of parts");
      found = kinds.insert(kinds.end(), name);
    }
    if (count > 10'000) return invalid("number_must_be_in_range", field, "at most 10000");
    const auto kind = size_t(found - kinds.begin());
    out.resize(std::max(out.size(), kind + 1));
    out[kind] = uint16_t(count);
  }
  return {};
}

Result<void> Builder::number_ids() {
  for (size_t i = 0; i < day.crews.size(); ++i)
    if (day.crews[i].id.empty() || !crews.try_emplace(day.crews[i].id, Index(i)).second)
      return invalid("id_must_be_given_once", at("crews", i, "id"));
  for (size_t i = 0; i < day.jobs.size(); ++i)
    if (day.jobs[i].id.empty() || !jobs.try_emplace(day.jobs[i].id, Index(i)).second)
      return invalid("id_must_be_given_once", at("jobs", i, "id"));
  return {};
}

template <class From, class To>
Result<void> Builder::kit(const From& from, To& to, const std::string& field) {
  const auto skills = Names(problem.skill_names).bits(from.skills, field + "skills");
  if (!skills) return tl::unexpected(skills.error());
  const auto tools = Names(problem.tool_names).bits(from.tools, field + "tools");
  if (!tools) return tl::unexpected(tools.error());
  const auto permits = Names(problem.permit_names).bits(from.permits, field + "permits");
  if (!permits) return tl::unexpected(permits.error());
  to.skills = *skills;
  to.tools = *tools;
  to.permits = *permits;
  return parts(from.parts, to.parts, field + "parts");
}

Result<void> Builder::add_crew(size_t i) {
  const DayCrew& crew = day.crews[i];
  Vehicle vehicle{.id = crew.id, .shift = {crew.from, crew.to}};
  const auto start = place(crew.latitude, crew.longitude, at("crews", i, "latitude"));
  if (!start) return tl::unexpected(start.error());
  vehicle.start = *start;
  if (crew.home) vehicle.end = *start;
  if (crew.depot.size() > 1)
    return invalid("number_must_be_in_range", at("crews", i, "depot"), "one depot at most");
  for (const DayDepot& depot : crew.depot) {
    const auto where = place(depot.latitude, depot.longitude, at("crews", i, "depot"));
    if (!where) return tl::unexpected(where.error());
    vehicle.depot = *where;
    vehicle.depot_duration = depot.duration;
  }
  for (const DayBreak& one : crew.breaks)
    vehicle.breaks.push_back({.start = {one.from, one.to}, .duration = one.duration});
  for (const std::string& id : crew.driven) {
    const auto found = jobs.find(id);
    if (found == jobs.end()) return invalid("job_must_be_known", at("crews", i, "driven"), id);
    vehicle.driven.push_back(found->second);
  }
  if (const auto had = kit(crew, vehicle, at("crews", i, "")); !had) return had;
  problem.vehicles.push_back(std::move(vehicle));
  return {};
}

Result<void> Builder::add_job(size_t i) {
  const DayJob& said = day.jobs[i];
  Job job{.id = said.id, .duration = said.duration, .priority = said.priority};
  const auto where = place(said.latitude, said.longitude, at("jobs", i, "latitude"));
  if (!where) return tl::unexpected(where.error());
  job.place = *where;
  job.penalty = 1e6 * std::max(1.0, said.priority);
  for (const DayWindow& window : said.windows) job.windows.push_back({window.from, window.to});
  for (const std::string& id : said.after) {
    const auto found = jobs.find(id);
    if (found == jobs.end()) return invalid("job_must_be_known", at("jobs", i, "after"), id);
    job.after.push_back(found->second);
  }
  const auto crew = [&](const std::string& id) -> Result<Index> {
    const auto found = crews.find(id);
    if (found == crews.end()) return invalid("vehicle_must_be_known", at("jobs", i, "crew"), id);
    return found->second;
  };
  if (!said.crew.empty()) {
    const auto pinned = crew(said.crew);
    if (!pinned) return tl::unexpected(pinned.error());
    job.pinned = *pinned;
  }
  for (const std::string& id : said.not_crews) {
    const auto forbidden = crew(id);
    if (!forbidden) return tl::unexpected(forbidden.error());
    job.forbidden.push_back(*forbidden);
  }
  std::sort(job.forbidden.begin(), job.forbidden.end());
  if (const auto wanted = kit(said, job, at("jobs", i, "")); !wanted) return wanted;
  problem.jobs.push_back(std::move(job));
  return {};
}

}  // namespace

Result<Problem> problem_of(const Day& day) {
  if (day.jobs.size() > limits::routing_jobs_max)
    return invalid("plan_must_have_fewer_jobs", "jobs");
  if (day.crews.size() > limits::routing_vehicles_max)
    return invalid("plan_must_have_fewer_vehicles", "crews");
  Builder builder{.day = day, .problem = {}, .positions = {}, .crews = {}, .jobs = {}, .kinds = {}};
  if (const auto fine = builder.number_ids(); !fine) return tl::unexpected(fine.error());
  for (size_t i = 0; i < day.jobs.size(); ++i)
    if (const auto fine = builder.add_job(i); !fine) return tl::unexpected(fine.error());
  for (size_t i = 0; i < day.crews.size(); ++i)
    if (const auto fine = builder.add_crew(i); !fine) return tl::unexpected(fine.error());
  builder.problem.objective = Objective::dispatch;
  builder.problem.part_names = builder.kinds;
  builder.problem.travel = road_travel(builder.positions, usual_ways(), day.by_hour);
  return std::move(builder.problem);
}

Result<Problem> read_day(std::string_view text) {
  JsonDocument document;
  const auto json = document.parse(text);
  if (!json) return tl::unexpected(json.error());
  Day day;
  if (const auto read = read_json(*json, day, {}, Unknown::refused); !read)
    return tl::unexpected(read.error());
  return problem_of(day);
}

}  // namespace lifeline::routing
