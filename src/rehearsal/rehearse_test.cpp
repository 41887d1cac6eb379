// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/rehearse.h"

#include <algorithm>
#include <set>
#include <sstream>

#include <doctest/doctest.h>

#include "rehearsal/checks.h"
#include "rehearsal/fixture_test.h"
#include "rehearsal/order_audit.h"

namespace lifeline::rehearsal {
namespace {

// A world that has run, with the desks that it ran against.
struct Run {
  explicit Run(Scenario given, LeftToPeople left = {})
      : scenario(std::move(given)),
        network(build_network(scenario, scenario.parameters.seed)),
        desks(scenario.desks, fixture::make_modules),
        world(scenario, network, {.start = scenario.starts, .left = left}, desks) {
    world.begin();
    world.run_until(scenario.ends);
  }

  Scenario scenario;
  Network network;
  Direct desks;
  World world;
};

Summary rehearsed(const Scenario& scenario) {
  return run_rehearsal(scenario, fixture::make_modules);
}

std::string joined(const std::vector<std::string>& sentences) {
  std::string all;
  for (const std::string& sentence : sentences) all += sentence + "\n";
  return all;
}

const order::State& orders_of(const Run& run, size_t desk) {
  return run.desks.desks()[desk]->nouns().get<order::State>();
}

}  // namespace

TEST_CASE("one seed gives one hash, another seed another") {
  Scenario scenario = fixture::small_scenario();
  const Summary first = rehearsed(scenario);
  CHECK(first.hash == rehearsed(scenario).hash);
  CHECK(to_json(first) == to_json(rehearsed(scenario)));
  scenario.parameters.seed = 8;
  CHECK(first.hash != rehearsed(scenario).hash);
}

TEST_CASE("whatever the seed, what must hold holds") {
  Scenario scenario = fixture::small_scenario();
  for (const uint64_t seed : {1, 2, 3, 4, 5}) {
    scenario.parameters.seed = seed;
    const Summary summary = rehearsed(scenario);
    CHECK_MESSAGE(summary.violations.empty(),
                  "seed " << seed << ": " << joined(summary.violations));
  }
}

TEST_CASE("a lively day takes every path") {
  const Summary summary = rehearsed(fixture::small_scenario());
  CHECK(summary.sites == 7);
  CHECK(summary.faults > 20);
  CHECK(summary.alarms_raised > 500);
  CHECK(summary.alarms_repeated > 50);
  CHECK(summary.alarms_cleared > 400);
  CHECK(summary.incidents > 10);
  CHECK(summary.orders > 10);
  CHECK(summary.orders_done > 5);
  CHECK(summary.acknowledged > summary.orders_done);
  CHECK(summary.escalations > 0);
  CHECK(summary.acknowledge_p50_s > 60);
  CHECK(summary.acknowledge_p50_s < summary.acknowledge_p90_s);
  CHECK(summary.restore_p50_s > 600);
  CHECK(summary.restore_p50_s < summary.restore_p90_s);
  CHECK(summary_text(summary).find("hash: " + summary.hash) != std::string::npos);
}

TEST_CASE("a unit that never answers is escalated, and answers only then") {
  Scenario scenario = fixture::small_scenario();
  for (Manners& manners : scenario.parameters.staff.levels) manners.acknowledge_never_share = 1;
  scenario.parameters.people.silent_share = 1;
  scenario.parameters.effects.flapping_share = 0;
  const Run run(scenario);
  size_t escalated = 0;
  size_t answered_after = 0;
  for (const auto& [id, order] : orders_of(run, 1).orders)
    for (const order::Recipient& recipient : order.recipients) {
      if (!recipient.acknowledged_at) continue;
      CHECK(recipient.escalated_at);
      CHECK(recipient.acknowledged_at > recipient.acknowledge_by);
      ++answered_after;
      escalated += recipient.way == order::Way::escalation ? 0 : 1;
    }
  CHECK(escalated > 3);
  CHECK(answered_after >= escalated);
}

TEST_CASE("orders left to people stay unanswered, the others do not") {
  const Run run(fixture::small_scenario(), {.ground = {420100}, .share = 1});
  size_t left = 0;
  size_t answered = 0;
  for (const auto& [id, order] : orders_of(run, 1).orders)
    for (const order::Recipient& recipient : order.recipients) {
      if (recipient.unit.value / 100 != 4201) {
        answered += recipient.acknowledged_at ? 1 : 0;
        continue;
      }
      CHECK_FALSE(recipient.acknowledged_at);
      ++left;
    }
  CHECK(left > 5);
  CHECK(answered > 0);
}

TEST_CASE("a site is on the wall from the moment that it opens, with its elements") {
  Scenario scenario = fixture::small_scenario();
  const auto sites_at = [&](const char* time) {
    scenario.ends = *parse_rfc3339(time);
    const Run run(scenario);
    const desk::Nouns& nouns = run.desks.desks()[1]->nouns();
    CHECK(nouns.get<site::State>().sites.contains("LATE") ==
          nouns.get<element::State>().elements.contains("LATE-ACC"));
    return nouns.get<site::State>().sites.size();
  };
  CHECK(sites_at("2020-01-22T11:59:00+08:00") == 6);
  CHECK(sites_at("2020-01-22T12:01:00+08:00") == 7);
}

TEST_CASE("a spare holds, and what has none is lost") {
  Scenario scenario = fixture::small_scenario();
  scenario.parameters.faults_per_day = {};
  std::erase_if(scenario.timeline,
                [](const Moment& moment) { return moment.kind == Happening::storm; });
  const auto worst_of = [&](const char* time, std::string_view site) {
    scenario.ends = *parse_rfc3339(time);
    Run run(scenario);
    const auto& standing = run.desks.desks()[1]->nouns().get<site::State>().standing;
    const auto found = standing.find(std::string(site));
    return found == standing.end() ? site::Health::normal : found->second.health;
  };
  CHECK(worst_of("2020-01-22T04:02:00+08:00", "A") == site::Health::degraded);
  CHECK(worst_of("2020-01-22T05:02:00+08:00", "C") == site::Health::down);
}

TEST_CASE("the checks find what they are there to find") {
  Scenario scenario = fixture::small_scenario();
  scenario.ends = *parse_rfc3339("2020-01-22T05:02:00+08:00");  // in the middle of a fault
  Run run(scenario);
  Ledger ledger = run.world.ledger();
  CHECK(check_reports(run.desks, ledger).empty());
  CHECK(check_alarms(run.desks, ledger).empty());
  CHECK(check_conditions(run.desks, run.world).empty());
  CHECK(check_replay(run.desks).empty());
  ++ledger.raises;
  ++ledger.clears;
  CHECK(check_reports(run.desks, ledger).size() == 2);
  REQUIRE(!ledger.open.empty());
  ledger.open.erase(ledger.open.begin());
  CHECK(check_alarms(run.desks, ledger).size() == 1);
  ledger.open["?"] = {.source = "nobody", .condition = "linkDown"};
  CHECK(check_alarms(run.desks, ledger).size() == 2);
  // An event behind the journal's back.
  std::optional<journal::Batch> unkept;
  (void)run.desks.desks()[0]->handle(
      desk::intent<source::Command>(desk::system_actor(),
                                    source::Beat{.name = "X", .interval_s = 60}),
      run.scenario.ends, unkept);
  REQUIRE(unkept);
  CHECK(check_replay(run.desks).size() == 1);
}

namespace {

std::vector<std::string> forgotten(const OrderFacts& facts, const Run& run) {
  return find_forgotten(facts, {.plan = run.desks.desks().front()->plan(), .now = run.desks.now()});
}

template <class Event>
std::vector<size_t> places_of(const OrderFacts& all, const auto& is_meant) {
  const auto& facts = all.events;
  std::vector<size_t> places;
  for (size_t i = 0; i < facts.size(); ++i)
    if (const auto* event = std::get_if<Event>(&facts[i].event);
        event && is_meant(facts[i], *event))
      places.push_back(i);
  return places;
}

template <class Event>
constexpr bool is_answer =
    std::is_same_v<Event, order::Acknowledged> || std::is_same_v<Event, order::Stepped> ||
    std::is_same_v<Event, order::Finished> || std::is_same_v<Event, order::Declined>;

// The facts but for one.
OrderFacts without(OrderFacts facts, size_t place) {
  facts.events.erase(facts.events.begin() + static_cast<ptrdiff_t>(place));
  return facts;
}

}  // namespace

TEST_CASE("a day of orders to people: some are silent, away or decline, and nobody is forgotten") {
  Scenario scenario = fixture::small_scenario();
  for (const uint64_t seed : {11, 12, 13}) {
    scenario.parameters.seed = seed;
    const Summary summary = rehearsed(scenario);
    CHECK_MESSAGE(summary.violations.empty(),
                  "seed " << seed << ": " << joined(summary.violations));
    CHECK(summary.people == 8 * 8);
    CHECK(summary.passed_down > 10);
    CHECK(summary.handed_on > 5);
    CHECK(summary.declined > 0);
    CHECK(summary.escalations > 10);
  }
}

TEST_CASE("the audit of orders sees whoever is left out") {
  Run run(fixture::small_scenario());
  const auto facts = order_facts(run.desks);
  REQUIRE(facts);
  REQUIRE(forgotten(*facts, run).empty());
  const auto is_own = [](const OrderFact& fact, const auto& event) {
    return event.id.desk == fact.desk.value;
  };
  std::set<std::pair<order::OrderId, order::Who>> answered;
  std::set<order::OrderId> recalled;
  for (const OrderFact& fact : facts->events) {
    const auto note = [&]<class Event>(const Event& event) {
      if constexpr (std::is_same_v<Event, order::Recalled>) recalled.insert(event.id);
      if constexpr (is_answer<Event>) answered.insert({event.id, {event.unit, event.person}});
    };
    std::visit(note, fact.event);
  }
  // Who stays silent to the end is not forgotten only because somebody was told.
  const auto told = places_of<order::Escalated>(*facts, [&](const auto& fact, const auto& event) {
    return is_own(fact, event) && event.missed == order::Missed::acknowledge &&
           !recalled.contains(event.id) &&
           !answered.contains({event.id, {event.unit, event.person}});
  });
  REQUIRE(told.size() > 5);
  size_t noticed = 0;
  for (const size_t place : told) noticed += forgotten(without(*facts, place), run).empty() ? 0 : 1;
  CHECK(noticed == told.size());
  auto unnamed = *facts;
  auto& up = std::get<order::Escalated>(unnamed.events[told.front()].event);
  up.in_charge = up.to_person = "";
  CHECK_FALSE(forgotten(unnamed, run).empty());
  const desk::Plan& plan = run.desks.desks().front()->plan();
  const auto delivered =
      places_of<order::Received>(*facts, [&](const auto& fact, const auto& event) {
        return !event.as_copy && !recalled.contains(event.id) &&
               std::ranges::any_of(event.recipients,
                                   [&](UnitCode unit) { return plan.desk_of(unit) == fact.desk; });
      });
  REQUIRE(!delivered.empty());
  CHECK_FALSE(forgotten(without(*facts, delivered.front()), run).empty());
  auto twice = *facts;
  twice.events.push_back(twice.events[delivered.front()]);
  CHECK_FALSE(forgotten(twice, run).empty());
  // An answer of the province that headquarters does not hear of.
  const auto heard = places_of<order::Acknowledged>(*facts, [&](const auto& fact, const auto& e) {
    return is_own(fact, e) && fact.desk != plan.desk_of(e.unit);
  });
  REQUIRE(!heard.empty());
  CHECK_FALSE(forgotten(without(*facts, heard.front()), run).empty());
}

TEST_CASE("when nobody ever answers the leading group is asked to its last member") {
  Scenario scenario = fixture::small_scenario();
  scenario.parameters.people.silent_share = 1;
  scenario.parameters.people.absent_share = 0;
  scenario.parameters.orders.per_day = 5;
  for (Manners& manners : scenario.parameters.staff.levels) manners.acknowledge_never_share = 1;
  scenario.parameters.staff.substitute_after_s = 1e6;
  Run run(scenario);
  auto facts = order_facts(run.desks);
  REQUIRE(facts);
  CHECK(forgotten(*facts, run).empty());
  CHECK(facts->leaders.size() == 2);
  const auto ended =
      places_of<order::Escalated>(*facts, [](const auto&, const auto& event) { return !event.to; });
  CHECK(!ended.empty());
  facts->leaders.push_back({.person = "L100000-3", .absences = {}});
  CHECK_FALSE(forgotten(*facts, run).empty());
}

TEST_CASE("a scenario that cannot be read ends the rehearsal with a sentence") {
  std::ostringstream out;
  CHECK(rehearse({.folder = "no-such-folder"}, fixture::make_modules, out) == 66);
  CHECK(out.str().find("scenario_must_be_readable") != std::string::npos);
}

}  // namespace lifeline::rehearsal
