// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "desk/module.h"
#include "network/mapping/view.h"

namespace lifeline::mapping {
namespace {

constexpr Instant noon{1'579'752'000'000'000};

struct Ground {
  State state;
  View view;
  desk::Nouns nouns;
  desk::Plan plan;
  desk::Actor who{.name = "admin", .role = desk::Role::administrator, .unit = group_unit};

  std::string when(const Change& command) {
    const auto events =
        decide(state, command,
               {.now = noon, .desk = group_unit, .who = who, .nouns = nouns, .plan = plan});
    if (!events) return events.error().name;
    std::string text;
    for (const Event& event : *events) {
      evolve(state, event);
      view.fold(event, {.at = noon, .who = who.name, .why = command.reason});
      write_json<Detail::sparse>(text, event);
    }
    return text;
  }
};

Change change(uint64_t based_on = 0, std::string text = "{}") {
  return {.door = "snmp", .text = std::move(text), .based_on = based_on, .reason = "a new maker"};
}

TEST_CASE("a mapping is changed by who saw the version before") {
  Ground ground;
  CHECK(ground.when(change()) == R"({"Changed":{"door":"snmp","version":1,"text":"{}"}})");
  CHECK(ground.when(change(0, "{ }")) == "version_must_be_current");
  CHECK(ground.when(change(2, "{ }")) == "version_must_be_current");
  CHECK(ground.when(change(1, "{ }")).starts_with("{\"Changed\""));
  CHECK(ground.when(change(1, "{ }")) == "version_must_be_current");
  CHECK(ground.when(change(2, "{ }")).empty());  // it says so already
  CHECK(ground.state.mappings.at("snmp").version == 2);
  CHECK(ground.when(change(2, "")).starts_with("{\"Changed\""));
}

TEST_CASE("a mapping says what must be true of a change") {
  Ground ground;
  const auto refused = [&](auto alter) {
    Change c = change();
    alter(c);
    return ground.when(c);
  };
  CHECK(refused([](Change& c) { c.door = "ves"; }) == "mapping_must_exist");
  CHECK(refused([](Change& c) { c.door = "omc:"; }) == "mapping_must_exist");
  CHECK(refused([](Change& c) { c.door = "omc:a/b"; }) == "mapping_must_exist");
  CHECK(refused([](Change& c) { c.door.assign(limits::name_bytes_max, 'x'); }) ==
        "mapping_must_exist");
  CHECK(refused([](Change& c) { c.reason.clear(); }) == "reason_must_be_given");
  CHECK(refused([](Change& c) { c.reason.assign(limits::text_bytes_max + 1, 'x'); }) ==
        "text_must_be_short");
  CHECK(refused([](Change& c) { c.text.assign(text_bytes_max + 1, ' '); }) == "text_must_be_short");
  ground.who.role = desk::Role::commander;
  CHECK(ground.when(change()) == "administrator_must_act");
  ground.who = {.name = "admin", .role = desk::Role::administrator, .unit = {420000}};
  CHECK(ground.when(change()) == "unit_must_be_the_group");
}

TEST_CASE("there are as many dialects as there may be OMCs") {
  Ground ground;
  for (size_t i = 0; i < mappings_max; ++i) {
    Change c = change();
    c.door = "omc:" + std::to_string(i);
    CHECK(ground.when(c).starts_with("{\"Changed\""));
  }
  CHECK(ground.when(change()) == "mappings_must_be_fewer");
}

TEST_CASE("the newest versions are kept, with who and why") {
  Ground ground;
  for (uint64_t i = 0; i < versions_kept + 5; ++i) ground.when(change(i, std::string(i + 1, ' ')));
  const auto& kept = ground.view.versions.at("snmp");
  CHECK(kept.size() == versions_kept);
  CHECK(kept.front().version == versions_kept + 5);
  CHECK(kept.front().changed_by == "admin");
  CHECK(kept.front().why == "a new maker");
  CHECK(kept.back().version == 6);
}

}  // namespace
}  // namespace lifeline::mapping
