// SPDX-License-Identifier: Apache-2.0
#include "network/performance/model.h"

#include <algorithm>

namespace lifeline::performance {
namespace {

struct Limits {
  double warning, major, critical, hysteresis;
};
constexpr std::array<Limits, metric_count> usual = {{
    {98, 95, 90, 0.5},  // access_success, %
    {1, 2, 5, 0.2},     // drop_rate, %
    {70, 85, 95, 3},    // load, % of the resource blocks
    {5, 2, 1, 0.5},     // throughput, Mbit/s
    {50, 100, 200, 5},  // delay, ms
}};

}  // namespace

Threshold default_threshold(Metric metric) {
  const Limits& limits = usual[static_cast<size_t>(metric)];
  return {.metric = metric,
          .warning = limits.warning,
          .major = limits.major,
          .critical = limits.critical,
          .hysteresis = limits.hysteresis};
}

Threshold threshold_of(const State& state, Metric metric) {
  const auto found = state.changed.find(metric);
  return found == state.changed.end() ? default_threshold(metric) : found->second;
}

Threshold tightened(const Threshold& threshold, double factor) {
  const auto limit = [&](double value) {
    if (threshold.metric == Metric::access_success)
      return std::clamp(100 - (100 - value) * factor, 0.0, 100.0);
    return threshold.metric == Metric::throughput ? value / factor : value * factor;
  };
  Threshold strict = threshold;
  strict.warning = limit(threshold.warning);
  strict.major = limit(threshold.major);
  strict.critical = limit(threshold.critical);
  return strict;
}

void evolve(State& state, const Event& event) {
  if (const auto* changed = std::get_if<Changed>(&event))
    state.changed[changed->to.metric] = changed->to;
  else
    state.changed.erase(std::get<Restored>(event).metric);
}

desk::RowKey touches(const Event& event) {
  const auto* changed = std::get_if<Changed>(&event);
  const Metric metric = changed ? changed->to.metric : std::get<Restored>(event).metric;
  return desk::RowKey(enum_text(metric));
}

}  // namespace lifeline::performance
