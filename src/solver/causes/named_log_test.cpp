// SPDX-License-Identifier: Apache-2.0
#include "solver/causes/named_log.h"

#include <doctest/doctest.h>

#include "base/limits.h"

namespace lifeline::causes {
namespace {

const std::string header =
    "id,source_name,region,probable_cause,raised_at,reported_at,cleared_at\n";

TEST_CASE("Lifeline's own list of alarms is told from a log of numbers") {
  CHECK(is_alarm_list(header));
  CHECK_FALSE(is_alarm_list("alarm_id,device_id,start_timestamp,end_timestamp\n"));
  CHECK_FALSE(is_alarm_list(""));
}

TEST_CASE("an alarm begins when its device says, else when it was taken in") {
  const std::string list =
      header +
      "1,OLT-1,420106,\"link, down\",2020-01-23T02:00:09Z,2020-01-23T02:00:05Z,"
      "2020-01-23T02:01:00Z\n"
      "2,OLT-1,420106,powerLost,2020-01-23T02:00:02Z,,\n";
  const auto alarms = read_alarm_list(list, Device::source_name);
  REQUIRE(alarms);
  REQUIRE(alarms->size() == 2);
  CHECK(alarms->at(0).type == "link, down");
  CHECK(to_rfc3339(alarms->at(0).start) == "2020-01-23T02:00:05.000000Z");
  CHECK(to_rfc3339(alarms->at(1).start) == "2020-01-23T02:00:02.000000Z");
  CHECK_FALSE(alarms->at(1).end);
  CHECK(read_alarm_list(list, Device::region)->at(0).device == "420106");
}

TEST_CASE("names are numbered in their order, and the log is in the order of time") {
  const auto named = numbered({{"linkDown", "B", {9'000'000}, {5'000'000}},
                               {"powerLost", "A", {4'500'000}, {}},
                               {"cellDown", "A", {9'000'000}, {20'000'000}}});
  REQUIRE(named);
  CHECK(named->types == std::vector<std::string>{"cellDown", "linkDown", "powerLost"});
  CHECK(named->log.types == 3);
  CHECK(named->log.devices == 2);
  CHECK(named->log.alarms == std::vector<Alarm>{{2, 0, 4, 4}, {0, 0, 9, 20}, {1, 1, 9, 9}});
}

TEST_CASE("a list's refusal names the line and the column") {
  const auto refused = [](const std::string& csv) {
    const auto read = read_alarm_list(csv, Device::source_name);
    REQUIRE_FALSE(read);
    return read.error().name + " " + read.error().field + " " + read.error().detail.substr(0, 6);
  };
  CHECK(refused("probable_cause,raised_at\n") == "column_must_be_given source_name line 1");
  CHECK(refused(header + "1,A,R,x,then,,\n") == "value_must_be_well_formed raised_at line 2");
  CHECK(refused(header + "1,A,R,x,,,\n") == "value_must_be_well_formed raised_at line 2");
  CHECK(refused(header + "1,A,R,,2020-01-23T02:00:00Z,,\n") ==
        "value_must_be_well_formed probable_cause line 2");
  CHECK(refused(header + "1,A\n") == "fields_must_be_as_many_as_columns  line 2");
  std::vector<NamedAlarm> many;
  for (size_t i = 0; i <= limits::causes_types_max; ++i)
    many.push_back({.type = std::to_string(i), .device = "A", .start = {1}, .end = {}});
  CHECK(numbered(many).error().name == "types_must_be_fewer");
}

TEST_CASE("edges are written by name where there are names, by number where there are none") {
  const std::vector<Edge> edges{{.cause = 1, .effect = 0, .score = 0.98765432, .gain_nats = 3}};
  CHECK(edges_csv(edges, {}) == "cause,effect,score\n1,0,0.987654\n");
  CHECK(edges_csv(edges, {"link, down", "powerLost"}) ==
        "cause,effect,score\npowerLost,\"link, down\",0.987654\n");
}

TEST_CASE("names teach what numbers teach") {
  std::vector<NamedAlarm> alarms;
  uint64_t chance = 1;
  const auto draw = [&](uint64_t limit) {
    chance = chance * 48'271 % 2'147'483'647;
    return static_cast<int64_t>(chance % limit);
  };
  for (int64_t i = 0, at_s = 0; i < 300; ++i) {
    at_s += 2'000 + draw(3'000);
    const std::string device = "device " + std::to_string(draw(5));
    alarms.push_back({"powerLost", device, {at_s * 1'000'000}, {}});
    alarms.push_back({"linkDown", device, {(at_s + 2) * 1'000'000}, {}});
  }
  const auto named = numbered(alarms);
  REQUIRE(named);
  const auto edges = learn_causes(named->log, nullptr);
  REQUIRE(edges);
  CHECK(edges_csv(*edges, named->types).starts_with("cause,effect,score\npowerLost,linkDown,"));
  CHECK(edges->size() == 1);
}

}  // namespace
}  // namespace lifeline::causes
