// SPDX-License-Identifier: Apache-2.0
#include "network/outage/service_level.h"

#include <algorithm>
#include <chrono>

namespace lifeline::outage {
namespace {

constexpr double us_per_s = 1e6;
double seconds(int64_t us) { return static_cast<double>(us) / us_per_s; }

Window lasting(const Stretch& stretch) {
  return {.from = stretch.from, .until = stretch.until ? stretch.until : end_of_time};
}

using Days = std::chrono::sys_days;

std::chrono::year_month_day date_of(Instant at, int64_t zone_minutes) {
  const std::chrono::sys_time<std::chrono::microseconds> local(
      std::chrono::microseconds(at.us + zone_minutes * 60'000'000));
  return std::chrono::floor<std::chrono::days>(local);
}

Instant start_of(Days day, int64_t zone_minutes) {
  const auto since = std::chrono::duration_cast<std::chrono::microseconds>(day.time_since_epoch());
  return {since.count() - zone_minutes * 60'000'000};
}

Instant next_start(Instant at, Period period, int64_t zone_minutes) {
  const auto date = date_of(at, zone_minutes);
  if (period == Period::day) return start_of(Days(date) + std::chrono::days(1), zone_minutes);
  const auto next = date.year() / date.month() / 1 + std::chrono::months(1);
  return start_of(Days(next), zone_minutes);
}

}  // namespace

Window overlap(Window a, Window b) {
  return {.from = std::max(a.from, b.from), .until = std::min(a.until, b.until)};
}

Measure::Measure(Window window, Instant now)
    : window_{.from = window.from, .until = std::min(window.until, now)} {}

void Measure::Times::add(int64_t us) {
  ++count;
  sum_us += us;
  worst_us = std::max(worst_us, us);
}

double Measure::Times::mean_s() const {
  return count == 0 ? 0 : seconds(sum_us) / static_cast<double>(count);
}

void Measure::add(const Watched& site) {
  ++counts_.sites;
  const int64_t known_us = overlap(window_, site.known).length_us();
  watched_us_ += known_us;
  unknown_us_ += window_.length_us() - known_us;
}

void Measure::add(const Watched& site, const Stretch& stretch) {
  const Window part = overlap(overlap(window_, site.known), lasting(stretch));
  if (part.empty()) return;
  const int64_t length_us = part.length_us();
  if (stretch.kind == Kind::stale) {
    watched_us_ -= length_us;
    unknown_us_ += length_us;
    return;
  }
  if (stretch.excluded) {
    ++counts_.excluded;
    excluded_us_ += length_us;
    return;
  }
  const bool is_down = stretch.kind == Kind::down;
  (is_down ? down_us_ : degraded_us_) += length_us;
  ++(is_down ? counts_.outages_down : counts_.outages_degraded);
  if (!stretch.until || stretch.until > window_.until) ++counts_.outages_open;
  if (stretch.incident && alerts_.emplace(stretch.incident, stretch.alerted_at).second) {
    if (stretch.answered_at)
      answers_.add(std::max<int64_t>(0, stretch.answered_at.us - stretch.alerted_at.us));
    else
      ++counts_.unanswered;
  }
  if (is_down && stretch.first && stretch.restored_at)
    restores_.add(stretch.restored_at.us - stretch.from.us);
}

Figures Measure::figures() const {
  Figures figures = counts_;
  figures.watched_s = seconds(watched_us_);
  figures.unknown_s = seconds(unknown_us_);
  figures.down_s = seconds(down_us_);
  figures.degraded_s = seconds(degraded_us_);
  figures.excluded_s = seconds(excluded_us_);
  figures.availability_known = watched_us_ > 0;
  if (figures.availability_known)
    figures.availability_percent =
        100.0 * (1.0 - static_cast<double>(down_us_) / static_cast<double>(watched_us_));
  figures.answered = answers_.count;
  figures.answer_mean_s = answers_.mean_s();
  figures.answer_worst_s = seconds(answers_.worst_us);
  figures.restored = restores_.count;
  figures.restore_mean_s = restores_.mean_s();
  figures.restore_worst_s = seconds(restores_.worst_us);
  return figures;
}

std::vector<Window> periods(Window window, Period period, int64_t zone_minutes, size_t parts_max) {
  std::vector<Window> parts;
  for (Instant at = window.from; at < window.until;) {
    if (parts.size() == parts_max) return {};
    const Instant next = std::min(next_start(at, period, zone_minutes), window.until);
    parts.push_back({.from = at, .until = next});
    at = next;
  }
  return parts;
}

std::string period_name(Instant at, Period period, int64_t zone_minutes) {
  const Instant local{at.us + zone_minutes * 60'000'000};
  return to_rfc3339(local).substr(0, period == Period::day ? 10 : 7);
}

}  // namespace lifeline::outage
