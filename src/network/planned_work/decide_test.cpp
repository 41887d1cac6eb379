// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/given.h"

namespace lifeline::planned_work {
namespace {

using desk::Role;
using tests::events;
using tests::Given;
using tests::noon;

constexpr WorkId first{420000, 1};
constexpr int64_t hour_s = 3600;

element::Imported ground() {
  const auto element = [](std::string id, UnitCode region) {
    return element::Element{.id = id, .name = id, .region = region, .depends_on = {}};
  };
  return {.elements = {element("A", tests::wuchang), element("B", tests::wuchang),
                       element("Y", tests::yichang)}};
}

// From in an hour on, for two hours.
What what() {
  return {.title = "换板",
          .elements = {"A"},
          .from = seconds_after(noon, hour_s),
          .until = seconds_after(noon, 3 * hour_s),
          .reason = "单板老化",
          .unit = tests::wuhan,
          .requested_by = "传输室"};
}

Planned planned() { return {.id = first, .what = what(), .overrides = {}}; }
Started started() { return {.id = first, .elements = {"A"}}; }

template <class Change>
std::string planning(Change change) {
  Given given;
  given(ground());
  Plan plan{.what = what(), .override_reason = {}};
  change(plan.what);
  return given.when<Noun>(plan);
}

TEST_CASE("work is planned with its elements once each and in order") {
  Given given;
  given(ground());
  Plan plan{.what = what(), .override_reason = {}};
  plan.what.elements = {"B", "A", "B"};
  Planned made = planned();
  made.what.elements = {"A", "B"};
  CHECK(given.when<Noun>(plan) == events(made));
}

TEST_CASE(
    "work from now on begins now, and is asked for by whoever plans it unless another is named") {
  Given given;
  given(ground());
  Plan plan{.what = what(), .override_reason = {}};
  plan.what.from = {};
  plan.what.requested_by.clear();
  Planned made = planned();
  made.what.from = noon;
  made.what.requested_by = "commander";
  CHECK(given.when<Noun>(plan) == events(made));
}

TEST_CASE("work needs a title, a reason and known elements of the planner's own ground") {
  CHECK(planning([](What& w) { w.title.clear(); }) == "title_must_be_given");
  CHECK(planning([](What& w) { w.title = std::string(limits::name_bytes_max + 1, 'x'); }) ==
        "title_must_be_short");
  CHECK(planning([](What& w) { w.requested_by = std::string(limits::name_bytes_max + 1, 'x'); }) ==
        "name_must_be_short");
  CHECK(planning([](What& w) { w.reason.clear(); }) == "reason_must_be_given");
  CHECK(planning([](What& w) { w.reason = std::string(limits::text_bytes_max + 1, 'x'); }) ==
        "text_must_be_short");
  CHECK(planning([](What& w) { w.elements.clear(); }) == "elements_must_be_given");
  CHECK(planning([](What& w) { w.elements.assign(limits::planned_work_elements_max + 1, "A"); }) ==
        "elements_must_be_fewer");
  CHECK(planning([](What& w) { w.elements = {"NONE"}; }) == "element_must_be_known");
  CHECK(planning([](What& w) { w.unit = {999999}; }) == "unit_must_be_known");
}

TEST_CASE("work has an end that lies ahead, after its start, within the limit") {
  CHECK(planning([](What& w) { w.until = noon; }) == "until_must_lie_ahead");
  CHECK(planning([](What& w) { w.until = {}; }) == "until_must_lie_ahead");
  CHECK(planning([](What& w) { w.until = w.from; }) == "until_must_follow_from");
  const int64_t longest_s = limits::planned_work_hours_max * hour_s;
  CHECK(planning([&](What& w) { w.until = seconds_after(w.from, longest_s + 1); }) ==
        "work_must_be_shorter");
  CHECK(planning([&](What& w) { w.until = seconds_after(w.from, longest_s); }).starts_with('{'));
}

TEST_CASE("an operator plans work for the own ground only, unit and elements alike") {
  Given given;
  given(ground());
  const Plan plan{.what = what(), .override_reason = {}};
  CHECK(given.as(Role::viewer, tests::wuhan).when<Noun>(plan) == "role_must_suffice");
  CHECK(given.as(Role::operator_, tests::yichang).when<Noun>(plan) == "unit_must_be_within_reach");
  CHECK(given.as(Role::operator_, tests::wuhan).when<Noun>(plan).starts_with('{'));
  Plan beyond = plan;
  beyond.what.elements = {"A", "Y"};
  CHECK(given.when<Noun>(beyond) == "element_must_be_within_reach");
  CHECK(given.blamed<Noun>(beyond) == "elements");
}

TEST_CASE("work is changed and cancelled only before it begins") {
  Given given;
  given(ground(), planned());
  Change change{.id = first, .what = what(), .override_reason = {}};
  CHECK(given.when<Noun>(change).empty());
  change.what.elements = {"B"};
  CHECK(given.when<Noun>(change) ==
        events(Changed{.id = first, .what = change.what, .overrides = {}}));
  CHECK(given.when<Noun>(Cancel{first, ""}) == "reason_must_be_given");
  CHECK(given.when<Noun>(Cancel{first, "rain"}) == events(Cancelled{first, "rain"}));
  given(started());
  CHECK(given.when<Noun>(change) == "planned_work_must_not_have_begun");
  CHECK(given.when<Noun>(Cancel{first, "rain"}) == "planned_work_must_not_have_begun");
}

TEST_CASE("work is extended with a reason to a later end within the limit") {
  Given given;
  given(ground(), planned(), started());
  const Instant later = seconds_after(noon, 4 * hour_s);
  CHECK(given.when<Noun>(Extend{first, later, "", ""}) == "reason_must_be_given");
  CHECK(given.when<Noun>(Extend{first, what().until, "slow", ""}) == "until_must_be_later");
  CHECK(given.when<Noun>(Extend{first, seconds_after(noon, 1000 * hour_s), "slow", ""}) ==
        "work_must_be_shorter");
  CHECK(given.when<Noun>(Extend{first, later, "slow", ""}) ==
        events(Extended{.id = first, .until = later, .reason = "slow", .overrides = {}}));
}

TEST_CASE("work begins and ends by the clock alone, or ends early by a person with a reason") {
  Given given;
  given(ground(), planned());
  CHECK(given.when<Noun>(Start{first}) == "role_must_suffice");
  given.as_system();
  CHECK(given.when<Noun>(Start{first}) == "start_must_have_come");
  CHECK(given.when<Noun>(End{first, ""}) == "planned_work_must_be_running");
  given.at(what().from);
  CHECK(given.when<Noun>(Start{first}) == events(started()));
  given(started());
  CHECK(given.when<Noun>(Start{first}) == "planned_work_must_not_have_begun");
  CHECK(given.when<Noun>(End{first, ""}) == "end_must_have_come");
  given.at(what().until);
  CHECK(given.when<Noun>(End{first, ""}) == events(Ended{first, "", {"A"}}));
  given.as(Role::operator_, tests::wuhan).at(what().from);
  CHECK(given.when<Noun>(End{first, ""}) == "reason_must_be_given");
  CHECK(given.when<Noun>(End{first, "done"}) == events(Ended{first, "done", {"A"}}));
}

TEST_CASE("work that is over or was never planned is left alone") {
  Given given;
  given(ground(), planned(), Cancelled{first, "rain"});
  CHECK(given.when<Noun>(Cancel{first, "rain"}) == "planned_work_must_be_open");
  CHECK(given.when<Noun>(Cancel{{420000, 9}, "rain"}) == "planned_work_must_exist");
  given(planned()).as(Role::operator_, tests::yichang);
  CHECK(given.when<Noun>(Cancel{first, "rain"}) == "unit_must_be_within_reach");
}

}  // namespace
}  // namespace lifeline::planned_work
