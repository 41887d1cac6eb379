// SPDX-License-Identifier: Apache-2.0
// A day in a small province: seven sites in two cities, one of which opens at noon, trouble enough
// for every path to be taken, and the desks' nouns wired as the application does.
#pragma once

#include <memory>
#include <vector>

#include "command/attachment/view.h"
#include "command/crew/view.h"
#include "command/dispatch/view.h"
#include "command/incident/view.h"
#include "command/job/view.h"
#include "command/order/view.h"
#include "command/person/view.h"
#include "command/roster/view.h"
#include "command/unit/view.h"
#include "command/vehicle/view.h"
#include "network/alarm/view.h"
#include "network/element/view.h"
#include "network/planned_work/view.h"
#include "network/scenario/view.h"
#include "network/site/view.h"
#include "network/source/view.h"
#include "rehearsal/direct.h"
#include "rehearsal/geography.h"
#include "rehearsal/world.h"

namespace lifeline::rehearsal::fixture {

inline std::vector<std::unique_ptr<desk::Module>> make_modules() {
  std::vector<std::unique_ptr<desk::Module>> modules;
  modules.push_back(unit::make_module());
  modules.push_back(incident::make_module());
  modules.push_back(order::make_module());
  modules.push_back(attachment::make_module());
  modules.push_back(person::make_module());
  modules.push_back(roster::make_module());
  modules.push_back(vehicle::make_module());
  modules.push_back(crew::make_module());
  modules.push_back(job::make_module());
  modules.push_back(dispatch::make_module());
  modules.push_back(element::make_module());
  modules.push_back(site::make_module());
  modules.push_back(alarm::make_module());
  modules.push_back(source::make_module());
  modules.push_back(planned_work::make_module());
  modules.push_back(scenario::make_module());
  return modules;
}

inline unit::Unit unit_at(uint64_t code, unit::Level level, uint64_t parent, Point at) {
  return {.code = {code},
          .name_zh = "单位" + std::to_string(code) + "分公司",
          .name_en = "Unit " + std::to_string(code),
          .level = level,
          .parent = {parent},
          .duty_name = "值班室",
          .duty_phone = "+861000000001",
          .longitude_deg = at.longitude_deg,
          .latitude_deg = at.latitude_deg};
}

inline site::Site site_at(std::string id, uint64_t region, int tier, Point at) {
  return {.id = id,
          .name_zh = "站点" + id,
          .name_en = "Site " + id,
          .kind = tier == 1 ? site::Kind::designated_hospital : site::Kind::disease_control,
          .tier = tier,
          .region = {region},
          .unit = {region},
          .longitude_deg = at.longitude_deg,
          .latitude_deg = at.latitude_deg,
          .address = {},
          .services = {{site::Service::_5g, {}},
                       {site::Service::_4g, {}},
                       {site::Service::voice, {}},
                       {site::Service::private_line, {}},
                       {site::Service::power, {}}}};
}

inline Parameters lively() {
  Parameters p;
  p.seed = 7;
  p.topology.rings_wuhan = 2;
  p.topology.rings_per_city = 1;
  p.faults_per_day = {0.10, 0.05, 0.05, 0.10, 0.05, 0.10, 0.01, 0.02};
  p.repair.median_min = {45, 25, 70, 120, 50, 60, 90, 60};
  p.effects.flapping_share = 0.2;
  for (Manners& manners : p.staff.levels)
    manners = {
        .acknowledge_median_s = 300, .acknowledge_never_share = 0.1, .report_delay_median_min = 10};
  p.staff.refuse_share = 0.05;
  p.people = {.duty_per_unit = 2,
              .leaders_per_unit = 2,
              .shift_h = 12,
              .silent_share = 0.1,
              .decline_share = 0.05,
              .absent_share = 0.1,
              .absence_h = 6};
  p.orders = {.per_day = 40, .acknowledge_within_min = 20, .finish_within_h = 4};
  return p;
}

inline Scenario small_scenario() {
  using unit::Level;
  Scenario s;
  s.name = "small";
  s.starts = *parse_rfc3339("2020-01-22T00:00:00+08:00");
  s.ends = *parse_rfc3339("2020-01-23T00:00:00+08:00");
  s.desks = {{100000}, {420000}};
  s.units = {unit_at(100000, Level::group, 0, {116.35, 39.9}),
             unit_at(420000, Level::province, 100000, {114.33, 30.55}),
             unit_at(420100, Level::city, 420000, {114.3, 30.6}),
             unit_at(420102, Level::county, 420100, {114.3, 30.6}),
             unit_at(420106, Level::county, 420100, {114.3, 30.55}),
             unit_at(420106901, Level::grid, 420106, {114.32, 30.55}),
             unit_at(420106902, Level::grid, 420106, {114.34, 30.53}),
             unit_at(421000, Level::city, 420000, {112.2, 30.3})};
  s.sites = {site_at("A", 420102, 1, {114.30, 30.61}),   site_at("B", 420102, 2, {114.31, 30.62}),
             site_at("C", 420106, 1, {114.31, 30.55}),   site_at("D", 420106, 3, {114.33, 30.54}),
             site_at("E", 421000, 1, {112.2, 30.31}),    site_at("F", 421000, 2, {112.25, 30.32}),
             site_at("LATE", 420106, 1, {114.35, 30.56})};
  const auto at = [](const char* time) { return *parse_rfc3339(time); };
  s.timeline = {
      {.at = at("2020-01-22T03:00:00+08:00"),
       .kind = Happening::surge,
       .place = "420100",
       .load = 2,
       .hours = 12},
      {.at = at("2020-01-22T04:00:00+08:00"),
       .kind = Happening::fault,
       .place = "A",
       .fault = FaultKind::fibre_cut,
       .repair_min = 60,
       .spare = true},
      {.at = at("2020-01-22T05:00:00+08:00"),
       .kind = Happening::fault,
       .place = "C",
       .fault = FaultKind::fibre_cut,
       .repair_min = 60,
       .spare = false},
      {.at = at("2020-01-22T06:00:00+08:00"),
       .kind = Happening::weather,
       .place = "420000",
       .hours = 6,
       .weather = WeatherKind::sleet,
       .severity = 2},
      {.at = at("2020-01-22T08:00:00+08:00"),
       .kind = Happening::storm,
       .place = "420106",
       .fault = FaultKind::fibre_cut,
       .scale = 3,
       .repair_min = 90,
       .spare = false,
       .alarms = 300},
      {.at = at("2020-01-22T12:00:00+08:00"), .kind = Happening::site_opens, .place = "LATE"},
      {.at = at("2020-01-22T15:00:00+08:00"),
       .kind = Happening::storm,
       .place = "420100",
       .fault = FaultKind::power_failure,
       .scale = 5,
       .repair_min = 200,
       .spare = true,
       .alarms = 200}};
  s.parameters = lively();
  return s;
}

}  // namespace lifeline::rehearsal::fixture
