// SPDX-License-Identifier: Apache-2.0
#include "gateway/measurements/csv.h"

#include <doctest/doctest.h>

namespace lifeline::measurements {
namespace {

constexpr Instant noon{1'579'752'000'000'000};  // 2020-01-23T04:00:00Z
constexpr Window week{.oldest = {noon.us - 604'800'000'000}, .newest = noon};

CsvRead read(std::string_view rows) {
  auto made = read_csv("element,metric,at,value\n" + std::string(rows), week);
  REQUIRE(made);
  return std::move(*made);
}

std::string refused(std::string_view row) {
  const auto made = read(row);
  REQUIRE(made.report.refused.size() == 1);
  return made.report.refused[0].name + " " + made.report.refused[0].column;
}

TEST_CASE("rows are readings, by RFC 3339 or by seconds") {
  const auto made = read("A,load,2020-01-23T11:55:00+08:00,43.5\nB,delay,1579751700,12\n");
  REQUIRE(made.readings.size() == 2);
  CHECK(made.report.rows == 2);
  CHECK(made.readings[0].element == "A");
  CHECK(made.readings[0].value == 43.5);
  CHECK(made.readings[0].at == made.readings[1].at);
  CHECK(made.readings[1].metric == performance::Metric::delay);
}

TEST_CASE("columns stand in any order, and further ones are passed over") {
  const auto made = read_csv("value,vendor,at,element,metric\n1,x,1579751700,A,load\n", week);
  REQUIRE(made);
  CHECK(made->readings.size() == 1);
  CHECK(read_csv("value,at,element\n", week).error().field == "metric");
  CHECK(read_csv("", week).error().name == "column_must_be_given");
}

TEST_CASE("each wrong field is named with its line") {
  CHECK(refused("A,fun,1579751700,1\n") == "metric_must_be_known metric");
  CHECK(refused("A,load,yesterday,1\n") == "value_must_be_well_formed at");
  CHECK(refused("A,load,1579751700,x\n") == "value_must_be_well_formed value");
  CHECK(refused("A,load,1579751700,nan\n") == "value_must_be_in_range value");
  CHECK(refused("A,load,1579751700,101\n") == "value_must_be_in_range value");
  CHECK(refused("A,load,1579147199,1\n") == "time_must_be_kept at");
  CHECK(refused("A,load,1579752001,1\n") == "time_must_be_kept at");
  CHECK(refused(",load,1579751700,1\n") == "element_must_be_given element");
  CHECK(refused("A,load,1579751700\n") == "fields_must_be_as_many_as_columns ");
  CHECK(read("A,load,1579751700,1\nA,fun,1,1\n").report.refused[0].line == 3);
}

}  // namespace
}  // namespace lifeline::measurements
