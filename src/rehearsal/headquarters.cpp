// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/headquarters.h"

#include <algorithm>

namespace lifeline::rehearsal {
namespace {

constexpr size_t groups_asked = 5;
constexpr size_t list_asked = 5;
constexpr size_t list_widened = 5;
constexpr size_t people_asked = 8;

}  // namespace

Headquarters::Headquarters(World world)
    : world_(world), chance_(world.scenario.parameters.seed, "headquarters") {}

void Headquarters::plan() {
  const double per_day = world_.scenario.parameters.orders.per_day;
  if (per_day <= 0) return;
  world_.agenda.in_s(chance_.exponential(seconds_a_day / per_day), [this] {
    order();
    plan();
  });
}

void Headquarters::order() {
  constexpr size_t kinds = 5;
  switch (number_++ % kinds) {
    case 0: return world_.peer.issue(down_to_the_grids());
    case 1: return world_.peer.issue(to_who_is_on_duty());
    case 2: return world_.peer.issue(to_leading_groups());
    case 3: return world_.peer.issue(to_so_many());
    default: return world_.peer.issue(to_people());
  }
}

Directive Headquarters::directive(std::string subject_zh, std::string subject_en) const {
  const OrdersFromAbove& orders = world_.scenario.parameters.orders;
  Directive made;
  order::Text& what = made.order.what;
  what.subject_zh = std::move(subject_zh);
  what.subject_en = std::move(subject_en);
  what.issuer = group_unit;
  what.acknowledge_within_s = static_cast<int64_t>(orders.acknowledge_within_min * 60);
  what.finish_within_s = static_cast<int64_t>(orders.finish_within_h * 3600);
  return made;
}

std::vector<UnitCode> Headquarters::of_level(unit::Level level) const {
  std::vector<UnitCode> found;
  for (const unit::Unit& unit : world_.scenario.units)
    if (unit.level == level) found.push_back(unit.code);
  return found;
}

std::vector<UnitCode> Headquarters::draw(std::vector<UnitCode> units, size_t count) {
  std::vector<UnitCode> drawn;
  while (!units.empty() && drawn.size() < count) {
    const size_t at = chance_.below(units.size());
    drawn.push_back(units[at]);
    units.erase(units.begin() + static_cast<ptrdiff_t>(at));
  }
  return drawn;
}

Directive Headquarters::down_to_the_grids() {
  Directive made =
      directive("逐级排查油机与电池", "Check generators and batteries, level by level");
  made.order.level = unit::Level::province;
  made.order.what.pass_down_to = unit::Level::grid;
  made.order.what.evidence = {.note = true, .number = "站点数", .photos = 0};
  return made;
}

Directive Headquarters::to_who_is_on_duty() {
  Directive made = directive("值班点名", "Roll call of who is on duty");
  for (const unit::Level level : {unit::Level::province, unit::Level::city})
    for (const UnitCode unit : of_level(level)) made.order.on_duty.push_back(unit);
  return made;
}

Directive Headquarters::to_leading_groups() {
  Directive made = directive("领导小组研判", "Leading groups assess the situation");
  std::vector<UnitCode> units = of_level(unit::Level::province);
  for (const UnitCode unit : of_level(unit::Level::city)) units.push_back(unit);
  made.leading_groups = draw(std::move(units), groups_asked);
  made.order.what.evidence.note = true;
  return made;
}

Directive Headquarters::to_so_many() {
  Directive made = directive("征集应急车支援", "Emergency vehicles wanted");
  std::vector<UnitCode> units = of_level(unit::Level::province);
  for (const UnitCode unit : of_level(unit::Level::city)) units.push_back(unit);
  units = draw(std::move(units), list_asked + list_widened);
  const auto first = units.begin() + static_cast<ptrdiff_t>((units.size() + 1) / 2);
  made.order.recipients.assign(units.begin(), first);
  for (auto unit = first; unit != units.end(); ++unit)
    made.order.what.widen_to.push_back({.unit = *unit, .person = {}});
  // All of the first: one who is silent makes it widen.
  made.order.what.quorum = made.order.recipients.size();
  made.order.what.evidence.number = "应急车数";
  return made;
}

Directive Headquarters::to_people() {
  Directive made = directive("专人回访重点用户", "Call on key customers in person");
  const auto& people = world_.roll.people;
  if (people.empty()) return to_who_is_on_duty();
  std::vector<const person::Entry*> drawn;
  for (size_t i = 0; i < people_asked; ++i) {
    const person::Entry& one = people[chance_.below(people.size())];
    if (std::ranges::find(drawn, &one) == drawn.end()) drawn.push_back(&one);
  }
  // The last is the first one's substitute, before the first one's own.
  if (drawn.size() > 1) {
    made.order.what.substitutes.push_back({.of = {drawn.front()->unit, drawn.front()->id},
                                           .by = {drawn.back()->unit, drawn.back()->id}});
    drawn.pop_back();
  }
  for (const person::Entry* one : drawn) made.order.people.push_back(one->id);
  made.order.what.evidence = {.note = true, .number = "户数", .photos = 0};
  return made;
}

}  // namespace lifeline::rehearsal
