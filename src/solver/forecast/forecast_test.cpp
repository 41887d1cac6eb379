// SPDX-License-Identifier: Apache-2.0
#include "solver/forecast/forecast.h"

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include <doctest/doctest.h>

namespace lifeline::forecast {
namespace {

// Load with a busy hour at 20:00, quieter weekends and a growth of some points a day.
std::vector<Hourly> load_of(int days, double growth, uint32_t seed = 1) {
  std::mt19937 random(seed);
  std::normal_distribution<double> noise(0, 1);
  std::vector<Hourly> past;
  for (int64_t hour = 0; hour < days * 24; ++hour) {
    const auto day = static_cast<double>(hour / 24);
    const double of_day = static_cast<double>((hour + 4) % 24) / 24 * 2 * std::numbers::pi;
    const double busy = (hour / 24 % 7 >= 5 ? 35 : 45) * (0.5 + 0.5 * std::cos(of_day));
    past.push_back({.hour = hour, .value = 5 + busy + growth * day + noise(random)});
  }
  return past;
}

TEST_CASE("growth is told from the rhythm of day and week") {
  for (const double growth : {0.0, 0.5, 1.0}) {
    const auto outlook = look_ahead(load_of(28, growth), 28 * 24);
    REQUIRE(outlook);
    CHECK(outlook->growth_per_day == doctest::Approx(growth).epsilon(0.01).scale(10));
    CHECK(outlook->days_known == 28);
    CHECK(outlook->busy_hour_at / 24 == 27);
    CHECK(std::abs(outlook->busy_hour_at % 24 - 20) <= 2);
  }
}

TEST_CASE("the next day is close to what comes") {
  const auto past = load_of(29, 0.5);
  const auto outlook = look_ahead(std::span(past).first(28 * 24), 28 * 24);
  REQUIRE(outlook);
  double error = 0;
  for (size_t i = 0; i < 24; ++i) error += std::abs(outlook->next_day[i] - past[28 * 24 + i].value);
  CHECK(error / 24 < 2);
  CHECK(std::abs(outlook->next_busy_hour - (5 + 45 + 14)) < 4);
}

TEST_CASE("the day that a limit is reached follows from level and growth") {
  const auto outlook = look_ahead(load_of(28, 0.5), 28 * 24);
  REQUIRE(outlook);
  const auto days = days_until(*outlook, 70, 90);
  REQUIRE(days);
  CHECK(*days >= 5);
  CHECK(*days <= 20);
  CHECK(days_until(*outlook, 10, 90) == 0);
  CHECK_FALSE(days_until(*look_ahead(load_of(28, 0), 28 * 24), 90, 90));
}

TEST_CASE("a week alone shows no growth, and two days nothing at all") {
  const auto week = look_ahead(load_of(7, 1), 7 * 24);
  REQUIRE(week);
  CHECK(week->growth_per_day == 0);
  CHECK_FALSE(look_ahead(load_of(2, 1), 2 * 24));
  CHECK_FALSE(look_ahead({}, 0));
}

TEST_CASE("a day that has not ended does not count") {
  const auto outlook = look_ahead(load_of(8, 0), 7 * 24 + 5);
  REQUIRE(outlook);
  CHECK(outlook->last_day == 6);
}

}  // namespace
}  // namespace lifeline::forecast
