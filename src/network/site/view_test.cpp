// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/given.h"

namespace lifeline::site {
namespace {

using tests::Given;

Site hospital() {
  return {.id = "H1",
          .name_zh = "医院",
          .name_en = "Hospital",
          .tier = 1,
          .region = tests::wuchang,
          .unit = tests::wuchang,
          .address = {},
          .services = {{.kind = Service::_4g, .elements = {"A", "B"}},
                       {.kind = Service::voice, .elements = {"A"}}}};
}

HealthChanged is_down() {
  return {
      .id = "H1",
      .from = Health::normal,
      .to = Health::down,
      .reasons = {{Service::_4g, Health::degraded, {"A"}}, {Service::voice, Health::down, {"A"}}},
      .roots = {{"A", true}}};
}

TEST_CASE("a row tells state, since when, services down and the incident") {
  Given given;
  given(Imported{{hospital()}});
  CHECK(row_of(hospital(), given.nouns()).state == Health::normal);
  CHECK(row_of(hospital(), given.nouns()).services_total == 2);
  given(is_down(), incident::Opened{.id = {420000, 4}, .unit = tests::wuchang, .root = "A"});
  const Row row = row_of(hospital(), given.nouns());
  CHECK(row.state == Health::down);
  CHECK(row.since == tests::noon);
  CHECK(row.services_down == 1);
  CHECK(row.incident == "420000-4");
}

TEST_CASE("of several incidents a row names one that takes a service down") {
  Given given;
  HealthChanged changed = is_down();
  changed.roots = {{"A", true}, {"B", false}};
  given(Imported{{hospital()}}, changed,
        incident::Opened{.id = {420000, 4}, .unit = tests::wuchang, .root = "A"},
        incident::Opened{.id = {420000, 5}, .unit = tests::wuchang, .root = "B"});
  CHECK(row_of(hospital(), given.nouns()).incident == "420000-4");
}

TEST_CASE("a unit's counts follow its sites' health and owners") {
  Given given;
  given(Imported{{hospital()}}, is_down());
  const auto& counts = given.part<Noun>().view.counts;
  CHECK(counts.at(tests::wuchang)[size_t(Health::down)] == 1);
  CHECK(counts.at(tests::wuchang)[size_t(Health::normal)] == 0);
  Site moved = hospital();
  moved.unit = tests::hankou;
  given(Imported{{moved}});
  CHECK(counts.at(tests::wuchang)[size_t(Health::down)] == 0);
  CHECK(counts.at(tests::hankou)[size_t(Health::down)] == 1);
}

TEST_CASE("the timeline has changes of state, not of reasons") {
  Given given;
  HealthChanged other = is_down();
  other.from = Health::down;
  other.roots = {{"B", true}};
  given(Imported{{hospital()}}, is_down()).at(seconds_after(tests::noon, 60))(other);
  CHECK(given.part<Noun>().view.timeline.at("H1").size() == 1);
  CHECK(given.part<Noun>().view.since.at("H1") == tests::noon);
}

}  // namespace
}  // namespace lifeline::site
