// SPDX-License-Identifier: Apache-2.0
// `lifeline storm`: storms of known consequence against desks in this process, and how much of the
// truth the desks named: roots, sites hit, incidents; and what is left when all is mended.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "rehearsal/direct.h"
#include "rehearsal/storm/country.h"
#include "rehearsal/storm/storm.h"

namespace lifeline::rehearsal {

struct Share {
  uint64_t named = 0;  // by the desks
  uint64_t right = 0;  // of those
  uint64_t truth = 0;  // to be named

  double precision() const;  // 1 when nothing was named
  double recall() const;     // 1 when there was nothing to name
};

struct StormScore {
  Share roots;
  Share sites;
  std::vector<std::string> roots_missed;  // round and element
  std::vector<std::string> roots_wrong;
  uint64_t sites_exact = 0;  // of the truth, those whose state is right too
  uint64_t reports = 0;
  uint64_t lost = 0;
  uint64_t incidents = 0;  // opened and not merged into another
  uint64_t merged = 0;
  uint64_t reopened = 0;
  uint64_t orders = 0;           // sent by incidents
  uint64_t orders_merged = 0;    // of them, by one that was merged into another
  uint64_t orders_early = 0;     // of these, within a minute: its root was not known yet
  uint64_t orders_recalled = 0;  // of them, since the unit had another
  uint64_t elements_left = 0;    // not normal when all is over
  uint64_t sites_left = 0;
  uint64_t incidents_left = 0;  // not resolved
  double correlating_s = 0;     // of this process's time
};

struct StormOptions {
  CountrySize size;
  StormPlan plan;
  uint32_t rounds = 10;  // storms, one after another
  uint64_t seed = 1;
  bool json = false;
};

/// The whole run; the clock is only used to tell how long it took.
StormScore run_storms(const StormOptions& options, const MakeModules& make_modules);

/// The network and its first storm as files (export.h), into a folder that is there.
Result<void> write_storm(const StormOptions& options, const std::string& folder);

/// Prints the score; answers the exit code.
int storm(const StormOptions& options, const MakeModules& make_modules, std::ostream& out);

}  // namespace lifeline::rehearsal
