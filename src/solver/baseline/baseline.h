// SPDX-License-Identifier: Apache-2.0
// What is usual for a series at an hour, and whether a value has left it; pure.
//
// The series is summarised by hour: the median of its values and their median distance from it. The
// usual value at an hour is the median of the same hour of earlier weeks, since traffic has a daily
// and a weekly rhythm; while there are too few of those, of the same hour of earlier days; then of
// all hours; then nothing is usual and nothing is judged:
//
//   rhythm     taken from                           at least
//   week       the same hour of the week            weeks_needed
//   day        the same hour of the day, seven days days_needed
//   any        all hours                            hours_needed
//
// The spread is the larger of the median distance between those hours' medians and the median of
// their own spreads; times 1.4826 it estimates a standard deviation. A value is off when it is
// farther from the usual than `times` deviations. Medians, so that one bad day in the past moves
// nothing. Sources: the modified z-score of B. Iglewicz and D. Hoaglin, "How to Detect and Handle
// Outliers", ASQC 1993; seasonal medians with MAD as in O. Vallis, J. Hochenbaum and A. Kejariwal,
// "A Novel Technique for Long-Term Anomaly Detection in the Cloud", HotCloud 2014.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lifeline::baseline {

enum class Rhythm : uint8_t { none, any, day, week };

struct Hourly {
  int64_t hour = 0;  // since any Monday 00:00 or 1970: only distances count
  double median = 0;
  double spread = 0;
};

struct Options {
  int weeks_needed = 3;
  int weeks_max = 4;
  int days_needed = 3;
  int hours_needed = 24;
  double times = 5;
};

struct Band {
  Rhythm rhythm = Rhythm::none;
  double median = 0;
  double deviation = 0;  // of one standard deviation
};

/// The band at an hour from the hours before it; those at or after it are not looked at.
Band band_at(std::span<const Hourly> history, int64_t hour, const Options& options = {});

/// Which hours band_at looks at if there are summaries: weeks first, then days, newest first.
std::vector<int64_t> hours_wanted(int64_t hour, const Options& options = {});

/// How far from the usual a value may be; at least `notable`.
double reach(const Band& band, double notable, const Options& options = {});

}  // namespace lifeline::baseline
