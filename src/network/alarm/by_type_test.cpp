// SPDX-License-Identifier: Apache-2.0
#include "network/alarm/by_type.h"

#include <doctest/doctest.h>

#include "tests/any_value.h"
#include "tests/given.h"

namespace lifeline::alarm {
namespace {

using tests::Given;

Raised raised(uint64_t serial, std::string source, bool mapped, UnitCode region) {
  return {.id = {420000, serial},
          .source_name = std::move(source),
          .mapped = mapped,
          .region = region,
          .unit = mapped ? region : tests::hubei,
          .condition = "linkDown",
          .interface = std::to_string(serial),
          .severity = Severity::minor};
}

std::vector<uint64_t> around(Given& given, uint64_t serial, size_t count_max = 9) {
  const View& view = given.part<Noun>().view;
  const Row& row = view.rows.at({420000, serial});
  const Around stretch{.id = row.id, .at = row.raised_at, .before_s = 100, .after_s = 10};
  std::vector<uint64_t> serials;
  for (const AlarmId id : near(view.by_type.ground_of(row), "linkDown", stretch, count_max))
    serials.push_back(id.serial);
  return serials;
}

TEST_CASE("alarms of a type are found around a moment, those before it and the nearest first") {
  Given given;
  uint64_t serial = 0;
  for (const int64_t second : {0, 1, 50, 101, 101, 111, 112})
    given.at(seconds_after(tests::noon, second))(raised(++serial, "X", false, tests::hubei));
  CHECK(around(given, 4) == std::vector<uint64_t>{5, 3, 2, 6});
  CHECK(around(given, 4, 2) == std::vector<uint64_t>{5, 3});
}

TEST_CASE("the ground of a mapped alarm is its region, of another one its source") {
  Given given;
  given(raised(1, "A", true, tests::wuchang), raised(2, "B", true, tests::wuchang),
        raised(3, "C", true, tests::hankou), raised(4, "X", false, tests::hubei),
        raised(5, "Y", false, tests::hubei));
  CHECK(around(given, 1) == std::vector<uint64_t>{2});
  CHECK(around(given, 3).empty());
  CHECK(around(given, 4).empty());
  given(Placed{.id = {420000, 4}, .region = tests::hankou, .unit = tests::hankou});
  CHECK(around(given, 3) == std::vector<uint64_t>{4});
  given(Cleared{.id = {420000, 4}});
  CHECK(around(given, 3) == std::vector<uint64_t>{4});
}

TEST_CASE("what a snapshot brings back is found as before") {
  CHECK(tests::holds_for_any_history<Noun>(
      [](const State&, const State&, const View& view, const View& again) {
        RC_ASSERT(view.by_type == again.by_type);
      }));
}

}  // namespace
}  // namespace lifeline::alarm
