// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/staff.h"

#include <algorithm>

namespace lifeline::rehearsal {
namespace {

using element::Kind;
using incident::Phase;
using order::Step;

constexpr int64_t zone_s = 8 * 3600;  // Asia/Shanghai, no daylight saving
constexpr int64_t day_s = 24 * 3600;
constexpr int64_t spring_festival_days[] = {18285, 18286, 18287};  // 24 to 26 January 2020

constexpr double assign_median_s = 240;
constexpr double mitigate_share = 0.3;  // service comes back by other means before the repair
constexpr double mitigate_median_s = 25 * 60;
constexpr double close_median_s = 40 * 60;  // after resolution: the cause is written down
constexpr double alarm_median_s = 150;
constexpr double major_acknowledged_share = 0.6;
constexpr double permit_missing_share = 0.3;  // outside the city, once roads are closed
constexpr double detour_factor = 1.4;         // roads over straight lines
constexpr double travel_min_least = 8;        // getting dressed, loading, parking
constexpr double travel_min_most = 240;

int64_t local_s(Instant t) { return t.us / 1'000'000 + zone_s; }

bool is_night(Instant t) { return local_s(t) % day_s < 6 * 3600; }

bool is_holiday(Instant t) {
  return std::ranges::find(spring_festival_days, local_s(t) / day_s) !=
         std::end(spring_festival_days);
}

// Everything has a skill of its own but terminal equipment, which every crew knows.
double skilled_share(const Crews& crews, Kind kind) {
  switch (kind) {
    case Kind::fibre: return crews.skills_share_fibre;
    case Kind::power: return crews.skills_share_power;
    case Kind::base_station:
    case Kind::cell: return crews.skills_share_radio;
    default: return 1;
  }
}

bool is_ward(const site::Site& site) {
  return site.kind == site::Kind::designated_hospital ||
         site.kind == site::Kind::makeshift_hospital;
}

}  // namespace

Staff::Staff(World world, LeftToPeople left)
    : world_(world),
      parameters_(world.scenario.parameters),
      left_(left),
      chance_(parameters_.seed, "staff") {
  for (const unit::Unit& unit : world.scenario.units) units_[unit.code] = unit;
}

void Staff::look(const Observation& seen) {
  for (const SeenIncident& incident : seen.incidents) look(incident);
  for (const SeenDuty& duty : seen.duties) look(duty);
  for (const SeenAlarm& alarm : seen.alarms) look(alarm);
}

void Staff::later(double seconds, std::function<void()> happening) {
  world_.agenda.in_s(seconds, std::move(happening));
}

const unit::Unit& Staff::unit_of(UnitCode code) const {
  for (; code; code = enclosing(code))
    if (const auto found = units_.find(code); found != units_.end()) return found->second;
  static const unit::Unit nobody;
  return nobody;
}

const Manners& Staff::manners_of(const unit::Unit& unit) const {
  return parameters_.staff.levels[static_cast<size_t>(unit.level)];
}

double Staff::answer_s(const unit::Unit& unit) {
  const Staffing& staff = parameters_.staff;
  double seconds =
      chance_.log_normal(manners_of(unit).acknowledge_median_s, staff.acknowledge_sigma);
  if (is_night(world_.agenda.now())) seconds *= staff.night_factor;
  if (is_holiday(world_.agenda.now())) seconds *= staff.holiday_factor;
  return seconds;
}

// By the order's number alone, so that a restart leaves the same ones.
bool Staff::is_left(order::OrderId id, UnitCode unit) const {
  if (left_.share <= 0) return false;
  const std::string name = to_text(id);
  bool is_below = false;
  for (UnitCode code = unit; code && !is_below; code = enclosing(code))
    is_below = code == left_.ground;
  return is_below && Chance(left_.seed, name).happens(left_.share);
}

void Staff::look(const SeenIncident& seen) {
  Trouble& trouble = incidents_[seen.id];
  trouble.seen = seen;
  const auto id = seen.id;
  if (seen.phase >= Phase::closed) {  // or merged into another
    incidents_.erase(id);
    return;
  }
  if (seen.phase == Phase::opened && !trouble.assigning) {
    trouble.assigning = true;
    later(chance_.log_normal(assign_median_s, parameters_.staff.acknowledge_sigma), [this, id] {
      const auto open = incidents_.find(id);
      if (open == incidents_.end()) return;
      open->second.assigning = false;
      if (open->second.seen.phase != Phase::opened) return;
      world_.peer.assign(id, unit_of(open->second.seen.unit).name_zh + "抢修班");
      if (!chance_.happens(mitigate_share)) return;
      later(chance_.log_normal(mitigate_median_s, parameters_.repair.sigma), [this, id] {
        const auto assigned = incidents_.find(id);
        if (assigned != incidents_.end() && assigned->second.seen.phase == Phase::assigned)
          world_.peer.mitigate(id, "应急通信车到位，业务先行恢复");
      });
    });
  }
  if (seen.phase == Phase::resolved && !trouble.closing) {
    trouble.closing = true;
    later(chance_.log_normal(close_median_s, parameters_.repair.sigma), [this, id] {
      const auto resolved = incidents_.find(id);
      if (resolved == incidents_.end()) return;
      resolved->second.closing = false;
      if (resolved->second.seen.phase == Phase::resolved)
        world_.peer.close(id, "已恢复并复核，归档");
    });
  }
}

void Staff::look(const SeenAlarm& seen) {
  if (seen.severity < alarm::Severity::critical && !chance_.happens(major_acknowledged_share))
    return;
  if (!alarms_.insert(seen.id).second) return;
  later(chance_.log_normal(alarm_median_s, parameters_.staff.acknowledge_sigma),
        [this, id = seen.id, unit = seen.unit] {
          alarms_.erase(id);
          world_.peer.acknowledge(id, unit);
        });
}

void Staff::look(const SeenDuty& seen) {
  const DutyKey key{seen.order, seen.unit};
  if (seen.recalled || seen.step >= Step::done) {
    duties_.erase(key);
    return;
  }
  Duty& duty = duties_[key];
  duty.seen = seen;
  if (seen.step == Step::acknowledged) {
    if (!duty.working) work(duty);
  } else if (!duty.planned) {
    plan_answer(duty);
  } else if (duty.forgotten && seen.acknowledge_missed) {
    duty.forgotten = false;  // the unit above has called the substitute
    plan_acknowledge(key, chance_.log_normal(parameters_.staff.substitute_after_s,
                                             parameters_.staff.acknowledge_sigma));
  }
}

void Staff::plan_answer(Duty& duty) {
  duty.planned = true;
  const DutyKey key{duty.seen.order, duty.seen.unit};
  if (is_left(key.first, key.second)) return;
  const unit::Unit& unit = unit_of(key.second);
  const double seconds = answer_s(unit);
  if (chance_.happens(manners_of(unit).acknowledge_never_share)) {
    duty.forgotten = true;
  } else if (chance_.happens(parameters_.staff.refuse_share)) {
    later(seconds, [this, key] {
      const auto owed = duties_.find(key);
      if (owed == duties_.end() || owed->second.seen.step >= Step::acknowledged) return;
      world_.peer.decline(key.first, key.second, "人员隔离，无法出动，请上级支援");
    });
  } else {
    plan_acknowledge(key, seconds);
  }
}

void Staff::plan_acknowledge(const DutyKey& key, double seconds) {
  later(seconds, [this, key] {
    const auto owed = duties_.find(key);
    if (owed == duties_.end() || owed->second.seen.step >= Step::acknowledged) return;
    world_.peer.acknowledge(key.first, key.second);
  });
}

// An acknowledged order sends a crew to the root cause; when it is mended the unit reports.
void Staff::work(Duty& duty) {
  duty.working = true;
  const DutyKey key{duty.seen.order, duty.seen.unit};
  const unit::Unit& unit = unit_of(key.second);
  const auto incident = incidents_.find(duty.seen.incident);
  Instant mended = world_.agenda.now();
  const Index element = incident == incidents_.end()
                            ? static_cast<Index>(world_.plant.size())
                            : world_.plant.find(incident->second.seen.root);
  if (element < world_.plant.size() && world_.faults.is_live(element)) {
    world_.faults.mend_at(element, send_crew(unit, element));
    mended = *world_.faults.ends_at(element);
  }
  const double report_s =
      60 * chance_.log_normal(manners_of(unit).report_delay_median_min, parameters_.repair.sigma);
  world_.agenda.at(seconds_after(mended, static_cast<int64_t>(report_s)), [this, key] {
    const auto owed = duties_.find(key);
    if (owed == duties_.end() || owed->second.seen.step >= Step::done) return;
    world_.peer.finish(key.first, key.second, "故障已修复，业务恢复正常");
  });
}

int64_t Staff::crews_of(const unit::Unit& unit, Kind kind) const {
  const Crews& crews = parameters_.crews;
  int64_t count = crews.per_city_other;
  if (unit.level >= unit::Level::county) count = crews.per_county_wuhan;
  if (unit.level <= unit::Level::province) count = crews.per_province_other;
  const double able =
      static_cast<double>(count) * skilled_share(crews, kind) * (1 - crews.absent_share);
  return std::max<int64_t>(1, static_cast<int64_t>(able + 0.5));
}

double Staff::crew_minutes(const unit::Unit& unit, Index index, double until_free_min) {
  const Crews& crews = parameters_.crews;
  const Repair& repair = parameters_.repair;
  const Node& node = world_.plant.node(index);
  const double km =
      detour_factor * distance_km({unit.longitude_deg, unit.latitude_deg},
                                  {node.element.longitude_deg, node.element.latitude_deg});
  const bool is_town = unit.level >= unit::Level::county;
  const double travel_min =
      std::clamp(60 * km / (is_town ? crews.speed_km_h_town : crews.speed_km_h_country) +
                     (is_town ? 0 : crews.check_point_min),
                 travel_min_least, travel_min_most);
  double work_min = world_.faults.repair_min(index);
  if (work_min <= 0)
    work_min =
        chance_.log_normal(repair.median_min[static_cast<size_t>(node.element.kind)], repair.sigma);
  const size_t site = world_.plant.find_site(node.site);
  if (site < world_.plant.sites().size() && is_ward(world_.plant.sites()[site]))
    work_min += repair.protective_clothing_extra_min;
  if (!is_town && chance_.happens(permit_missing_share)) work_min += repair.permit_extra_min;
  return until_free_min + travel_min + work_min;
}

// The crew that is free first goes; the answer is when it will have mended the element.
Instant Staff::send_crew(const unit::Unit& unit, Index element) {
  const Instant now = world_.agenda.now();
  auto& crews = crews_free_[unit.code];
  const auto able = static_cast<size_t>(crews_of(unit, world_.plant.element(element).kind));
  if (crews.size() < able) crews.resize(able);
  const auto first = std::min_element(crews.begin(), crews.begin() + static_cast<ptrdiff_t>(able));
  const double until_free_min =
      *first > now ? static_cast<double>((*first - now).count()) / 60e6 : 0;
  const double minutes = crew_minutes(unit, element, until_free_min);
  *first = seconds_after(now, static_cast<int64_t>(minutes * 60));
  return *first;
}

}  // namespace lifeline::rehearsal
