// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/given.h"

namespace lifeline::order {
namespace {

using desk::Role;
using tests::events;
using tests::Given;

constexpr OrderId first{420000, 1};
const Who wuchang{tests::wuchang, {}}, hankou{tests::hankou, {}}, yichang{tests::yichang, {}};
const Instant later = seconds_after(tests::noon, 600);

Issued issued() {
  return {.id = first,
          .what = {.subject_zh = "排查",
                   .issuer = tests::hubei,
                   .acknowledge_within_s = 600,
                   .finish_within_s = 7200},
          .recipients = {tests::wuchang, tests::hankou},
          .by = "c",
          .at = tests::noon,
          .people = {}};
}

person::Imported people() {
  return {.people = {{.id = "A", .name_zh = "甲", .unit = tests::wuchang, .substitute = "B"},
                     {.id = "B", .name_zh = "乙", .unit = tests::wuchang},
                     {.id = "C", .name_zh = "丙", .unit = group_unit},
                     {.id = "D", .name_zh = "丁", .unit = group_unit}}};
}

std::string escalate(Given& given, const Who& who, Missed missed = Missed::acknowledge) {
  return given.as_system().at(later).when<Noun>(
      Escalate{.id = first, .unit = who.unit, .missed = missed, .person = who.person});
}

const Recipient& recipient(Given& given, const Who& who) {
  return *find_recipient(given.part<Noun>().state.orders.at(first), who);
}

TEST_CASE("a silent recipient's substitute takes its place, and only then does it go up") {
  Given given;
  Issued e = issued();
  e.what.substitutes = {{wuchang, yichang}};
  given(e);
  const std::string text = escalate(given, wuchang);
  CHECK(text.find(R"("to":"420500","missed":"acknowledge")") != std::string::npos);
  CHECK(text.find(R"("way":"substitution")") != std::string::npos);
  given(Escalated{.id = first,
                  .unit = tests::wuchang,
                  .to = tests::yichang,
                  .missed = Missed::acknowledge,
                  .at = later,
                  .way = Way::substitution});
  CHECK(recipient(given, wuchang).step == Step::handed_on);
  CHECK(recipient(given, yichang).acknowledge_by == seconds_after(later, 600));
  const Order& order = given.part<Noun>().state.orders.at(first);
  CHECK(order.tally.recipients == 2);
  CHECK(escalate(given, yichang).find(R"("to":"420000","missed":"acknowledge")") !=
        std::string::npos);
  CHECK(given.as(Role::operator_, tests::wuchang).when<Noun>(Acknowledge{first, tests::wuchang}) ==
        "order_must_not_be_handed_on");
}

TEST_CASE("a person's own substitute is asked, the first along the line who is there") {
  Given given;
  Issued e = issued();
  e.people = {{tests::wuchang, "A"}};
  given(people(), e);
  CHECK(escalate(given, {tests::wuchang, "A"}).find(R"("to_person":"B","way":"substitution")") !=
        std::string::npos);
  given(person::AbsenceEntered{"B", {.from = tests::noon, .until = {}, .reason = "ill"}});
  const std::string up = escalate(given, {tests::wuchang, "A"});
  CHECK(up.find("substitution") == std::string::npos);
  // The person's own unit is a recipient already, so it goes to the unit above.
  CHECK(up.find(R"("to":"420100")") != std::string::npos);
}

TEST_CASE(
    "a unit that was told of one of its people is told of the next, unless it is silent too") {
  Given given;
  Issued e = issued();
  e.recipients.clear();
  e.people = {{tests::wuchang, "B"}, {tests::wuchang, "A"}};
  given(person::Imported{.people = {{.id = "A", .name_zh = "甲", .unit = tests::wuchang},
                                    {.id = "B", .name_zh = "乙", .unit = tests::wuchang}}},
        e);
  CHECK(escalate(given, {tests::wuchang, "B"}).find(R"("to":"420106")") != std::string::npos);
  const Escalated up{.id = first,
                     .unit = tests::wuchang,
                     .to = tests::wuchang,
                     .missed = Missed::acknowledge,
                     .at = later,
                     .person = "B"};
  given(up);
  CHECK(escalate(given, {tests::wuchang, "A"}).find(R"("to":"420106")") != std::string::npos);
  given(Escalated{.id = first,
                  .unit = tests::wuchang,
                  .to = tests::wuhan,
                  .missed = Missed::acknowledge,
                  .at = later});
  CHECK(escalate(given, {tests::wuchang, "A"}).find(R"("to":"420100")") != std::string::npos);
}

TEST_CASE("who declines after it was silent is told of again") {
  Given given;
  given(issued());
  given(Escalated{.id = first,
                  .unit = tests::wuchang,
                  .to = tests::wuhan,
                  .missed = Missed::acknowledge,
                  .at = later});
  given(Acknowledged{.id = first, .unit = tests::wuchang, .at = later});
  given(Declined{.id = first, .unit = tests::wuchang, .reason = "ill", .at = later});
  CHECK(escalate(given, wuchang, Missed::declined).find(R"("missed":"declined")") !=
        std::string::npos);
  given(Escalated{.id = first,
                  .unit = tests::wuchang,
                  .to = tests::wuhan,
                  .missed = Missed::declined,
                  .at = later});
  CHECK(escalate(given, wuchang, Missed::declined) == "deadline_must_be_missed");
}

TEST_CASE("at the top the leading group is asked one by one") {
  Given given(group_unit);
  Issued e = issued();
  e.id = {100000, 1};
  e.recipients = {group_unit};
  given(people(),
        roster::Created{.id = {100000, 1},
                        .what = {.kind = roster::Kind::leading_group,
                                 .unit = group_unit,
                                 .members = {{"C", "组长"}, {"D", "副组长"}}}},
        e);
  given.as_system().at(later);
  const auto ask = [&](const Who& who) {
    return given.when<Noun>(Escalate{
        .id = e.id, .unit = who.unit, .missed = Missed::acknowledge, .person = who.person});
  };
  CHECK(ask({group_unit, {}}).find(R"("to_person":"C")") != std::string::npos);
  given(Escalated{.id = e.id,
                  .unit = group_unit,
                  .to = group_unit,
                  .missed = Missed::acknowledge,
                  .at = later,
                  .to_person = "C"});
  CHECK(ask({group_unit, "C"}).find(R"("to_person":"D")") != std::string::npos);
  given(Escalated{.id = e.id,
                  .unit = group_unit,
                  .to = group_unit,
                  .missed = Missed::acknowledge,
                  .at = later,
                  .person = "C",
                  .to_person = "D"});
  CHECK(ask({group_unit, "D"}).find(R"("to")") == std::string::npos);
}

TEST_CASE("what goes up says who answers there now") {
  Given given;
  given(people(),
        roster::Created{.id = {420000, 1},
                        .what = {.kind = roster::Kind::leading_group,
                                 .unit = tests::wuhan,
                                 .members = {{"B", "组长"}}}},
        issued());
  CHECK(escalate(given, wuchang).find(R"("in_charge":"B")") != std::string::npos);
}

TEST_CASE("a quorum that is complete releases the others") {
  Given given;
  Issued e = issued();
  e.what.quorum = 1;
  given(e).as_system();
  CHECK(given.when<Noun>(JudgeQuorum{first}) == "quorum_must_be_complete");
  given(Acknowledged{.id = first, .unit = tests::hankou, .at = tests::noon});
  CHECK(given.when<Noun>(JudgeQuorum{first}) ==
        events(QuorumJudged{
            .id = first, .met = true, .released = {wuchang}, .widened_to = {}, .at = tests::noon}));
  given(QuorumJudged{.id = first, .met = true, .released = {wuchang}, .at = tests::noon});
  CHECK(recipient(given, wuchang).step == Step::released);
  CHECK(given.when<Noun>(JudgeQuorum{first}) == "quorum_must_be_open");
  CHECK(row_of(given.part<Noun>().state.orders.at(first)).recipients_total == 1);
  CHECK(given.as(Role::operator_, tests::wuchang).when<Noun>(Acknowledge{first, tests::wuchang}) ==
        "recipient_must_be_needed");
}

TEST_CASE("a quorum that is not there in time widens, and at last the issuer is told") {
  Given given;
  Issued e = issued();
  e.what.quorum = 2;
  e.what.widen_to = {yichang, hankou};
  given(e).as_system().at(later);
  CHECK(due(given.part<Noun>().state) == later);
  const std::string widened = given.when<Noun>(JudgeQuorum{first});
  CHECK(widened.find(R"("widened_to":[{"unit":"420500"}])") != std::string::npos);
  CHECK(widened.find(R"({"Received")") != std::string::npos);
  given(QuorumJudged{.id = first, .met = false, .widened_to = {yichang}, .at = later});
  CHECK(recipient(given, yichang).way == Way::widening);
  const Instant last = seconds_after(later, 600);
  CHECK(due(given.part<Noun>().state) == last);
  const std::string told = given.at(last).when<Noun>(JudgeQuorum{first});
  CHECK(told.find(R"("to":"420000","missed":"quorum")") != std::string::npos);
}

TEST_CASE("a superior hands an order on, with a reason and to somebody new") {
  Given given;
  given(issued());
  HandOn c{.id = first, .from = wuchang, .to = yichang, .reason = "no crew there"};
  CHECK(given.when<Noun>(c).find(R"("way":"hand_on")") != std::string::npos);
  c.reason.clear();
  CHECK(given.when<Noun>(c) == "reason_must_be_given");
  c.reason = "x";
  c.to = hankou;
  CHECK(given.when<Noun>(c) == "order_must_reach_somebody_once");
  c.to = {tests::hunan, {}};
  CHECK(given.when<Noun>(c) == "recipient_must_be_below_the_issuer");
  c.to = yichang;
  CHECK(given.as(Role::commander, tests::wuchang).when<Noun>(c) == "actor_must_be_a_superior");
  CHECK(given.as(Role::commander, tests::wuhan).when<Noun>(c) == "unit_must_be_within_reach");
  given(Finished{.id = first, .unit = tests::wuchang}).as(Role::commander, tests::hubei);
  CHECK(given.when<Noun>(c) == "recipient_must_owe_the_order");
}

TEST_CASE("a superior's check wants an answer by its deadline, else it goes up") {
  Given given;
  given(issued());
  Supervise c{.id = first, .who = wuchang, .note = "how far?", .answer_within_s = 300};
  const Supervised supervised{.id = first,
                              .unit = tests::wuchang,
                              .person = {},
                              .note = "how far?",
                              .answer_by = seconds_after(tests::noon, 300),
                              .by = "commander",
                              .at = tests::noon};
  CHECK(given.when<Noun>(c) == events(supervised));
  c.answer_within_s = 0;
  CHECK(given.when<Noun>(c) == "deadline_must_lie_ahead");
  given(supervised);
  CHECK(due(given.part<Noun>().state) == seconds_after(tests::noon, 300));
  CHECK(escalate(given, wuchang, Missed::answer).find(R"("missed":"answer")") != std::string::npos);
  given(Stepped{.id = first, .unit = tests::wuchang, .step = Step::read, .note = "half"});
  CHECK_FALSE(recipient(given, wuchang).answer_by);
  CHECK(recipient(given, wuchang).step == Step::read);
  CHECK(escalate(given, wuchang, Missed::answer) == "deadline_must_be_missed");
}

TEST_CASE("a result that is not good enough goes back, with new time") {
  Given given;
  given(issued());
  const HandBack c{.id = first, .who = wuchang, .reason = "no photo", .finish_within_s = 900};
  CHECK(given.when<Noun>(c) == "recipient_must_have_finished");
  given(Finished{.id = first, .unit = tests::wuchang, .note = "done", .at = tests::noon});
  const HandedBack back{.id = first,
                        .unit = tests::wuchang,
                        .person = {},
                        .reason = "no photo",
                        .finish_by = seconds_after(tests::noon, 900),
                        .by = "commander",
                        .at = tests::noon};
  CHECK(given.when<Noun>(c) == events(back));
  given(back);
  CHECK(recipient(given, wuchang).step == Step::started);
  CHECK(recipient(given, wuchang).handed_back == 1);
  CHECK(given.part<Noun>().state.deadlines.contains(
      {seconds_after(tests::noon, 900), first, wuchang, Missed::finish}));
  CHECK(given.as(Role::operator_, tests::wuchang)
            .when<Noun>(Finish{.id = first, .unit = tests::wuchang, .note = "with photo"})
            .find("Finished") != std::string::npos);
}

TEST_CASE("done comes with the evidence that was asked for") {
  Given given;
  Issued e = issued();
  e.what.evidence = {.note = true, .number = "stations", .photos = 1};
  given(e).as(Role::operator_, tests::wuchang);
  Finish c{.id = first, .unit = tests::wuchang, .note = {}};
  const auto blamed = [&] { return given.when<Noun>(c) + " at " + given.blamed<Noun>(c); };
  CHECK(blamed() == "note_must_be_given at note");
  c.note = "all";
  CHECK(blamed() == "number_must_be_given at number");
  c.number = 12;
  CHECK(blamed() == "photos_must_be_given at photos");
  const std::string photo(64, 'a');
  c.photos = {photo};
  CHECK(blamed() == "photo_must_be_known at photos");
  given(attachment::Kept{.id = photo, .bytes = 4, .unit = tests::wuchang});
  CHECK(given.when<Noun>(c).find(R"("number":12,"photos":["aaa)") != std::string::npos);
}

TEST_CASE("a person answers for itself, wherever the account is") {
  Given given;
  person::Imported staff = people();
  staff.people[0].account = "li";
  Issued e = issued();
  e.recipients = {tests::hankou};
  e.people = {{tests::wuchang, "A"}};
  given(staff, e).by({.name = "li", .role = Role::operator_, .unit = tests::yichang});
  CHECK(given.when<Noun>(Acknowledge{.id = first}).find(R"("person":"A")") != std::string::npos);
  CHECK(given.when<Noun>(Acknowledge{.id = first, .unit = {}, .person = "A"})
            .find(R"("unit":"420106")") != std::string::npos);
  CHECK(given.as(Role::operator_, tests::hankou)
            .when<Noun>(Acknowledge{.id = first, .unit = tests::wuchang, .person = "A"}) ==
        "unit_must_be_within_reach");
}

TEST_CASE("what the owner made of its order is taken over by copies only") {
  Given given;
  given(Received{.id = {100000, 1},
                 .what = issued().what,
                 .recipients = {tests::wuchang},
                 .issued_at = tests::noon,
                 .at = tests::noon},
        issued());
  const Recalled theirs{{100000, 1}, "over"}, own{first, "over"};
  CHECK(given.when<Noun>(Adopt{theirs}) == "role_must_suffice");
  CHECK(given.as_system().when<Noun>(Adopt{theirs}) == events(theirs));
  CHECK(given.when<Noun>(Adopt{own}) == "order_must_be_another_desks");
}

}  // namespace
}  // namespace lifeline::order
