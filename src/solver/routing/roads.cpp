// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/roads.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace lifeline::routing {
namespace {

constexpr double earth_radius_m = 6'371'008.8;  // mean, IUGG

// A point of the unit sphere: the chord between two is cheaper than four cosines a pair.
struct Unit {
  double x = 0, y = 0, z = 0;
};

Unit unit(Position at) {
  const double latitude = at.latitude * std::numbers::pi / 180;
  const double longitude = at.longitude * std::numbers::pi / 180;
  return {std::cos(latitude) * std::cos(longitude), std::cos(latitude) * std::sin(longitude),
          std::sin(latitude)};
}

double metres_between(const Unit& a, const Unit& b) {
  const double x = a.x - b.x, y = a.y - b.y, z = a.z - b.z;
  const double half_chord = std::sqrt(x * x + y * y + z * z) / 2;
  return 2 * earth_radius_m * std::asin(std::min(1.0, half_chord));
}

std::array<double, 24> pace_of_day(double rush, double day) {
  std::array<double, 24> pace{};
  for (size_t hour = 0; hour < pace.size(); ++hour)
    pace[hour] = hour < 6 || hour >= 21                                 ? 1
                 : (hour == 7 || hour == 8 || hour == 17 || hour == 18) ? rush
                                                                        : day;
  return pace;
}

// Where each of the positions stood the time before, or none.
std::vector<Index> places_before(const std::vector<Position>& now,
                                 const std::vector<Position>& before) {
  std::map<std::pair<double, double>, Index> known;
  for (Index i = 0; i < before.size(); ++i)
    known.emplace(std::pair(before[i].latitude, before[i].longitude), i);
  std::vector<Index> was;
  for (const Position& at : now) {
    const auto found = known.find({at.latitude, at.longitude});
    was.push_back(found == known.end() ? none : found->second);
  }
  return was;
}

// A matrix that nobody else holds, else a new one; with room for some places more.
std::shared_ptr<std::vector<double>> of_size(std::shared_ptr<std::vector<double>> old,
                                             size_t size) {
  if (old == nullptr || old.use_count() > 1 || old->capacity() < size) {
    old = std::make_shared<std::vector<double>>();
    old->reserve(size + size / 16);
  }
  old->resize(size);
  return old;
}

/// A table while it is filled.
class Filler {
 public:
  Filler(const std::vector<Position>& positions, const std::vector<Way>& ways, bool by_hour,
         RoadTable::Matrices& matrices)
      : ways_(ways), count_(positions.size()) {
    metres_ = matrices.metres = of_size(std::move(matrices.metres), count_ * count_);
    seconds_ = matrices.seconds = of_size(std::move(matrices.seconds), count_ * count_);
    travel_ = {.places = Index(count_), .metres = metres_, .seconds = seconds_};
    travel_.is_symmetric = true;
    for (const Position& at : positions) units_.push_back(unit(at));
    if (!by_hour) return;
    travel_.classes.resize(count_ * count_);
    for (const Way& way : ways) travel_.pace.emplace_back(way.pace.begin(), way.pace.end());
  }
  /// What is between places that were there before.
  void copy(const Travel& last, const std::vector<Index>& was);
  /// All else; by squares, since each pair is written twice.
  void work_out(const std::vector<Index>& was);
  Travel take() { return std::move(travel_); }

 private:
  void put(size_t from, size_t to);

  const std::vector<Way>& ways_;
  size_t count_;
  std::vector<Unit> units_;
  std::shared_ptr<std::vector<double>> metres_, seconds_;
  Travel travel_;
};

void Filler::copy(const Travel& last, const std::vector<Index>& was) {
  for (size_t from = 0; from < count_; ++from) {
    if (was[from] == none) continue;
    for (size_t to = 0, many = 1; to < count_; to += many, many = 1) {
      if (was[to] == none) continue;
      while (to + many < count_ && was[to + many] == was[to] + many) ++many;
      const size_t source = size_t{was[from]} * last.places + was[to], target = from * count_ + to;
      std::copy_n(last.metres->data() + source, many, metres_->data() + target);
      std::copy_n(last.seconds->data() + source, many, seconds_->data() + target);
      if (!last.classes.empty())
        std::copy_n(last.classes.data() + source, many, travel_.classes.data() + target);
    }
  }
}

void Filler::work_out(const std::vector<Index>& was) {
  constexpr size_t side = 64;
  for (size_t at = 0; at < count_; ++at)
    (*metres_)[at * count_ + at] = (*seconds_)[at * count_ + at] = 0;
  for (size_t top = 0; top < count_; top += side)
    for (size_t left = 0; left <= top; left += side)
      for (size_t from = top; from < std::min(count_, top + side); ++from)
        for (size_t to = left; to < std::min(from, left + side); ++to)
          if (was[from] == none || was[to] == none) put(from, to);
}

void Filler::put(size_t from, size_t to) {
  const double straight = metres_between(units_[from], units_[to]);
  size_t kind = 0;
  while (kind + 1 < ways_.size() && straight > ways_[kind].metres_max) ++kind;
  const double road = straight * ways_[kind].longer;
  for (const size_t pair : {from * count_ + to, to * count_ + from}) {
    (*metres_)[pair] = road;
    (*seconds_)[pair] = road / ways_[kind].metres_per_second;
    if (!travel_.classes.empty()) travel_.classes[pair] = uint8_t(kind);
  }
}

}  // namespace

const std::vector<Way>& usual_ways() {
  static const std::vector<Way> ways = {
      {.metres_max = 8'000,
       .longer = 1.4,
       .metres_per_second = 8.5,
       .pace = pace_of_day(0.55, 0.8)},
      {.metres_max = 40'000, .longer = 1.3, .metres_per_second = 14, .pace = pace_of_day(0.7, 0.9)},
      {.metres_max = forever, .longer = 1.2, .metres_per_second = 22, .pace = pace_of_day(0.85, 1)},
  };
  return ways;
}

double great_circle_metres(Position a, Position b) { return metres_between(unit(a), unit(b)); }

Travel road_travel(std::span<const Position> positions, const std::vector<Way>& ways,
                   bool by_hour) {
  return RoadTable(ways, by_hour).travel({positions.begin(), positions.end()});
}

Travel RoadTable::travel(std::vector<Position> positions) {
  const std::vector<Index> was = places_before(positions, positions_);
  std::swap(now_, before_);
  Filler filler(positions, ways_, by_hour_, now_);
  filler.copy(last_, was);
  filler.work_out(was);
  positions_ = std::move(positions);
  last_ = filler.take();
  return last_;
}

}  // namespace lifeline::routing
