// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/given.h"

namespace lifeline::team {
namespace {

using desk::Role;
using tests::events;
using tests::Given;
using tests::noon;

const std::string id = "420000-1";
constexpr TaskId task{420000, 1};
constexpr order::OrderId order_id{420000, 7};
constexpr int64_t hour_s = 3600;

What what() {
  return {.kind = Kind::commando,
          .name_zh = "火神山突击队",
          .name_en = "Huoshenshan team",
          .unit = tests::wuhan,
          .leader = "张伟",
          .region = tests::wuchang,
          .purpose = "开通基站"};
}

Member member(uint64_t number, std::string name, std::string person = {}) {
  return {.number = number,
          .person = std::move(person),
          .name = std::move(name),
          .phone = "+8613800001234",
          .skills = {"光缆"},
          .joined_at = noon};
}

Raised raised() {
  return {.id = id,
          .what = what(),
          .members = {member(1, "张伟", "S1"), member(2, "王芳")},
          .by = "commander",
          .at = noon};
}

Job job() {
  return {.what = "开通", .place = "火神山", .from = noon, .until = seconds_after(noon, hour_s)};
}

Mobilised mobilised() {
  return {.id = id, .task = task, .order = order_id, .job = job(), .by = "commander", .at = noon};
}

// Two of the staff, whom a team may name by their numbers.
person::Imported staff() {
  const auto one = [](std::string id, std::string name) {
    return person::Entry{.id = std::move(id), .name_zh = std::move(name), .unit = tests::wuhan};
  };
  return {.people = {one("S1", "张伟"), one("S2", "韩梅梅")}};
}

order::Issued ordered() {
  return {.id = order_id, .what = {}, .recipients = {tests::wuhan}, .by = "x", .at = noon};
}

Begun begun() { return {.id = id, .task = task, .members = {1, 2}, .at = noon}; }

template <class Do>
std::string raising(Do change) {
  Given given;
  given(staff());
  Raise raise{.what = what(), .members = {member(0, "张伟", "S1"), member(0, "王芳")}};
  change(raise);
  return given.when<Noun>(raise);
}

TEST_CASE("a team is raised with its members numbered, under an id that its desk gives") {
  CHECK(raising([](Raise&) {}) == events(raised()));
  Given given;
  given(staff(), Imported{.teams = {{.id = id, .what = what()}}, .by = "x", .at = noon});
  Raised second = raised();
  second.id = "420000-2";
  CHECK(given.when<Noun>(Raise{.what = what(), .members = raised().members}) == events(second));
}

TEST_CASE("a team without an English name or a region has its Chinese name and its unit's ground") {
  Raised made = raised();
  made.what.name_en = made.what.name_zh;
  made.what.region = tests::wuhan;
  CHECK(raising([](Raise& r) {
          r.what.name_en.clear();
          r.what.region = {};
        }) == events(made));
}

TEST_CASE("a team has a name, a unit of the desk and short texts") {
  const std::string long_name(limits::name_bytes_max + 1, 'x');
  CHECK(raising([](Raise& r) { r.what.name_zh.clear(); }) == "name_must_be_given");
  CHECK(raising([&](Raise& r) { r.what.name_zh = long_name; }) == "name_must_be_short");
  CHECK(raising([&](Raise& r) { r.what.name_en = long_name; }) == "name_must_be_short");
  CHECK(raising([&](Raise& r) { r.what.leader = long_name; }) == "name_must_be_short");
  CHECK(raising([](Raise& r) { r.what.purpose = std::string(limits::text_bytes_max + 1, 'x'); }) ==
        "text_must_be_short");
  CHECK(raising([](Raise& r) { r.what.unit = {999999}; }) == "unit_must_be_known");
  CHECK(raising([](Raise& r) { r.what.unit = tests::hunan; }) == "unit_must_be_of_the_desk");
}

TEST_CASE("a member has a name, a number that can be called and few skills, and is there once") {
  const auto with = [](auto change) { return raising([&](Raise& r) { change(r.members[1]); }); };
  CHECK(with([](Member& m) { m.name.clear(); }) == "name_must_be_given");
  CHECK(with([](Member& m) { m.name = std::string(limits::name_bytes_max + 1, 'x'); }) ==
        "name_must_be_short");
  CHECK(with([](Member& m) { m.phone = "13800001234"; }) == "phone_must_be_e164");
  CHECK(with([](Member& m) { m.phone = "+0800001234"; }) == "phone_must_be_e164");
  CHECK(with([](Member& m) { m.phone.clear(); }).starts_with('{'));
  CHECK(with([](Member& m) { m.skills.assign(limits::team_skills_max + 1, "x"); }) ==
        "skills_must_be_fewer");
  CHECK(with([](Member& m) { m.person = "S1"; }) == "member_must_not_be_in_the_team");
  CHECK(with([](Member& m) { m.person = "S9"; }) == "person_must_be_known");
  CHECK(with([](Member& m) { m.person = "S2"; }).starts_with('{'));
  CHECK(raising([](Raise& r) { r.members.assign(limits::team_members_max + 1, {}); }) ==
        "members_must_be_fewer");
}

TEST_CASE("only an operator of the team's ground touches it") {
  Given given;
  given(raised());
  const Raise raise{.what = what(), .members = {}};
  CHECK(given.as(Role::viewer, tests::wuhan).when<Noun>(raise) == "role_must_suffice");
  CHECK(given.as(Role::operator_, tests::yichang).when<Noun>(raise) == "unit_must_be_within_reach");
  CHECK(given.when<Noun>(Change{id, what()}) == "unit_must_be_within_reach");
  CHECK(given.when<Noun>(Join{id, {member(0, "李雷")}}) == "unit_must_be_within_reach");
  CHECK(given.when<Noun>(StandDown{id, "over"}) == "unit_must_be_within_reach");
  given.as(Role::operator_, tests::wuhan);
  CHECK(given.when<Noun>(raise).starts_with('{'));
  CHECK(given.when<Noun>(StandDown{"420000-9", "over"}) == "team_must_exist");
}

TEST_CASE("what a team is may be said anew") {
  Given given;
  given(raised());
  Change change{.id = id, .what = what()};
  CHECK(given.when<Noun>(change).empty());
  change.what.leader = "王芳";
  CHECK(given.when<Noun>(change) == events(Changed{.id = id, .what = change.what}));
  change.what.unit = tests::hunan;
  CHECK(given.when<Noun>(change) == "unit_must_be_of_the_desk");
}

TEST_CASE("members join with the next numbers and leave by theirs") {
  Given given;
  given(raised());
  CHECK(given.when<Noun>(Join{id, {}}) == "members_must_be_given");
  CHECK(given.when<Noun>(Join{id, {member(0, "王芳")}}) == "member_must_not_be_in_the_team");
  const Joined joined{.id = id, .members = {member(3, "李雷")}};
  CHECK(given.when<Noun>(Join{id, {member(0, "李雷")}}) == events(joined));
  CHECK(given.when<Noun>(Leave{id, {9}, ""}) == "member_must_be_in_the_team");
  CHECK(given.when<Noun>(Leave{id, {2, 2}, ""}) == "member_must_be_given_once");
  CHECK(given.when<Noun>(Leave{id, {}, ""}) == "members_must_be_given");
  const Left left{.id = id, .members = {2}, .reason = "调岗", .at = noon};
  CHECK(given.when<Noun>(Leave{id, {2}, "调岗"}) == events(left));
  given(left);
  CHECK(given.when<Noun>(Leave{id, {2}, ""}) == "member_must_be_in_the_team");
  CHECK(given.when<Noun>(Join{id, {member(0, "王芳")}}) ==
        events(Joined{.id = id, .members = {member(3, "王芳")}}));
}

template <class Do>
std::string mobilising(Do change) {
  Given given;
  given(raised(), ordered());
  Mobilise mobilise{.id = id, .order = order_id, .job = job()};
  change(mobilise);
  return given.when<Noun>(mobilise);
}

TEST_CASE("an order that the desk knows mobilises a team for a task") {
  CHECK(mobilising([](Mobilise&) {}) == events(mobilised()));
  CHECK(mobilising([](Mobilise& m) { m.job.from = {}; }) == events(mobilised()));
  CHECK(mobilising([](Mobilise& m) { m.order = {}; }) == "order_must_be_given");
  CHECK(mobilising([](Mobilise& m) { m.order = {420000, 99}; }) == "order_must_be_known");
  CHECK(mobilising([](Mobilise& m) { m.job.what.clear(); }) == "task_must_be_given");
  CHECK(mobilising([](Mobilise& m) { m.job.place = std::string(5000, 'x'); }) ==
        "text_must_be_short");
  CHECK(mobilising([](Mobilise& m) { m.job.until = m.job.from; }) == "until_must_follow_from");
  CHECK(mobilising([](Mobilise& m) {
          m.job.until = seconds_after(noon, (limits::team_task_days_max * 24 + 1) * hour_s);
        }) == "task_must_be_shorter");
  Given given;
  given(raised(), ordered(), order::Recalled{order_id, "over"});
  CHECK(given.when<Noun>(Mobilise{id, order_id, job()}) == "order_must_not_be_recalled");
}

TEST_CASE("a task is begun by all of the team or by those named") {
  Given given;
  given(raised(), ordered(), mobilised());
  CHECK(given.when<Noun>(Begin{task, {}}) == events(begun()));
  Begun alone = begun();
  alone.members = {2};
  CHECK(given.when<Noun>(Begin{task, {2}}) == events(alone));
  CHECK(given.when<Noun>(Begin{task, {9}}) == "member_must_be_in_the_team");
  CHECK(given.when<Noun>(Begin{{420000, 9}, {}}) == "team_task_must_exist");
  given(begun());
  CHECK(given.when<Noun>(Begin{task, {}}) == "team_task_must_be_planned");
  Given nobody;
  nobody(Raised{.id = id, .what = what(), .members = {}, .by = "x", .at = noon}, ordered(),
         mobilised());
  CHECK(nobody.when<Noun>(Begin{task, {}}) == "team_must_have_members");
}

Outcome outcome() {
  return {.note = "开通3站",
          .hours = 9,
          .hours_by_member = {{.member = 1, .hours = 4}, {.member = 2, .hours = 3.5}},
          .count = 3,
          .count_unit = "基站",
          .photos = {}};
}

TEST_CASE("a task is finished with the hours of its members summed, in one step where need be") {
  Given given;
  given(raised(), ordered(), mobilised());
  Finished finished{.id = id, .task = task, .outcome = outcome(), .by = "commander", .at = noon};
  finished.outcome.hours = 7.5;
  CHECK(given.when<Noun>(Finish{task, outcome()}) == events(begun()) + "\n" + events(finished));
  given(begun());
  CHECK(given.when<Noun>(Finish{task, outcome()}) == events(finished));
  given(finished);
  CHECK(given.when<Noun>(Finish{task, outcome()}) == "team_task_must_be_open");
}

template <class Do>
std::string finishing(Do change) {
  Given given;
  given(raised(), ordered(), mobilised(), begun());
  Finish finish{.task = task, .outcome = outcome()};
  change(finish.outcome);
  return given.when<Noun>(finish);
}

TEST_CASE("a result is in range, of the team's own members, and proven by known photos") {
  CHECK(finishing([](Outcome& o) { o.note = std::string(5000, 'x'); }) == "text_must_be_short");
  CHECK(finishing([](Outcome& o) { o.hours = -1; }) == "hours_must_be_in_range");
  CHECK(finishing([](Outcome& o) { o.hours = 1e9; }) == "hours_must_be_in_range");
  CHECK(finishing([](Outcome& o) { o.hours_by_member[0].hours = limits::team_hours_max + 1; }) ==
        "hours_must_be_in_range");
  CHECK(finishing([](Outcome& o) { o.hours_by_member[0].member = 9; }) ==
        "member_must_be_in_the_team");
  CHECK(finishing([](Outcome& o) { o.hours_by_member[0].member = 2; }) ==
        "member_must_be_given_once");
  CHECK(finishing([](Outcome& o) { o.count = -1; }) == "count_must_not_be_negative");
  CHECK(finishing([](Outcome& o) { o.count_unit.clear(); }) == "count_unit_must_be_given");
  CHECK(finishing([](Outcome& o) { o.photos = {std::string(64, 'a')}; }) == "photo_must_be_known");
}

TEST_CASE("a task is called off with a reason") {
  Given given;
  given(raised(), ordered(), mobilised());
  CHECK(given.when<Noun>(CallOff{task, ""}) == "reason_must_be_given");
  const CalledOff off{.id = id, .task = task, .reason = "雨", .at = noon};
  CHECK(given.when<Noun>(CallOff{task, "雨"}) == events(off));
  given(off);
  CHECK(given.when<Noun>(CallOff{task, "雨"}) == "team_task_must_be_open");
}

TEST_CASE("a team stands down when its tasks are over, and may be mobilised again") {
  Given given;
  given(raised(), ordered(), mobilised());
  CHECK(given.when<Noun>(StandDown{id, ""}) == "reason_must_be_given");
  CHECK(given.when<Noun>(StandDown{id, "收工"}) == "team_tasks_must_be_over");
  given(CalledOff{.id = id, .task = task, .reason = "雨", .at = noon});
  const StoodDown down{.id = id, .reason = "收工", .by = "commander", .at = noon};
  CHECK(given.when<Noun>(StandDown{id, "收工"}) == events(down));
  given(down);
  CHECK(given.when<Noun>(StandDown{id, "收工"}) == "team_must_not_be_stood_down");
  Mobilised again = mobilised();
  again.task = {420000, 2};
  CHECK(given.when<Noun>(Mobilise{id, order_id, job()}) == events(again));
}

}  // namespace
}  // namespace lifeline::team
