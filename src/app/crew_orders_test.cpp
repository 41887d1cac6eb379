// SPDX-License-Identifier: Apache-2.0
#include "app/crew_orders.h"

#include <doctest/doctest.h>

#include "command/job/view.h"
#include "tests/small_network.h"

namespace lifeline::app {
namespace {

using tests::hubei;
using tests::SmallNetwork;
using tests::wuchang;

struct Staffed : SmallNetwork {
  explicit Staffed(bool has_crew = true) : SmallNetwork({.order_hold_s = 0}) {
    if (!has_crew) return;
    crew::Entry crew;
    crew.id = "C1";
    crew.name_zh = "光缆班";
    crew.unit = wuchang;
    crew.size = 3;
    crew.skills = {"传输"};
    CHECK(act(crew::Command(crew::Import{.crews = {crew}})));
    const Instant now = desks.now();
    CHECK(act(crew::Command(
        crew::PlanShifts{.id = "C1", .shifts = {{now, seconds_after(now, 36'000), {}}}})));
  }
  bool act(job::Command command) { return desks.act(hubei, std::move(command)).has_value(); }
  bool act(crew::Command command) { return desks.act(hubei, std::move(command)).has_value(); }
  const job::State& jobs() { return see<job::State>(); }
  const order::Order& order_of(const job::Job& job) {
    return see<order::State>().orders.at(job.what.source.order);
  }
};

TEST_CASE("what an incident orders becomes a job at its root, and done it finishes the order") {
  Staffed field;
  field.raise("NODE");
  const auto& jobs = field.jobs().jobs;
  REQUIRE(jobs.size() == 1);  // Hankou has no crew
  const job::Job& job = jobs.begin()->second;
  CHECK(job.what.element == "NODE");
  CHECK(job.what.skills == std::vector<std::string>{"传输"});
  CHECK(job.what.unit == wuchang);
  CHECK(job::crew_state(job.what.source.incident, field.desks.desk(hubei).nouns()) ==
        job::Phase::open);
  using namespace job;
  const JobId id = job.id;
  CHECK(field.act(Command(Offer{.id = id, .crew = "C1"})));
  CHECK(field.act(Command(Accept{.id = id, .crew = "C1"})));
  CHECK(field.act(Command(Depart{.id = id, .crew = "C1"})));
  CHECK(crew::find(field.see<crew::State>(), "C1")->job == id);
  CHECK(field.act(Command(Arrive{.id = id, .crew = "C1"})));
  CHECK(order::find_recipient(field.order_of(job), wuchang)->step != order::Step::done);
  CHECK(field.act(Command(
      Finish{.id = id, .crew = "C1", .result = {.note = "通了", .photos = {}, .parts = {}}})));
  const auto* recipient = order::find_recipient(field.order_of(job), wuchang);
  CHECK(recipient->step == order::Step::done);
  CHECK(recipient->note == "通了");
  CHECK(!crew::find(field.see<crew::State>(), "C1")->job);
}

TEST_CASE("an order that is recalled needs no crew") {
  Staffed field;
  field.raise("NODE");
  const job::Job& job = field.jobs().jobs.begin()->second;
  CHECK(field.desks.act(
      hubei, order::Command(order::Recall{.id = job.what.source.order, .reason = "a drill"})));
  CHECK(job.phase == job::Phase::cancelled);
  CHECK(job.reason == "order recalled: a drill");
}

TEST_CASE("where there are no crews an incident's order stays an order") {
  Staffed field(false);
  field.raise("NODE");
  CHECK(!field.see<order::State>().orders.empty());
  CHECK(field.jobs().jobs.empty());
}

}  // namespace
}  // namespace lifeline::app
