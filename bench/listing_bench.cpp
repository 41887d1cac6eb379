// SPDX-License-Identifier: Apache-2.0
// A list's request from the query to the JSON text, over 100,000 alarms of 1,000 elements on one
// desk: the newest page, pages with conditions, a search for words, a page far behind.
#include <benchmark/benchmark.h>

#include "network/alarm/api.h"
#include "network/element/api.h"
#include "tests/local_desks.h"

namespace lifeline {
namespace {

constexpr int elements = 1000, alarms_each = 100;

// What a real network's rows look like: long names, a severity and an element of many.
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
    uint64_t mixed = 1;
    for (int i = 0; i < elements * alarms_each; ++i) {
      mixed = mixed * 6364136223846793005u + 1442695040888963407u;
      filled.set_now(seconds_after(tests::noon, i));
      filled.act(tests::hubei,
                 alarm::Command(
                     alarm::Raise{.source_name = "base-station-" + std::to_string(i % elements),
                                  .condition = "linkDown-" + std::to_string(i / elements),
                                  .interface = "slot-3/port-7",
                                  .severity = static_cast<alarm::Severity>((mixed >> 40) % 3),
                                  .event_type = "communicationsAlarm",
                                  .specific_problem = "loss of signal on the optical interface",
                                  .additional_text = "rack=2; slot=3; port=7; threshold=-28 dBm"}));
    }
    return true;
  }();
  benchmark::DoNotOptimize(once);
  return filled;
}

void ask(benchmark::State& state, const desk::Routes& routes, const std::string& target,
         UnitCode unit) {
  auto& all = desks();
  const auto caller = tests::person(desk::Role::viewer, unit);
  size_t bytes = 0;
  for (auto _ : state) bytes = all.get(routes, target, caller).body.size();
  state.counters["bytes"] = static_cast<double>(bytes);
}

void list_alarms(benchmark::State& state, const std::string& query, UnitCode unit) {
  static const auto routes = alarm::routes();
  ask(state, routes, "/api/v1/alarms" + query, unit);
}

void list_elements(benchmark::State& state, const std::string& query) {
  static const auto routes = element::routes();
  ask(state, routes, "/api/v1/elements" + query, group_unit);
}

BENCHMARK_CAPTURE(list_alarms, newest_page, "?sort=-raised_at&limit=50", group_unit)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(list_alarms, newest_page_of_a_county, "?sort=-raised_at&limit=50", tests::wuchang)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(list_alarms, conditions,
                  "?state=raised&perceived_severity=minor,warning&raised_at.gte="
                  "2020-01-23T18:00:00Z&sort=-raised_at&limit=50",
                  group_unit)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(list_alarms, by_name, "?sort=source_name,-raised_at&limit=50", group_unit)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(list_alarms, words, "?q=threshold%3D-30", group_unit)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(list_alarms, far_page, "?sort=-raised_at&offset=50000&limit=50", group_unit)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(list_elements, of_a_thousand, "?sort=name&limit=50")
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lifeline
