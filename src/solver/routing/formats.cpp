// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/formats.h"

#include <cmath>
#include <span>

#include "base/limits.h"
#include "solver/routing/day.h"
#include "solver/routing/rows.h"

namespace lifeline::routing {
namespace {

using limits::routing_jobs_max;
using limits::routing_vehicles_max;

struct Fleet {
  uint32_t vehicles = 0;
  double capacity = 0;
};

Result<Fleet> read_fleet(const Row& row) {
  const auto vehicles = whole(row, 0, routing_vehicles_max, "the number of vehicles");
  if (!vehicles) return tl::unexpected(vehicles.error());
  const auto capacity = number(row, 1, "a capacity");
  if (!capacity) return tl::unexpected(capacity.error());
  if (*vehicles == 0 || *capacity < 0)
    return malformed(row, "one vehicle at least and a capacity not below 0");
  return Fleet{*vehicles, *capacity};
}

// Columns id, x, y, demand, ready, due, service of a row; times must not be below 0.
Result<Job> read_job(const Row& row, const std::vector<double>& values) {
  if (values[4] < 0 || values[5] < values[4] || values[6] < 0)
    return malformed(row, "ready ≤ due and a service, all not below 0");
  return Job{.id = std::string(row.words[0]),
             .duration = values[6],
             .windows = {{values[4], values[5]}},
             .demand = {std::abs(values[3])}};
}

void add_vehicles(Problem& problem, const Fleet& fleet, Window shift) {
  for (uint32_t v = 1; v <= fleet.vehicles; ++v)
    problem.vehicles.push_back({.id = std::to_string(v),
                                .start = 0,
                                .end = 0,
                                .shift = shift,
                                .capacity = {fleet.capacity}});
}

// Rows of a depot and its customers, numbered from 0 in order. Hands each customer's values to
// `take`.
template <class Take>
Result<Problem> read_customers(std::span<const Row> rows, const Fleet& fleet, size_t columns,
                               Take take) {
  Problem problem;
  std::vector<Point> points;
  if (rows.empty()) return incomplete("the depot");
  if (rows.size() > routing_jobs_max + 1)
    return malformed(rows[routing_jobs_max + 1],
                     "at most " + std::to_string(routing_jobs_max) + " customers");
  for (const Row& row : rows) {
    const auto values = numbers(row, columns, "a number");
    if (!values) return tl::unexpected(values.error());
    if ((*values)[0] != double(points.size()))
      return malformed(row, "the id " + std::to_string(points.size()) + " next");
    auto job = read_job(row, *values);
    if (!job) return tl::unexpected(job.error());
    if (points.empty()) {
      add_vehicles(problem, fleet, job->windows.front());
    } else {
      job->place = Index(points.size());
      problem.jobs.push_back(std::move(*job));
      if (auto fine = take(row, *values, problem.jobs.back()); !fine)
        return tl::unexpected(fine.error());
    }
    points.push_back({(*values)[1], (*values)[2]});
  }
  problem.travel = euclidean(points);
  return problem;
}

}  // namespace

Travel euclidean(const std::vector<Point>& points, double scale) {
  auto matrix = std::make_shared<std::vector<double>>();
  matrix->reserve(points.size() * points.size());
  for (const Point& a : points)
    for (const Point& b : points) {
      const double way = std::sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
      matrix->push_back(scale == 0 ? way : std::round(scale * way));
    }
  return {.places = Index(points.size()), .metres = matrix, .seconds = matrix};
}

Result<Problem> read_solomon(std::string_view text) {
  const std::vector<Row> rows = rows_of(text);
  size_t at = 0;
  const auto skip_to = [&](std::string_view heading) {
    while (at < rows.size() && rows[at].words[0] != heading) ++at;
    return at++ < rows.size();
  };
  if (!skip_to("NUMBER") || at >= rows.size()) return incomplete("the row under NUMBER CAPACITY");
  const auto fleet = read_fleet(rows[at]);
  if (!fleet) return tl::unexpected(fleet.error());
  if (!skip_to("CUST")) return incomplete("the heading CUST NO.");
  return read_customers(std::span(rows).subspan(at), *fleet, 7,
                        [](auto&, auto&, auto&) { return Result<void>{}; });
}

Result<Problem> read_lilim(std::string_view text) {
  const std::vector<Row> rows = rows_of(text);
  if (rows.empty()) return incomplete("the number of vehicles");
  const auto fleet = read_fleet(rows[0]);
  if (!fleet) return tl::unexpected(fleet.error());
  const auto customers = double(rows.size() - 2);
  std::vector<std::pair<Index, Index>> said;  // pickup and delivery of each
  auto problem = read_customers(
      std::span(rows).subspan(1), *fleet, 9,
      [&](const Row& row, const std::vector<double>& values, Job&) -> Result<void> {
        const double pickup = values[7], delivery = values[8];
        if ((pickup == 0) == (delivery == 0) || std::min(pickup, delivery) < 0 ||
            std::max(pickup, delivery) > customers ||
            pickup + delivery != std::floor(pickup + delivery))
          return malformed(row, "either the id of its pickup or of its delivery, the other 0");
        said.emplace_back(Index(pickup), Index(delivery));
        return {};
      });
  if (!problem) return problem;
  for (Index job = 0; job < said.size(); ++job) {
    const auto [pickup, delivery] = said[job];
    if (pickup != 0) problem->jobs[job].pickup = pickup - 1;
    const auto& other = said[(pickup != 0 ? pickup : delivery) - 1];
    if ((pickup != 0 ? other.second : other.first) != job + 1)
      return malformed(rows[job + 2], "its other half to name it");
  }
  return problem;
}

Result<Problem> read_problem(std::string_view text, Format format) {
  switch (format) {
    case Format::solomon: return read_solomon(text);
    case Format::lilim: return read_lilim(text);
    case Format::vrplib: return read_vrplib(text);
    case Format::trsp: return read_trsp(text);
    case Format::day: break;
  }
  return read_day(text);
}

}  // namespace lifeline::routing
