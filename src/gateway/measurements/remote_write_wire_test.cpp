// SPDX-License-Identifier: Apache-2.0
#include "gateway/measurements/remote_write_wire.h"

#include <cstring>
#include <limits>

#include <doctest/doctest.h>
#include <snappy.h>

#include "base/limits.h"

namespace lifeline::measurements {
namespace {

using performance::Metric;
using performance::Reading;

const std::vector<Reading> two = {
    {.element = "BTS-1", .metric = Metric::load, .at = {1'579'752'000'000'000}, .value = 43.5},
    {.element = "珞珈山", .metric = Metric::delay, .at = {1'579'752'300'000'000}, .value = 12}};

std::string packed(std::string_view message) {
  std::string out;
  snappy::Compress(message.data(), message.size(), &out);
  return out;
}

// As written by hand from the definition: __name__=lifeline_load, element=A, job=x; one sample.
std::string series_by_hand(std::string_view name, std::string_view element, double value) {
  const auto text = [](char key, std::string_view bytes) {
    return std::string{key, static_cast<char>(bytes.size())}.append(bytes);
  };
  const auto label = [&](std::string_view of, std::string_view is) {
    return text(0x0A, text(0x0A, of) + text(0x12, is));
  };
  std::string number(8, '\0');
  std::memcpy(number.data(), &value, 8);
  const std::string sample = "\x09" + number + "\x10\x90\x03";  // timestamp 400
  return text(0x0A, label("__name__", name) + label("element", element) + label("job", "x") +
                        text(0x12, sample));
}

TEST_CASE("a request reads as it was printed") {
  const auto read = read_write_request(print_write_request(two));
  REQUIRE(read);
  REQUIRE(read->readings.size() == 2);
  for (size_t i = 0; i < 2; ++i) {
    CHECK(read->readings[i].element == two[i].element);
    CHECK(read->readings[i].metric == two[i].metric);
    CHECK(read->readings[i].at == two[i].at);
    CHECK(read->readings[i].value == two[i].value);
  }
}

TEST_CASE("labels that mean nothing here are passed over") {
  const auto read = read_write_request(packed(series_by_hand("lifeline_load", "A", 12.5)));
  REQUIRE(read);
  REQUIRE(read->readings.size() == 1);
  CHECK(read->readings[0].element == "A");
  CHECK(read->readings[0].value == 12.5);
  CHECK(read->readings[0].at.us == 400'000);
}

TEST_CASE("other names and the end of a series are passed over, counted") {
  const auto nan = std::numeric_limits<double>::quiet_NaN();
  const auto read = read_write_request(packed(series_by_hand("go_goroutines", "A", 1) +
                                              series_by_hand("lifeline_fun", "A", 1) +
                                              series_by_hand("lifeline_load", "A", nan)));
  REQUIRE(read);
  CHECK(read->readings.empty());
  CHECK(read->passed_over == 3);
  CHECK(read->unsound == 0);
}

TEST_CASE("a value out of range and one of no element are unsound, and the others are kept") {
  const auto read = read_write_request(packed(series_by_hand("lifeline_load", "A", 101) +
                                              series_by_hand("lifeline_load", "", 1) +
                                              series_by_hand("lifeline_load", "B", 1)));
  REQUIRE(read);
  CHECK(read->readings.size() == 1);
  CHECK(read->unsound == 2);
  CHECK(read->why.name == "value_must_be_in_range");
}

TEST_CASE("what is not snappy, not protobuf or cut off is refused") {
  CHECK(read_write_request("hello").error().name == "body_must_be_snappy");
  CHECK(read_write_request("").error().name == "body_must_be_snappy");
  CHECK(read_write_request(packed("hello")).error().name == "body_must_be_a_write_request");
  const std::string whole = series_by_hand("lifeline_load", "A", 1);
  for (size_t size = 1; size < whole.size(); ++size) {
    const auto read = read_write_request(packed(whole.substr(0, size)));
    REQUIRE_FALSE(read);
    CHECK(read.error().name == "body_must_be_a_write_request");
  }
}

TEST_CASE("a body that unpacks to more than the limit is refused before it is unpacked") {
  const std::string large(limits::remote_write_bytes_max + 1, 'x');
  CHECK(read_write_request(packed(large)).error().name == "body_must_not_be_too_large");
}

TEST_CASE("a label that is not UTF-8 is refused") {
  CHECK_FALSE(read_write_request(packed(series_by_hand("lifeline_load", "\xFF", 1))));
}

}  // namespace
}  // namespace lifeline::measurements
