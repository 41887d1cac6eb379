// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/given.h"

namespace lifeline::site {
namespace {

using desk::Role;
using element::Condition;
using tests::events;
using tests::Given;

Site hospital(std::string id = "H1") {
  return {.id = id,
          .name_zh = "武昌医院 " + id,
          .name_en = "Wuchang hospital " + id,
          .kind = Kind::designated_hospital,
          .tier = 1,
          .region = tests::wuchang,
          .unit = tests::wuchang,
          .address = {},
          .services = {{.kind = Service::_4g, .elements = {"CELL-1", "CELL-2"}},
                       {.kind = Service::voice, .elements = {"CELL-1"}}}};
}

element::Imported cells() {
  const auto element = [](std::string id, element::Groups on) {
    return element::Element{
        .id = id, .name = id, .region = tests::wuchang, .depends_on = std::move(on)};
  };
  return {.elements = {element("NODE", {}), element("CELL-1", {{"NODE"}}),
                       element("CELL-2", {{"NODE"}})}};
}

element::ConditionChanged cell_is(std::string id, Condition condition, std::string root) {
  return {.id = std::move(id),
          .own = Condition::normal,
          .condition = condition,
          .root = std::move(root)};
}

Reason reason(Service service, Health health, std::vector<std::string> chain) {
  return {.service = service, .health = health, .chain = std::move(chain)};
}

TEST_CASE("a service lives while one of its carriers does") {
  Given given;
  given(cells(), Imported{{hospital()}}, cell_is("CELL-2", Condition::down, "CELL-2"));
  CHECK(given.when<Noun>(Reassess{"H1"}) ==
        events(HealthChanged{.id = "H1",
                             .from = Health::normal,
                             .to = Health::degraded,
                             .reasons = {reason(Service::_4g, Health::degraded, {"CELL-2"})},
                             .roots = {{"CELL-2", false}}}));
}

TEST_CASE("a site is as bad as its worst service, and tells the way to the root") {
  Given given;
  given(cells(), Imported{{hospital()}},
        element::ConditionChanged{"NODE", Condition::down, Condition::down, "NODE"},
        cell_is("CELL-1", Condition::down, "NODE"), cell_is("CELL-2", Condition::down, "NODE"));
  CHECK(given.when<Noun>(Reassess{"H1"}) ==
        events(HealthChanged{.id = "H1",
                             .from = Health::normal,
                             .to = Health::down,
                             .reasons = {reason(Service::_4g, Health::down, {"CELL-1", "NODE"}),
                                         reason(Service::_4g, Health::down, {"CELL-2", "NODE"}),
                                         reason(Service::voice, Health::down, {"CELL-1", "NODE"})},
                             .roots = {{"NODE", true}}}));
}

TEST_CASE("a root that takes one service down is down, even where it only degrades another") {
  Given given;
  given(cells(), Imported{{hospital()}}, cell_is("CELL-1", Condition::down, "CELL-1"));
  CHECK(given.when<Noun>(Reassess{"H1"}).find(R"("roots":{"CELL-1":true})") != std::string::npos);
}

TEST_CASE("a site that does not change says nothing") {
  Given given;
  given(cells(), Imported{{hospital()}});
  CHECK(given.when<Noun>(Reassess{"H1"}).empty());
  CHECK(given.when<Noun>(Reassess{"H2"}) == "site_must_exist");
  given(cell_is("CELL-2", Condition::down, "CELL-2"),
        HealthChanged{.id = "H1",
                      .to = Health::degraded,
                      .reasons = {reason(Service::_4g, Health::degraded, {"CELL-2"})},
                      .roots = {{"CELL-2", false}}});
  CHECK(given.when<Noun>(Reassess{"H1"}).empty());
  given(cell_is("CELL-2", Condition::normal, ""));
  CHECK(given.when<Noun>(Reassess{"H1"}) ==
        events(HealthChanged{.id = "H1", .from = Health::degraded, .to = Health::normal}));
}

TEST_CASE("a service without carriers is never down") {
  Given given;
  Site site = hospital();
  site.services = {{.kind = Service::power, .elements = {}}};
  given(Imported{{site}});
  CHECK(given.when<Noun>(Reassess{"H1"}).empty());
}

TEST_CASE("an import needs an administrator and keeps only what is new or changed") {
  Given given;
  given(cells());
  CHECK(given.as(Role::commander, tests::hubei).when<Noun>(Import{{hospital()}}) ==
        "role_must_suffice");
  given.as_system();
  CHECK(given.when<Noun>(Import{}) == "sites_must_be_given");
  CHECK(given.when<Noun>(Import{{hospital()}}) == events(Imported{{hospital()}}));
  given(Imported{{hospital()}});
  CHECK(given.when<Noun>(Import{{hospital()}}).empty());
}

TEST_CASE("an import names only units and elements that are there") {
  Given given;
  given.as_system();
  CHECK(given.when<Noun>(Import{{hospital()}}) == "element_must_be_known");
  given(cells());
  Site elsewhere = hospital();
  elsewhere.unit = {999999};
  CHECK(given.when<Noun>(Import{{elsewhere}}) == "unit_must_be_known");
}

TEST_CASE("whoever answers for both sites says whether they are one") {
  Given given;
  Site other = hospital("H2");
  other.unit = tests::hankou;
  given(cells(), Imported{{hospital(), other}});
  const DecideDuplicate c{.left = "H1", .right = "H2", .same = true};
  const auto as = [&](Role role, UnitCode unit) { return given.as(role, unit).when<Noun>(c); };
  CHECK(as(Role::viewer, tests::hubei) == "role_must_suffice");
  CHECK(as(Role::operator_, tests::wuchang) == "unit_must_be_within_reach");
  CHECK(as(Role::operator_, tests::wuhan) == events(DuplicateDecided{"H1", "H2", true}));
  CHECK(given.when<Noun>(DecideDuplicate{.left = "H9", .right = "H1"}) == "site_must_exist");
  CHECK(given.blamed<Noun>(DecideDuplicate{.left = "H1", .right = "H9"}) == "right");
  CHECK(given.when<Noun>(DecideDuplicate{.left = "H1", .right = "H1"}) == "sites_must_differ");
}

}  // namespace
}  // namespace lifeline::site
