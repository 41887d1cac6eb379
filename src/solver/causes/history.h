// SPDX-License-Identifier: Apache-2.0
// What each alarm could have known when it came: for every source, how long ago it last spoke.
//
// Happenings have a mark and a place (for causes: type and device; for links: device and one
// place). A source is a mark at a distance: source = mark * distances + distance, distance 0 being
// the place itself, distance 1 its neighbours taken together. Only the latest happening of a source
// counts, so a burst of repeats says no more than its last; a lag falls into one of the bins
//
//   [lags_s[0], lags_s[1])  [lags_s[1], lags_s[2])  …      longer ago than the last: nothing
//
// The log knows whole seconds: what comes in the same second stands at lag 0 of both, but a mark
// never at lag 0 of itself. Time and memory are linear in happenings × the sources that their
// places have heard within the longest lag.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lifeline::causes {

struct Happening {
  int64_t at_s = 0;
  uint32_t mark = 0;
  uint32_t place = 0;
};

struct Ground {
  uint32_t marks = 0;
  uint32_t places = 0;
  std::vector<std::vector<uint32_t>> neighbours;  // of each place; empty: no distance but 0
  std::vector<int64_t> lags_s;                    // rising, from 0; at least two

  uint32_t distances() const { return neighbours.empty() ? 1 : 2; }
  uint32_t sources() const { return marks * distances(); }
  size_t bins() const { return lags_s.size() - 1; }
};

/// A row found its source in a bin.
struct Sight {
  uint32_t row = 0;
  uint32_t bin = 0;
};

/// All happenings of one mark, as rows in the order of time.
struct Effect {
  std::vector<uint32_t> places;    // that ever had the mark, rising
  std::vector<uint32_t> place_of;  // each row's index in `places`
  std::vector<Sight> sights;       // by source, then row
  std::vector<size_t> sights_of;   // source s has sights [sights_of[s], sights_of[s + 1])
  size_t rows() const { return place_of.size(); }
  std::span<const Sight> seen(uint32_t source) const {
    return std::span(sights).subspan(sights_of[source], sights_of[source + 1] - sights_of[source]);
  }
};

/// How many seconds a place spent with a source in each bin.
struct Exposure {
  uint32_t place = 0;
  std::vector<double> seconds;
};

struct History {
  size_t bins = 0;
  double span_s = 0;                             // of the log, at least 1
  std::vector<Effect> effects;                   // by mark
  std::vector<std::vector<Exposure>> exposures;  // by source, then place
};

/// `happenings` in the order of time; marks and places lie within the ground.
History look_back(std::span<const Happening> happenings, const Ground& ground);

}  // namespace lifeline::causes
