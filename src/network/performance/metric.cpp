// SPDX-License-Identifier: Apache-2.0
#include "network/performance/metric.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/limits.h"

namespace lifeline::performance {
namespace {

constexpr std::array<Trait, metric_count> traits = {{
    {.unit = "%", .step = 0.01, .greatest = 100, .worse = Side::low, .notable = 1},
    {.unit = "%", .step = 0.002, .greatest = 100, .worse = Side::high, .notable = 0.3},
    {.unit = "%", .step = 0.01, .greatest = 100, .worse = Side::high, .notable = 10},
    {.unit = "Mbit/s", .step = 0.1, .greatest = 6500, .worse = Side::low, .notable = 2},
    {.unit = "ms", .step = 0.1, .greatest = 6500, .worse = Side::high, .notable = 5},
}};

}  // namespace

const Trait& trait_of(Metric metric) { return traits[static_cast<size_t>(metric)]; }

bool is_in_range(Metric metric, double value) {
  return std::isfinite(value) && value >= 0 && value <= trait_of(metric).greatest;
}

Level level_of(Metric metric, double value) {
  return static_cast<Level>(std::lround(value / trait_of(metric).step));
}

double value_of(Metric metric, Level level) {
  // A division by the inverse gives 93.25 where a product gives 93.2500001.
  return level / std::round(1 / trait_of(metric).step);
}

std::string value_text(Metric metric, double value) {
  return fmt::format("{:.6g} {}", value, trait_of(metric).unit);
}

Result<void> must_be_sound(const Reading& reading) {
  if (reading.element.empty()) return invalid("element_must_be_given", "element");
  const auto is_control = [](char c) { return static_cast<uint8_t>(c) < 0x20 || c == 0x7F; };
  if (reading.element.size() > limits::name_bytes_max)
    return invalid("name_must_be_short", "element");
  if (std::ranges::any_of(reading.element, is_control))
    return invalid("field_must_be_printable", "element");
  if (!is_in_range(reading.metric, reading.value))
    return invalid("value_must_be_in_range", "value",
                   fmt::format("0 to {} {}", trait_of(reading.metric).greatest,
                               trait_of(reading.metric).unit));
  return {};
}

}  // namespace lifeline::performance
