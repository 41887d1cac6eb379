// SPDX-License-Identifier: Apache-2.0
#include "command/order/api.h"

#include <doctest/doctest.h>

#include "tests/local_desks.h"

namespace lifeline::order {
namespace {

using desk::Role;
using tests::LocalDesks;
using tests::member;
using tests::person;

const auto chief = person(Role::commander, group_unit);
const auto commander = person(Role::commander, tests::hubei);
const auto local = person(Role::operator_, tests::wuchang);

std::string order_for(const std::string& recipients) {
  return R"({"subject_zh":"保障","text":"guard","priority":"urgent","recipients":[)" + recipients +
         R"(],"acknowledge_within_s":600,"finish_within_s":3600})";
}

TEST_CASE("a commander issues an order and is told where it is") {
  LocalDesks desks;
  const auto issued =
      desks.post(routes(), "/api/v1/orders", order_for(R"("420106","420103")"), commander);
  CHECK(issued.status == 201);
  CHECK(tests::header_of(issued, "Location") == "/api/v1/orders/420000-1");
  CHECK(member(issued.body, "recipients_total") == "2");
  CHECK(member(issued.body, "issuer") == "420000");
  CHECK(member(issued.body, "acknowledge_by") == "2020-01-23T04:10:00.000000Z");
}

TEST_CASE("a refused recipient is named by its place") {
  LocalDesks desks;
  const auto refused =
      desks.post(routes(), "/api/v1/orders", order_for(R"("420106","430000")"), commander);
  CHECK(refused.status == 400);
  CHECK(member(refused.body, "name") == "recipient_must_be_below_the_issuer");
  CHECK(member(refused.body, "field") == "recipients[1]");
}

TEST_CASE("an order is listed once, from its issuer's desk, for whom it concerns") {
  LocalDesks desks;
  desks.post(routes(), "/api/v1/orders", order_for(R"("420106")"), chief);
  desks.hear_all();
  const auto total = [&](UnitCode unit) {
    const auto answer = desks.get(routes(), "/api/v1/orders", person(Role::viewer, unit));
    return std::string(tests::header_of(answer, "X-Total-Count"));
  };
  CHECK(total(group_unit) == "1");
  CHECK(total(tests::wuchang) == "1");
  CHECK(total(tests::yichang) == "0");
}

TEST_CASE("one order shows the issuer all recipients, and a recipient itself") {
  LocalDesks desks;
  desks.post(routes(), "/api/v1/orders", order_for(R"("420106","420103")"), commander);
  const auto all = desks.get(routes(), "/api/v1/orders/420000-1", commander);
  CHECK(all.body.find(R"("unit":"420103","unit_name_zh":"Hankou")") != std::string::npos);
  CHECK(all.body.find(R"("unit":"420106","unit_name_zh":"Wuchang")") != std::string::npos);
  const auto own = desks.get(routes(), "/api/v1/orders/420000-1", local);
  CHECK(own.body.find("Hankou") == std::string::npos);
  CHECK(own.body.find("Wuchang") != std::string::npos);
  const auto neighbour =
      desks.get(routes(), "/api/v1/orders/420000-1", person(Role::viewer, tests::yichang));
  CHECK(member(neighbour.body, "name") == "order_must_exist");
}

TEST_CASE("headquarters' order is acknowledged on the recipient's desk, and answered whole") {
  LocalDesks desks;
  desks.post(routes(), "/api/v1/orders", order_for(R"("420106","430000")"), chief);
  desks.hear_all();
  const uint64_t before = desks.desk(group_unit).position();
  const auto done = desks.post(routes(), "/api/v1/orders/100000-1/acknowledge", "{}", local);
  CHECK(done.status == 200);
  CHECK(member(done.body, "recipients_total") == "2");
  CHECK(member(done.body, "recipients_acknowledged") == "1");
  CHECK(desks.desk(group_unit).position() == before);
  desks.hear_all();
  const auto known = desks.get(routes(), "/api/v1/orders/100000-1", chief);
  CHECK(member(known.body, "recipients_acknowledged") == "1");
  CHECK(known.body.find(R"("acknowledged_by":"operator")") != std::string::npos);
}

TEST_CASE("an order not heard of yet on the recipient's desk is answered on the issuer's") {
  LocalDesks desks;
  desks.post(routes(), "/api/v1/orders", order_for(R"("420106")"), chief);
  const auto done = desks.post(routes(), "/api/v1/orders/100000-1/acknowledge", "{}", local);
  CHECK(done.status == 200);
  CHECK(member(done.body, "state") == "acknowledged");
  desks.hear_all();
  const auto again = desks.post(routes(), "/api/v1/orders/100000-1/acknowledge", "{}", local);
  CHECK(member(again.body, "name") == "order_must_not_be_acknowledged");
}

TEST_CASE("headquarters answers for a unit on that unit's desk") {
  LocalDesks desks;
  desks.post(routes(), "/api/v1/orders", order_for(R"("420106")"), chief);
  desks.hear_all();
  const auto done = desks.post(routes(), "/api/v1/orders/100000-1/finish",
                               R"({"unit":"420106","note":"by phone"})", chief);
  CHECK(member(done.body, "state") == "done");
  const auto& copies = desks.desk(tests::hubei).nouns().get<State>().orders;
  CHECK(copies.at({100000, 1}).recipients.front().note == "by phone");
}

TEST_CASE("an order is declined or recalled with a reason") {
  LocalDesks desks;
  desks.post(routes(), "/api/v1/orders", order_for(R"("420106","420103")"), commander);
  const auto act = [&](const std::string& verb, const std::string& body, desk::Actor who) {
    const auto answer =
        desks.post(routes(), "/api/v1/orders/420000-1/" + verb, body, std::move(who));
    return member(answer.body, answer.status == 200 ? "state" : "name");
  };
  CHECK(act("decline", "{}", local) == "reason_must_be_given");
  CHECK(act("decline", R"({"reason":"no crew"})", local) == "open");
  CHECK(act("recall", "{}", commander) == "reason_must_be_given");
  CHECK(act("recall", R"({"reason":"over"})", commander) == "recalled");
  CHECK(act("acknowledge", "{}", local) == "order_must_not_be_recalled");
}

TEST_CASE("the same key acknowledges once and gets the same answer again") {
  LocalDesks desks;
  desks.post(routes(), "/api/v1/orders", order_for(R"("420106")"), commander);
  const std::string target = "/api/v1/orders/420000-1/acknowledge";
  const auto first = desks.post(routes(), target, "{}", local, "key-1");
  const auto again = desks.post(routes(), target, "{}", local, "key-1");
  CHECK(first.status == 200);
  CHECK(again.status == 200);
  CHECK(again.body == first.body);
}

}  // namespace
}  // namespace lifeline::order
