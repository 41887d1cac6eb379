// SPDX-License-Identifier: Apache-2.0
// Causes are found where they were put in, and where experts drew them.
#include "solver/causes/learn.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include <doctest/doctest.h>

#include "base/limits.h"

namespace lifeline::causes {
namespace {

using Pairs = std::set<std::pair<uint32_t, uint32_t>>;

Pairs pairs_of(const std::vector<Edge>& edges) {
  Pairs pairs;
  for (const Edge& edge : edges) pairs.emplace(edge.cause, edge.effect);
  return pairs;
}

Pairs learned(const Log& log, const Topology* topology = nullptr) {
  const auto edges = learn_causes(log, topology);
  REQUIRE(edges.has_value());
  return pairs_of(*edges);
}

// A log is written alarm by alarm, with chance from a seed (xorshift64*).
class Writer {
 public:
  explicit Writer(uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15U + 1) {}

  int64_t below(int64_t bound) {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return static_cast<int64_t>((state_ * 0x2545F4914F6CDD1DU) >> 33) % bound;
  }
  bool happens(int64_t percent) { return below(100) < percent; }
  void raise(uint32_t type, uint32_t device, int64_t at_s) {
    log_.alarms.push_back({type, device, at_s, at_s + 1 + below(100)});
    log_.types = std::max(log_.types, type + 1);
    log_.devices = std::max(log_.devices, device + 1);
  }
  Log finish() {
    std::ranges::sort(log_.alarms, {}, [](const Alarm& alarm) {
      return std::tuple(alarm.start_s, alarm.device, alarm.type, alarm.end_s);
    });
    return std::move(log_);
  }

 private:
  uint64_t state_;
  Log log_;
};

const Pairs chain = {{0, 1}, {1, 2}};  // of chain_log

constexpr int64_t week_s = 7 * 86'400;

// 0 → 1 → 2 on the same device within seconds, every 1 alike; 3 comes by itself, and so do some of
// all others.
Log chain_log(uint64_t seed) {
  Writer writer(seed);
  const auto raise_one = [&](uint32_t device, int64_t at_s) {
    writer.raise(1, device, at_s);
    if (writer.happens(70)) writer.raise(2, device, at_s + 1 + writer.below(30));
  };
  for (int i = 0; i < 600; ++i) {
    const auto device = static_cast<uint32_t>(writer.below(4));
    const int64_t at_s = writer.below(week_s);
    writer.raise(0, device, at_s);
    if (writer.happens(70)) raise_one(device, at_s + 1 + writer.below(12));
    if (writer.happens(40)) raise_one(device, writer.below(week_s));
    for (const uint32_t type : {2U, 3U})
      if (writer.happens(40)) writer.raise(type, device, writer.below(week_s));
  }
  return writer.finish();
}

// On a ring of six devices 0 causes 1 on the next device only, never on its own.
Log ring_log(uint64_t seed) {
  Writer writer(seed);
  for (int i = 0; i < 2000; ++i) {
    const auto device = static_cast<uint32_t>(writer.below(6));
    const int64_t at_s = writer.below(week_s);
    writer.raise(0, device, at_s);
    if (writer.happens(60)) writer.raise(1, (device + 1) % 6, at_s + 2 + writer.below(10));
    if (writer.happens(30)) writer.raise(1, device, writer.below(week_s));
  }
  return writer.finish();
}

Topology ring(uint32_t devices) {
  Topology topology;
  for (uint32_t i = 0; i < devices; ++i) {
    topology.neighbours.push_back({(i + devices - 1) % devices, (i + 1) % devices});
    std::ranges::sort(topology.neighbours.back());
  }
  return topology;
}

const std::string networks = LIFELINE_SOURCE_DIR "/../shared/data/alarms-telecom/";

std::optional<std::string> file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// The ones of a matrix as pairs of row and column.
Pairs ones_of(const std::string& csv) {
  Pairs ones;
  uint32_t row = 0, column = 0;
  for (const char letter : csv) {
    if (letter == '1') ones.emplace(row, column);
    if (letter == ',') ++column;
    if (letter == '\n') ++row, column = 0;
  }
  return ones;
}

double f1(const Pairs& found, const Pairs& drawn) {
  const auto right = std::ranges::count_if(found, [&](const auto& p) { return drawn.contains(p); });
  MESSAGE("found ", found.size(), ", right ", right, ", drawn ", drawn.size());
  return 2.0 * static_cast<double>(right) / static_cast<double>(found.size() + drawn.size());
}

}  // namespace

TEST_CASE("a chain is found link by link, without its shortcut") {
  for (uint64_t seed = 1; seed <= 5; ++seed)
    CHECK_MESSAGE(learned(chain_log(seed)) == chain, "seed ", seed);
}

TEST_CASE("scores are shares, best first") {
  const auto edges = learn_causes(chain_log(1), nullptr);
  REQUIRE(edges.has_value());
  REQUIRE(edges->size() == 2);
  CHECK(std::ranges::is_sorted(*edges, std::ranges::greater{}, &Edge::score));
  for (const Edge& edge : *edges) {
    CHECK(edge.gain_nats > 0);
    CHECK(edge.score >
          0.4);  // 0.7 of 1.1 type 1 and 0.77 of 1.17 type 2 are brought: 0.64 and 0.66
    CHECK(edge.score < 0.8);
  }
}

TEST_CASE("types that have nothing to do with each other have no causes") {
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    Writer writer(seed);
    for (int i = 0; i < 3000; ++i)
      writer.raise(static_cast<uint32_t>(writer.below(10)), static_cast<uint32_t>(writer.below(5)),
                   writer.below(week_s));
    CHECK_MESSAGE(learned(writer.finish()).empty(), "seed ", seed);
  }
}

