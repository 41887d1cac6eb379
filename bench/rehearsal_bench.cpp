// SPDX-License-Identifier: Apache-2.0
// How fast the machine lives through an emergency: the network made, and three weeks rehearsed.
// Run from the root of the source.
#include <benchmark/benchmark.h>

#include "app/modules.h"
#include "rehearsal/rehearse.h"

namespace lifeline::rehearsal {
namespace {

constexpr const char* folder = "scenarios/wuhan-2020";

void build_the_network(benchmark::State& state) {
  const auto scenario = load_scenario(folder);
  if (!scenario) return state.SkipWithError("run from the root of the source");
  size_t elements = 0;
  for (auto _ : state) elements += build_network(*scenario, 1).nodes.size();
  state.SetItemsProcessed(static_cast<int64_t>(elements));
}
BENCHMARK(build_the_network)->Unit(benchmark::kMillisecond);

void rehearse_three_weeks(benchmark::State& state) {
  const auto scenario = load_scenario(folder);
  if (!scenario) return state.SkipWithError("run from the root of the source");
  uint64_t events = 0;
  for (auto _ : state)
    events += run_rehearsal(*scenario, [] { return app::make_modules(); }).events;
  state.SetItemsProcessed(static_cast<int64_t>(events));
}
BENCHMARK(rehearse_three_weeks)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace lifeline::rehearsal
