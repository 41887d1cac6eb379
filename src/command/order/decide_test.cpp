// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/given.h"

namespace lifeline::order {
namespace {

using desk::Role;
using tests::events;
using tests::Given;

constexpr OrderId first{420000, 1};
const std::string long_text(limits::text_bytes_max + 1, 'x');

Text repair() {
  return {.subject_zh = "抢修",
          .subject_en = "Repair",
          .text = "the node",
          .priority = Priority::urgent,
          .issuer = tests::hubei,
          .incident = {},
          .acknowledge_within_s = 900,
          .finish_within_s = 3600};
}

Issue issue(std::vector<UnitCode> units = {tests::wuchang, tests::hankou}) {
  return {.what = repair(), .recipients = std::move(units)};
}

Issued issued(std::vector<UnitCode> units = {tests::wuchang, tests::hankou}) {
  return {.id = first,
          .what = repair(),
          .recipients = std::move(units),
          .by = "commander",
          .at = tests::noon};
}

Received received(std::vector<UnitCode> units = {tests::wuchang, tests::hankou}) {
  return {.id = first,
          .what = repair(),
          .recipients = std::move(units),
          .issued_at = tests::noon,
          .issued_by = "commander",
          .at = tests::noon};
}

TEST_CASE("an order is received at once by the units of the issuing desk") {
  Given given;
  CHECK(given.when<Noun>(issue()) == events(issued(), received()));
}

TEST_CASE("units of another desk's ground receive it there") {
  Given given(group_unit);
  given.as(Role::commander, group_unit);
  Issue c = issue({tests::wuchang, tests::hunan});
  c.what.issuer = {};
  const std::string text = given.when<Noun>(c);
  CHECK(text.find(R"({"Issued":{"id":"100000-1")") == 0);
  CHECK(text.find(R"("issuer":"100000")") != std::string::npos);
  CHECK(text.find(R"({"Received":{"id":"100000-1")") != std::string::npos);
  CHECK(text.find(R"("recipients":["430000"],"issued_at")") != std::string::npos);
}

TEST_CASE("a unit named twice receives once, and one language is enough") {
  Given given;
  Issue c = issue({tests::wuchang, tests::wuchang});
  c.what.subject_en.clear();
  const std::string text = given.when<Noun>(c);
  CHECK(text.find(R"("recipients":["420106"],"by")") != std::string::npos);
  CHECK(text.find(R"("subject_en":"抢修")") != std::string::npos);
}

TEST_CASE("issuing has its guards") {
  const auto changed = [](auto change) {
    Issue c = issue();
    change(c);
    return Given().when<Noun>(c);
  };
  CHECK(changed([](Issue& c) { c.what.subject_zh = c.what.subject_en = ""; }) ==
        "subject_must_be_given");
  CHECK(changed([](Issue& c) { c.what.subject_zh = long_text; }) == "text_must_be_short");
  CHECK(changed([](Issue& c) { c.what.text = long_text; }) == "text_must_be_short");
  CHECK(changed([](Issue& c) { c.what.acknowledge_within_s = 0; }) == "deadline_must_lie_ahead");
  CHECK(changed([](Issue& c) { c.what.acknowledge_within_s = 90 * 24 * 3600 + 1; }) ==
        "deadline_must_lie_ahead");
  CHECK(changed([](Issue& c) { c.what.finish_within_s = 899; }) ==
        "finish_must_follow_acknowledge");
  CHECK(changed([](Issue& c) { c.recipients.clear(); }) == "recipients_must_be_given");
  CHECK(changed([](Issue& c) { c.recipients.resize(limits::order_recipients_max + 1); }) ==
        "recipients_must_be_fewer");
  CHECK(changed([](Issue& c) { c.recipients[1] = {420199}; }) == "unit_must_be_known");
  CHECK(changed([](Issue& c) { c.recipients[1] = tests::hunan; }) ==
        "recipient_must_be_below_the_issuer");
  CHECK(changed([](Issue& c) { c.what.incident = {420000, 1}; }) == "incident_must_be_known");
  CHECK(changed([](Issue& c) { c.what.issuer = group_unit; }) == "unit_must_be_within_reach");
  Given given;
  CHECK(given.as(Role::operator_, tests::hubei).when<Noun>(issue()) == "role_must_suffice");
  Issue c = issue();
  c.recipients[1] = {420199};
  CHECK(given.as(Role::commander, tests::hubei).blamed<Noun>(c) == "recipients[1]");
}

TEST_CASE("another desk's order is received by those that have not received it") {
  const OrderId id{100000, 4};
  const Receive c{.id = id,
                  .what = repair(),
                  .recipients = {tests::wuchang, tests::hankou},
                  .issued_at = tests::noon,
                  .issued_by = "chief"};
  Received all = received();
  all.id = id;
  all.issued_by = "chief";
  Given given;
  CHECK(given.when<Noun>(c) == "role_must_suffice");
  CHECK(given.as_system().when<Noun>(c) == events(all));
  Received one = all;
  one.recipients = {tests::wuchang};
  given(one);
  Received other = all;
  other.recipients = {tests::hankou};
  CHECK(given.when<Noun>(c) == events(other));
  given(other);
  CHECK(given.when<Noun>(c) == "order_must_not_be_received");
}

TEST_CASE("a recipient acknowledges for itself") {
  Given given;
  given(issued(), received()).as(Role::operator_, tests::hankou);
  CHECK(given.when<Noun>(Acknowledge{.id = first}) ==
        events(
            Acknowledged{.id = first, .unit = tests::hankou, .by = "operator", .at = tests::noon}));
  CHECK(given.when<Noun>(Acknowledge{.id = first, .unit = tests::wuchang}) ==
        "unit_must_be_within_reach");
  CHECK(given.when<Noun>(Acknowledge{.id = first, .unit = tests::yichang}) ==
        "unit_must_be_a_recipient");
}

TEST_CASE("a unit above answers for the first recipient that still owes it") {
  Given given;
  given(issued(), received(),
        Acknowledged{.id = first, .unit = tests::wuchang, .by = "x", .at = tests::noon})
      .as(Role::operator_, tests::wuhan);
  CHECK(given.when<Noun>(Acknowledge{.id = first}) ==
        events(
            Acknowledged{.id = first, .unit = tests::hankou, .by = "operator", .at = tests::noon}));
  given(Acknowledged{.id = first, .unit = tests::hankou, .by = "x", .at = tests::noon});
  CHECK(given.when<Noun>(Acknowledge{.id = first}) == "order_must_not_be_acknowledged");
}

TEST_CASE("an answer heard from another desk keeps who gave it, and when") {
  Given given;
  given(issued()).as_system();
  const Instant then = seconds_after(tests::noon, -60);
  CHECK(
      given.when<Noun>(Acknowledge{.id = first, .unit = tests::wuchang, .by = "li", .at = then}) ==
      events(Acknowledged{.id = first, .unit = tests::wuchang, .by = "li", .at = then}));
}

TEST_CASE("a recipient finishes, acknowledged or not, but once") {
  Given given;
  given(issued(), received()).as(Role::operator_, tests::wuchang);
  const Finished finished{
      .id = first, .unit = tests::wuchang, .note = "spliced", .by = "operator", .at = tests::noon};
  CHECK(given.when<Noun>(Finish{.id = first, .unit = {}, .note = "spliced"}) == events(finished));
  CHECK(given.when<Noun>(Finish{.id = first, .unit = {}, .note = long_text}) ==
        "text_must_be_short");
  given(finished);
  CHECK(given.when<Noun>(Finish{.id = first, .unit = {}, .note = {}}) == "order_must_not_be_done");
}

TEST_CASE("a recipient declines with a reason, and then owes nothing") {
  Given given;
  given(issued(), received()).as(Role::operator_, tests::wuchang);
  CHECK(given.when<Noun>(Decline{.id = first, .unit = {}, .reason = {}}) == "reason_must_be_given");
  CHECK(given.when<Noun>(Decline{.id = first, .unit = {}, .reason = long_text}) ==
        "text_must_be_short");
  const Declined declined{.id = first,
                          .unit = tests::wuchang,
                          .reason = "no crew",
                          .by = "operator",
                          .at = tests::noon};
  CHECK(given.when<Noun>(Decline{.id = first, .unit = {}, .reason = "no crew"}) ==
        events(declined));
  given(declined);
  CHECK(given.when<Noun>(Acknowledge{.id = first}) == "order_must_not_be_declined");
  CHECK(given.when<Noun>(Finish{.id = first, .unit = {}, .note = {}}) ==
        "order_must_not_be_declined");
}

TEST_CASE("answers need the role, a recipient within reach, and an order that stands") {
  const auto each = [](Given& given, const std::string& refusal) {
    CHECK(given.when<Noun>(Acknowledge{.id = first}) == refusal);
    CHECK(given.when<Noun>(Finish{.id = first, .unit = {}, .note = {}}) == refusal);
    CHECK(given.when<Noun>(Decline{.id = first, .unit = {}, .reason = "x"}) == refusal);
  };
  Given given;
  each(given, "order_must_exist");
  given(issued(), received());
  each(given.as(Role::viewer, tests::hubei), "role_must_suffice");
  each(given.as(Role::operator_, tests::yichang), "unit_must_be_a_recipient");
  given(Recalled{.id = first, .reason = "over"});
  each(given.as(Role::operator_, tests::wuchang), "order_must_not_be_recalled");
}

TEST_CASE("who may issue may recall, with a reason and once") {
  Given given;
  CHECK(given.when<Noun>(Recall{first, "over"}) == "order_must_exist");
  given(issued(), received());
  CHECK(given.when<Noun>(Recall{first, {}}) == "reason_must_be_given");
  CHECK(given.when<Noun>(Recall{first, long_text}) == "text_must_be_short");
  const Recalled recalled{.id = first, .reason = "over", .by = "commander", .at = tests::noon};
  CHECK(given.when<Noun>(Recall{first, "over"}) == events(recalled));
  CHECK(given.as(Role::operator_, tests::hubei).when<Noun>(Recall{first, "over"}) ==
        "role_must_suffice");
  CHECK(given.as(Role::commander, tests::wuhan).when<Noun>(Recall{first, "over"}) ==
        "unit_must_be_within_reach");
  given(recalled).as(Role::commander, tests::hubei);
  CHECK(given.when<Noun>(Recall{first, "over"}) == "order_must_not_be_recalled");
}

TEST_CASE("a recall keeps what was posted with it, within bounds") {
  Given given;
  given(issued(), received());
  const desk::Attributes posted{{"workOrder", R"({"id":"order-420000-1"})"}};
  const Recalled recalled{
      .id = first, .reason = "over", .by = "commander", .at = tests::noon, .attributes = posted};
  CHECK(given.when<Noun>(Recall{first, "over", posted}) == events(recalled));
  const auto with = [&](std::string name, std::string json) {
    return given.when<Noun>(Recall{first, "over", {{std::move(name), std::move(json)}}});
  };
  CHECK(with("x", std::string(limits::work_order_bytes_max, '1')) == "work_order_must_be_small");
  CHECK(with(std::string(limits::name_bytes_max + 1, 'x'), "1") == "name_must_be_short");
  given(recalled);
  const Order& order = given.part<Noun>().state.orders.at(first);
  CHECK(order.recalled_at == tests::noon);
  CHECK(order.recalled_for == "over");
  CHECK(order.cancellation == posted);
}

TEST_CASE("a missed deadline goes to the unit above, which becomes a recipient") {
  Given given;
  const Escalate c{.id = first, .unit = tests::wuchang, .missed = Missed::acknowledge};
  CHECK(given.when<Noun>(c) == "role_must_suffice");
  given.as_system();
  CHECK(given.when<Noun>(c) == "order_must_exist");
  given(issued(), received());
  CHECK(given.when<Noun>(c) == events(Escalated{.id = first,
                                                .unit = tests::wuchang,
                                                .to = tests::wuhan,
                                                .missed = Missed::acknowledge,
                                                .what = {},
                                                .at = tests::noon,
                                                .in_charge = "duty room"},
                                      received({tests::wuhan})));
  CHECK(given.when<Noun>(Escalate{.id = first, .unit = tests::yichang}) == "recipient_must_exist");
}

TEST_CASE("a person that another unit's list names answers by its name or its log-in alone") {
  Given given;
  Issued e = issued({tests::hankou});
  e.people = {{tests::wuhan, "A"}};
  given(
      person::Imported{
          .people = {{.id = "A", .name_zh = "甲", .unit = tests::wuchang, .account = "jia"}}},
      e);
  Acknowledged done{.id = first, .unit = tests::wuhan, .by = "jia", .at = tests::noon};
  done.person = "A";
  const desk::Actor jia{.name = "jia", .role = Role::operator_, .unit = tests::wuchang};
  given.by(jia);
  CHECK(given.when<Noun>(Acknowledge{.id = first}) == events(done));
  CHECK(given.when<Noun>(Acknowledge{.id = first, .unit = {}, .person = "A"}) == events(done));
  CHECK(given.when<Noun>(Acknowledge{.id = first, .unit = {}, .person = "B"}) ==
        "unit_must_be_a_recipient");
}

TEST_CASE("a unit above that is a recipient already only hears of it") {
  Given given;
  given(issued({tests::wuchang, tests::wuhan}), received({tests::wuchang, tests::wuhan}))
      .as_system();
  CHECK(given.when<Noun>(Escalate{.id = first, .unit = tests::wuchang, .missed = Missed::finish}) ==
        events(Escalated{.id = first,
                         .unit = tests::wuchang,
                         .to = tests::wuhan,
                         .missed = Missed::finish,
                         .what = {},
                         .at = tests::noon,
                         .in_charge = "duty room"}));
}

TEST_CASE("an order that goes up to another desk takes its text along") {
  Given given;
  given(issued({tests::hubei}), received({tests::hubei})).as_system();
  CHECK(given.when<Noun>(
            Escalate{.id = first, .unit = tests::hubei, .missed = Missed::acknowledge}) ==
        events(Escalated{.id = first,
                         .unit = tests::hubei,
                         .to = group_unit,
                         .missed = Missed::acknowledge,
                         .what = repair(),
                         .at = tests::noon,
                         .in_charge = "duty room"}));
}

TEST_CASE("nothing goes up twice, nor after it was answered") {
  Given given;
  given(issued(), received(),
        Acknowledged{.id = first, .unit = tests::wuchang, .by = "x", .at = tests::noon},
        Escalated{.id = first,
                  .unit = tests::hankou,
                  .to = tests::wuhan,
                  .missed = Missed::acknowledge,
                  .at = tests::noon})
      .as_system();
  const auto escalate = [&](UnitCode unit, Missed missed) {
    return given.when<Noun>(Escalate{.id = first, .unit = unit, .missed = missed});
  };
  CHECK(escalate(tests::wuchang, Missed::acknowledge) == "deadline_must_be_missed");
  CHECK(escalate(tests::hankou, Missed::acknowledge) == "deadline_must_be_missed");
  given(Finished{.id = first, .unit = tests::wuchang});
  CHECK(escalate(tests::wuchang, Missed::finish) == "deadline_must_be_missed");
}

}  // namespace
}  // namespace lifeline::order