TEST_CASE("a device with more of everything links no types") {
  Writer writer(3);
  for (int i = 0; i < 3000; ++i) {
    const auto device = static_cast<uint32_t>(writer.happens(90) ? 0 : 1 + writer.below(8));
    writer.raise(static_cast<uint32_t>(writer.below(4)), device, writer.below(week_s));
  }
  CHECK(learned(writer.finish()).empty());
}

TEST_CASE("a type that comes in bursts does not cause itself") {
  Writer writer(4);
  for (int i = 0; i < 300; ++i) {
    const int64_t at_s = writer.below(week_s);
    for (int j = 0; j < 10; ++j) writer.raise(0, 0, at_s + 3 * j);
    writer.raise(1, 0, writer.below(week_s));
  }
  CHECK(learned(writer.finish()).empty());
}

TEST_CASE("edges never close a circle") {
  Writer writer(5);
  for (int i = 0; i < 500; ++i) {
    const int64_t at_s = writer.below(week_s);
    const auto first = static_cast<uint32_t>(writer.below(3));
    writer.raise(first, 0, at_s);
    writer.raise((first + 1) % 3, 0, at_s + 3);
  }
  const Pairs edges = learned(writer.finish());
  CHECK(edges.size() == 2);
  for (const auto& [cause, effect] : edges) CHECK(effect == (cause + 1) % 3);
}

TEST_CASE("a cause is seen on a neighbour, where links are given or learned") {
  const Log log = ring_log(1);
  const Topology given = ring(6);
  CHECK(learned(log, &given) == Pairs{{0, 1}});
  CHECK(learned(log) == Pairs{{0, 1}});
  const auto links = learn_links(log);
  REQUIRE(links.has_value());
  CHECK(links->neighbours == given.neighbours);
  const auto on_islands = learn_causes(log, nullptr, {.learns_links = false});
  REQUIRE(on_islands.has_value());
  CHECK(on_islands->empty());
}

TEST_CASE("equal logs give equal edges") {
  CHECK(learn_causes(chain_log(7), nullptr) == learn_causes(chain_log(7), nullptr));
}

TEST_CASE("logs with little in them have no causes") {
  CHECK(learned(Log{}).empty());
  Writer one_type(1), one_device(2), one_second(3), far_apart(4);
  for (int i = 0; i < 50; ++i) {
    one_type.raise(0, static_cast<uint32_t>(i % 3), one_type.below(week_s));
    one_device.raise(static_cast<uint32_t>(i % 2), 0, one_device.below(week_s));
    one_second.raise(static_cast<uint32_t>(i % 5), static_cast<uint32_t>(i / 5), 77);
  }
  far_apart.raise(0, 0, 0);
  far_apart.raise(1, 0, 10'000'000'000);
  CHECK(learned(one_type.finish()).empty());
  CHECK(learned(one_device.finish()).empty());
  CHECK(learned(one_second.finish()).empty());
  CHECK(learned(far_apart.finish()).empty());
}

TEST_CASE("a cause is found on a single device and at great times") {
  Writer writer(6);
  for (int i = 0; i < 200; ++i) {
    const int64_t at_s = 9'999'000'000 + writer.below(week_s);
    writer.raise(0, 0, at_s);
    writer.raise(1, 0, at_s + writer.below(3));
  }
  CHECK(learned(writer.finish()) == Pairs{{0, 1}});
}

TEST_CASE("lags and devices must fit") {
  const auto refused = [](const Topology* topology, const Options& options) {
    const auto edges = learn_causes(chain_log(1), topology, options);
    return edges ? std::string() : edges.error().name;
  };
  CHECK(refused(nullptr, {.lags_s = {}}) == "lags_must_rise_from_zero");
  CHECK(refused(nullptr, {.lags_s = {0}}) == "lags_must_rise_from_zero");
  CHECK(refused(nullptr, {.lags_s = {1, 4}}) == "lags_must_rise_from_zero");
  CHECK(refused(nullptr, {.lags_s = {0, 4, 4}}) == "lags_must_rise_from_zero");
  const Topology small = ring(3);
  CHECK(refused(&small, {}) == "devices_must_be_in_the_topology");
  Log wide = chain_log(1);
  wide.devices = limits::causes_linked_devices_max + 1;
  REQUIRE_FALSE(learn_links(wide).has_value());
  CHECK(learn_links(wide).error().name == "devices_must_be_fewer");
  CHECK(learned(wide) == chain);
}

TEST_CASE("experts' causes are found in the logs of real networks") {
  struct Network {
    std::string name;
    bool has_topology;
    double f1_least;
  };
  for (const Network& network :
       {Network{"18V_55N_Wireless", false, 0.63}, Network{"59V_45N_sample", false, 0.98},
        Network{"59V_45N_sample", true, 0.98}}) {
    const auto csv = file_text(networks + network.name + "/alarm.csv");
    const auto graph = file_text(networks + network.name + "/causal_graph.csv");
    if (!csv || !graph) {
      MESSAGE("not run: the log of the ", network.name, " network is not here");
      continue;
    }
    const auto log = read_log(*csv, EarlyEnd::cut);
    REQUIRE(log.has_value());
    const auto matrix = file_text(networks + network.name + "/topology.csv").value_or("");
    const auto topology = read_topology(matrix);
    REQUIRE(topology.has_value());
    CHECK_MESSAGE(f1(learned(*log, network.has_topology ? &*topology : nullptr), ones_of(*graph)) >=
                      network.f1_least,
                  network.name);
  }
}

}  // namespace lifeline::causes
