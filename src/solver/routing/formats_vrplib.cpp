// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <optional>
#include <span>

#include "base/limits.h"
#include "solver/routing/formats.h"
#include "solver/routing/rows.h"

namespace lifeline::routing {
namespace {

constexpr double thousandths = 1000;

// "DIMENSION: 49" and sections: what a heading says and where the rows under it are.
struct Sections {
  std::map<std::string_view, const Row*> said;
  std::map<std::string_view, std::span<const Row>> rows;
};

Sections sections_of(const std::vector<Row>& rows) {
  Sections found;
  for (size_t at = 0; at < rows.size(); ++at) {
    const std::string_view first = rows[at].words[0];
    if (first == "EOF") break;
    if (first.ends_with("_SECTION")) {
      const size_t from = at + 1;
      const auto is_number = [](char c) { return (c >= '0' && c <= '9') || c == '-'; };
      while (at + 1 < rows.size() && is_number(rows[at + 1].words[0].front())) ++at;
      found.rows[first] = std::span(rows).subspan(from, at + 1 - from);
    } else if (first.ends_with(":")) {
      found.said[first.substr(0, first.size() - 1)] = &rows[at];
    }
  }
  return found;
}

struct Reader {
  Sections sections;
  Problem problem;
  uint32_t nodes = 0;
  std::vector<Point> points;
  std::vector<std::vector<double>> allowed;  // nodes, by vehicle

  Result<uint32_t> count(std::string_view name, uint32_t most) const {
    const auto found = sections.said.find(name);
    if (found == sections.said.end()) return incomplete(name);
    return whole(*found->second, 1, most, name);
  }

  // Rows "1 …", "2 …" of a section, as many as `wanted`.
  template <class Take>
  Result<void> each(std::string_view name, size_t wanted, size_t columns, Take take) const {
    const auto found = sections.rows.find(name);
    if (found == sections.rows.end()) return incomplete(name);
    size_t next = 1;
    for (const Row& row : found->second) {
      const auto values = numbers(row, columns, "a number");
      if (!values) return tl::unexpected(values.error());
      if ((*values)[0] != double(next) || next > wanted)
        return malformed(row, "the rows 1 to " + std::to_string(wanted) + " in order");
      if (!take(next - 1, *values))
        return malformed(row, "values that are possible in " + std::string(name));
      ++next;
    }
    if (next != wanted + 1) return incomplete("all rows of " + std::string(name));
    return {};
  }

  Result<void> read_nodes();
  Result<void> read_vehicles();
};

Result<void> Reader::read_nodes() {
  const auto dimension = count("DIMENSION", limits::routing_jobs_max + 1);
  if (!dimension) return tl::unexpected(dimension.error());
  if (*dimension == 0) return incomplete("the depot");
  nodes = *dimension;
  for (Index node = 1; node < nodes; ++node)
    problem.jobs.push_back({.id = std::to_string(node + 1), .place = node});
  using Values = const std::vector<double>&;
  const auto in_jobs = [this](auto take) {
    return [this, take](size_t at, Values v) { return at == 0 || take(problem.jobs[at - 1], v); };
  };
  const auto positions = each("NODE_COORD_SECTION", nodes, 3, [this](size_t, Values v) {
    points.push_back({v[1], v[2]});
    return true;
  });
  if (!positions) return positions;
  const auto demands = each("DEMAND_SECTION", nodes, 2, in_jobs([](Job& job, Values v) {
                              job.demand = {v[1]};
                              return v[1] >= 0;
                            }));
  if (!demands) return demands;
  const auto services = each("SERVICE_TIME_SECTION", nodes, 2, in_jobs([](Job& job, Values v) {
                               job.duration = thousandths * v[1];
                               return v[1] >= 0;
                             }));
  if (!services) return services;
  return each("TIME_WINDOW_SECTION", nodes, 3, [this](size_t at, Values v) {
    const Window window{thousandths * v[1], thousandths * v[2]};
    if (at == 0)
      for (Vehicle& vehicle : problem.vehicles) vehicle.shift = window;
    else
      problem.jobs[at - 1].windows = {window};
    return v[1] >= 0 && v[2] >= v[1];
  });
}

Result<void> Reader::read_vehicles() {
  const auto vehicles = count("VEHICLES", limits::routing_vehicles_max);
  if (!vehicles) return tl::unexpected(vehicles.error());
  for (uint32_t v = 1; v <= *vehicles; ++v)
    problem.vehicles.push_back({.id = std::to_string(v), .start = 0, .end = 0});
  if (const auto longest = sections.said.find("VEHICLES_MAX_DURATION");
      longest != sections.said.end()) {
    const auto value = number(*longest->second, 1, "a duration");
    if (!value) return tl::unexpected(value.error());
    for (Vehicle& vehicle : problem.vehicles) vehicle.duration_max = thousandths * *value;
  }
  using Values = const std::vector<double>&;
  const auto capacities = each("CAPACITY_SECTION", *vehicles, 2, [this](size_t at, Values v) {
    problem.vehicles[at].capacity = {v[1]};
    return v[1] >= 0;
  });
  if (!capacities || !sections.rows.contains("VEHICLES_ALLOWED_CLIENTS_SECTION")) return capacities;
  return each("VEHICLES_ALLOWED_CLIENTS_SECTION", *vehicles, 1, [this](size_t, Values v) {
    allowed.push_back({v.begin() + 1, v.end()});
    return std::all_of(v.begin() + 1, v.end(), [](double node) {
      return node >= 2 && node <= 1 + double(limits::routing_jobs_max);
    });
  });
}

}  // namespace

Result<Problem> read_vrplib(std::string_view text) {
  const std::vector<Row> rows = rows_of(text);
  Reader reader{.sections = sections_of(rows), .problem = {}, .points = {}, .allowed = {}};
  if (const auto read = reader.read_vehicles(); !read) return tl::unexpected(read.error());
  if (const auto read = reader.read_nodes(); !read) return tl::unexpected(read.error());
  for (Index vehicle = 0; vehicle < reader.allowed.size(); ++vehicle) {
    auto& nodes = reader.allowed[vehicle];
    std::sort(nodes.begin(), nodes.end());
    for (Index job = 0; job < reader.problem.jobs.size(); ++job)
      if (!std::binary_search(nodes.begin(), nodes.end(), double(job + 2)))
        reader.problem.jobs[job].forbidden.push_back(vehicle);
  }
  reader.problem.travel = euclidean(reader.points, thousandths);
  for (Job& job : reader.problem.jobs) job.penalty *= thousandths;
  return std::move(reader.problem);
}

}  // namespace lifeline::routing
