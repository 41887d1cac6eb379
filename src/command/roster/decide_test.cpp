// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/given.h"

namespace lifeline::roster {
namespace {

using desk::Role;
using tests::events;
using tests::Given;

constexpr RosterId first{420000, 1};

person::Entry someone(std::string id, UnitCode unit = tests::wuhan) {
  return {.id = id,
          .name_zh = "名" + id,
          .name_en = {},
          .unit = unit,
          .skills = {},
          .phone = {},
          .email = {},
          .account = id == "D" ? "" : "log-in-" + id,
          .substitute = {}};
}
What list(Kind kind, std::vector<Member> members = {}, UnitCode unit = tests::wuhan) {
  return {.kind = kind,
          .unit = unit,
          .name_zh = "值班表",
          .name_en = {},
          .members = std::move(members)};
}
Instant hour(int hours) { return seconds_after(tests::noon, hours * 3600); }
Shift shift(int from, int until, std::string who) {
  return {.from = hour(from), .until = hour(until), .person = std::move(who)};
}
person::AbsenceEntered away(std::string id, int from, int until) {
  return {.id = std::move(id), .absence = {.from = hour(from), .until = hour(until), .reason = {}}};
}
desk::Actor log_in(const std::string& name, Role role = Role::viewer) {
  return {.name = name, .role = role, .unit = tests::wuhan};
}
person::Imported staff() { return {{someone("A"), someone("B"), someone("C"), someone("D")}}; }

TEST_CASE("an operator of the ground creates a list of known people who are there") {
  Given given;
  given(staff(), away("C", 0, 5)).as(Role::operator_, tests::wuhan);
  const What group = list(Kind::leading_group, {{"A", "组长"}, {"B", "成员"}});
  CHECK(given.when<Noun>(Create{group}) == events(Created{first, group}));
  const auto refused = [&](const What& what) {
    return given.when<Noun>(Create{what}) + " " + given.blamed<Noun>(Create{what});
  };
  const auto with = [](std::vector<Member> members) {
    return list(Kind::working_group, std::move(members));
  };
  CHECK(refused(with({{"A", ""}, {"B", ""}, {"X", ""}})) ==
        "person_must_be_known members[2].person");
  CHECK(refused(with({{"A", ""}, {"A", ""}})) == "person_must_be_named_once members[1].person");
  CHECK(refused(with({{"C", ""}})) == "person_must_be_present members[0].person");
  CHECK(refused(with({{"A", std::string(limits::name_bytes_max + 1, 'x')}})) ==
        "name_must_be_short members[0].post");
  CHECK(refused(list(Kind::duty, {}, {})) == "unit_must_be_given unit");
  CHECK(refused(list(Kind::duty, {}, {999999})) == "unit_must_be_known unit");
  CHECK(refused(list(Kind::duty, {}, tests::yichang)) == "unit_must_be_within_reach ");
  What nameless = group;
  nameless.name_zh.clear();
  CHECK(refused(nameless) == "name_must_be_given name_zh");
  CHECK(refused(with(std::vector<Member>(limits::roster_members_max + 1, Member{"A", ""}))) ==
        "members_must_be_fewer members");
  CHECK(given.as(Role::viewer, tests::wuhan).when<Noun>(Create{group}) == "role_must_suffice");
}

TEST_CASE("a member who is away stays a member when the list changes") {
  Given given;
  const What before = list(Kind::leading_group, {{"A", "组长"}});
  given(staff(), Created{first, before}, away("A", 0, 5));
  What after = before;
  after.members.push_back({"B", "副组长"});
  const Change change{first, after.name_zh, after.name_en, after.members};
  CHECK(given.when<Noun>(change) == events(Changed{first, after}));
  given(Changed{first, after});
  CHECK(given.when<Noun>(change).empty());
  CHECK(given.when<Noun>(Change{{420000, 9}, "x", "", {}}) == "roster_must_exist");
}

TEST_CASE("shifts are of known people who are there, and none overlap") {
  Given given;
  given(staff(), Created{first, list(Kind::duty)}, away("C", 10, 20));
  const auto plan = [&](std::vector<Shift> shifts) {
    const PlanShifts command{first, std::move(shifts)};
    const std::string answer = given.when<Noun>(command);
    return answer.starts_with("[") ? std::string("planned")
                                   : answer + " " + given.blamed<Noun>(command);
  };
  CHECK(given.when<Noun>(PlanShifts{first, {shift(8, 16, "B"), shift(0, 8, "A")}}) ==
        events(ShiftsPlanned{first, {shift(0, 8, "A"), shift(8, 16, "B")}}));
  CHECK(plan({shift(0, 8, "A"), shift(7, 16, "B")}) == "shifts_must_not_overlap shifts[1].from");
  CHECK(plan({shift(8, 8, "A")}) == "shift_must_end_after_it_begins shifts[0].until");
  CHECK(plan({shift(0, limits::roster_shift_hours_max + 1, "A")}) ==
        "shift_must_be_shorter shifts[0].until");
  CHECK(plan({{.from = {}, .until = hour(1), .person = "A"}}) ==
        "from_must_be_given shifts[0].from");
  CHECK(plan({shift(0, 8, "A"), shift(8, 16, "X")}) == "person_must_be_known shifts[1].person");
  CHECK(plan({shift(0, 8, "A"), shift(8, 16, "C")}) == "person_must_be_present shifts[1].person");
  CHECK(plan({shift(-8, 0, "A")}) == "until_must_lie_ahead shifts[0].until");
  std::vector<Shift> many;
  for (int i = 0; i <= static_cast<int>(limits::roster_shifts_max); ++i)
    many.push_back(shift(i, i + 1, "A"));
  CHECK(plan(many) == "shifts_must_be_fewer shifts");
  given(Created{{420000, 2}, list(Kind::leading_group)});
  CHECK(given.when<Noun>(PlanShifts{{420000, 2}, {}}) == "roster_must_be_a_duty_roster");
}

TEST_CASE("shifts that are over stay for a week, and one that a person stands on stays his") {
  Given given;
  given(staff(), Created{first, list(Kind::duty)},
        ShiftsPlanned{first, {shift(-200, -190, "A"), shift(-8, 0, "A"), shift(0, 8, "B")}},
        away("B", 4, 20));
  CHECK(given.when<Noun>(PlanShifts{first, {shift(0, 8, "B"), shift(8, 16, "A")}}) ==
        events(ShiftsPlanned{first, {shift(-8, 0, "A"), shift(0, 8, "B"), shift(8, 16, "A")}}));
}

HandedOver handed(std::string from, std::string to) {
  return {.id = first,
          .from = std::move(from),
          .to = std::move(to),
          .note = "quiet",
          .open_orders = {},
          .open_incidents = {},
          .at = tests::noon};
}

TEST_CASE("the watch is handed to another who is there, by its holder or the ground's operator") {
  Given given;
  given(staff(), Created{first, list(Kind::duty, {{"A", ""}, {"B", ""}})},
        TakenOver{first, "A", tests::noon}, away("C", 0, 5));
  const auto hand = [&](const desk::Actor& who, std::string to) {
    return given.by(who).when<Noun>(HandOver{first, std::move(to), "quiet"});
  };
  CHECK(hand(log_in("log-in-A"), "B") == events(handed("A", "B")));
  CHECK(hand(log_in("x", Role::operator_), "B") == events(handed("A", "B")));
  CHECK(hand(log_in("log-in-B"), "B") == "role_must_suffice");
  CHECK(hand(log_in("log-in-A"), "A") == "person_must_be_another");
  CHECK(hand(log_in("log-in-A"), "X") == "person_must_be_known");
  CHECK(hand(log_in("log-in-A"), "C") == "person_must_be_present");
}

TEST_CASE("until the next one confirms the watch stays with the one before") {
  Given given;
  given(staff(), Created{first, list(Kind::duty)}, TakenOver{first, "A", tests::noon},
        handed("A", "B"));
  CHECK(given.part<Noun>().state.rosters.at(first).holder == "A");
  const auto take = [&](const desk::Actor& who) {
    return given.by(who).when<Noun>(TakeOver{first});
  };
  CHECK(take(log_in("log-in-B")) == events(TakenOver{first, "B", tests::noon}));
  CHECK(take(log_in("log-in-A")) == "taker_must_confirm");
  CHECK(take(log_in("x", Role::operator_)) == "taker_must_confirm");
  CHECK(take(log_in("x", Role::commander)) == events(TakenOver{first, "B", tests::noon}));
  given(handed("A", "D"));  // has no log-in
  CHECK(take(log_in("x", Role::operator_)) == events(TakenOver{first, "D", tests::noon}));
  given(TakenOver{first, "D", tests::noon});
  CHECK(given.part<Noun>().state.rosters.at(first).holder == "D");
  CHECK(take(log_in("log-in-A")) == "hand_over_must_be_pending");
}

TEST_CASE("a watch that nobody has, or whose holder is away, is taken by one of the roster") {
  Given given;
  given(staff(), Created{first, list(Kind::duty, {{"A", ""}})});
  const auto take = [&](const std::string& who) {
    return given.by(log_in(who)).when<Noun>(TakeOver{first});
  };
  CHECK(take("log-in-A") == events(TakenOver{first, "A", tests::noon}));
  CHECK(take("log-in-B") == "person_must_be_of_the_roster");
  CHECK(take("nobody") == "account_must_be_of_a_person");
  given(ShiftsPlanned{first, {shift(0, 8, "B")}}, TakenOver{first, "A", tests::noon});
  CHECK(take("log-in-B") == "hand_over_must_be_pending");
  given(away("A", 0, 5));
  CHECK(take("log-in-B") == events(TakenOver{first, "B", tests::noon}));
}

TEST_CASE("a hand-over names what the unit's ground still owes and what is not resolved") {
  Given given;
  const auto order_to = [](uint64_t serial, UnitCode unit, int64_t within_s) {
    order::Issued issued;
    issued.id = {420000, serial};
    issued.what.issuer = tests::hubei;
    issued.what.acknowledge_within_s = within_s;
    issued.recipients = {unit};
    issued.at = tests::noon;
    return issued;
  };
  given(staff(), Created{first, list(Kind::duty)}, order_to(1, tests::wuchang, 600),
        order_to(2, tests::wuhan, 300), order_to(3, tests::yichang, 60));
  incident::Opened minor{.id = {420000, 1}, .unit = tests::wuchang};
  incident::Opened worse{
      .id = {420000, 2}, .severity = incident::Severity::critical, .unit = tests::wuhan};
  incident::Opened elsewhere{.id = {420000, 3}, .unit = tests::yichang};
  given(minor, worse, elsewhere);
  HandedOver all = handed("", "A");
  all.open_orders = {{420000, 2}, {420000, 1}};
  all.open_incidents = {{420000, 2}, {420000, 1}};
  all.orders_total = all.incidents_total = 2;
  CHECK(given.when<Noun>(HandOver{first, "A", "quiet"}) == events(all));
  CHECK(open_work(given.nouns(), tests::hubei).orders_total == 3);
}

TEST_CASE("a list is dissolved by an operator of its ground") {
  Given given;
  given(staff(), Created{first, list(Kind::duty)});
  CHECK(given.when<Noun>(Dissolve{first}) == events(Dissolved{first}));
  CHECK(given.as(Role::commander, tests::yichang).when<Noun>(Dissolve{first}) ==
        "unit_must_be_within_reach");
}

TEST_CASE("headquarters copies every list, a province those of the group itself") {
  Given given(group_unit);
  given.as_system();
  const Created created{first, list(Kind::duty)};
  CHECK(given.when<Noun>(Follow{tests::hubei, created}) == events(Adopted{first, created.what}));
  given(Adopted{first, created.what});
  CHECK(given.when<Noun>(Follow{tests::hubei, TakenOver{first, "A", tests::noon}}) ==
        events(TakenOver{first, "A", tests::noon}));
  CHECK(given.when<Noun>(TakeOver{first}) == "roster_must_exist");  // a copy is not decided on

  Given province;
  province.as_system();
  const RosterId of_group{100000, 1};
  const What national = list(Kind::leading_group, {}, group_unit);
  CHECK(province.when<Noun>(Follow{group_unit, Created{of_group, national}}) ==
        events(Adopted{of_group, national}));
  CHECK(
      province.when<Noun>(Follow{group_unit, Created{of_group, list(Kind::duty, {}, tests::hunan)}})
          .empty());
  CHECK(province.when<Noun>(Follow{group_unit, Dissolved{of_group}}).empty());
}

}  // namespace
}  // namespace lifeline::roster
