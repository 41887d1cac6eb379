// SPDX-License-Identifier: Apache-2.0
// A scenario: an emergency as data. A folder holds scenario.toml, which names the other files:
// units.csv and sites.csv (as they are imported), timeline.csv (what happens when) and network.toml
// (how the network is built and how it and the staff behave). docs for authors: scenarios/*/README.
//
// Limits: scenario_bytes_max for each file. Every refusal names the file and the line.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "command/unit/model.h"
#include "network/element/model.h"
#include "network/site/model.h"

namespace lifeline::rehearsal {

inline constexpr size_t scenario_bytes_max = 16 * 1024 * 1024;
inline constexpr double seconds_a_day = 24 * 3600;
inline constexpr size_t element_kinds = 8;  // of element::Kind
inline constexpr size_t unit_levels = 5;    // of unit::Level

enum class Happening { fact, site_opens, surge, fault, storm, weather };
LIFELINE_ENUM(Happening, fact, site_opens, surge, fault, storm, weather)

enum class FaultKind { fibre_cut, power_failure, node_failure };
LIFELINE_ENUM(FaultKind, fibre_cut, power_failure, node_failure)

enum class WeatherKind { rain, sleet, snow };
LIFELINE_ENUM(WeatherKind, rain, sleet, snow)

/// A row of the timeline; the figures that its kind does not have keep their defaults.
struct Moment {
  Instant at;
  Happening kind = Happening::fact;
  std::string place;  // a site's id or a region's code
  std::string title_zh;
  std::string title_en;
  double load = 1;   // surge: traffic is multiplied by it
  double hours = 0;  // surge, weather
  FaultKind fault = FaultKind::fibre_cut;
  int64_t scale = 1;      // fault, storm: elements that fail at once
  double repair_min = 0;  // from the crew's arrival
  bool spare = true;      // protection holds
  int64_t alarms = 0;     // storm: in the first minute
  WeatherKind weather = WeatherKind::rain;
  int64_t severity = 1;  // weather
};

struct Topology {
  int64_t core_nodes_per_city = 2;
  int64_t core_nodes_per_province = 2;
  int64_t aggregation_nodes_per_county = 2;
  int64_t rings_per_city = 3;
  int64_t rings_wuhan = 24;
  double ring_protected_share = 0.75;
  int64_t ring_sites_max = 6;
  double cross_ring_same_duct_share = 0.08;
};

struct Stations {
  int64_t per_site_min = 3;
  int64_t per_site_max = 6;
  double radius_km = 0.8;
  double radius_rural_km = 2.5;
  int64_t cells_per_station = 3;
  double share_5g = 0.35;
  double share_indoor = 0.30;
};

struct Lines {
  int64_t per_hospital = 2;
  int64_t per_disease_control = 2;
  int64_t per_government = 3;
  int64_t per_other = 1;
  std::array<double, 3> dual_route_share = {0.70, 0.35, 0.10};  // by tier
};

struct Power {
  int64_t grid_feeds_tier1 = 2;
  int64_t grid_feeds_other = 1;
  double battery_h_station = 3.0;
  double battery_h_station_spread = 1.5;
  double battery_h_node = 8.0;
  double generator_share_node = 0.80;
  double generator_share_station = 0.03;
  double cold_battery_factor = 0.75;
};

struct Effects {
  double load_exponent = 1.0;
  double rain_factor = 1.3;
  double sleet_factor = 2.0;
  double snow_factor = 1.8;
  double self_clear_share = 0.35;
  double alarms_per_fault_median = 6;
  int64_t alarms_per_storm_60s = 2000;
  double duplicate_alarm_share = 0.20;
  double flapping_share = 0.05;
};

struct Repair {
  std::array<double, element_kinds> median_min{};  // by element::Kind
  double sigma = 0.5;
  double protective_clothing_extra_min = 25;
  double permit_extra_min = 40;
};

struct Crews {
  int64_t per_county_wuhan = 3;
  int64_t per_city_other = 4;
  int64_t per_province_other = 4;
  double skills_share_fibre = 0.5;
  double skills_share_power = 0.6;
  double skills_share_radio = 0.8;
  double speed_km_h_town = 30;
  double speed_km_h_country = 45;
  double check_point_min = 6;
  double absent_share = 0.08;
};

/// How the duty staff of one level of units behaves.
struct Manners {
  double acknowledge_median_s = 180;
  double acknowledge_never_share = 0.02;
  double report_delay_median_min = 20;
};

struct Staffing {
  std::array<Manners, unit_levels> levels{};  // by unit::Level
  double acknowledge_sigma = 0.8;
  double night_factor = 1.6;
  double holiday_factor = 1.3;
  double refuse_share = 0.01;
  double substitute_after_s = 900;
};

/// The people of each unit, and what they are like. Without anybody on duty there are none.
struct PeopleOfUnits {
  int64_t duty_per_unit = 0;
  int64_t leaders_per_unit = 0;
  int64_t shift_h = 12;
  double silent_share = 0.02;   // of what a person is asked is never answered
  double decline_share = 0.01;  // of it is declined
  double absent_share = 0.02;   // of the people are away at any time
  double absence_h = 24;        // on average
};

/// What headquarters orders besides what incidents order.
struct OrdersFromAbove {
  double per_day = 0;
  double acknowledge_within_min = 30;
  double finish_within_h = 8;
};

struct Parameters {
  uint64_t seed = 1;
  Topology topology;
  Stations stations;
  Lines lines;
  Power power;
  std::array<double, element_kinds> faults_per_day{};  // per element, by element::Kind
  Effects effects;
  Repair repair;
  Crews crews;
  Staffing staff;
  PeopleOfUnits people;
  OrdersFromAbove orders;
};

struct Scenario {
  std::string name;
  std::string title_zh;
  std::string title_en;
  Instant starts;
  Instant ends;
  std::string zone;
  double speed = 1;
  std::vector<UnitCode> desks;
  std::vector<unit::Unit> units;
  std::vector<site::Site> sites;  // services without elements
  std::vector<Moment> timeline;   // in time order
  Parameters parameters;
};

/// Errors: scenario_must_be_readable, scenario_must_be_small, scenario_must_be_well_formed
/// ("sites.csv:12: …" in detail).
Result<Scenario> load_scenario(const std::string& folder);

}  // namespace lifeline::rehearsal
