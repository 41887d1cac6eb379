// SPDX-License-Identifier: Apache-2.0
#include "solver/forecast/forecast.h"

#include <algorithm>
#include <map>
#include <vector>

namespace lifeline::forecast {
namespace {

constexpr int64_t day_hours = 24;

struct Day {
  int64_t day = 0;
  double busy = 0;
  int64_t busy_at = 0;
  int known = 0;
};

double median_of(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

std::vector<Day> whole_days(std::span<const Hourly> past, int64_t now) {
  std::map<int64_t, Day> days;
  for (const Hourly& hour : past) {
    const int64_t number = hour.hour / day_hours;
    if ((number + 1) * day_hours > now) continue;
    Day& day = days[number];
    day.day = number;
    if (day.known++ == 0 || hour.value > day.busy) {
      day.busy = hour.value;
      day.busy_at = hour.hour;
    }
  }
  std::vector<Day> whole;
  for (const auto& [number, day] : days)
    if (day.known >= day_hours_needed) whole.push_back(day);
  return whole;
}

double growth_of(const std::vector<Day>& days) {
  std::vector<double> slopes;
  for (size_t i = 0; i < days.size(); ++i)
    for (size_t j = i + 1; j < days.size(); ++j)
      if (const int64_t apart = days[j].day - days[i].day; apart % 7 == 0)
        slopes.push_back((days[j].busy - days[i].busy) / static_cast<double>(apart));
  return median_of(std::move(slopes));
}

// The level of the last day and what each weekday adds to it, the growth taken out.
void fill_levels(const std::vector<Day>& days, Outlook& outlook) {
  std::array<std::vector<double>, 7> weekdays;
  std::vector<double> last_week;
  const auto moved = [&](const Day& day) {
    return day.busy + outlook.growth_per_day * static_cast<double>(outlook.last_day - day.day);
  };
  for (const Day& day : days) {
    weekdays[static_cast<size_t>(day.day % 7)].push_back(moved(day));
    if (outlook.last_day - day.day < 7) last_week.push_back(moved(day));
  }
  outlook.level = median_of(last_week);
  for (size_t i = 0; i < weekdays.size(); ++i)
    outlook.by_weekday[i] =
        weekdays[i].empty() || days.size() < 7 ? 0 : median_of(weekdays[i]) - outlook.level;
}

void fill_next_day(std::span<const Hourly> past, Outlook& outlook) {
  const int64_t next = outlook.last_day + 1;
  std::array<std::vector<double>, day_hours> same_weekday, same_hour;
  for (const Hourly& hour : past) {
    const int64_t day = hour.hour / day_hours;
    if (day > outlook.last_day) continue;
    const auto of_day = static_cast<size_t>(hour.hour % day_hours);
    const double moved = hour.value + outlook.growth_per_day * static_cast<double>(next - day);
    if ((next - day) % 7 == 0) same_weekday[of_day].push_back(moved);
    if (next - day <= 7) same_hour[of_day].push_back(moved);
  }
  for (size_t i = 0; i < outlook.next_day.size(); ++i)
    outlook.next_day[i] =
        std::max(median_of(same_weekday[i].empty() ? same_hour[i] : same_weekday[i]), 0.0);
}

}  // namespace

std::optional<Outlook> look_ahead(std::span<const Hourly> past, int64_t now) {
  const std::vector<Day> days = whole_days(past, now);
  if (std::ssize(days) < days_needed) return std::nullopt;
  Outlook outlook;
  outlook.busy_hour = days.back().busy;
  outlook.busy_hour_at = days.back().busy_at;
  outlook.last_day = days.back().day;
  outlook.days_known = static_cast<int>(days.size());
  outlook.growth_per_day = growth_of(days);
  fill_levels(days, outlook);
  fill_next_day(past, outlook);
  outlook.next_busy_hour = busy_hour_in(outlook, 1);
  return outlook;
}

double busy_hour_in(const Outlook& outlook, int days) {
  const auto weekday = static_cast<size_t>((outlook.last_day + days) % 7);
  return std::max(outlook.level + outlook.by_weekday[weekday] + outlook.growth_per_day * days, 0.0);
}

std::optional<int> days_until(const Outlook& outlook, double limit, int days_max) {
  if (outlook.busy_hour >= limit) return 0;
  for (int day = 1; day <= days_max; ++day)
    if (busy_hour_in(outlook, day) >= limit) return day;
  return std::nullopt;
}

}  // namespace lifeline::forecast
