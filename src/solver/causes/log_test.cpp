// SPDX-License-Identifier: Apache-2.0
#include "solver/causes/log.h"

#include <string>

#include <doctest/doctest.h>

#include "base/limits.h"

namespace lifeline::causes {
namespace {

const std::string header = "alarm_id,device_id,start_timestamp,end_timestamp\n";

void check_log_refused(const std::string& csv, std::string_view name, std::string_view field,
                       std::string_view line) {
  const auto log = read_log(csv);
  REQUIRE_FALSE(log.has_value());
  CHECK(log.error().name == name);
  CHECK(log.error().field == field);
  CHECK_MESSAGE(log.error().detail.starts_with(line), log.error().detail);
}

void check_topology_refused(const std::string& csv, std::string_view name, std::string_view line) {
  const auto topology = read_topology(csv);
  REQUIRE_FALSE(topology.has_value());
  CHECK(topology.error().name == name);
  CHECK_MESSAGE(topology.error().detail.starts_with(line), topology.error().detail);
}

}  // namespace

TEST_CASE("rows and columns may come in any order") {
  const auto log = read_log(header + "11,2,30,31\n1,28,20,20\n11,1,30,90\n");
  REQUIRE(log.has_value());
  CHECK(log->alarms == std::vector<Alarm>{{1, 28, 20, 20}, {11, 1, 30, 90}, {11, 2, 30, 31}});
  CHECK(log->types == 12);
  CHECK(log->devices == 29);
  CHECK(log->ends_cut == 0);
  CHECK(read_log("end_timestamp,note,start_timestamp,device_id,alarm_id\r\n"
                 "31,x,30,2,11\r\n90,,30,1,11\r\n20,,20,28,1") == log);
}

TEST_CASE("a log without rows is a log") {
  const auto log = read_log(header);
  REQUIRE(log.has_value());
  CHECK(*log == Log{});
}

TEST_CASE("a log's refusal names the line and the column") {
  check_log_refused("", "column_must_be_given", "alarm_id", "line 1: ");
  check_log_refused("alarm_id,device_id,end_timestamp\n", "column_must_be_given", "start_timestamp",
                    "line 1: ");
  check_log_refused(header + "1,2,3\n", "fields_must_be_as_many_as_columns", "", "line 2: ");
  check_log_refused(header + "1,2,3,4\nx,2,3,4\n", "value_must_be_well_formed", "alarm_id",
                    "line 3: ");
  check_log_refused(header + "1,-2,3,4\n", "value_must_be_well_formed", "device_id", "line 2: ");
  check_log_refused(header + "1,2,3.5,4\n", "value_must_be_well_formed", "start_timestamp",
                    "line 2: ");
  check_log_refused(header + "1,2,3,10000000001\n", "value_must_be_well_formed", "end_timestamp",
                    "line 2: ");
  check_log_refused(header + "1,2,99999999999999999999,4\n", "value_must_be_well_formed",
                    "start_timestamp", "line 2: ");
  check_log_refused(header + "1024,2,3,4\n", "value_must_be_well_formed", "alarm_id", "line 2: ");
  check_log_refused(header + "1,4096,3,4\n", "value_must_be_well_formed", "device_id", "line 2: ");
  check_log_refused(header + "\"1,2,3,4\n", "quote_must_be_closed", "", "line 2: ");
}

TEST_CASE("an end before its start is refused or cut, as the caller wishes") {
  const std::string csv = header + "1,2,3,4\n1,2,30,4\n";
  check_log_refused(csv, "end_must_not_precede_the_start", "end_timestamp", "line 3: ");
  const auto log = read_log(csv, EarlyEnd::cut);
  REQUIRE(log.has_value());
  CHECK(log->alarms.back() == Alarm{1, 2, 30, 30});
  CHECK(log->ends_cut == 1);
}

TEST_CASE("the greatest times and ids are read") {
  const auto log = read_log(header + "1023,4095,10000000000,10000000000\n");
  REQUIRE(log.has_value());
  CHECK(log->alarms[0] == Alarm{1023, 4095, 10'000'000'000, 10'000'000'000});
}

TEST_CASE("a log of too many rows is refused") {
  std::string csv = header;
  for (size_t i = 0; i <= limits::import_rows_max; ++i) csv += "0,0,0,0\n";
  check_log_refused(csv, "rows_must_be_fewer", "", "line 1000002: ");
}

TEST_CASE("a topology is read without its diagonal") {
  const auto topology = read_topology("1,1,0\r\n1,0,0\r\n\r\n0, 0 ,1");
  REQUIRE(topology.has_value());
  CHECK(topology->neighbours == std::vector<std::vector<uint32_t>>{{1}, {0}, {}});
  REQUIRE(read_topology("").has_value());
  CHECK(read_topology("")->neighbours.empty());
}

TEST_CASE("a topology may have more devices than a form has columns") {
  const size_t devices = limits::csv_columns_max + 36;
  std::string csv;
  for (size_t i = 0; i < devices; ++i) {
    for (size_t j = 0; j < devices; ++j) csv += i + j + 1 == devices ? "1," : "0,";
    csv.back() = '\n';
  }
  const auto topology = read_topology(csv);
  REQUIRE(topology.has_value());
  CHECK(topology->neighbours.front() == std::vector<uint32_t>{99});
}

TEST_CASE("a topology's refusal names the line") {
  check_topology_refused("0,1\n1,0\n0,0\n", "matrix_must_be_square", "line 1: 2 columns, 3 rows");
  check_topology_refused("0,1\n1\n", "matrix_must_be_square", "line 2: 1 columns, 2 rows");
  check_topology_refused("0,1\n0,0\n", "matrix_must_be_symmetric", "line 1: ");
  check_topology_refused("0,1\n1,2\n", "value_must_be_well_formed", "line 2: column 2 ");
  check_topology_refused("0,1,\n1,0,\n", "value_must_be_well_formed", "line 1: column 3 ");
  std::string wide;
  for (uint32_t i = 0; i <= limits::causes_devices_max; ++i) wide += "0,";
  check_topology_refused(wide, "devices_must_be_fewer", "line 1: ");
}

}  // namespace lifeline::causes
