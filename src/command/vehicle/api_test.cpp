// SPDX-License-Identifier: Apache-2.0
#include "command/vehicle/api.h"

#include <doctest/doctest.h>

#include "tests/local_desks.h"

namespace lifeline::vehicle {
namespace {

using desk::Role;
using tests::LocalDesks;
using tests::member;
using tests::person;

const std::string path = "/api/v1/vehicles";

desk::Response post(LocalDesks& desks, std::string target, std::string body,
                    desk::Actor who = person(Role::operator_, tests::hubei)) {
  return desks.post(routes(), std::move(target), std::move(body), std::move(who));
}

TEST_CASE("a vehicle is created, out of service, back, fuelled and removed") {
  LocalDesks desks;
  desks.set_now(tests::noon);
  const auto made = post(desks, path,
                         R"({"id":"鄂A1","kind":"power_car","name_zh":"发电车","unit":"420100",
                            "tank_l":100,"litres_per_100_km":20})");
  CHECK(made.status == 201);
  CHECK(member(made.body, "in_service") == "true");
  const std::string one = path + "/鄂A1";
  CHECK(member(post(desks, one + "/out_of_service", R"({"reason":"刹车"})").body, "in_service") ==
        "false");
  CHECK(member(post(desks, one + "/in_service", "{}").body, "in_service") == "true");
  CHECK(member(post(desks, one + "/fuel", R"({"fuel_l":50})").body, "range_km") == "250");
  CHECK(member(post(desks, one + "/fuel", R"({"fuel_l":500})").body, "name") ==
        "fuel_must_fit_the_tank");
  CHECK(post(desks, one + "/remove", R"({"reason":"sold"})").status == 204);
  CHECK(post(desks, one + "/fuel", R"({"fuel_l":50})").status == 404);
}

TEST_CASE("a vehicle that a crew has says so and is not removed") {
  LocalDesks desks;
  CHECK(post(desks, path, R"({"id":"V1","name_zh":"车","unit":"420100"})").status == 201);
  crew::Entry crew;
  crew.id = "C1";
  crew.name_zh = "光缆一班";
  crew.unit = tests::wuhan;
  crew.size = 2;
  crew.vehicle = "V1";
  desks.act(tests::hubei, crew::Command(crew::Import{{crew}}));
  const auto car = desks.get(routes(), path + "/V1", person(Role::commander, group_unit));
  CHECK(member(car.body, "crew") == "C1");
  const auto refused = post(desks, path + "/V1/remove", R"({"reason":"sold"})");
  CHECK(member(refused.body, "name") == "vehicle_must_be_of_no_crew");
  desks.act(tests::hubei, crew::Command(crew::Remove{"C1", "merged"}));
  CHECK(post(desks, path + "/V1/remove", R"({"reason":"sold"})").status == 204);
}

TEST_CASE("a vehicle of no kind, of no unit or twice is refused with its field") {
  LocalDesks desks;
  const auto refused = [&](std::string body) {
    const auto answer = post(desks, path, std::move(body), person(Role::commander, group_unit));
    return member(answer.body, "name") + " " + member(answer.body, "field");
  };
  CHECK(refused(R"({"id":"V","name_zh":"车","kind":"tank","unit":"420100"})").find("kind") !=
        std::string::npos);
  CHECK(refused(R"({"id":"V","name_zh":"车","unit":"429999"})") == "unit_must_be_known unit");
  CHECK(refused(R"({"id":"V","unit":"420100"})") == "field_must_be_given name_zh");
  CHECK(refused(R"({"id":"V","name_zh":"车","unit":"420100","fuel_l":-1})") ==
        "number_must_be_in_range fuel_l");
  CHECK(post(desks, path, R"({"id":"V","name_zh":"车","unit":"420100"})").status == 201);
  CHECK(refused(R"({"id":"V","name_zh":"车","unit":"100000"})") == "vehicle_must_be_new id");
}

}  // namespace
}  // namespace lifeline::vehicle
