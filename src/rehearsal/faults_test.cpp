// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/faults.h"

#include <doctest/doctest.h>

#include "rehearsal/fixture_test.h"

namespace lifeline::rehearsal {
namespace {

using alarm::Severity;
using element::Condition;

// Keeps what it is told.
class Listener final : public Peer {
 public:
  void pass(Instant) override {}
  void install(const std::vector<unit::Unit>&) override {}
  void install(const std::vector<element::Element>&) override {}
  void install(const std::vector<site::Site>&) override {}
  void install(const std::vector<person::Entry>&) override {}
  void install(const std::vector<StandingList>&) override {}
  void install(const std::vector<vehicle::Entry>&) override {}
  void install(const std::vector<FieldCrew>&) override {}
  void take_up(const SeenProposal&) override {}
  void tell(const SeenJob&, job::Step, std::string) override {}
  void report(std::span<const Report> reports) override {
    heard.insert(heard.end(), reports.begin(), reports.end());
  }
  void beat(const Beater&) override {}
  void issue(const Directive&) override {}
  void acknowledge(order::OrderId, const order::Who&) override {}
  void finish(order::OrderId, const order::Who&, const Work&) override {}
  void decline(order::OrderId, const order::Who&, std::string) override {}
  void go_away(const person::Entry&, const person::Absence&) override {}
  void assign(incident::IncidentId, std::string) override {}
  void mitigate(incident::IncidentId, std::string) override {}
  void close(incident::IncidentId, std::string) override {}
  void acknowledge(alarm::AlarmId, UnitCode) override {}
  Observation observe() override { return {}; }

  std::vector<Report> heard;
};

struct Stage {
  explicit Stage(double flapping_share = 0) {
    scenario.parameters.effects.flapping_share = flapping_share;
  }
  void run_for_s(int64_t seconds) {
    clock = seconds_after(clock, seconds);
    while (agenda.next() && *agenda.next() <= clock) agenda.take()();
  }
  Index at(std::string_view id) const {
    const Index found = plant.find(id);
    REQUIRE(found < plant.size());
    return found;
  }

  Scenario scenario = fixture::small_scenario();
  Network network = build_network(scenario, 7);
  Listener peer;
  Instant clock = scenario.starts;
  Agenda agenda{scenario.starts};
  Book book{peer};
  Plant plant{network};
  Faults faults{scenario.parameters, plant, agenda, book};
};

}  // namespace

TEST_CASE("a fault is told at once, what it cuts off soon after, and all is cleared in the end") {
  Stage stage;
  const Index node = stage.at("E-ACC");
  REQUIRE(stage.faults.start({.element = node, .repair_min = 30}));
  REQUIRE(stage.peer.heard.size() == 1);
  CHECK(stage.peer.heard[0].source == "E-ACC");
  CHECK(stage.peer.heard[0].severity == Severity::critical);
  stage.run_for_s(60);
  size_t cut_off = 0;
  for (const Report& report : stage.peer.heard) {
    if (report.source != "E-ACC") {
      CHECK(report.severity < Severity::major);  // else it would be a cause of its own
      CHECK(stage.plant.condition(stage.at(report.source)) == Condition::down);
      ++cut_off;
    }
  }
  CHECK(cut_off >= 4);
  stage.faults.mend_at(node, seconds_after(stage.clock, 600));
  CHECK(stage.faults.ends_at(node) == seconds_after(stage.clock, 600));
  stage.run_for_s(700);
  CHECK_FALSE(stage.faults.is_live(node));
  CHECK(stage.plant.condition(node) == Condition::normal);
  CHECK(stage.book.open().empty());
}

TEST_CASE("an element has one fault at a time") {
  Stage stage;
  const Index node = stage.at("A-ACC");
  CHECK(stage.faults.start({.element = node}));
  CHECK_FALSE(stage.faults.start({.element = node}));
  CHECK(stage.peer.heard.size() == 1);
}

TEST_CASE("a repair that comes later than the end changes nothing") {
  Stage stage;
  const Index node = stage.at("A-ACC");
  REQUIRE(stage.faults.start({.element = node, .repair_min = 10}));
  const auto ends = stage.faults.ends_at(node);
  stage.faults.mend_at(node, seconds_after(stage.clock, 100 * 3600));
  CHECK(stage.faults.ends_at(node) == ends);
}

TEST_CASE("an empty battery makes a major fault of the grid a critical one") {
  Stage stage;
  const Index feed = stage.at("B-PWR-1");
  REQUIRE(stage.plant.node(feed).backup_h == 8);
  REQUIRE(stage.faults.start(
      {.element = feed, .severity = Severity::major, .repair_min = 900, .backup_factor = 0.5}));
  stage.run_for_s(4 * 3600 - 60);
  CHECK(stage.plant.condition(feed) == Condition::degraded);
  stage.run_for_s(120);
  CHECK(stage.plant.condition(feed) == Condition::down);
  CHECK(stage.peer.heard.back().raised);
}

TEST_CASE("a flapping alarm goes and comes while the element stays down") {
  Stage stage(1);
  const Index node = stage.at("A-ACC");
  REQUIRE(stage.faults.start({.element = node, .repair_min = 60}));
  stage.run_for_s(45);
  CHECK_FALSE(stage.faults.is_settled());
  CHECK(stage.plant.condition(node) == Condition::down);
  stage.run_for_s(600);
  CHECK(stage.faults.is_settled());
  size_t clears = 0;
  for (const Report& report : stage.peer.heard)
    clears += report.source == "A-ACC" && !report.raised ? 1 : 0;
  CHECK(clears >= 3);
  CHECK(clears <= 10);
}

TEST_CASE("a storm raises as many alarms as it is told to, and they go with the fault") {
  Stage stage;
  const Index node = stage.at("420106-AGG-1");
  REQUIRE(stage.faults.start({.element = node, .repair_min = 20}));
  stage.faults.storm(node, stage.plant.reached_by(node, 50), 500);
  const size_t before = stage.peer.heard.size();
  stage.run_for_s(61);
  CHECK(stage.peer.heard.size() - before >= 500);
  CHECK(stage.peer.heard.size() - before < 600);
  stage.faults.mend_at(node, seconds_after(stage.clock, 60));
  stage.run_for_s(300);
  CHECK(stage.book.open().empty());
  CHECK(stage.book.clears() <= stage.book.raises());
}

TEST_CASE("an alarm taken over from an earlier run is cleared in its time") {
  Stage stage;
  stage.faults.adopt({.source = "A-ACC", .condition = "linkDown", .severity = Severity::minor});
  stage.run_for_s(700);
  REQUIRE(stage.peer.heard.size() == 1);
  CHECK_FALSE(stage.peer.heard[0].raised);
}

}  // namespace lifeline::rehearsal
