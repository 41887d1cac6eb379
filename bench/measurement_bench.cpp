// SPDX-License-Identifier: Apache-2.0
// Measurements of 66,500 stations: how many values a second are written, logged and judged against
// thresholds and baseline, what a value costs on disk, and how long a week of one station takes.
#include <cmath>
#include <filesystem>
#include <future>
#include <numbers>
#include <random>

#include <benchmark/benchmark.h>

#include "gateway/measurements/intake.h"
#include "gateway/measurements/series.h"

namespace lifeline::measurements {
namespace {

namespace fs = std::filesystem;
using performance::hour_slots;

constexpr uint32_t stations = 66'500;
constexpr uint32_t request_values = 5'000;

fs::path fresh_folder(const std::string& name) {
  const auto folder = fs::current_path() / "bench-data" / name;
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder;
}

// Takes alarms and forgets them.
class NoDesks final : public desk::Desks {
 public:
  const desk::Plan& plan() const override { return plan_; }
  Instant now() const override { return {}; }
  void submit(UnitCode, desk::Intent, desk::Answer, desk::Reply reply) override { reply({}); }
  void read(UnitCode, desk::Look, desk::Reply) override {}
  void read_each(std::function<void(size_t, UnitCode, const desk::Nouns&)>,
                 std::function<desk::Response()>, desk::Reply) override {}

 private:
  desk::Plan plan_;
};

// A daily rhythm with noise, as the generated week of the tests has it.
class Cells {
 public:
  Level level(Metric metric, Slot slot) {
    const double busy =
        0.5 - 0.5 * std::cos(static_cast<double>(slot % 288) / 288 * 2 * std::numbers::pi);
    const double noise = noise_(random_);
    switch (metric) {
      case Metric::access_success:
        return performance::level_of(metric, std::min(99.4 - 0.4 * busy + 0.1 * noise, 100.0));
      case Metric::drop_rate:
        return performance::level_of(metric, 0.2 + 0.3 * busy + std::abs(0.05 * noise));
      case Metric::load: return performance::level_of(metric, 15 + 45 * busy + 2 * noise);
      case Metric::throughput: return performance::level_of(metric, 45 - 25 * busy + 2 * noise);
      case Metric::delay: return performance::level_of(metric, 12 + 15 * busy + noise);
    }
    return 0;
  }

 private:
  std::mt19937 random_{1};
  std::normal_distribution<double> noise_{0, 1};
};

std::vector<std::string> names_of(uint32_t count) {
  std::vector<std::string> names;
  for (uint32_t i = 0; i < count; ++i) names.push_back("station-" + std::to_string(i));
  return names;
}

std::vector<Sample> hour_of_all(Cells& cells, uint32_t count, Hour hour) {
  std::vector<Sample> samples;
  samples.reserve(size_t{count} * performance::metric_count * hour_slots);
  for (Slot slot = hour * hour_slots; slot < (hour + 1) * hour_slots; ++slot)
    for (uint32_t element = 0; element < count; ++element)
      for (size_t i = 0; i < performance::metric_count; ++i)
        samples.push_back({.element = element,
                           .metric = static_cast<Metric>(i),
                           .slot = slot,
                           .level = cells.level(static_cast<Metric>(i), slot)});
  return samples;
}

// Three days of history for the baseline, then requests of 5,000 values through the intake's own
// thread: queued, logged, answered, judged. Counts values.
void intake_of_66500_stations(benchmark::State& state) {
  const auto folder = fresh_folder("intake");
  auto store = Store::open(folder.string());
  if (!store) return state.SkipWithError("the folder must be writable");
  const Clock clock;
  const auto now = performance::slot_of(clock.now());
  const Hour hour = performance::hour_of(now);
  Cells cells;
  const auto names = names_of(stations);
  (void)(*store)->numbers_of(names);
  for (int day = 3; day >= 1; --day)
    (void)(*store)->write(hour_of_all(cells, stations, hour - day * 24));
  (void)(*store)->seal_all();
  const door::SourceDirectory directory;
  Sentry sentry(**store, directory);
  Planner planner(**store);
  Intake intake(**store, sentry, planner, clock);
  NoDesks desks;
  intake.start(desks, {});
  uint64_t values = 0;
  Slot slot = hour * hour_slots;
  uint32_t element = 0;
  for (auto _ : state) {
    std::vector<Reading> readings;
    while (readings.size() < request_values) {
      for (size_t i = 0; i < performance::metric_count; ++i) {
        const auto metric = static_cast<Metric>(i);
        readings.push_back({.element = names[element],
                            .metric = metric,
                            .at = performance::time_of_slot(slot),
                            .value = performance::value_of(metric, cells.level(metric, slot))});
      }
      if (++element < stations) continue;
      element = 0;
      slot = slot == now ? hour * hour_slots : slot + 1;
    }
    values += readings.size();
    std::promise<void> kept;
    intake.accept(std::move(readings), [&](const Result<Taken>&) { kept.set_value(); });
    kept.get_future().wait();
  }
  intake.stop();
  state.counters["values/s"] =
      benchmark::Counter(static_cast<double>(values), benchmark::Counter::kIsRate);
  state.counters["judged"] = static_cast<double>(sentry.figures().judged);
  fs::remove_all(folder);
}
BENCHMARK(intake_of_66500_stations)->Unit(benchmark::kMillisecond)->UseRealTime();

// A week of 640 stations, sealed; bytes per value of segments and of summaries beside them; then
// the answer for one station over the week, with its band.
void week_of_one_station(benchmark::State& state) {
  constexpr uint32_t count = 640;
  const auto folder = fresh_folder("week");
  auto store = Store::open(folder.string());
  if (!store) return state.SkipWithError("the folder must be writable");
  Cells cells;
  (void)(*store)->numbers_of(names_of(count));
  const Hour first = 480'000;
  for (Hour hour = first; hour < first + 168; ++hour)
    (void)(*store)->write(hour_of_all(cells, count, hour));
  (void)(*store)->seal_all();
  uint64_t segments = 0, summaries = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".segment") segments += entry.file_size();
    if (entry.path().extension() == ".summary") summaries += entry.file_size();
  }
  SeriesAsked asked{.name = "station-77", .metrics = {}};
  asked.element = 77;
  asked.from = first * hour_slots;
  asked.to = asked.from + 168 * hour_slots;
  for (size_t i = 0; i < performance::metric_count; ++i)
    asked.metrics.push_back(static_cast<Metric>(i));
  size_t bytes = 0;
  for (auto _ : state) bytes = series_json(**store, asked).size();
  const double values = 168.0 * hour_slots * performance::metric_count * count;
  state.counters["bytes/value"] = static_cast<double>(segments) / values;
  state.counters["summary bytes/value"] = static_cast<double>(summaries) / values;
  state.counters["answer bytes"] = static_cast<double>(bytes);
  fs::remove_all(folder);
}
BENCHMARK(week_of_one_station)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lifeline::measurements
