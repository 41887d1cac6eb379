// SPDX-License-Identifier: Apache-2.0
// How a load goes on: the hours of the next day, its busy hour, and when that passes a limit; pure.
//
// A day's busy hour is the largest of its hourly values. Its growth per day is the median of the
// slopes between equal weekdays, so the weekly rhythm is no growth and one odd day does not matter;
// with less than two weeks there is no such pair and no growth is assumed. The level is the median
// of what is left of the last week's busy hours when growth and weekday are taken out. An hour of
// the next day is the median of the same hour of earlier weeks (of earlier days while there is no
// week), each moved on by the growth: the seasonal naive forecast with drift.
// Sources: R. Hirsch, J. Slack and R. Smith, "Techniques of Trend Analysis for Monthly Water
// Quality Data", Water Resources Research 18(1), 1982 (seasonal slope);
// R. Hyndman and G. Athanasopoulos, "Forecasting: Principles and Practice", 3rd ed., section 5.2
// (seasonal naive, drift).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace lifeline::forecast {

inline constexpr int days_needed = 3;        // with a busy hour, to say anything
inline constexpr int day_hours_needed = 12;  // known, for a day to have a busy hour

struct Hourly {
  int64_t hour = 0;
  double value = 0;
};

struct Outlook {
  double busy_hour = 0;       // of the last whole day
  int64_t busy_hour_at = 0;   // which hour that was
  double growth_per_day = 0;  // of the busy hour
  double next_busy_hour = 0;  // of the day after the last whole one
  int days_known = 0;
  std::array<double, 24> next_day{};   // by hour of the day
  std::array<double, 7> by_weekday{};  // what a day differs by from the level; day number mod 7
  double level = 0;                    // of the busy hour on the last whole day, weekday taken out
  int64_t last_day = 0;
};

/// From hourly values in any order; only days that end before `now` count. Nothing when fewer than
/// days_needed are known.
std::optional<Outlook> look_ahead(std::span<const Hourly> past, int64_t now);

/// The busy hour so many days after the last whole one.
double busy_hour_in(const Outlook& outlook, int days);

/// The first day, counted from the last whole one, whose busy hour reaches the limit; 0 when the
/// last one did; nothing within `days_max`.
std::optional<int> days_until(const Outlook& outlook, double limit, int days_max);

}  // namespace lifeline::forecast
