// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/given.h"

namespace lifeline::site {
namespace {

using element::Condition;
using tests::events;
using tests::Given;

// A station on two fibres, either of which carries it, and on power.
element::Imported station() {
  const auto element = [](std::string id, element::Groups on) {
    return element::Element{
        .id = id, .name = id, .region = tests::wuchang, .depends_on = std::move(on)};
  };
  return {.elements = {element("F1", {}), element("F2", {}), element("P", {}),
                       element("S", {{"F1", "F2"}, {"P"}})}};
}

Imported hospital() {
  return {.sites = {{.id = "H",
                     .region = tests::wuchang,
                     .unit = tests::wuchang,
                     .services = {{.kind = Service::voice, .elements = {"S"}}}}}};
}

element::ConditionChanged is(std::string id, Condition condition, std::string root) {
  const Condition own = id == root ? condition : Condition::normal;
  return {.id = std::move(id), .own = own, .condition = condition, .root = std::move(root)};
}

// Work that runs on the elements.
void cover(Given& given, std::vector<std::string> elements) {
  const planned_work::WorkId id{420000, 1};
  given(planned_work::Planned{.id = id, .what = {.elements = elements}, .overrides = {}},
        planned_work::Started{.id = id, .elements = elements});
}

void judgement(Given& given, Health to, std::vector<Reason> reasons,
               std::map<std::string, bool> roots) {
  CHECK(given.when<Noun>(Reassess{"H"}) == events(HealthChanged{.id = "H",
                                                                .from = Health::normal,
                                                                .to = to,
                                                                .reasons = std::move(reasons),
                                                                .roots = std::move(roots)}));
}

TEST_CASE("a site hit only through covered roots is suppressed, with its reasons and no root") {
  Given given;
  given(station(), hospital(), is("P", Condition::down, "P"), is("S", Condition::down, "P"));
  cover(given, {"P"});
  judgement(given, Health::suppressed, {{Service::voice, Health::suppressed, {"S", "P"}}}, {});
}

TEST_CASE("the second way failing during work on the first is an outage by its own root") {
  Given given;
  given(station(), hospital(), is("F1", Condition::down, "F1"), is("F2", Condition::down, "F2"),
        is("S", Condition::down, "F1"));
  cover(given, {"F1"});
  judgement(given, Health::down, {{Service::voice, Health::down, {"S", "F2"}}}, {{"F2", true}});
}

TEST_CASE("work on one of two ways leaves the other to carry the service") {
  Given given;
  given(station(), hospital(), is("F1", Condition::down, "F1"), is("S", Condition::degraded, "F1"));
  cover(given, {"F1"});
  judgement(given, Health::suppressed, {{Service::voice, Health::suppressed, {"S", "F1"}}}, {});
}

TEST_CASE("a lesser fault beside the work counts as what it is") {
  Given given;
  given(station(), hospital(), is("F1", Condition::down, "F1"), is("F2", Condition::down, "F2"),
        is("P", Condition::degraded, "P"), is("S", Condition::down, "F1"));
  cover(given, {"F1", "F2"});
  judgement(given, Health::degraded, {{Service::voice, Health::degraded, {"S", "P"}}},
            {{"P", false}});
}

TEST_CASE("work on what stands behind a failed element hides nothing") {
  Given given;
  given(station(), hospital(), is("P", Condition::down, "P"), is("S", Condition::down, "P"));
  cover(given, {"S"});
  judgement(given, Health::down, {{Service::voice, Health::down, {"S", "P"}}}, {{"P", true}});
}

TEST_CASE("a carrier that is covered is left out of its service") {
  Given given;
  given(station(),
        Imported{{{.id = "H",
                   .region = tests::wuchang,
                   .unit = tests::wuchang,
                   .services = {{.kind = Service::voice, .elements = {"F1", "F2"}}}}}},
        is("F1", Condition::down, "F1"), is("F2", Condition::down, "F2"));
  cover(given, {"F1"});
  judgement(given, Health::down,
            {{Service::voice, Health::suppressed, {"F1"}}, {Service::voice, Health::down, {"F2"}}},
            {{"F2", true}});
}

}  // namespace
}  // namespace lifeline::site
