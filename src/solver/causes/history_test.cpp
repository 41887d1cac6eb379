// SPDX-License-Identifier: Apache-2.0
#include "solver/causes/history.h"

#include <doctest/doctest.h>

namespace lifeline::causes {
namespace {

const Ground two_islands{.marks = 2, .places = 2, .neighbours = {}, .lags_s = {0, 1, 4, 16}};

std::vector<uint32_t> bins_of(const Effect& effect, uint32_t source) {
  std::vector<uint32_t> bins;
  for (const Sight& sight : effect.seen(source)) bins.push_back(sight.bin);
  return bins;
}

}  // namespace

TEST_CASE("a row sees the latest of each source, in the bin of its lag") {
  const std::vector<Happening> happenings{{0, 0, 0}, {2, 0, 0}, {5, 1, 0}, {21, 1, 0}, {30, 1, 1}};
  const History history = look_back(happenings, two_islands);
  CHECK(history.span_s == 31);
  const Effect& effect = history.effects[1];
  CHECK(effect.rows() == 3);
  CHECK(effect.places == std::vector<uint32_t>{0, 1});
  CHECK(bins_of(effect, 0) ==
        std::vector<uint32_t>{1});    // 3 s; 19 s is too long, and place 1 apart
  CHECK(bins_of(effect, 1).empty());  // 16 s is no longer within the last bin
  CHECK(bins_of(history.effects[0], 0) == std::vector<uint32_t>{1});
}

TEST_CASE("a bin's exposure ends where the source speaks again or the log ends") {
  const std::vector<Happening> happenings{{0, 0, 0}, {2, 0, 0}, {2, 0, 0}, {11, 1, 1}};
  const History history = look_back(happenings, two_islands);
  REQUIRE(history.exposures[0].size() == 1);
  CHECK(history.exposures[0][0].place == 0);
  CHECK(history.exposures[0][0].seconds == std::vector<double>{2, 1 + 3, 6});
  REQUIRE(history.exposures[1].size() == 1);
  CHECK(history.exposures[1][0].seconds == std::vector<double>{1, 0, 0});
}

TEST_CASE("in one second marks see each other but never themselves") {
  const std::vector<Happening> happenings{{7, 0, 0}, {9, 0, 0}, {9, 0, 0}, {9, 1, 0}};
  const History history = look_back(happenings, two_islands);
  CHECK(bins_of(history.effects[0], 0) == std::vector<uint32_t>{1, 1});
  CHECK(bins_of(history.effects[0], 1) == std::vector<uint32_t>{0, 0});
  CHECK(bins_of(history.effects[1], 0) == std::vector<uint32_t>{0});
}

TEST_CASE("neighbours are a source of their own") {
  const Ground linked{.marks = 2, .places = 3, .neighbours = {{1}, {0, 2}, {1}}, .lags_s = {0, 10}};
  const std::vector<Happening> happenings{{0, 0, 0}, {3, 0, 2}, {5, 1, 1}, {6, 1, 0}};
  const History history = look_back(happenings, linked);
  const Effect& effect = history.effects[1];
  CHECK(effect.seen(1).size() == 1);  // mark 0 beside place 1; beside place 0 there was none
  CHECK(effect.seen(0).size() == 1);  // mark 0 on place 0
  CHECK(effect.seen(3).size() == 1);  // mark 1 on place 1, beside place 0
  CHECK(history.exposures[1].size() == 1);
  CHECK(history.exposures[1][0].seconds == std::vector<double>{3 + 4});
}

TEST_CASE("nothing happened") {
  const History history = look_back({}, two_islands);
  CHECK(history.effects[0].rows() == 0);
  CHECK(history.effects[0].seen(1).empty());
  CHECK(history.exposures.size() == 2);
}

}  // namespace lifeline::causes
