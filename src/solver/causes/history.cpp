// SPDX-License-Identifier: Apache-2.0
#include "solver/causes/history.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace lifeline::causes {
namespace {

constexpr int64_t never = std::numeric_limits<int64_t>::min();

// The latest two moments of a source at a place; two, so that a mark can look past its own second.
struct Heard {
  uint32_t source = 0;
  int64_t latest_s = never;
  int64_t before_s = never;
  std::vector<double> seconds;
};

struct PlaceMemory {
  std::vector<Heard> heard;  // in the order in which the sources first spoke
  std::unordered_map<uint32_t, size_t> index;
};

class Sweep {
 public:
  Sweep(std::span<const Happening> happenings, const Ground& ground)
      : happenings_(happenings), ground_(ground), memories_(ground.places) {
    history_.bins = ground.bins();
    history_.effects.resize(ground.marks);
    sights_.resize(ground.marks);
  }

  History run() {
    if (!happenings_.empty())
      history_.span_s =
          1.0 + static_cast<double>(happenings_.back().at_s - happenings_.front().at_s);
    for (size_t from = 0, to = 0; from < happenings_.size(); from = to) {
      while (to < happenings_.size() && happenings_[to].at_s == happenings_[from].at_s) ++to;
      const auto second = happenings_.subspan(from, to - from);
      for (const Happening& happening : second) remember(happening);
      for (const Happening& happening : second) append_row(happening);
    }
    gather_exposures();
    for (uint32_t mark = 0; mark < ground_.marks; ++mark) gather_effect(mark);
    return std::move(history_);
  }

 private:
  struct SourceSight {
    uint32_t source = 0;
    Sight sight;
  };

  void remember(const Happening& happening) {
    hear(happening.place, happening.mark * ground_.distances(), happening.at_s);
    if (ground_.neighbours.empty()) return;
    for (const uint32_t place : ground_.neighbours[happening.place])
      hear(place, happening.mark * ground_.distances() + 1, happening.at_s);
  }

  void hear(uint32_t place, uint32_t source, int64_t at_s) {
    PlaceMemory& memory = memories_[place];
    const auto [found, is_new] = memory.index.try_emplace(source, memory.heard.size());
    if (is_new) {
      memory.heard.push_back({.source = source, .seconds = std::vector(ground_.bins(), 0.0)});
    }
    Heard& heard = memory.heard[found->second];
    if (heard.latest_s == at_s) return;
    if (heard.latest_s != never) spend(heard, at_s - heard.latest_s);
    heard.before_s = heard.latest_s;
    heard.latest_s = at_s;
  }

  // The source was the latest for so long.
  void spend(Heard& heard, int64_t gap_s) {
    for (size_t bin = 0; bin < ground_.bins() && ground_.lags_s[bin] < gap_s; ++bin)
      heard.seconds[bin] +=
          static_cast<double>(std::min(ground_.lags_s[bin + 1], gap_s) - ground_.lags_s[bin]);
  }

  void append_row(const Happening& happening) {
    Effect& effect = history_.effects[happening.mark];
    const auto row = static_cast<uint32_t>(effect.place_of.size());
    effect.place_of.push_back(happening.place);
    const uint32_t itself = happening.mark * ground_.distances();
    for (const Heard& heard : memories_[happening.place].heard) {
      const bool looks_past = heard.source == itself && heard.latest_s == happening.at_s;
      const int64_t then_s = looks_past ? heard.before_s : heard.latest_s;
      if (then_s == never || happening.at_s - then_s >= ground_.lags_s.back()) continue;
      const auto above = std::ranges::upper_bound(ground_.lags_s, happening.at_s - then_s);
      const auto bin = static_cast<uint32_t>(above - ground_.lags_s.begin() - 1);
      sights_[happening.mark].push_back({heard.source, {row, bin}});
    }
  }

  void gather_exposures() {
    history_.exposures.resize(ground_.sources());
    for (uint32_t place = 0; place < ground_.places; ++place) {
      for (Heard& heard : memories_[place].heard) {
        spend(heard, happenings_.back().at_s + 1 - heard.latest_s);
        history_.exposures[heard.source].push_back({place, std::move(heard.seconds)});
      }
    }
    memories_.clear();
  }

  void gather_effect(uint32_t mark) {
    Effect& effect = history_.effects[mark];
    auto& places = effect.places;
    places = effect.place_of;
    std::ranges::sort(places);
    places.erase(std::unique(places.begin(), places.end()), places.end());
    for (uint32_t& place : effect.place_of)
      place = static_cast<uint32_t>(std::ranges::lower_bound(places, place) - places.begin());
    std::vector<SourceSight>& sights = sights_[mark];
    effect.sights_of.assign(ground_.sources() + 1, 0);
    for (const SourceSight& seen : sights) ++effect.sights_of[seen.source + 1];
    for (size_t i = 1; i < effect.sights_of.size(); ++i)
      effect.sights_of[i] += effect.sights_of[i - 1];
    effect.sights.resize(sights.size());
    std::vector<size_t> next = effect.sights_of;
    for (const SourceSight& seen : sights) effect.sights[next[seen.source]++] = seen.sight;
    sights = {};
  }

  std::span<const Happening> happenings_;
  const Ground& ground_;
  std::vector<PlaceMemory> memories_;
  std::vector<std::vector<SourceSight>> sights_;  // by mark, in the order of rows
  History history_;
};

}  // namespace

History look_back(std::span<const Happening> happenings, const Ground& ground) {
  return Sweep(happenings, ground).run();
}

}  // namespace lifeline::causes
