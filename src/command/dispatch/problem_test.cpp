// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include <doctest/doctest.h>

#include "base/limits.h"
#include "command/dispatch/fixture_test.h"

namespace lifeline::dispatch {
namespace {

using namespace fixture;

TEST_CASE("Each job goes to the crew that is nearer, which says why") {
  Ground ground;
  ground(created(1, work_at(in_the_north)), created(2, work_at(in_the_south)));
  const Propose plan = ground.plan();
  CHECK(of(plan, 1).crew == "C1");
  CHECK(of(plan, 2).crew == "C2");
  CHECK(of(plan, 1).why == Why::least_added);
  CHECK(of(plan, 1).able == 2);
  CHECK(of(plan, 1).second_crew == "C2");
  CHECK(of(plan, 1).second_drive_s > of(plan, 1).drive_s);
  const double drive_s = double((of(plan, 1).arrive_at - of(plan, 1).depart_at).count()) / 1e6;
  CHECK(std::abs(drive_s - double(of(plan, 1).drive_s)) <= 0.5);
  CHECK(plan.figures.assigned == 2);
}

TEST_CASE("What weighs more is done sooner, though it lies farther away") {
  Ground ground;
  job::What urgent = work_at({114.5, 30.6});
  urgent.priority = order::Priority::urgent;
  for (uint64_t i = 1; i <= 4; ++i) ground(created(i, work_at(in_the_north)));
  ground(created(5, urgent));
  const Propose plan = ground.plan();
  CHECK(of(plan, 5).position == 1);
  CHECK(plan.figures.weighted_completion <= plan.figures.greedy_weighted_completion);
}

TEST_CASE("A job that only one crew can do names the skill, the tool or the vehicle it alone has") {
  Ground ground;
  crew::Entry skilled = ground.part<crew::Noun>().state.crews.at("C2").what;
  skilled.skills.push_back("光缆");
  skilled.tools = {"熔接机"};
  ground(crew::Imported{.crews = {skilled}});
  job::What fibre = work_at(in_the_north), splice = work_at(in_the_north),
            power = work_at(in_the_south);
  fibre.skills = {"光缆"};
  splice.tools = {"熔接机"};
  power.vehicle_kinds = {vehicle::Kind::power_car};
  ground(created(1, fibre), created(2, splice), created(3, power));
  const Propose plan = ground.plan();
  CHECK(of(plan, 1).why == Why::only_able);
  CHECK(of(plan, 1).crew == "C2");
  CHECK(of(plan, 1).why_name == "光缆");
  CHECK(of(plan, 2).why_name == "熔接机");
  CHECK(of(plan, 3).crew == "C1");
  CHECK(of(plan, 3).why_name == "power_car");
}

TEST_CASE("What nobody can do says what is missing") {
  const auto lack = [](auto change) {
    Ground ground;
    job::What what = work_at(in_the_north);
    change(what);
    ground(created(9, what));
    const Proposal one = of(ground.plan(), 9);
    CHECK(one.standing == Standing::unassigned);
    CHECK(one.crew.empty());
    return std::pair(one.reason, one.reason_names);
  };
  using Names = std::vector<std::string>;
  CHECK(lack([](job::What& w) {
          w.skills = {"transmission", "卫星"};
        }) == std::pair(Lack::nobody_has_skill, Names{"卫星"}));
  CHECK(lack([](job::What& w) { w.tools = {"吊车"}; }) ==
        std::pair(Lack::nobody_has_tool, Names{"吊车"}));
  CHECK(lack([](job::What& w) { w.vehicle_kinds = {vehicle::Kind::van}; }) ==
        std::pair(Lack::nobody_has_vehicle, Names{"van"}));
  CHECK(lack([](job::What& w) { w.permits = {"红区"}; }) ==
        std::pair(Lack::nobody_has_permit, Names{"红区"}));
  CHECK(lack([](job::What& w) { w.place = {}; }).first == Lack::place_must_be_given);
  CHECK(lack([](job::What& w) { w.duration_s = 20 * 3600; }).first == Lack::no_time_left);
  CHECK(lack([](job::What& w) { w.latest = minute(1); }).first == Lack::window_cannot_be_met);
}

TEST_CASE("A pin is kept to, a crew that is forbidden or gave it back is not sent") {
  Ground ground;
  ground(created(1, work_at(in_the_north)), job::Changed{.id = id(1),
                                                         .what = work_at(in_the_north),
                                                         .bonds = {.pinned = "C2", .forbidden = {}},
                                                         .attributes = {}});
  CHECK(of(ground.plan(), 1).crew == "C2");
  CHECK(of(ground.plan(), 1).why == Why::pinned);
  ground(job::Changed{.id = id(1),
                      .what = work_at(in_the_north),
                      .bonds = {.pinned = {}, .forbidden = {"C1"}},
                      .attributes = {}});
  CHECK(of(ground.plan(), 1).crew == "C2");
  ground(
      offered(1, "C2"),
      job::Declined{
          .id = id(1), .crew = "C2", .reason = "车坏了", .by = "li", .at = noon, .told_at = noon});
  CHECK(of(ground.plan(), 1).reason == Lack::nobody_may);
}

TEST_CASE("A crew that drives keeps its job, and goes on from there") {
  Ground ground;
  ground(created(1, work_at(in_the_south)), created(2, work_at(in_the_south)), offered(1, "C1"),
         job::fixture::accepted(1, "C1"), departed(1, "C1"));
  ground(crew::Occupied{.id = "C1", .job = id(1), .at = noon});
  const Propose plan = ground.plan();
  CHECK(of(plan, 1).crew == "C1");
  CHECK(of(plan, 1).standing == Standing::under_way);
  CHECK(of(plan, 1).position == 1);
  CHECK(of(plan, 2).crew == "C2");
}

TEST_CASE("A job for two crews gets two that are not the same") {
  Ground ground;
  job::What heavy = work_at(in_the_north);
  heavy.crews_needed = 2;
  ground(created(1, heavy));
  const Propose plan = ground.plan();
  CHECK(of(plan, 1, 1).crew != "");
  CHECK(of(plan, 1, 2).crew != "");
  CHECK(of(plan, 1, 1).crew != of(plan, 1, 2).crew);
}

TEST_CASE("What waits for another job begins when that is done, whoever does it") {
  Ground ground;
  job::What later = work_at(in_the_south);
  later.after = {id(1)};
  ground(created(1, work_at(in_the_north)), created(2, later));
  const Propose plan = ground.plan();
  CHECK(of(plan, 2).start_at >= of(plan, 1).finish_at);
}

TEST_CASE("Parts that a crew has not are fetched at its base first") {
  Ground ground;
  job::What what = work_at(in_the_north);
  what.parts = {{"整流模块", 2}};
  ground(created(1, what));
  CHECK(of(ground.plan(), 1).fetches_parts);
}

TEST_CASE("Whoever would cross a closed road waits, or another goes") {
  Ground ground;
  ground(created(1, work_at(in_the_north)));
  CHECK(of(ground.plan(), 1).crew == "C1");
  ground(RoadClosed{.closure = {.id = {hubei.value, 1},
                                .unit = wuhan,
                                .place = {114.305, 30.795},
                                .radius_m = 300,
                                .from = noon,
                                .until = minute(240),
                                .reason = "桥断了",
                                .by = "li"}});
  const Proposal one = of(ground.plan(), 1);
  CHECK((one.crew == "C2" || one.arrive_at >= minute(240)));
}

TEST_CASE("A crew whose shift is still to come is planned for then; without any nobody is there") {
  Ground ground;
  ground(crew::ShiftsPlanned{.id = "C1", .shifts = {{minute(120), minute(600), {}}}, .due = {}},
         crew::ShiftsPlanned{.id = "C2", .shifts = {}, .due = {}},
         created(1, work_at(in_the_north)));
  const Proposal one = of(ground.plan(), 1);
  CHECK(one.crew == "C1");
  CHECK(one.depart_at >= minute(120));
  ground(crew::ShiftsPlanned{.id = "C1", .shifts = {}, .due = {}});
  CHECK(of(ground.plan(), 1).reason == Lack::nobody_on_shift);
}

TEST_CASE(
    "Jobs that come many at once are planned from nothing, those that come later around them") {
  Ground ground;
  const uint64_t many = limits::dispatch_new_jobs_max + 1;
  job::What brief = work_at(in_the_north);
  brief.duration_s = 300;
  for (uint64_t i = 1; i <= many; ++i) ground(created(i, brief));
  Asked asked = ask(ground.scene());
  CHECK(has_much_new(asked));
  const Propose first = ground.plan(20);
  CHECK(first.figures.assigned == many);
  for (const Proposal& one : first.proposals) ground(Proposed{.proposal = one});
  ground(created(many + 1, brief));
  asked = ask(ground.scene());
  CHECK(!has_much_new(asked));
  CHECK(ground.plan(0).figures.assigned == many + 1);
}

}  // namespace
}  // namespace lifeline::dispatch
