// SPDX-License-Identifier: Apache-2.0
// lifeline solve: a routing problem from a file, solved within a budget of CPU time.
#include "solver/routing/solve.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>

#include "app/commands.h"
#include "app/exit_codes.h"
#include "base/file.h"
#include "solver/routing/formats.h"
#include "solver/routing/plan_json.h"

namespace lifeline::app {
namespace {

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

int refused(const std::string& file, const Error& error) {
  std::fprintf(stderr, "lifeline: %s: %s%s%s: %s\n", file.c_str(), error.field.c_str(),
               error.field.empty() ? "" : ": ", error.name.c_str(), error.detail.c_str());
  return 1;
}

routing::Objective objective_of(const std::string& name, routing::Format format) {
  if (name == "distance") return routing::Objective::distance;
  if (name == "vehicles") return routing::Objective::vehicles;
  if (name == "duration") return routing::Objective::duration;
  if (name == "dispatch" || format == routing::Format::day) return routing::Objective::dispatch;
  if (format == routing::Format::lilim) return routing::Objective::vehicles;
  return format == routing::Format::trsp ? routing::Objective::duration
                                         : routing::Objective::distance;
}

}  // namespace

int solve(const SolveOptions& options) {
  const auto text = read_file(options.file);
  if (!text) return refused(options.file, text.error());
  routing::Format format{};
  enum_from_text(options.format, format);  // the command line lets only its words through
  auto problem = routing::read_problem(*text, format);
  if (!problem) return refused(options.file, problem.error());
  problem->objective = objective_of(options.objective, format);
  // Reading counts, too.
  routing::Budget budget{.cpu_seconds = std::max(0.001, options.cpu_seconds - cpu_seconds()),
                         .clock = cpu_seconds};
  if (options.iterations > 0) budget = {.iterations = options.iterations, .clock = {}};
  const auto plan = routing::solve(*problem, {.budget = budget, .seed = options.seed});
  if (!plan) return refused(options.file, plan.error());
  std::vector<routing::Explanation> why;
  if (options.explain) {
    auto explained = routing::explained(*problem, *plan);
    if (!explained) return refused(options.file, explained.error());
    why = std::move(*explained);
  }
  const std::string json = routing::plan_json(*problem, *plan, why);
  std::ofstream file;
  if (!options.out.empty()) file.open(options.out, std::ios::binary | std::ios::trunc);
  std::ostream& out = options.out.empty() ? std::cout : file;
  out << json << std::flush;
  if (out.good()) return 0;
  std::fprintf(stderr, "lifeline: %s cannot be written\n", options.out.c_str());
  return exit_cannot_create;
}

}  // namespace lifeline::app
