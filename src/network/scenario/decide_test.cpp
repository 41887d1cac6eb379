// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "network/scenario/fixture_test.h"
#include "network/scenario/templates.h"

namespace lifeline::scenario {
namespace {

using desk::Role;
using tests::events;
using tests::Given;
using tests::noon;

const std::string too_long(limits::text_bytes_max + 1, 'x');

// The answer to a plan that differs from the usual one, and the field it blames.
template <class Differ>
std::string planning(Differ differ, std::string* field = nullptr) {
  Given given;
  given(ground(), sites());
  Plan plan{.what = what(), .select = {}};
  differ(plan);
  if (field != nullptr) *field = given.blamed<Noun>(plan);
  return given.when<Noun>(plan);
}

std::vector<std::string> sites_of(const Selection& select, desk::Actor who) {
  Given given;
  given(ground(), sites()).as(who.role, who.unit);
  Plan plan{.what = what(), .select = select};
  plan.what.sites.clear();
  plan.what.unit = who.unit;
  const auto made = decide(given.part<Noun>().state, Command(plan), given.context());
  if (!made) return {made.error().name};
  return std::get<Planned>(made->front()).what.sites;
}

TEST_CASE("a scenario is planned with all that its sites depend on") {
  Given given;
  given(ground(), sites());
  CHECK(given.when<Noun>(Plan{.what = what(), .select = {}}) == events(planned()));
}

TEST_CASE("sites are named, or selected by kind, tier and region within the commander's reach") {
  const auto of_hubei = tests::person(Role::commander, tests::hubei);
  const auto hospitals = std::vector{site::Kind::designated_hospital};
  using Ids = std::vector<std::string>;
  CHECK(sites_of({.kinds = hospitals, .region = tests::wuhan}, of_hubei) == Ids{"H1", "H2"});
  CHECK(sites_of({.kinds = hospitals, .tier_max = 1}, of_hubei) == Ids{"H1", "H3"});
  CHECK(sites_of({.region = tests::wuchang}, of_hubei) == Ids{"G1", "H1"});
  CHECK(sites_of({.kinds = hospitals}, tests::person(Role::commander, tests::wuhan)) ==
        Ids{"H1", "H2"});
  CHECK(sites_of({.kinds = {site::Kind::supply}}, of_hubei) == Ids{"selection_must_match_a_site"});
  CHECK(sites_of({}, of_hubei) == Ids{"sites_must_be_given"});
}

TEST_CASE("a scenario has a name, a unit, known sites within reach, and an end") {
  CHECK(planning([](Plan& p) { p.what.name_zh = p.what.name_en = ""; }) == "name_must_be_given");
  CHECK(planning([](Plan& p) { p.what.name_en = too_long; }) == "name_must_be_short");
  CHECK(planning([](Plan& p) { p.what.unit = {999999}; }) == "unit_must_be_known");
  CHECK(planning([](Plan& p) { p.what.sites = {"NONE"}; }) == "site_must_be_known");
  CHECK(planning([](Plan& p) {
          p.what.sites.assign(limits::scenario_sites_max + 1, "H1");
        }).starts_with('{'));
  CHECK(planning([](Plan& p) { p.what.until = noon; }) == "until_must_lie_ahead");
  CHECK(planning([](Plan& p) { p.what.until = p.what.from; }) == "until_must_follow_from");
  const int64_t longest_h = limits::scenario_days_max * 24;
  CHECK(planning([&](Plan& p) { p.what.until = hours_from_noon(longest_h + 2); }) ==
        "scenario_must_be_shorter");
  Given given;
  given(ground(), sites());
  const Plan plan{.what = what(), .select = {}};
  CHECK(given.as(Role::operator_, tests::hubei).when<Noun>(plan) == "role_must_suffice");
  CHECK(given.as(Role::commander, tests::yichang).when<Noun>(plan) == "unit_must_be_within_reach");
  Plan beyond = plan;
  beyond.what.sites = {"H1", "H3"};
  CHECK(given.as(Role::commander, tests::wuhan).when<Noun>(beyond) == "site_must_be_within_reach");
  CHECK(given.blamed<Noun>(beyond) == "sites");
}

TEST_CASE("a scenario tightens and never loosens") {
  std::string field;
  for (const double factor : {0.0, 1.1, -1.0})
    CHECK(planning([&](Plan& p) { p.what.rules.threshold_factor = factor; }) ==
          "threshold_factor_must_tighten");
  CHECK(planning([](Plan& p) { p.what.rules.take_up_within.critical_s = 15 * 60 + 1; }, &field) ==
        "take_up_must_tighten");
  CHECK(field == "rules.take_up_within.critical_s");
  CHECK(planning([](Plan& p) { p.what.rules.take_up_within.minor_s = 59; }) ==
        "take_up_must_tighten");
  for (const int64_t minutes : {0, 4, 24 * 60 + 1})
    CHECK(planning([&](Plan& p) { p.what.rules.report_every_min = minutes; }) ==
          "rhythm_must_be_in_range");
}

TEST_CASE("every shift has a person, an end after its start, and a phone number that is one") {
  std::string field;
  const auto shift = [&](Shift shift) {
    return planning([&](Plan& p) { p.what.roster.push_back(shift); }, &field);
  };
  CHECK(shift({noon, hours_from_noon(1), "", ""}) == "person_must_be_given");
  CHECK(field == "roster[1].person");
  CHECK(shift({noon, hours_from_noon(1), too_long, ""}) == "name_must_be_short");
  CHECK(shift({noon, noon, "李强", ""}) == "until_must_follow_from");
  CHECK(shift({{}, noon, "李强", ""}) == "until_must_follow_from");
  CHECK(shift({noon, hours_from_noon(1), "李强", "13800001234"}) == "phone_must_be_e164");
  CHECK(shift({noon, hours_from_noon(1), "李强", ""}).starts_with('{'));
  CHECK(planning([](Plan& p) {
          p.what.roster.assign(limits::scenario_shifts_max + 1, p.what.roster.front());
        }) == "shifts_must_be_fewer");
}

TEST_CASE("a scenario begins and ends by the clock, or earlier by a commander with a reason") {
  Given given;
  given(ground(), sites(), planned()).as_system();
  CHECK(given.when<Noun>(Start{first, ""}) == "time_must_have_come");
  CHECK(given.when<Noun>(End{first, ""}) == "scenario_must_be_running");
  given.at(hours_from_noon(1));
  CHECK(given.when<Noun>(Start{first, ""}) == events(started()));
  given.as(Role::commander, tests::wuhan).at(noon);
  CHECK(given.when<Noun>(Start{first, ""}) == "reason_must_be_given");
  CHECK(given.when<Noun>(Start{first, too_long}) == "text_must_be_short");
  CHECK(given.when<Noun>(Start{first, "patients come"}) ==
        events(Started{first, "patients come", seconds_after(noon, 1800)}));
  given(started());
  CHECK(given.when<Noun>(Start{first, "again"}) == "scenario_must_not_have_begun");
  CHECK(given.when<Noun>(End{first, ""}) == "reason_must_be_given");
  CHECK(given.when<Noun>(End{first, "empty"}) == events(Ended{first, "empty"}));
  given.as_system().at(hours_from_noon(2));
  CHECK(given.when<Noun>(End{first, ""}) == "time_must_have_come");
  CHECK(given.at(hours_from_noon(3)).when<Noun>(End{first, ""}) == events(Ended{first, ""}));
}

TEST_CASE("a scenario is cancelled before it begins and extended while it is not over") {
  Given given;
  given(ground(), sites(), planned());
  CHECK(given.when<Noun>(Cancel{first, ""}) == "reason_must_be_given");
  CHECK(given.when<Noun>(Cancel{first, "off"}) == events(Cancelled{first, "off"}));
  CHECK(given.when<Noun>(Extend{first, hours_from_noon(4), ""}) == "reason_must_be_given");
  CHECK(given.when<Noun>(Extend{first, hours_from_noon(3), "more"}) == "until_must_be_later");
  CHECK(given.when<Noun>(Extend{first, hours_from_noon(400 * 24), "more"}) ==
        "scenario_must_be_shorter");
  CHECK(given.when<Noun>(Extend{first, hours_from_noon(4), "more"}) ==
        events(Extended{first, hours_from_noon(4), "more"}));
  given(started());
  CHECK(given.when<Noun>(Cancel{first, "off"}) == "scenario_must_not_have_begun");
  given(Ended{first, ""});
  CHECK(given.when<Noun>(Cancel{first, "off"}) == "scenario_must_be_open");
  CHECK(given.when<Noun>(Cancel{{420000, 9}, "off"}) == "scenario_must_exist");
}

TEST_CASE("one that runs is changed without moving its start, and a new rhythm begins at once") {
  Given given;
  given(ground(), sites(), planned(), started()).at(hours_from_noon(2));
  Change change{.id = first, .what = what(), .select = {}};
  change.what.from = hours_from_noon(2);
  CHECK(given.when<Noun>(change).empty());
  change.what.rules.report_every_min = 10;
  Changed changed{.id = first,
                  .what = change.what,
                  .elements = {"BTS-1", "NODE"},
                  .next_report_at = seconds_after(hours_from_noon(2), 600)};
  changed.what.from = hours_from_noon(1);
  CHECK(given.when<Noun>(change) == events(changed));
}

TEST_CASE("the roster is changed by itself") {
  Given given;
  given(ground(), sites(), planned());
  CHECK(given.when<Noun>(Staff{first, what().roster}).empty());
  CHECK(given.when<Noun>(Staff{first, {}}) == events(Staffed{first, {}}));
  CHECK(given.when<Noun>(Staff{first, {{noon, noon, "李强", ""}}}) == "until_must_follow_from");
  CHECK(given.as(Role::operator_, tests::wuhan).when<Noun>(Staff{first, {}}) ==
        "role_must_suffice");
}

TEST_CASE("what a scenario stands on is derived again when the ground changes") {
  Given given;
  given(ground(), sites(), planned());
  CHECK(given.when<Noun>(Derive{}) == "role_must_suffice");
  CHECK(given.as_system().when<Noun>(Derive{}).empty());
  given(element::Imported{{{.id = "BTS-1", .depends_on = {{"OTHER"}}}}});
  CHECK(given.when<Noun>(Derive{}) == events(Derived{first, {"BTS-1", "OTHER"}}));
}

TEST_CASE("a report has the figures of its moment; what was missed is reported once") {
  Given given;
  given(ground(), sites(), planned(), started()).as_system().at(hours_from_noon(1));
  CHECK(given.when<Noun>(Report{first}) == "time_must_have_come");
  const Figures figures{.sites_normal = 1, .on_duty = {"王芳"}};
  given.at(seconds_after(hours_from_noon(1), 1800));
  CHECK(given.when<Noun>(Report{first}) ==
        events(Reported{first, figures, seconds_after(hours_from_noon(1), 3600)}));
  given.at(seconds_after(hours_from_noon(1), 1800 + 2 * 1800 + 1));
  const Figures later{.sites_normal = 1, .on_duty = {}};
  CHECK(given.when<Noun>(Report{first}) ==
        events(Reported{first, later, seconds_after(hours_from_noon(1), 4 * 1800)}));
  CHECK(given.as(Role::commander, tests::wuhan).when<Noun>(Report{first}) == "role_must_suffice");
}

TEST_CASE("a change freeze refuses planned work on the scenario's elements, and names it") {
  Given given;
  given(ground(), sites(), planned());
  planned_work::Plan work{.what = {.title = "割接",
                                   .elements = {"NODE"},
                                   .from = noon,
                                   .until = hours_from_noon(2),
                                   .reason = "换板",
                                   .unit = tests::wuhan},
                          .override_reason = {}};
  const auto plan = [&] { return given.when<planned_work::Noun>(work); };
  CHECK(plan() == "change_freeze_must_be_over");
  CHECK(given.blamed<planned_work::Noun>(work) == "elements");
  const auto refused =
      decide(given.part<planned_work::Noun>().state, planned_work::Command(work), given.context());
  CHECK(refused.error().detail.find("火神山 / Huoshenshan (420000-1)") != std::string::npos);
  given.as(Role::operator_, tests::wuhan);
  work.override_reason = "the card burns";
  CHECK(plan() == "change_freeze_must_be_over");
  given.as(Role::commander, tests::wuhan);
  CHECK(plan().find(R"("overrides":{"scenarios":["420000-1"],"reason":"the card burns"})") !=
        std::string::npos);
  work.override_reason.clear();
  work.what.until = hours_from_noon(1);
  CHECK(plan().starts_with('{'));
  work.what.until = hours_from_noon(2);
  work.what.elements = {"OTHER"};
  CHECK(plan().starts_with('{'));
  work.what.elements = {"NODE"};
  given(Cancelled{first, "off"});
  CHECK(plan().starts_with('{'));
}

TEST_CASE("work that runs into a freeze by being extended is refused as well") {
  Given given;
  const planned_work::WorkId id{420000, 1};
  given(ground(), sites(), planned(),
        planned_work::Planned{.id = id,
                              .what = {.title = "割接",
                                       .elements = {"NODE"},
                                       .from = noon,
                                       .until = hours_from_noon(1),
                                       .reason = "换板",
                                       .unit = tests::wuhan}});
  const planned_work::Extend extend{.id = id, .until = hours_from_noon(2), .reason = "slow"};
  CHECK(given.when<planned_work::Noun>(extend) == "change_freeze_must_be_over");
}

TEST_CASE("every template can be planned as it is") {
  CHECK(templates().size() == 3);
  for (const Template& one : templates()) {
    CHECK_FALSE(one.name_zh.empty());
    CHECK_FALSE(one.site_kinds.empty());
    CHECK(planning([&](Plan& p) { p.what.rules = one.rules; }).starts_with('{'));
  }
}

}  // namespace
}  // namespace lifeline::scenario
