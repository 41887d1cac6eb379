// SPDX-License-Identifier: Apache-2.0
#include "command/crew/api.h"

#include <doctest/doctest.h>

#include "tests/local_desks.h"

namespace lifeline::crew {
namespace {

using desk::Role;
using tests::LocalDesks;
using tests::member;
using tests::noon;
using tests::person;

const std::string path = "/api/v1/crews";

// Two desks; in Wuhan a person on duty, a vehicle and a crew that has it.
class Ground {
 public:
  Ground() {
    desks.set_now(noon);
    person::Entry on_duty;
    on_duty.id = "S1";
    on_duty.name_zh = "张伟";
    on_duty.unit = tests::wuhan;
    desks.act(tests::hubei, person::Command(person::Import{{on_duty}}));
    vehicle::Entry car;
    car.id = "V1";
    car.name_zh = "发电车";
    car.unit = tests::wuhan;
    desks.act(tests::hubei, vehicle::Command(vehicle::Import{{car}}));
    REQUIRE(post(path, R"({"id":"C1","name_zh":"光缆一班","unit":"420100","members":["S1"],
                          "phone":"+8613800001111","vehicle":"V1"})")
                .status == 201);
  }
  desk::Response post(std::string target, std::string body,
                      desk::Actor who = person(Role::operator_, tests::hubei)) {
    return desks.post(routes(), std::move(target), std::move(body), std::move(who));
  }
  desk::Response get(std::string target, desk::Actor who = person(Role::commander, group_unit)) {
    return desks.get(routes(), std::move(target), std::move(who));
  }
  size_t orders(UnitCode desk) {
    return desks.desk(desk).nouns().get<order::State>().orders.size();
  }

  LocalDesks desks;
};

TEST_CASE("a crew is created with the vehicle that it has, and shown to its ground only") {
  Ground ground;
  const auto crew = ground.get(path + "/C1");
  CHECK(member(crew.body, "head_count") == "1");
  CHECK(member(crew.body, "vehicle_name_zh") == "发电车");
  CHECK(ground.get(path + "/C1", person(Role::viewer, tests::yichang)).status == 404);
  CHECK(member(ground.get(path + "/C1", person(Role::viewer, tests::wuhan)).body, "phone") ==
        "+86138****1111");
  CHECK(ground.get(path, person(Role::viewer, tests::yichang)).body == "[]");
}

TEST_CASE("the newest position is shown though it is no event") {
  Ground ground;
  const auto report = [&](const std::string& longitude) {
    return ground.post(path + "/C1/position",
                       R"({"place":{"longitude_deg":)" + longitude + R"(,"latitude_deg":30.6}})");
  };
  CHECK(member(report("114.3").body, "longitude_deg") == "114.3");
  const size_t batches = ground.desks.journal(tests::hubei).size();
  ground.desks.set_now(seconds_after(noon, 30));
  CHECK(member(report("114.31").body, "longitude_deg") == "114.31");
  CHECK(ground.desks.journal(tests::hubei).size() == batches);
  ground.desks.set_now(seconds_after(noon, 90));
  CHECK(member(ground.get(path + "/C1").body, "position_age_s") == "60");
  const auto wrong = report("-74");
  CHECK(wrong.status == 400);
  CHECK(member(wrong.body, "name") == "position_must_be_plausible");
  CHECK(member(ground.get(path + "/C1").body, "longitude_deg") == "114.31");
}

TEST_CASE("of many positions the wrong ones are named and the others are taken") {
  Ground ground;
  const auto many =
      ground.post("/api/v1/crew_positions",
                  R"({"positions":[{"id":"C1","place":{"longitude_deg":114.3,"latitude_deg":30.6}},
                       {"id":"C1","place":{"longitude_deg":13.4,"latitude_deg":52.5}},
                       {"id":"C9","place":{"longitude_deg":114.3,"latitude_deg":30.6}}]})");
  CHECK(member(many.body, "taken") == "1");
  CHECK(member(many.body, "refused_total") == "2");
  CHECK(many.body.find("crew_must_exist") != std::string::npos);
  CHECK(many.body.find("position_must_be_plausible") != std::string::npos);
  CHECK(member(ground.get(path + "/C1").body, "longitude_deg") == "114.3");
  CHECK(ground.post("/api/v1/crew_positions", "{}").status == 400);
}

TEST_CASE("a silent crew is looked for once, by the unit's order, and headquarters orders nobody") {
  Ground ground;
  const auto watched = ground.post(path + "/C1/watch", R"({"interval_s":600})");
  REQUIRE(watched.status == 200);
  ground.desks.hear_all();
  ground.desks.pass_time_to(seconds_after(noon, 599));
  CHECK(ground.orders(tests::hubei) == 0);
  ground.desks.pass_time_to(seconds_after(noon, 601));
  ground.desks.hear_all();
  ground.desks.pass_time_to(seconds_after(noon, 700));
  CHECK(ground.orders(tests::hubei) == 1);
  CHECK(ground.orders(group_unit) == 0);
  CHECK(member(ground.get(path + "/C1").body, "check_in_missed") == "true");
  const auto& state = ground.desks.desk(group_unit).nouns().get<State>();
  REQUIRE(find(state, "C1") != nullptr);
  CHECK(find(state, "C1")->copy);
  CHECK(find(state, "C1")->check_in.missed);
  const auto back = ground.post(path + "/C1/check_in", "{}");
  CHECK(member(back.body, "check_in_missed") == "false");
}

TEST_CASE("a crew that is removed is gone, and its vehicle is free") {
  Ground ground;
  CHECK(ground.post(path + "/C1/remove", R"({"reason":"merged"})").status == 204);
  CHECK(ground.get(path + "/C1").status == 404);
  CHECK(ground.post(path + "/C1/check_in", "{}").status == 404);
  const auto& state = ground.desks.desk(tests::hubei).nouns().get<State>();
  CHECK(of_vehicle(state, "V1") == nullptr);
}

}  // namespace
}  // namespace lifeline::crew
