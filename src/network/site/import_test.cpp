// SPDX-License-Identifier: Apache-2.0
#include "network/site/import.h"

#include "command/incident/view.h"
#include "command/unit/view.h"
#include "desk/import_fixture_test.h"
#include "network/alarm/view.h"
#include "network/element/view.h"
#include "network/planned_work/view.h"
#include "network/scenario/view.h"
#include "network/site/view.h"
#include "network/source/view.h"

namespace lifeline::site {
namespace {

constexpr UnitCode hubei{420000};
const std::string header =
    "id,name_zh,name_en,kind,tier,region,unit,longitude_deg,latitude_deg,address,services\n";

std::vector<std::unique_ptr<desk::Module>> modules() {
  std::vector<std::unique_ptr<desk::Module>> made;
  made.push_back(unit::make_module());
  made.push_back(incident::make_module());
  made.push_back(element::make_module());
  made.push_back(make_module());
  made.push_back(alarm::make_module());
  made.push_back(source::make_module());
  made.push_back(planned_work::make_module());
  made.push_back(scenario::make_module());
  return made;
}

desk::DesksInPlace desks() {
  desk::DesksInPlace on({group_unit, hubei}, modules);
  const unit::Adopt adopt{
      .units = {{.code = {420100}, .parent = {420000}}, {.code = {420200}, .parent = {420000}}}};
  for (const UnitCode desk : on.plan().desks())
    on.decide(desk, desk::intent(desk::system_actor(), unit::Command(adopt)));
  on.decide(hubei,
            desk::intent(
                desk::administrator(),
                element::Command(element::Import{
                    .elements = {{.id = "BTS", .name = "基站"}, {.id = "LINE", .name = "专线"}}})));
  on.appends = 0;
  return on;
}

desk::Imported import(desk::DesksInPlace& on, std::string rows,
                      desk::Actor who = desk::administrator()) {
  return desk::imported(import_route(), on,
                        desk::Request{.body = header + rows, .caller = std::move(who)});
}

TEST_CASE("a site comes in with its services") {
  auto on = desks();
  const auto done = import(on,
                           "H1,青川市第一医院,,designated_hospital,1,420106,420100,114.3,30.5,"
                           "\"解放路1号, 二楼\",5g:BTS|LINE;private_line:LINE;voice\n");
  CHECK(done.status == 200);
  const Site& site = on.nouns(hubei).get<State>().sites.at("H1");
  CHECK(site.kind == Kind::designated_hospital);
  CHECK(site.tier == 1);
  CHECK(site.address == "解放路1号, 二楼");
  CHECK(site.services == std::vector<ServiceNeed>{{Service::_5g, {"BTS", "LINE"}},
                                                  {Service::private_line, {"LINE"}},
                                                  {Service::voice, {}}});
  CHECK(on.nouns(hubei).get<State>().by_element.at("LINE") == std::vector<std::string>{"H1"});
}

TEST_CASE("services are known kinds, each once") {
  CHECK(parse_services("").value().empty());
  CHECK(parse_services(" 5g : A | B ; ;4g: ").value() ==
        std::vector<ServiceNeed>{{Service::_5g, {"A", "B"}}, {Service::_4g, {}}});
  CHECK(parse_services("5g:ne=1:2").value()[0].elements == std::vector<std::string>{"ne=1:2"});
  CHECK(parse_services("6g").error().detail ==
        "one of 5g, 4g, voice, private_line, video, power; got \"6g\"");
  CHECK(parse_services("5g;5g:A").error().name == "service_must_be_given_once");
}

TEST_CASE("units and elements must be known where the site goes") {
  auto on = desks();
  const auto refused = import(on,
                              "H1,一,,hospital,1,420106,420300,114,30,,5g:BTS\n"
                              "H2,二,,hospital,4,420106,420100,114,30,,5g:NONE\n"
                              "H3,三,,clinic,1,420106,420100,114,30,,6g\n"
                              "H4,四,,hospital,1,110000,420100,116,39,,5g:BTS\n");
  CHECK(refused.refusals() ==
        "2 unit unit_must_be_known\n"
        "3 tier number_must_be_in_range\n"
        "3 services element_must_be_known\n"
        "4 kind field_must_be_a_known_word\n"
        "4 services field_must_be_a_known_word\n"
        "5 services element_must_be_known\n");
}

TEST_CASE("likely duplicates are counted with those that the file brings") {
  auto on = desks();
  const std::string first = "H1,青川市第一医院,,hospital,1,420106,420100,114,30,,\n";
  CHECK(import(on, first).report.duplicates == 0);
  const auto done = import(on, "H2,青川第1医院,,hospital,1,420106,420100,114,30,,\n");
  CHECK(done.status == 200);
  CHECK(done.report.duplicates == 1);
}

TEST_CASE("an administrator imports sites of the own units only") {
  auto on = desks();
  const auto wuhan = desk::administrator({420100});
  CHECK(import(on, "H1,一,,hospital,1,420106,420100,114,30,,\n", wuhan).status == 200);
  CHECK(import(on, "H2,二,,hospital,1,420106,420200,114,30,,\n", wuhan).refusals() ==
        "2 unit unit_must_be_within_reach\n");
  const auto huangshi = desk::administrator({420200});
  CHECK(import(on, "H1,一,,hospital,1,420106,420200,114,30,,\n", huangshi).refusals() ==
        "2 unit unit_must_be_within_reach\n");
}

}  // namespace
}  // namespace lifeline::site
