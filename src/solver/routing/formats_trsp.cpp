// SPDX-License-Identifier: Apache-2.0
#include "base/limits.h"
#include "solver/routing/formats.h"
#include "solver/routing/rows.h"

namespace lifeline::routing {
namespace {

constexpr uint32_t kit_bits_max = 64;   // skills or tools
constexpr uint32_t parts_max = 10'000;  // of a kind

struct Sizes {
  uint32_t crew = 0, skills = 0, tools = 0, parts = 0;
};

// id, x, y, from, to, service, skills, tools, parts.
struct Line {
  Point point;
  Window window;
  double service = 0;
  uint64_t skills = 0, tools = 0;
  std::vector<uint16_t> parts;
};

uint64_t bits(const std::vector<uint32_t>& numbers) {
  uint64_t result = 0;
  for (const uint32_t one : numbers) result |= uint64_t{1} << one;
  return result;
}

Result<Sizes> read_sizes(const Row& row) {
  Sizes sizes;
  const auto read = [&row](size_t word, uint32_t most, uint32_t& value) {
    const auto count = whole(row, word, most, "how many there are");
    if (count) value = *count;
    return count;
  };
  for (const auto& count :
       {read(0, limits::routing_vehicles_max, sizes.crew), read(1, kit_bits_max, sizes.skills),
        read(2, kit_bits_max, sizes.tools), read(3, limits::routing_dimensions_max, sizes.parts)})
    if (!count) return tl::unexpected(count.error());
  if (sizes.crew == 0) return malformed(row, "one technician at least");
  return sizes;
}

Result<Line> read_line(const Row& row, size_t id, const Sizes& sizes) {
  double values[6] = {};
  for (size_t word = 0; word < 6; ++word) {
    const auto value = number(row, word, "a number");
    if (!value) return tl::unexpected(value.error());
    values[word] = *value;
  }
  if (values[0] != double(id)) return malformed(row, "the id " + std::to_string(id) + " next");
  if (values[3] < 0 || values[4] < values[3] || values[5] < 0)
    return malformed(row, "TWS ≤ TWE and a service, all not below 0");
  const auto skills = list(row, 6, sizes.skills == 0 ? 0 : sizes.skills - 1, "skills");
  if (!skills) return tl::unexpected(skills.error());
  const auto tools = list(row, 7, sizes.tools == 0 ? 0 : sizes.tools - 1, "tools");
  if (!tools) return tl::unexpected(tools.error());
  const auto parts = list(row, 8, parts_max, "spare parts");
  if (!parts) return tl::unexpected(parts.error());
  if (parts->size() > sizes.parts)
    return malformed(row, "at most " + std::to_string(sizes.parts) + " kinds of spare parts");
  return Line{.point = {values[1], values[2]},
              .window = {values[3], values[4]},
              .service = values[5],
              .skills = bits(*skills),
              .tools = bits(*tools),
              .parts = {parts->begin(), parts->end()}};
}

void add_technician(Problem& problem, const Row& row, Index place, const Line& line) {
  problem.vehicles.push_back({.id = std::string(row.words[0]),
                              .start = place,
                              .end = place,
                              .shift = line.window,
                              .skills = line.skills,
                              .tools = line.tools,
                              .parts = line.parts,
                              .depot = 0});
}

void add_request(Problem& problem, const Row& row, Index place, const Line& line) {
  problem.jobs.push_back({.id = std::string(row.words[0]),
                          .place = place,
                          .duration = line.service,
                          .windows = {line.window},
                          .skills = line.skills,
                          .tools = line.tools,
                          .parts = line.parts});
}

}  // namespace

Result<Problem> read_trsp(std::string_view text) {
  const std::vector<Row> rows = rows_of(text);
  size_t at = 0;
  const auto skip_to = [&](std::string_view heading) {
    while (at < rows.size() && rows[at].words[0] != heading) ++at;
    return at++ < rows.size();
  };
  if (!skip_to("CREW") || at >= rows.size()) return incomplete("the row under CREW COUNT");
  const auto sizes = read_sizes(rows[at]);
  if (!sizes) return tl::unexpected(sizes.error());
  if (!skip_to("ID")) return incomplete("the heading ID X Y");
  if (rows.size() - at < sizes->crew + 1) return incomplete("the last technician");
  if (rows.size() - at > limits::routing_jobs_max + sizes->crew + 1)
    return malformed(rows.back(), "fewer requests");
  Problem problem;
  problem.objective = Objective::duration;
  std::vector<Point> points;
  for (; at < rows.size(); ++at) {
    const auto place = Index(points.size());
    const auto line = read_line(rows[at], place, *sizes);
    if (!line) return tl::unexpected(line.error());
    points.push_back(line->point);
    if (place == 0) continue;
    if (place <= sizes->crew)
      add_technician(problem, rows[at], place, *line);
    else
      add_request(problem, rows[at], place, *line);
  }
  problem.travel = euclidean(points);
  return problem;
}

}  // namespace lifeline::routing
