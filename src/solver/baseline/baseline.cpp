// SPDX-License-Identifier: Apache-2.0
#include "solver/baseline/baseline.h"

#include <algorithm>
#include <cmath>

namespace lifeline::baseline {
namespace {

constexpr int64_t day_hours = 24;
constexpr int64_t week_hours = 7 * day_hours;
constexpr double deviations_per_mad = 1.4826;

double median_of(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

Band band_of(const std::vector<Hourly>& hours, Rhythm rhythm) {
  std::vector<double> medians, spreads, distances;
  for (const Hourly& hour : hours) {
    medians.push_back(hour.median);
    spreads.push_back(hour.spread);
  }
  const double usual = median_of(medians);
  for (const Hourly& hour : hours) distances.push_back(std::abs(hour.median - usual));
  const double between = median_of(distances), within = median_of(spreads);
  return {.rhythm = rhythm,
          .median = usual,
          .deviation = deviations_per_mad * std::max(between, within)};
}

bool is_same(int64_t hour, int64_t past, int64_t period, int64_t periods_max) {
  const int64_t distance = hour - past;
  return distance > 0 && distance % period == 0 && distance / period <= periods_max;
}

}  // namespace

Band band_at(std::span<const Hourly> history, int64_t hour, const Options& options) {
  std::vector<Hourly> weeks, days, all;
  for (const Hourly& past : history) {
    if (past.hour >= hour) continue;
    all.push_back(past);
    if (is_same(hour, past.hour, week_hours, options.weeks_max)) weeks.push_back(past);
    if (is_same(hour, past.hour, day_hours, 7)) days.push_back(past);
  }
  if (std::ssize(weeks) >= options.weeks_needed) return band_of(weeks, Rhythm::week);
  if (std::ssize(days) >= options.days_needed) return band_of(days, Rhythm::day);
  if (std::ssize(all) >= options.hours_needed) return band_of(all, Rhythm::any);
  return {};
}

std::vector<int64_t> hours_wanted(int64_t hour, const Options& options) {
  std::vector<int64_t> wanted;
  for (int64_t week = 1; week <= options.weeks_max; ++week)
    wanted.push_back(hour - week * week_hours);
  for (int64_t day = 1; day < 7; ++day) wanted.push_back(hour - day * day_hours);
  // Of the last day and a half, for what has no third day yet.
  for (int64_t back = 1; back <= day_hours * 3 / 2; ++back)
    if (back != day_hours) wanted.push_back(hour - back);
  return wanted;
}

double reach(const Band& band, double notable, const Options& options) {
  return std::max(options.times * band.deviation, notable);
}

}  // namespace lifeline::baseline
