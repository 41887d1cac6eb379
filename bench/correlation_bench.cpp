// SPDX-License-Identifier: Apache-2.0
// Correlation alone, without journal, alarms, sites and incidents: what each report of a storm does
// to the standing of a whole country's elements, on one core. A report's own deduplication is the
// alarm noun's; here each is taken as it comes.
#include <memory>

#include <benchmark/benchmark.h>

#include "network/alarm/model.h"
#include "network/element/settle.h"
#include "rehearsal/storm/country.h"
#include "rehearsal/storm/storm.h"

namespace lifeline::rehearsal {
namespace {

constexpr Instant begin{1'579'752'000'000'000};

struct Ground {
  explicit Ground(uint32_t stations)
      : country(build_country({.provinces = 1, .stations = stations, .sites = 0}, 1)),
        plant(country.network) {
    element::Imported imported;
    for (const Node& node : country.network.nodes) imported.elements.push_back(node.element);
    evolve(state, element::Event(std::move(imported)));
  }

  void take(const std::vector<element::Event>& events) {
    for (const element::Event& event : events) evolve(state, event);
  }

  void play(const std::vector<Arrival>& arrivals) {
    for (const Arrival& arrival : arrivals) {
      const auto& element = state.elements.at(arrival.report.source);
      element::Settling settling(state, arrival.at);
      settling.report(element,
                      arrival.report.raised ? alarm::impact_of(arrival.report.severity)
                                            : element::Condition::normal,
                      false);
      take(settling.changes());
    }
  }

  // What is held under a root that is over, until nothing is left.
  void release(Instant now) {
    while (!state.holding.empty()) {
      const std::string id = state.holding.begin()->second;
      element::Settling settling(state, now);
      settling.release(state.elements.at(id));
      take(settling.changes());
    }
  }

  Country country;
  Plant plant;
  element::State state;
};

// Ten faults at once, every element that they take down reports, in any order.
void correlate_a_storm(benchmark::State& state) {
  const auto ground = std::make_unique<Ground>(static_cast<uint32_t>(state.range(0)));
  uint64_t reports = 0, seed = 0;
  size_t left = 0;
  for (auto _ : state) {
    state.PauseTiming();
    const Storm storm = make_storm(ground->plant, {}, begin, ++seed);
    end_storm(ground->plant, storm);
    state.ResumeTiming();
    ground->play(storm.raises);
    ground->play(storm.clears);
    ground->release(seconds_after(storm.over, element::hold_s));
    left += ground->state.standing.size();
    reports += storm.raises.size() + storm.clears.size();
  }
  if (left > 0) state.SkipWithError("a storm that is over must leave nothing");
  state.SetItemsProcessed(static_cast<int64_t>(reports));
  state.counters["reports_of_a_storm"] =
      static_cast<double>(reports) / static_cast<double>(state.iterations());
}
BENCHMARK(correlate_a_storm)->Arg(2'000)->Arg(66'500)->Unit(benchmark::kMillisecond)->MinTime(2);

}  // namespace
}  // namespace lifeline::rehearsal
