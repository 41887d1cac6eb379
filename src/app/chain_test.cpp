// SPDX-License-Identifier: Apache-2.0
// Whole desks: from an alarm to the order, back again, and between desks.
#include <doctest/doctest.h>

#include "tests/small_network.h"

namespace lifeline::tests {
namespace {

using desk::Role;

using Chain = SmallNetwork;

TEST_CASE("an alarm on a transport node takes the sites behind it down, with the chain") {
  Chain chain;
  REQUIRE(chain.raise("NODE"));
  for (const std::string id : {"H1", "H2", "H3"}) CHECK(chain.health(id) == site::Health::down);
  const auto& reasons = chain.see<site::State>().standing.at("H1").reasons;
  REQUIRE(reasons.size() == 1);
  CHECK(reasons[0].chain == std::vector<std::string>{"BTS-1", "NODE"});
  CHECK(chain.see<site::View>().counts.at(wuchang)[size_t(site::Health::down)] == 2);
}

TEST_CASE("one root makes one incident and one order for each unit that it hits") {
  Chain chain(orders_at_once);
  REQUIRE(chain.raise("NODE"));
  CHECK(chain.see<incident::View>().pages.size() == 1);
  const incident::Row& row = chain.incident(1).row;
  CHECK(row.element == "NODE");
  CHECK(row.severity == incident::Severity::critical);
  CHECK(row.sites_hit == 3);
  CHECK(row.alarms_open == 1);
  CHECK(row.orders_open == 2);
  REQUIRE(chain.see<order::State>().orders.size() == 2);
  CHECK(chain.order(1).recipients.front().unit == wuchang);
  CHECK(chain.order(2).recipients.front().unit == hankou);
  CHECK(chain.order(1).what.issuer == hubei);
}

TEST_CASE("alarms of what lies behind a failed node open no incidents of their own") {
  Chain chain;
  REQUIRE(chain.raise("NODE"));
  REQUIRE(chain.raise("BTS-1"));
  REQUIRE(chain.raise("BTS-2"));
  CHECK(chain.see<incident::View>().pages.size() == 1);

  Chain other;
  REQUIRE(other.raise("BTS-1"));
  REQUIRE(other.raise("NODE"));
  CHECK(other.see<incident::View>().pages.size() == 1);
  CHECK(other.incident(1).row.element == "NODE");
  CHECK(other.incident(1).row.sites_hit == 3);
  CHECK(other.incident(1).row.alarms_open == 2);
}

TEST_CASE("a clear relieves the sites and resolves the incident, which closes after a day") {
  Chain chain;
  REQUIRE(chain.raise("NODE"));
  REQUIRE(chain.clear("NODE"));
  CHECK(chain.health("H1") == site::Health::normal);
  CHECK(chain.incident(1).row.phase == incident::Phase::resolved);
  CHECK(chain.incident(1).row.sites_hit == 0);
  CHECK(chain.incident(1).row.alarms_open == 0);
  chain.desks.pass_time_to(seconds_after(noon, 24 * 3600 - 1));
  CHECK(chain.incident(1).row.phase == incident::Phase::resolved);
  chain.desks.pass_time_to(seconds_after(noon, 24 * 3600));
  CHECK(chain.incident(1).row.phase == incident::Phase::closed);
}

TEST_CASE("the same root again reopens the incident, and orders again only what was done") {
  Chain chain(orders_at_once);
  REQUIRE(chain.raise("NODE"));
  const order::Finish done{.id = {hubei.value, 1}, .unit = wuchang, .note = "spliced"};
  REQUIRE(chain.desks.act(hubei, order::Command(done)));
  REQUIRE(chain.clear("NODE"));
  REQUIRE(chain.raise("NODE"));
  CHECK(chain.incident(1).row.phase == incident::Phase::opened);
  CHECK(chain.see<incident::View>().pages.size() == 1);
  REQUIRE(chain.see<order::State>().orders.size() == 3);
  CHECK(chain.order(3).recipients.front().unit == wuchang);
}

TEST_CASE("an alarm older than its element and site still reaches its incident") {
  LocalDesks desks;
  REQUIRE(desks.act(hubei, alarm::Command(alarm::Raise{.source_name = "LATE",
                                                       .condition = "linkDown",
                                                       .severity = alarm::Severity::critical})));
  const auto& view = desks.desk(hubei).nouns().get<alarm::View>();
  CHECK(view.totals.unmapped == 1);
  desks.act(hubei, element::Command(element::Import{
                       .elements = {element_on("LATE", element::Kind::base_station)}}));
  CHECK(view.totals.unmapped == 0);
  desks.act(hubei, site::Command(site::Import{.sites = {hospital("H9", wuchang, {"LATE"})}}));
  const auto& pages = desks.desk(hubei).nouns().get<incident::View>().pages;
  REQUIRE(pages.size() == 1);
  CHECK(pages.begin()->second.row.alarms_open == 1);
  CHECK(view.rows.begin()->second.incident == pages.begin()->first);
}

TEST_CASE("an alarm that grows worse is linked, and once only") {
  Chain chain;
  REQUIRE(chain.raise("NODE", alarm::Severity::minor));
  CHECK(chain.see<incident::View>().pages.empty());
  REQUIRE(chain.raise("NODE", alarm::Severity::critical));
  REQUIRE(chain.raise("NODE", alarm::Severity::critical));
  CHECK(chain.incident(1).row.alarms_total == 1);
}

TEST_CASE("an order that nobody acknowledges goes up, unit by unit, and stops at the group") {
  Chain chain(orders_at_once);
  REQUIRE(chain.raise("NODE"));
  chain.desks.pass_time_to(seconds_after(noon, 15 * 60));
  const order::Order& order = chain.order(1);
  CHECK(order.recipients.front().escalated_to == wuhan);
  chain.desks.pass_time_to(seconds_after(noon, 30 * 60));
  chain.desks.pass_time_to(seconds_after(noon, 45 * 60));
  chain.desks.hear_all();
  chain.desks.pass_time_to(seconds_after(noon, 60 * 60));
  CHECK(order::find_recipient(order, hubei)->escalated_to == group_unit);
  CHECK(order::find_recipient(order, group_unit)->escalated_at);
  CHECK_FALSE(order::find_recipient(order, group_unit)->escalated_to);
  CHECK(order::row_of(order).recipients_total == 1);
  CHECK(order::row_of(order).overdue);
  chain.desks.hear_all();
  const auto& copies = chain.see<order::State>(group_unit).orders;
  REQUIRE(copies.contains(order.id));
  CHECK(order::find_recipient(copies.at(order.id), group_unit)->way == order::Way::escalation);
}

TEST_CASE("a decline by a person goes up at once") {
  Chain chain(orders_at_once);
  REQUIRE(chain.raise("NODE"));
  const order::Decline decline{.id = {hubei.value, 1}, .unit = wuchang, .reason = "no crew"};
  REQUIRE(chain.desks.act(hubei, order::Command(decline), person(Role::operator_, wuchang)));
  CHECK(chain.order(1).recipients.front().escalated_to == wuhan);
  CHECK(order::find_recipient(chain.order(1), wuhan) != nullptr);
}

// All that a desk can be asked for, after a story with everything in it.
void tell_a_story(Chain& chain) {
  REQUIRE(chain.raise("NODE"));
  REQUIRE(chain.raise("BTS-1", alarm::Severity::major, "power"));
  REQUIRE(chain.raise("UNKNOWN"));
  const auto who = person(Role::operator_, wuhan);
  REQUIRE(chain.desks.act(hubei, alarm::Command(alarm::Acknowledge{{hubei.value, 1}}), who));
  REQUIRE(chain.desks.act(hubei, alarm::Command(alarm::Comment{{hubei.value, 1}, "seen"}), who));
  REQUIRE(chain.desks.act(hubei, source::Command(source::Beat{"EMS", 60})));
  chain.desks.pass_time_to(seconds_after(noon, 20 * 60));
  REQUIRE(chain.desks.act(
      hubei, order::Command(order::Acknowledge{.id = {hubei.value, 1}, .unit = wuchang}), who));
  REQUIRE(
      chain.desks.act(hubei, incident::Command(incident::Assign{{hubei.value, 1}, "wang"}), who));
  chain.desks.hear_all();
  REQUIRE(chain.clear("NODE"));
}

TEST_CASE("a desk replayed from its journal is the desk that wrote it") {
  Chain chain(orders_at_once);
  tell_a_story(chain);
  const desk::Plan plan({group_unit, hubei});
  for (const UnitCode id : {group_unit, hubei}) {
    const auto again = app::make_desk(id, plan);
    for (const journal::Batch& batch : chain.desks.journal(id)) REQUIRE(again->replay(batch));
    CHECK(again->save() == chain.desks.desk(id).save());
    const auto both = app::make_desk(id, plan);
    REQUIRE(both->load(chain.desks.desk(id).save()));
    CHECK(both->position() == again->position());
    CHECK(both->digest() == again->digest());
  }
}

TEST_CASE("a desk loaded from its snapshot goes on as the desk that saved it") {
  Chain chain(orders_at_once);
  tell_a_story(chain);
  const desk::Plan plan({group_unit, hubei});
  auto& live = chain.desks.desk(hubei);
  const auto loaded = app::make_desk(hubei, plan);
  REQUIRE(loaded->load(live.save()));
  CHECK(loaded->save().size() == live.save().size());
  CHECK(loaded->due() == live.due());
  CHECK(loaded->nouns().get<alarm::View>().counts.size() ==
        live.nouns().get<alarm::View>().counts.size());
  const auto raise = [] {
    return desk::intent(desk::system_actor(),
                        alarm::Command(alarm::Raise{.source_name = "NODE",
                                                    .condition = "linkDown",
                                                    .severity = alarm::Severity::critical}));
  };
  std::optional<journal::Batch> one, other;
  live.handle(raise(), seconds_after(noon, 7200), one);
  loaded->handle(raise(), seconds_after(noon, 7200), other);
  REQUIRE(one.has_value());
  REQUIRE(other.has_value());
  CHECK(one->payload == other->payload);
  CHECK(one->digest == other->digest);
}

TEST_CASE("headquarters' order reaches a county once, and the answers flow back") {
  LocalDesks desks;
  const order::Issue issue{.what = {.subject_zh = "保障",
                                    .subject_en = "Guard",
                                    .acknowledge_within_s = 600,
                                    .finish_within_s = 3600},
                           .recipients = {wuchang, hunan}};
  REQUIRE(desks.act(group_unit, order::Command(issue), person(Role::commander, group_unit)));
  desks.hear_all();
  desks.hear_all();
  const order::OrderId id{group_unit.value, 1};
  const auto& here = desks.desk(hubei).nouns().get<order::State>().orders;
  const auto& there = desks.desk(group_unit).nouns().get<order::State>().orders;
  REQUIRE(here.contains(id));
  CHECK(here.at(id).recipients.size() == 1);
  CHECK_FALSE(here.at(id).owned);
  CHECK(order::find_recipient(there.at(id), wuchang)->step == order::Step::delivered);

  desks.set_now(seconds_after(noon, 60));
  REQUIRE(desks.act(hubei, order::Command(order::Acknowledge{.id = id}),
                    person(Role::operator_, wuchang)));
  desks.set_now(seconds_after(noon, 300));
  desks.hear_all();
  const auto* known = order::find_recipient(there.at(id), wuchang);
  CHECK(known->step == order::Step::acknowledged);
  CHECK(known->acknowledged_by == "operator");
  CHECK(known->acknowledged_at == seconds_after(noon, 60));
  const uint64_t quiet = desks.desk(hubei).position();
  desks.hear_all();
  CHECK(desks.desk(hubei).position() == quiet);
}

TEST_CASE("a province that is cut off goes on, and headquarters learns of it later") {
  LocalDesks desks;
  const order::Issue issue{.what = {.subject_zh = "保障",
                                    .subject_en = "Guard",
                                    .acknowledge_within_s = 600,
                                    .finish_within_s = 3600},
                           .recipients = {wuchang}};
  REQUIRE(desks.act(hubei, order::Command(issue), person(Role::commander, hubei)));
  const order::OrderId id{hubei.value, 1};
  REQUIRE(desks.act(hubei, order::Command(order::Finish{.id = id, .unit = {}, .note = "done"}),
                    person(Role::operator_, wuchang)));
  CHECK(desks.desk(group_unit).nouns().get<order::State>().orders.empty());
  CHECK(order::row_of(desks.desk(hubei).nouns().get<order::State>().orders.at(id)).state ==
        order::Progress::done);
  desks.pass_time_to(seconds_after(noon, 7200));
  CHECK_FALSE(order::row_of(desks.desk(hubei).nouns().get<order::State>().orders.at(id)).overdue);
}

}  // namespace
}  // namespace lifeline::tests
