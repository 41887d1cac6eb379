// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/staff.h"

#include <algorithm>

#include "base/zone.h"

namespace lifeline::rehearsal {
namespace {

using element::Kind;
using incident::Phase;
using order::Step;

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
constexpr double take_up_median_s = 45;  // until the dispatcher has offered what is proposed
constexpr double offer_median_s = 40;    // until a crew has answered
constexpr double offer_decline_share = 0.03;
constexpr double ready_median_s = 180;  // to load and set out
constexpr double look_round_min = 10;   // where it works again when the crew comes
constexpr int64_t counted_max = 40;  // stations, vehicles, customers: what an order asks to count

int64_t local_s(Instant t) { return t.us / 1'000'000 + local_ahead_s; }

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
      chance_(parameters_.seed, "staff"),
      absences_(parameters_.seed, "absences") {
  for (const unit::Unit& unit : world.scenario.units) units_[unit.code] = unit;
}

void Staff::look(const Observation& seen) {
  for (const SeenIncident& incident : seen.incidents) look(incident);
  for (const SeenDuty& duty : seen.duties) look(duty);
  for (const SeenAlarm& alarm : seen.alarms) look(alarm);
  for (const SeenProposal& proposal : seen.proposals) look(proposal);
  for (const SeenJob& job : seen.jobs) look(job);
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

// So many are away at any time as an absence lasts longer than the time between two.
void Staff::plan_absences() {
  const PeopleOfUnits& people = parameters_.people;
  const double away = people.absent_share * static_cast<double>(world_.roll.people.size());
  if (away <= 0 || people.absence_h <= 0) return;
  world_.agenda.in_s(absences_.exponential(people.absence_h * 3600 / away), [this] {
    go_away();
    plan_absences();
  });
}

void Staff::go_away() {
  const person::Entry& person = world_.roll.people[absences_.below(world_.roll.people.size())];
  const double hours = parameters_.people.absence_h * (0.5 + absences_.unit());
  if (!is_there({person.unit, person.id})) return;
  const Instant until = seconds_after(world_.agenda.now(), static_cast<int64_t>(hours * 3600));
  away_until_[person.id] = until;
  world_.peer.go_away(person, {.from = {}, .until = until, .reason = "隔离观察"});
}

bool Staff::is_there(const order::Who& who) const {
  const auto away = away_until_.find(who.person);
  return away == away_until_.end() || away->second <= world_.agenda.now();
}

void Staff::look(const SeenDuty& seen) {
  const DutyKey key{seen.order, seen.who};
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
  } else if (duty.forgotten && seen.acknowledge_missed && seen.who.person.empty()) {
    duty.forgotten = false;  // the unit above has called the substitute
    plan_acknowledge(key, chance_.log_normal(parameters_.staff.substitute_after_s,
                                             parameters_.staff.acknowledge_sigma));
  }
}

void Staff::plan_answer(Duty& duty) {
  duty.planned = true;
  const DutyKey key{duty.seen.order, duty.seen.who};
  if (is_left(key.first, key.second.unit)) return;
  const unit::Unit& unit = unit_of(key.second.unit);
  const bool is_person = !key.second.person.empty();
  const double seconds = answer_s(unit);
  if (chance_.happens(is_person ? parameters_.people.silent_share
                                : manners_of(unit).acknowledge_never_share)) {
    duty.forgotten = true;
  } else if (chance_.happens(is_person ? parameters_.people.decline_share
                                       : parameters_.staff.refuse_share)) {
    later(seconds, [this, key] {
      const auto owed = duties_.find(key);
      if (owed == duties_.end() || owed->second.seen.step >= Step::acknowledged) return;
      if (!is_there(key.second)) return;
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
    if (is_there(key.second)) world_.peer.acknowledge(key.first, key.second);
  });
}

void Staff::look(const SeenProposal& seen) {
  if (!taken_up_.insert({seen.job, seen.crew}).second) return;
  later(chance_.log_normal(take_up_median_s, parameters_.staff.acknowledge_sigma),
        [this, seen] { world_.peer.take_up(seen); });
}

void Staff::look(const SeenJob& seen) {
  const auto [known, is_new] = jobs_.try_emplace({seen.id, seen.crew}, seen.step);
  if (!is_new && known->second == seen.step) return;
  known->second = seen.step;
  switch (seen.step) {
    case job::Step::offered: return answer_offer(seen);
    case job::Step::accepted:
      return tell_in(chance_.log_normal(ready_median_s, parameters_.staff.acknowledge_sigma), seen,
                     job::Step::on_the_way);
    case job::Step::on_the_way:
      return tell_in(60 * travel_minutes(unit_of(seen.unit), world_.plant.find(seen.element)), seen,
                     job::Step::on_site);
    case job::Step::on_site: return mend(seen);
    default: return;
  }
}

// It is told unless the crew is further by then, or rid of it.
void Staff::tell_in(double seconds, const SeenJob& seen, job::Step step, std::string reason) {
  later(seconds, [this, seen, step, reason = std::move(reason)] {
    const auto known = jobs_.find({seen.id, seen.crew});
    if (known == jobs_.end() || known->second != seen.step) return;
    if (step == job::Step::done || step == job::Step::declined) jobs_.erase(known);
    world_.peer.tell(seen, step, reason);
  });
}

void Staff::answer_offer(const SeenJob& seen) {
  const double seconds = chance_.log_normal(offer_median_s, parameters_.staff.acknowledge_sigma);
  if (chance_.happens(offer_decline_share))
    tell_in(seconds, seen, job::Step::declined, "车辆故障，无法出动");
  else
    tell_in(seconds, seen, job::Step::accepted);
}

void Staff::mend(const SeenJob& seen) {
  const Index element = world_.plant.find(seen.element);
  if (element >= world_.plant.size() || !world_.faults.is_live(element))
    return tell_in(60 * look_round_min, seen, job::Step::done, "到场时业务已恢复");
  const double work_s = 60 * work_minutes(unit_of(seen.unit), element);
  world_.faults.mend_at(element, seconds_after(world_.agenda.now(), static_cast<int64_t>(work_s)));
  const Instant mended = *world_.faults.ends_at(element);
  tell_in(static_cast<double>((mended - world_.agenda.now()).count()) / 1e6, seen, job::Step::done,
          "故障已修复，业务恢复正常");
}

// An acknowledged order that no crew is planned for sends people to the root cause; when it is
// mended the unit reports.
void Staff::work(Duty& duty) {
  duty.working = true;
  if (duty.seen.has_job) return;
  const DutyKey key{duty.seen.order, duty.seen.who};
  const unit::Unit& unit = unit_of(key.second.unit);
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
    Work work{.note = "故障已修复，业务恢复正常", .number = {}};
    if (owed->second.seen.wants_number)
      work = {.note = "已完成", .number = static_cast<double>(chance_.between(1, counted_max))};
    world_.peer.finish(key.first, key.second, work);
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

double Staff::travel_minutes(const unit::Unit& unit, Index index) const {
  if (index >= world_.plant.size()) return travel_min_least;
  const Crews& crews = parameters_.crews;
  const Node& node = world_.plant.node(index);
  const double km =
      detour_factor * distance_km({unit.longitude_deg, unit.latitude_deg},
                                  {node.element.longitude_deg, node.element.latitude_deg});
  const bool is_town = unit.level >= unit::Level::county;
  return std::clamp(60 * km / (is_town ? crews.speed_km_h_town : crews.speed_km_h_country) +
                        (is_town ? 0 : crews.check_point_min),
                    travel_min_least, travel_min_most);
}

double Staff::work_minutes(const unit::Unit& unit, Index index) {
  const Repair& repair = parameters_.repair;
  const Node& node = world_.plant.node(index);
  double minutes = world_.faults.repair_min(index);
  if (minutes <= 0)
    minutes =
        chance_.log_normal(repair.median_min[static_cast<size_t>(node.element.kind)], repair.sigma);
  const size_t site = world_.plant.find_site(node.site);
  if (site < world_.plant.sites().size() && is_ward(world_.plant.sites()[site]))
    minutes += repair.protective_clothing_extra_min;
  const bool is_town = unit.level >= unit::Level::county;
  if (!is_town && chance_.happens(permit_missing_share)) minutes += repair.permit_extra_min;
  return minutes;
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
  const double minutes =
      until_free_min + travel_minutes(unit, element) + work_minutes(unit, element);
  *first = seconds_after(now, static_cast<int64_t>(minutes * 60));
  return *first;
}

}  // namespace lifeline::rehearsal
