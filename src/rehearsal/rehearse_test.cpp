// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/rehearse.h"

#include <sstream>

#include <doctest/doctest.h>

#include "rehearsal/checks.h"
#include "rehearsal/fixture_test.h"

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
      escalated += recipient.by_escalation ? 0 : 1;
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

TEST_CASE("a scenario that cannot be read ends the rehearsal with a sentence") {
  std::ostringstream out;
  CHECK(rehearse({.folder = "no-such-folder"}, fixture::make_modules, out) == 66);
  CHECK(out.str().find("scenario_must_be_readable") != std::string::npos);
}

}  // namespace lifeline::rehearsal
