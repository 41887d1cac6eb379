// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/given.h"

namespace lifeline::order {
namespace {

using desk::Role;
using tests::events;
using tests::Given;
using unit::Level;

constexpr OrderId first{420000, 1};

Issue issue() {
  return {.what = {.subject_zh = "排查",
                   .subject_en = "Check",
                   .issuer = tests::hubei,
                   .acknowledge_within_s = 600,
                   .finish_within_s = 7200},
          .recipients = {}};
}

person::Imported people() {
  return {.people = {{.id = "HB-1", .name_zh = "甲", .unit = tests::wuhan, .substitute = "HB-2"},
                     {.id = "HB-2", .name_zh = "乙", .unit = tests::wuchang},
                     {.id = "HN-1", .name_zh = "丙", .unit = tests::hunan}}};
}

roster::Created leading_group(UnitCode unit, std::vector<roster::Member> members) {
  return {.id = {420000, 1},
          .what = {.kind = roster::Kind::leading_group, .unit = unit, .members = members}};
}

std::string refused(Given& given, const Issue& c) {
  return given.when<Noun>(c) + " at " + given.blamed<Noun>(c);
}

TEST_CASE("an order names people, whole lists and who is on duty, and each of them once") {
  Given given;
  given(people(), leading_group(tests::wuhan, {{"HB-1", "组长"}, {"HB-2", "组员"}}));
  Issue c = issue();
  c.people = {"HB-2"};
  c.rosters = {{420000, 1}};
  c.on_duty = {tests::wuhan, tests::yichang};
  const std::string text = given.when<Noun>(c);
  CHECK(text.find(R"("recipients":["420500"],"by")") != std::string::npos);
  CHECK(text.find(
            R"("people":[{"unit":"420106","person":"HB-2"},{"unit":"420100","person":"HB-1"}])") !=
        std::string::npos);
}

TEST_CASE("an order to a level goes to all its units below the issuer") {
  Given given;
  Issue c = issue();
  c.level = Level::county;
  const std::string text = given.when<Noun>(c);
  CHECK(text.find(R"("recipients":["420103","420106"],"by")") != std::string::npos);
  c.level = Level::province;
  CHECK(refused(given, c) == "level_must_be_below at level");
}

TEST_CASE("whom an order goes to must be known, below the issuer and somebody at all") {
  Given given;
  given(people());
  Issue c = issue();
  CHECK(refused(given, c) == "recipients_must_be_given at recipients");
  c.people = {"HB-1", "HB-9"};
  CHECK(refused(given, c) == "person_must_be_known at people[1]");
  c.people = {"HN-1"};
  CHECK(refused(given, c) == "recipient_must_be_below_the_issuer at people[0]");
  c = issue();
  c.rosters = {{420000, 7}};
  CHECK(refused(given, c) == "roster_must_be_known at rosters[0]");
  c = issue();
  c.on_duty = {UnitCode{420999}};
  CHECK(refused(given, c) == "unit_must_be_known at on_duty[0]");
}

TEST_CASE("a quorum is of the recipients, and only an order with a quorum widens") {
  Given given;
  Issue c = issue();
  c.recipients = {tests::wuchang, tests::hankou};
  c.what.quorum = 3;
  CHECK(refused(given, c) == "quorum_must_be_within_the_recipients at quorum");
  c.what.quorum = 2;
  CHECK(given.when<Noun>(c).find("Issued") != std::string::npos);
  c.what.quorum = 0;
  c.what.widen_to = {{tests::yichang, {}}};
  CHECK(refused(given, c) == "quorum_must_be_given at quorum");
  c.what.quorum = 1;
  c.what.widen_to = {{UnitCode{420999}, {}}};
  CHECK(refused(given, c) == "unit_must_be_known at widen_to[0]");
}

TEST_CASE("substitutes lead to an end, one for each, and nobody stands in for itself") {
  Given given;
  Issue c = issue();
  c.recipients = {tests::wuchang};
  const Who a{tests::wuchang, {}}, b{tests::hankou, {}}, d{tests::yichang, {}};
  c.what.substitutes = {{a, b}, {b, d}, {d, a}};
  CHECK(refused(given, c) == "substitutes_must_end at substitutes[0].by");
  c.what.substitutes = {{a, b}, {a, d}};
  CHECK(refused(given, c) == "substitute_must_be_the_only_one at substitutes[1].of");
  c.what.substitutes = {{a, a}};
  CHECK(refused(given, c) == "substitute_must_be_another at substitutes[0].by");
  c.what.substitutes = {{a, {UnitCode{420999}, {}}}};
  CHECK(refused(given, c) == "unit_must_be_known at substitutes[0].by");
  c.what.substitutes = {{a, b}, {b, d}};
  CHECK(given.when<Noun>(c).find("Issued") != std::string::npos);
  c.what.substitutes.assign(limits::order_substitutes_max + 1, {a, b});
  CHECK(refused(given, c) == "substitutes_must_be_fewer at substitutes");
}

TEST_CASE("deadlines of the steps follow each other") {
  Given given;
  Issue c = issue();
  c.recipients = {tests::wuchang};
  c.what.start_within_s = 599;
  CHECK(refused(given, c) == "start_must_follow_acknowledge at start_within_s");
  c.what.start_within_s = 7201;
  CHECK(refused(given, c) == "finish_must_follow_acknowledge at finish_within_s");
  c.what.start_within_s = -1;
  CHECK(refused(given, c) == "deadline_must_lie_ahead at start_within_s");
  c.what.start_within_s = 0;
  c.what.evidence.photos = limits::photos_max + 1;
  CHECK(refused(given, c) == "photos_must_be_fewer at evidence.photos");
}

Issued issued(unit::Level until) {
  Issued made{.id = first, .what = issue().what, .recipients = {tests::wuhan}, .by = "c"};
  made.at = tests::noon;
  made.what.pass_down_to = until;
  return made;
}

TEST_CASE("a unit passes an order down to its own, with a tenth of the time left for itself") {
  Given given;
  given(issued(Level::county)).as_system();
  const std::string text = given.when<Noun>(PassDown{first, tests::wuhan});
  CHECK(text.find(R"("issuer":"420100")") != std::string::npos);
  CHECK(text.find(R"("finish_within_s":6480)") != std::string::npos);
  CHECK(text.find(R"("parent":"420000-1","parent_unit":"420100","root":"420000-1")") !=
        std::string::npos);
  CHECK(text.find(R"("recipients":["420103","420106"],"by":"lifeline")") != std::string::npos);
  CHECK(given.when<Noun>(PassDown{first, tests::wuchang}) == "recipient_must_exist");
  Given leaf;
  Issued one = issued(Level::grid);
  one.recipients = {tests::wuchang};
  leaf(one);
  CHECK(leaf.when<Noun>(PassDown{first, tests::wuchang}) == "role_must_suffice");
  CHECK(leaf.as_system().when<Noun>(PassDown{first, tests::wuchang}) ==
        "unit_must_have_units_below");
}

TEST_CASE("a commander passes an order down by hand, once it has come to the unit") {
  Given given;
  given(issued(Level::group)).as(Role::commander, tests::wuhan);
  Issue c = issue();
  c.what.issuer = tests::wuhan;
  c.what.parent = first;
  c.recipients = {tests::wuchang};
  CHECK(given.when<Noun>(c).find(R"("root":"420000-1")") != std::string::npos);
  c.what.issuer = tests::hubei;
  given.as(Role::commander, tests::hubei);
  CHECK(refused(given, c) == "issuer_must_be_a_recipient_of_the_parent at parent");
  c.what.parent = {420000, 9};
  CHECK(refused(given, c) == "order_must_exist at id");
}

Amend amendment() {
  Amend c{.id = first, .what = issue().what, .reason = "the rain"};
  c.what.text = "also the roofs";
  return c;
}

TEST_CASE("the issuer amends with a reason, and the text is another one then") {
  Given given;
  given(issued(Level::group));
  const std::string text = given.when<Noun>(amendment());
  CHECK(text.find(R"({"Amended":{"id":"420000-1")") == 0);
  CHECK(text.find(R"("version":1})") != std::string::npos);
  Amend c = amendment();
  c.reason.clear();
  CHECK(given.when<Noun>(c) == "reason_must_be_given");
  c = amendment();
  c.what.text.clear();
  CHECK(given.when<Noun>(c) == "amendment_must_change_something");
  c.what.finish_within_s = 1;
  CHECK(given.when<Noun>(c) == "finish_must_follow_acknowledge");
  CHECK(given.as(Role::operator_, tests::hubei).when<Noun>(amendment()) == "role_must_suffice");
}

TEST_CASE("a revision amends what it names, and leaves the end where it was") {
  Given given;
  given(issued(Level::group)).at(seconds_after(tests::noon, 1800));
  const Text before = given.part<Noun>().state.orders.at(first).what;
  const auto revised = [&](Revise c) {
    c.id = first;
    c.reason = "new facts";
    return given.when<Noun>(c);
  };
  CHECK(revised({}) == "");
  CHECK(revised({.subject = before.subject_zh, .priority = before.priority}) == "");
  CHECK(revised({.finish_by = seconds_after(tests::noon, before.finish_within_s)}) == "");
  Amended amended{.id = first,
                  .what = before,
                  .reason = "new facts",
                  .by = "commander",
                  .at = seconds_after(tests::noon, 1800)};
  amended.what.subject_zh = amended.what.subject_en = "Check again";
  amended.what.finish_within_s -= 1800;
  amended.what.version = 1;
  CHECK(revised({.subject = "Check again"}) == events(amended));
  amended.what.subject_zh = before.subject_zh;
  amended.what.subject_en = before.subject_en;
  amended.what.priority = Priority::urgent;
  amended.what.finish_within_s = 60;
  amended.what.acknowledge_within_s = 60;
  CHECK(revised({.priority = Priority::urgent, .finish_by = seconds_after(tests::noon, 1860)}) ==
        events(amended));
  CHECK(revised({.finish_by = tests::noon}) == "deadline_must_lie_ahead");
  given.as(Role::operator_, tests::hubei);
  CHECK(revised({.subject = "Check again"}) == "role_must_suffice");
}

TEST_CASE("an amended order is asked anew of all who are not done, with new deadlines") {
  Given given;
  Issued two = issued(Level::group);
  two.recipients = {tests::wuchang, tests::hankou};
  Amended amended{.id = first, .what = amendment().what, .at = seconds_after(tests::noon, 3600)};
  amended.what.version = 1;
  given(two, Finished{.id = first, .unit = tests::wuchang},
        Acknowledged{.id = first, .unit = tests::hankou, .at = tests::noon}, amended);
  const State& state = given.part<Noun>().state;
  const Order& order = state.orders.at(first);
  CHECK(find_recipient(order, tests::wuchang)->step == Step::done);
  CHECK(find_recipient(order, tests::hankou)->step == Step::delivered);
  CHECK(state.deadlines ==
        std::set{Deadline{
            seconds_after(tests::noon, 4200), first, {tests::hankou, {}}, Missed::acknowledge}});
  given.as_system();
  CHECK(given.when<Noun>(Acknowledge{
            .id = first, .unit = tests::hankou, .person = {}, .by = "x", .at = tests::noon}) ==
        "answer_must_be_to_the_amended_order");
}

}  // namespace
}  // namespace lifeline::order
