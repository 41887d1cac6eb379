// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/given.h"

namespace lifeline::outage {
namespace {

using desk::Role;
using site::Health;
using tests::events;
using tests::Given;

// One site of Wuchang; the change of its health is the third event of the desk, so its outage is
// 420000-3.
Given& with_outage(Given& given, Health health = Health::down) {
  site::Site site{.id = "H1", .name_zh = "一院", .name_en = "One"};
  site.region = site.unit = tests::wuchang;
  given(site::Imported{.sites = {site}});
  given(site::HealthChanged{
      .id = "H1", .from = Health::normal, .to = health, .reasons = {}, .roots = {{"F", true}}});
  return given;
}

const OutageId its{tests::hubei.value, 3};
const Exclude planned{its, Exclusion::planned_work, {}};

TEST_CASE("who answers for the site's unit excludes an outage and says why") {
  Given given;
  with_outage(given).as(Role::commander, tests::wuchang);
  CHECK(given.when<Noun>(planned) == events(Excluded{its, Exclusion::planned_work, {}}));
  given.as(Role::commander, tests::yichang);
  CHECK(given.when<Noun>(planned) == "unit_must_be_within_reach");
  given.as(Role::operator_, tests::wuchang);
  CHECK(given.when<Noun>(planned) == "role_must_suffice");
}

TEST_CASE("an exclusion names its kind, and another reason is said in words") {
  Given given;
  with_outage(given);
  CHECK(given.when<Noun>(Exclude{its, Exclusion::none, "x"}) == "kind_must_be_given");
  CHECK(given.when<Noun>(Exclude{its, Exclusion::other, {}}) == "reason_must_be_given");
  CHECK(given.when<Noun>(Exclude{its, Exclusion::other, "flood"}) ==
        events(Excluded{its, Exclusion::other, "flood"}));
  const std::string long_text(limits::text_bytes_max + 1, 'x');
  CHECK(given.when<Noun>(Exclude{its, Exclusion::other, long_text}) == "text_must_be_short");
  CHECK(given.when<Noun>(Exclude{{420000, 99}, Exclusion::other, "x"}) == "outage_must_exist");
}

TEST_CASE("an outage is excluded once, and only an excluded one is readmitted") {
  Given given;
  with_outage(given);
  CHECK(given.when<Noun>(Readmit{its, {}}) == "outage_must_be_excluded");
  given(Excluded{its, Exclusion::customer_power, {}});
  CHECK(given.when<Noun>(planned) == "outage_must_be_counted");
  CHECK(given.when<Noun>(Readmit{its, "it was ours"}) == events(Readmitted{its, "it was ours"}));
  const std::string long_text(limits::text_bytes_max + 1, 'x');
  CHECK(given.when<Noun>(Readmit{its, long_text}) == "text_must_be_short");
  CHECK(given.when<Noun>(Readmit{{420000, 99}, {}}) == "outage_must_exist");
}

TEST_CASE("planned work and silence are excluded by themselves, not by a person") {
  for (const Health health : {Health::suppressed, Health::stale}) {
    Given given;
    with_outage(given, health);
    CHECK(given.when<Noun>(planned) == "outage_must_be_down_or_degraded");
    CHECK(given.when<Noun>(Readmit{its, {}}) == "outage_must_be_down_or_degraded");
  }
}

TEST_CASE("the state bears any order of its events") {
  State state;
  evolve(state, Readmitted{its, {}});
  evolve(state, Excluded{its, Exclusion::other, "x"});
  evolve(state, Excluded{its, Exclusion::other, "x"});
  CHECK(state.excluded.size() == 1);
  evolve(state, Readmitted{its, {}});
  CHECK(state.excluded.empty());
  CHECK(touches(Excluded{its, Exclusion::other, {}}) == "420000-3");
}

}  // namespace
}  // namespace lifeline::outage
