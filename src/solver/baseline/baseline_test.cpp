// SPDX-License-Identifier: Apache-2.0
#include "solver/baseline/baseline.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <numbers>
#include <random>
#include <string>

#include <doctest/doctest.h>

namespace lifeline::baseline {
namespace {

// An hour's twelve values: a daily and a weekly rhythm, and noise.
class Cell {
 public:
  explicit Cell(uint32_t seed) : random_(seed), noise_(0, 2) {}

  double value(int64_t hour) {
    const double of_day = static_cast<double>(hour % 24) / 24 * 2 * std::numbers::pi;
    const double weekend = hour / 24 % 7 >= 5 ? 0.7 : 1;
    return 60 - 25 * weekend * (0.5 - 0.5 * std::cos(of_day)) + noise_(random_);
  }
  Hourly summary(int64_t hour) {
    std::vector<double> values(12);
    for (double& value : values) value = this->value(hour);
    std::ranges::sort(values);
    const double median = values[6];
    for (double& value : values) value = std::abs(value - median);
    std::ranges::sort(values);
    return {.hour = hour, .median = median, .spread = values[6]};
  }

 private:
  std::mt19937 random_;
  std::normal_distribution<double> noise_;
};

std::vector<Hourly> history_of(Cell& cell, int64_t hours) {
  std::vector<Hourly> history;
  for (int64_t hour = 0; hour < hours; ++hour) history.push_back(cell.summary(hour));
  return history;
}

// How many times three values in a row are off in a week, with the fall in its middle or without.
int alarms_in_week(uint32_t seed, int64_t known_hours, double fall) {
  Cell cell(seed);
  auto history = history_of(cell, known_hours);
  int alarms = 0, off = 0;
  bool is_left = false;
  for (int64_t hour = known_hours; hour < known_hours + 168; ++hour) {
    const Band band = band_at(history, hour);
    const bool is_fallen = fall > 0 && hour >= known_hours + 84 && hour < known_hours + 86;
    for (int i = 0; i < 12; ++i) {
      const double value = cell.value(hour) - (is_fallen ? fall : 0);
      const bool is_off = band.rhythm != Rhythm::none && value < band.median - reach(band, 2);
      off = is_off ? off + 1 : 0;
      if (off == 3 && !is_left) ++alarms;
      is_left = off >= 3;
    }
    history.push_back(cell.summary(hour));
  }
  return alarms;
}

TEST_CASE("what is usual follows the week, while that is known the day, then all hours") {
  Cell cell(1);
  const auto history = history_of(cell, 5 * 168);
  CHECK(band_at(history, 5 * 168).rhythm == Rhythm::week);
  CHECK(band_at(std::span(history).first(100), 100).rhythm == Rhythm::day);
  CHECK(band_at(std::span(history).first(30), 30).rhythm == Rhythm::any);
  CHECK(band_at(std::span(history).first(23), 23).rhythm == Rhythm::none);
  CHECK(band_at({}, 0).rhythm == Rhythm::none);
}

TEST_CASE("the median of four weeks is not moved by one week that was bad") {
  std::vector<Hourly> history;
  for (int64_t week = 0; week < 4; ++week)
    history.push_back({.hour = week * 168, .median = week == 2 ? 5.0 : 40.0, .spread = 1});
  const Band band = band_at(history, 4 * 168);
  CHECK(band.median == 40);
  CHECK(band.deviation == doctest::Approx(1.4826));
}

TEST_CASE("only hours before the one that is judged count") {
  std::vector<Hourly> history;
  for (int64_t week = 0; week < 8; ++week)
    history.push_back({.hour = week * 168, .median = static_cast<double>(week), .spread = 1});
  CHECK(band_at(history, 4 * 168).median == 1.5);
}

TEST_CASE("a narrow band is as wide as what is notable") {
  CHECK(reach({.rhythm = Rhythm::week, .median = 99, .deviation = 0.01}, 1) == 1);
  CHECK(reach({.rhythm = Rhythm::week, .median = 99, .deviation = 1}, 1) == 5);
}

TEST_CASE("falls by half are found, and the rhythm and its noise are not") {
  constexpr int cells = 100;
  for (const int64_t known : {int64_t{5} * 168, int64_t{1} * 168}) {
    int found = 0, false_alarms = 0;
    for (uint32_t seed = 1; seed <= cells; ++seed) {
      found += alarms_in_week(seed, known, 30) > 0;
      false_alarms += alarms_in_week(seed, known, 0);
    }
    MESSAGE("history of " << known / 168 << " weeks: " << found << " of " << cells
                          << " falls found, " << false_alarms << " false alarms in " << cells
                          << " cell-weeks");
    CHECK(found >= (known > 168 ? 98 : 90));
    CHECK(false_alarms <= cells / 20);
  }
}

// One real indicator by the hour: hours stand for intervals, so three in a row are three hours.
// Each value judged is also judged cut by half, which is to be seen at most hours.
TEST_CASE("a real network's indicator leaves its baseline when it falls, and seldom else") {
  std::ifstream file(LIFELINE_SOURCE_DIR "/../shared/data/lte-kpi/sd.csv");
  if (!file) {
    MESSAGE("skipped: there is no shared/data/lte-kpi");
    return;
  }
  std::string line;
  std::getline(file, line);
  std::vector<Hourly> history;
  int alarms = 0, off = 0, judged = 0, falls = 0, found = 0;
  for (int64_t hour = 0; std::getline(file, line); ++hour) {
    double value = 0;
    std::from_chars(line.data() + line.find(',') + 1, line.data() + line.size(), value);
    const Band band = band_at(history, hour);
    if (band.rhythm == Rhythm::week) {
      ++judged;
      const double low = band.median - reach(band, 0.1 * band.median);
      off = value < low ? off + 1 : 0;
      alarms += off == 3;
      ++falls;
      found += value / 2 < low;
    }
    history.push_back({.hour = hour, .median = value, .spread = 0});
  }
  MESSAGE("real indicator: " << alarms << " alarms in " << judged / 168 << " weeks, " << found
                             << " of " << falls << " falls by half found");
  CHECK(judged > 12 * 168);
  CHECK(alarms < judged / 168);
  CHECK(found * 10 > falls * 6);
}

}  // namespace
}  // namespace lifeline::baseline
