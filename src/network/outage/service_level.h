// SPDX-License-Identifier: Apache-2.0
// The service level as arithmetic: sites watched from some time on, stretches in which they
// were not normal, and a window, give figures. No clock, no state, no storage.
//
//   watched      of each site: the window ∩ [known_from, known_until), less what was stale
//   down         stretches of kind down ∩ watched, unless excluded; degraded the same, apart
//   availability 100 × (1 − down / watched); nothing when nothing was watched
//
// Stretches of one site do not overlap (a site has one health at a time). Times are microseconds,
// figures seconds.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "network/outage/view.h"

namespace lifeline::outage {

/// From `from` on, before `until`.
struct Window {
  Instant from;
  Instant until;

  bool empty() const { return until <= from; }
  int64_t length_us() const { return empty() ? 0 : until.us - from.us; }
};
Window overlap(Window a, Window b);

/// A site, and the time for which its state is known.
struct Watched {
  Window known;
};

/// One outage as the arithmetic needs it.
struct Stretch {
  size_t site = 0;  // index of the watched
  Kind kind = Kind::degraded;
  Instant from;
  Instant until;  // none while it lasts
  bool excluded = false;
  bool first = false;  // of its kind in its trouble
  Instant restored_at;
  incident::IncidentId incident;
  Instant alerted_at;
  Instant answered_at;
};

/// The figures of a group of sites over a stretch of time.
struct Figures {
  std::string key;  // of the group: a site, a unit, a tier, a day …; "total"
  std::string name_zh;
  std::string name_en;
  Instant from;
  Instant until;
  uint64_t sites = 0;
  double watched_s = 0;  // all sites together
  double unknown_s = 0;  // of the past part of the window
  double availability_percent = 0;
  bool availability_known = false;  // false: nothing was watched
  double down_s = 0;
  double degraded_s = 0;
  uint64_t outages_down = 0;      // counted ones that lie in the window, wholly or in part
  uint64_t outages_degraded = 0;  // likewise
  uint64_t outages_open = 0;      // of both, that last at the end of the window
  uint64_t excluded = 0;
  double excluded_s = 0;
  uint64_t answered = 0;  // alerts behind the counted outages that somebody answered
  double answer_mean_s = 0;
  double answer_worst_s = 0;
  uint64_t unanswered = 0;
  uint64_t restored = 0;  // troubles with a counted down whose site is normal again
  double restore_mean_s = 0;
  double restore_worst_s = 0;
};
LIFELINE_STRUCT(Figures, key, name_zh, name_en, from, until, sites, watched_s, unknown_s,
                availability_percent, availability_known, down_s, degraded_s, outages_down,
                outages_degraded, outages_open, excluded, excluded_s, answered, answer_mean_s,
                answer_worst_s, unanswered, restored, restore_mean_s, restore_worst_s)

/// Gathers what belongs to one group, then answers its figures.
class Measure {
 public:
  Measure(Window window, Instant now);

  void add(const Watched& site);
  /// A stretch of a site that was added.
  void add(const Watched& site, const Stretch& stretch);
  Figures figures() const;

 private:
  struct Times {
    uint64_t count = 0;
    int64_t sum_us = 0;
    int64_t worst_us = 0;
    void add(int64_t us);
    double mean_s() const;
  };

  Window window_;  // its past part
  Figures counts_;
  int64_t watched_us_ = 0;
  int64_t unknown_us_ = 0;
  int64_t down_us_ = 0;
  int64_t degraded_us_ = 0;
  int64_t excluded_us_ = 0;
  std::set<std::pair<incident::IncidentId, Instant>> alerts_;
  Times answers_;
  Times restores_;
};

enum class Period { day, month };

/// The parts of the window that calendar days or months leave, oldest first, in a zone that is
/// `zone_minutes` ahead of UTC; at most `parts_max`, then nothing.
std::vector<Window> periods(Window window, Period period, int64_t zone_minutes, size_t parts_max);
/// "2020-01-23" or "2020-01": the period that the instant lies in.
std::string period_name(Instant at, Period period, int64_t zone_minutes);

}  // namespace lifeline::outage
