// SPDX-License-Identifier: Apache-2.0
#include "network/performance/segment.h"

#include <cmath>

#include <doctest/doctest.h>

namespace lifeline::performance {
namespace {

// Numbers that look like chance and are the same each time (a linear congruential generator).
class Mixed {
 public:
  explicit Mixed(uint64_t seed) : state_(seed) {}
  uint32_t operator()() {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<uint32_t>(state_ >> 33);
  }

 private:
  uint64_t state_;
};

// Every shape of series: none, all, some, all equal, the widest.
HourBlock some_block(uint32_t seed) {
  Mixed random(seed);
  HourBlock block;
  for (auto& element : block.levels)
    for (auto& series : element) {
      const uint32_t shape = random() % 5;
      const auto base = static_cast<Level>(random() % 60'000);
      const uint32_t width = 1u << random() % 12;
      for (Level& level : series)
        if (shape == 1 || shape == 3 || (shape == 2 && random() % 3 == 0) || shape == 4)
          level = shape == 3   ? base
                  : shape == 4 ? static_cast<Level>(random() % 0xFFFF)
                               : static_cast<Level>(base + random() % width);
    }
  return block;
}

TEST_CASE("a block reads as it was written, whatever its series look like") {
  for (uint32_t seed = 1; seed <= 50; ++seed) {
    const HourBlock block = some_block(seed);
    std::string bytes;
    append_block(bytes, 7, seed, block);
    HourBlock again;
    REQUIRE(read_block(bytes, 7, seed, again));
    CHECK(again.levels == block.levels);
    const SummaryBlock summary = summary_of(block);
    bytes.clear();
    append_block(bytes, 7, seed, summary);
    SummaryBlock summary_again;
    REQUIRE(read_block(bytes, 7, seed, summary_again));
    CHECK(summary_again.summaries == summary.summaries);
  }
}

TEST_CASE("a block that is damaged, cut or in the wrong place is refused") {
  std::string bytes;
  append_block(bytes, 7, 1, some_block(3));
  HourBlock block;
  CHECK_FALSE(read_block(bytes, 8, 1, block));
  CHECK_FALSE(read_block(bytes, 7, 2, block));
  CHECK_FALSE(read_block({}, 7, 1, block));
  for (size_t i = 0; i < bytes.size(); i += 97) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    CHECK_FALSE(read_block(damaged, 7, 1, block));
    CHECK_FALSE(read_block(bytes.substr(0, i), 7, 1, block));
  }
}

TEST_CASE("an hour's summary is its median and the median distance from it") {
  std::array<Level, hour_slots> levels;
  levels.fill(absent);
  CHECK(summary_of(levels) == Summary{});
  levels[3] = 10;
  CHECK(summary_of(levels) == Summary{.median = 10, .spread = 0});
  levels = {5, 5, 5, 5, 5, 5, 9, 9, 9, 100, 1, 1};
  CHECK(summary_of(levels).median == 5);
  CHECK(summary_of(levels).spread == 4);
}

TEST_CASE("a log that is cut short gives the batches before the cut") {
  std::string bytes = log_head(100);
  const std::vector<Sample> first{
      {.element = 1, .metric = Metric::load, .slot = 1200, .level = 5},
      {.element = 2, .metric = Metric::delay, .slot = 1211, .level = 6}};
  append_batch(bytes, first);
  const size_t good = bytes.size();
  append_batch(bytes, first);
  for (size_t size = good; size < bytes.size(); ++size) {
    const LogRead log = read_log(std::string_view(bytes).substr(0, size));
    CHECK(log.good_bytes == good);
    REQUIRE(log.samples.size() == 2);
    CHECK(log.samples[1].slot == 1211);
    CHECK(log.samples[1].metric == Metric::delay);
    CHECK(log.samples[1].level == 6);
  }
  CHECK(read_log(bytes).samples.size() == 4);
  bytes[good + 9] = static_cast<char>(bytes[good + 9] ^ 1);
  CHECK(read_log(bytes).samples.size() == 2);
  CHECK(read_log("LLLOG01").good_bytes == 0);
}

TEST_CASE("names read back in their order, and a torn one is left out") {
  std::string bytes(names_magic);
  append_names(bytes, std::vector<std::string>{"BTS-1", "珞珈山"});
  const size_t good = bytes.size();
  append_names(bytes, std::vector<std::string>{"BTS-3"});
  CHECK(read_names(bytes).names == std::vector<std::string>{"BTS-1", "珞珈山", "BTS-3"});
  const auto cut = read_names(std::string_view(bytes).substr(0, bytes.size() - 1));
  CHECK(cut.names.size() == 2);
  CHECK(cut.good_bytes == good);
}

TEST_CASE("a value survives its level to half a step") {
  for (size_t i = 0; i < metric_count; ++i) {
    const auto metric = static_cast<Metric>(i);
    const Trait& trait = trait_of(metric);
    for (double value = 0; value <= trait.greatest; value += trait.greatest / 997) {
      const Level level = level_of(metric, value);
      CHECK(level != absent);
      CHECK(std::abs(value_of(metric, level) - value) <= trait.step / 2 * 1.000001);
    }
    CHECK_FALSE(is_in_range(metric, trait.greatest + 0.001));
    CHECK_FALSE(is_in_range(metric, -0.001));
  }
  CHECK(value_of(Metric::load, level_of(Metric::load, 93.25)) == 93.25);
}

}  // namespace
}  // namespace lifeline::performance
