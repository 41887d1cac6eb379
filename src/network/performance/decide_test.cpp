// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/given.h"

namespace lifeline::performance {
namespace {

using tests::events;
using tests::Given;

Threshold stricter() {
  Threshold to = default_threshold(Metric::load);
  to.warning = 60;
  return to;
}

Given& as_administrator(Given& given) { return given.as(desk::Role::administrator, group_unit); }

TEST_CASE("the group's administrator sets a threshold, once") {
  Given given;
  as_administrator(given);
  CHECK(given.when<Noun>(Change{stricter()}) == events(Changed{stricter()}));
  given(Changed{stricter()});
  CHECK(given.when<Noun>(Change{stricter()}).empty());
  CHECK(given.when<Noun>(Restore{Metric::load}) == events(Restored{Metric::load}));
  given(Restored{Metric::load});
  CHECK(given.when<Noun>(Restore{Metric::load}).empty());
}

TEST_CASE("nobody else sets thresholds, for they hold for the whole country") {
  Given given;
  CHECK(given.as(desk::Role::commander, group_unit).when<Noun>(Change{stricter()}) ==
        "administrator_must_act");
  CHECK(given.as(desk::Role::administrator, tests::hubei).when<Noun>(Change{stricter()}) ==
        "unit_must_be_the_group");
  CHECK(given.when<Noun>(Restore{Metric::load}) == "unit_must_be_the_group");
}

TEST_CASE("a graver limit is a worse value") {
  Given given;
  as_administrator(given);
  Threshold to = stricter();
  to.major = 50;
  CHECK(given.when<Noun>(Change{to}) == "limits_must_be_in_order");
  CHECK(given.blamed<Noun>(Change{to}) == "major");
  to = default_threshold(Metric::access_success);
  to.critical = 99;
  CHECK(given.blamed<Noun>(Change{to}) == "critical");
}

TEST_CASE("limits are values of the metric, and counts are of a day at most") {
  Given given;
  as_administrator(given);
  Threshold to = stricter();
  to.critical = 101;
  CHECK(given.blamed<Noun>(Change{to}) == "critical");
  to = stricter();
  to.hysteresis = -1;
  CHECK(given.blamed<Noun>(Change{to}) == "hysteresis");
  to = stricter();
  to.raise_after = 0;
  CHECK(given.blamed<Noun>(Change{to}) == "raise_after");
  to = stricter();
  to.clear_after = 289;
  CHECK(given.blamed<Noun>(Change{to}) == "clear_after");
  to = stricter();
  to.severity_max = alarm::Severity::indeterminate;
  CHECK(given.when<Noun>(Change{to}) == "severity_must_be_given");
}

TEST_CASE("a threshold that nobody changed is its default") {
  State state;
  CHECK(threshold_of(state, Metric::delay) == default_threshold(Metric::delay));
  evolve(state, Changed{stricter()});
  CHECK(threshold_of(state, Metric::load).warning == 60);
  CHECK(default_threshold(Metric::load).severity_max == alarm::Severity::major);
}

TEST_CASE("a row says who changed it and whether it still differs") {
  Given given;
  given(Changed{stricter()});
  const auto row = [&] {
    return row_of(Metric::load, given.part<Noun>().state, given.part<Noun>().view);
  };
  CHECK(row().changed);
  CHECK(row().changed_by == "commander");
  given(Restored{Metric::load});
  CHECK_FALSE(row().changed);
  CHECK(row().warning == 70);
}

TEST_CASE("tightening leaves a share of the way from the ideal to the limit") {
  const Threshold load = tightened(default_threshold(Metric::load), 0.8);
  CHECK(load.warning == doctest::Approx(56));
  CHECK(load.critical == doctest::Approx(76));
  CHECK(tightened(default_threshold(Metric::access_success), 0.5).major == doctest::Approx(97.5));
  CHECK(tightened(default_threshold(Metric::throughput), 0.5).major == doctest::Approx(4));
  for (size_t i = 0; i < metric_count; ++i) {
    const Threshold usual = default_threshold(static_cast<Metric>(i));
    CHECK(tightened(usual, 1) == usual);
  }
}

}  // namespace
}  // namespace lifeline::performance
