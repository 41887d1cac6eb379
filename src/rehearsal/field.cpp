// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/field.h"

#include <fmt/format.h>

#include "base/limits.h"
#include "base/zone.h"
#include "rehearsal/chance.h"

namespace lifeline::rehearsal {
namespace {

constexpr int64_t day_s = 24 * 3600;
constexpr int64_t first_shift_s = 8 * 3600;  // shifts change at eight
constexpr int64_t shift_s = 12 * 3600;
constexpr uint64_t head_count = 2;
constexpr double capacity_kg = 800;

int64_t count_of(const Crews& crews, unit::Level level) {
  if (level <= unit::Level::province) return crews.per_province_other;
  return level >= unit::Level::county ? crews.per_county_wuhan : crews.per_city_other;
}

// Every crew knows terminal equipment; what else it knows is drawn.
std::vector<std::string> draw_skills(const Crews& crews, Chance& chance) {
  std::vector<std::string> skills{"核心网"};
  if (chance.happens(crews.skills_share_fibre)) skills.emplace_back("传输");
  if (chance.happens(crews.skills_share_power)) skills.emplace_back("电源");
  if (chance.happens(crews.skills_share_radio)) skills.emplace_back("无线");
  return skills;
}

vehicle::Kind kind_of(int64_t number) {
  constexpr vehicle::Kind kinds[] = {vehicle::Kind::van, vehicle::Kind::power_car,
                                     vehicle::Kind::base_station_car};
  return kinds[number % 3];
}

// By day from eight to eight, or by night.
std::vector<crew::Shift> shifts_of(bool is_by_night, Instant start, Instant end) {
  const int64_t local_s = start.us / 1'000'000 + local_ahead_s;
  const int64_t offset_s = first_shift_s + (is_by_night ? shift_s : 0);
  Instant from{(local_s - local_s % day_s - local_ahead_s + offset_s - day_s) * 1'000'000};
  std::vector<crew::Shift> shifts;
  for (; from < end && shifts.size() < limits::crew_shifts_max; from = seconds_after(from, day_s))
    if (const Instant until = seconds_after(from, shift_s); until > start)
      shifts.push_back({.from = from, .until = until, .breaks = {}});
  return shifts;
}

}  // namespace

Field build_field(const Scenario& scenario, Instant start) {
  const Crews& crews = scenario.parameters.crews;
  Chance chance(scenario.parameters.seed, "field");
  Field field;
  for (const unit::Unit& unit : scenario.units) {
    if (unit.level == unit::Level::group) continue;
    const LonLat base{unit.longitude_deg, unit.latitude_deg};
    for (int64_t i = 0; i < 2 * count_of(crews, unit.level); ++i) {
      const std::string name = fmt::format("{}-{}", to_text(unit.code), i + 1);
      vehicle::Entry car;
      car.id = "V" + name;
      car.kind = kind_of(i / 2);
      car.name_zh = "抢修车 " + name;
      car.name_en = "Repair vehicle " + name;
      car.unit = unit.code;
      car.capacity_kg = capacity_kg;
      car.base = base;
      crew::Entry crew;
      crew.id = "C" + name;
      crew.name_zh = "抢修班 " + name;
      crew.name_en = "Repair crew " + name;
      crew.unit = unit.code;
      crew.size = head_count;
      crew.skills = draw_skills(crews, chance);
      crew.base = base;
      crew.vehicle = car.id;
      field.vehicles.push_back(std::move(car));
      field.crews.push_back(
          {.what = std::move(crew), .shifts = shifts_of(i % 2 == 1, start, scenario.ends)});
    }
  }
  return field;
}

}  // namespace lifeline::rehearsal
