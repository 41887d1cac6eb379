// SPDX-License-Identifier: Apache-2.0
// What is measured of an element (a station or a cell), every five minutes, and how it is kept: as
// a level, the number of steps of the metric's resolution from 0.
//
//   metric           unit     step    greatest   worse when
//   access_success   %        0.01       100     low
//   drop_rate        %        0.002      100     high
//   load             % (PRB)  0.01       100     high
//   throughput       Mbit/s   0.1       6500     low
//   delay            ms       0.1       6500     high
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/result.h"
#include "base/time.h"

namespace lifeline::performance {

enum class Metric : uint8_t { access_success, drop_rate, load, throughput, delay };
LIFELINE_ENUM(Metric, access_success, drop_rate, load, throughput, delay)
inline constexpr size_t metric_count = 5;

/// On which side of a limit trouble lies.
enum class Side : uint8_t { low, high };
LIFELINE_ENUM(Side, low, high)

struct Trait {
  std::string_view unit;
  double step = 0;
  double greatest = 0;
  Side worse = Side::high;
  double notable = 0;  // a smaller difference from what is usual is never worth an alarm
};
const Trait& trait_of(Metric metric);

using Level = uint16_t;
inline constexpr Level absent = 0xFFFF;

bool is_in_range(Metric metric, double value);
/// Of a value in range, to the nearest step.
Level level_of(Metric metric, double value);
double value_of(Metric metric, Level level);
/// "93.25 %".
std::string value_text(Metric metric, double value);

inline constexpr int64_t interval_s = 300;
inline constexpr int64_t hour_slots = 12;

/// Which five minutes, and which hour, since 1970.
using Slot = int64_t;
using Hour = int64_t;
inline Slot slot_of(Instant at) { return at.us / (interval_s * 1'000'000); }
inline Instant time_of_slot(Slot slot) { return {slot * interval_s * 1'000'000}; }
inline Hour hour_of(Slot slot) { return slot / hour_slots; }
inline Instant time_of_hour(Hour hour) { return time_of_slot(hour * hour_slots); }

/// One value as it comes in at a door. It belongs to the five minutes that `at` lies in.
struct Reading {
  std::string element;
  Metric metric = Metric::load;
  Instant at;
  double value = 0;
};

/// Errors: element_must_be_given, name_must_be_short, value_must_be_in_range.
Result<void> must_be_sound(const Reading& reading);

/// What became of readings that were taken in.
struct Taken {
  uint64_t fresh = 0;        // into empty slots
  uint64_t replaced = 0;     // over other values: the last one wins
  uint64_t repeated = 0;     // the same again
  uint64_t late = 0;         // of these: for a time more than two intervals ago
  uint64_t out_of_time = 0;  // dropped: older than is kept, or ahead of the clock
};

/// Takes readings in and answers when they are kept; from any thread. The answer comes from a
/// thread of the store's.
using Take = std::function<void(std::vector<Reading>, std::function<void(Result<Taken>)>)>;

}  // namespace lifeline::performance
