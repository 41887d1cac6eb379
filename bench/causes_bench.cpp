// SPDX-License-Identifier: Apache-2.0
// An alarm's likely causes while 100,000 alarms are open on one desk, all of them raised within ten
// minutes in two counties: from the request to the JSON text, for alarms all over the storm; and
// for a type with as many learnt causes as there may be, of which not one rings.
#include <algorithm>
#include <chrono>
#include <vector>

#include <benchmark/benchmark.h>

#include "base/limits.h"
#include "network/cause/api.h"
#include "tests/local_desks.h"

namespace lifeline {
namespace {

constexpr int elements = 1000, types = 100;
const std::string lonely = "type-with-silent-causes";

std::string type_named(int i) { return "condition-" + std::to_string(i); }

// Every type of the storm is a cause of every other; the rest of the list are silent ones.
cause::Import learnt() {
  cause::Import import;
  for (int i = 0; i < types; ++i)
    for (int j = 0; j < types; ++j)
      if (i != j)
        import.edges.push_back({.cause = type_named(i),
                                .effect = type_named(j),
                                .score = (1 + (i * 37 + j * 11) % 100) / 100.0});
  for (int i = 0; import.edges.size() < limits::learnt_causes_max; ++i)
    import.edges.push_back(
        {.cause = "silent-" + std::to_string(i), .effect = lonely, .score = 0.5});
  return import;
}

void raise(tests::LocalDesks& desks, int element, std::string condition) {
  desks.act(tests::hubei,
            alarm::Command(alarm::Raise{.source_name = "base-station-" + std::to_string(element),
                                        .condition = std::move(condition),
                                        .interface = "slot-3/port-7",
                                        .severity = alarm::Severity::minor,
                                        .event_type = "communicationsAlarm",
                                        .specific_problem = "loss of signal",
                                        .additional_text = "rack=2; slot=3; port=7"}));
}

tests::LocalDesks& desks() {
  static tests::LocalDesks filled;
  static const bool once = [] {
    element::Import import;
    for (int i = 0; i < elements; ++i)
      import.elements.push_back({.id = "base-station-" + std::to_string(i),
                                 .name = "Base station " + std::to_string(i),
                                 .kind = element::Kind::base_station,
                                 .region = i % 2 == 0 ? tests::wuchang : tests::hankou,
                                 .depends_on = {}});
    filled.act(tests::hubei, element::Command(std::move(import)));
    filled.act(group_unit, cause::Command(learnt()),
               tests::person(desk::Role::commander, group_unit));
    filled.hear_all();
    for (int i = 0; i < elements * types; ++i) {
      filled.set_now(tests::noon + std::chrono::milliseconds(6 * i));
      raise(filled, i % elements, type_named(i / elements));
    }
    raise(filled, 0, lonely);
    return true;
  }();
  benchmark::DoNotOptimize(once);
  return filled;
}

void ask(benchmark::State& state, int first, int step) {
  auto& all = desks();
  static const auto routes = cause::routes();
  const auto caller = tests::person(desk::Role::viewer, tests::hubei);
  std::vector<double> took_ms;
  size_t bytes = 0;
  int serial = first;
  for (auto _ : state) {
    const auto began = std::chrono::steady_clock::now();
    const auto answer = all.get(
        routes, "/api/v1/alarms/420000-" + std::to_string(serial) + "/likely_causes", caller);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
    took_ms.push_back(took.count());
    bytes = std::max(bytes, answer.body.size());
    if (answer.status != 200) state.SkipWithError(answer.body.c_str());
    serial = (serial - 1 + step) % (elements * types + 1) + 1;
  }
  std::ranges::sort(took_ms);
  state.counters["p99_ms"] = took_ms[(took_ms.size() - 1) * 99 / 100];
  state.counters["bytes"] = static_cast<double>(bytes);
}

void likely_causes(benchmark::State& state) { ask(state, 1, 7919); }
void likely_causes_all_silent(benchmark::State& state) { ask(state, elements * types + 1, 0); }

BENCHMARK(likely_causes)->Unit(benchmark::kMillisecond);
BENCHMARK(likely_causes_all_silent)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lifeline
