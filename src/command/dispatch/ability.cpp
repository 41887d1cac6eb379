// SPDX-License-Identifier: Apache-2.0
#include "command/dispatch/ability.h"

#include <algorithm>
#include <functional>

namespace lifeline::dispatch {
namespace {

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

bool has_tool(const Hand& hand, const std::string& tool) { return has(hand.crew.what.tools, tool); }

bool has_kind(const Hand& hand, const std::vector<vehicle::Kind>& kinds) {
  return kinds.empty() || (hand.vehicle && std::ranges::find(kinds, *hand.vehicle) != kinds.end());
}

// At hand, or to be fetched at its base.
bool gets_parts(const Hand& hand, const crew::Parts& parts) {
  return is_given(hand.crew.what.base) || crew::has_parts(hand.crew, parts);
}

using Has = std::function<bool(const Hand&, const std::string&)>;

// Those of the names that no crew has.
std::vector<std::string> nobodys(const std::vector<Hand>& crews,
                                 const std::vector<std::string>& names, const Has& has_one) {
  std::vector<std::string> missing;
  for (const std::string& name : names)
    if (std::ranges::none_of(crews, [&](const Hand& hand) { return has_one(hand, name); }))
      missing.push_back(name);
  return missing;
}

/// What a job needs of one kind, and what of it a crew has not.
struct Step {
  Lack lack;
  std::vector<std::string> names;  // to be told where no crew has it all
  std::function<std::vector<std::string>(const Hand&)> missing;
};

std::vector<Step> steps_of(const job::What& what, const std::vector<Hand>& crews) {
  using Names = std::vector<std::string>;
  const auto each = [](const Names& names, const Has& has_one) {
    return [&names, has_one](const Hand& hand) {
      Names missing;
      for (const std::string& name : names)
        if (!has_one(hand, name)) missing.push_back(name);
      return missing;
    };
  };
  const auto whole = [](const Names& names, const std::function<bool(const Hand&)>& holds) {
    return [names, holds](const Hand& hand) { return holds(hand) ? Names() : names; };
  };
  const auto told = [&](const Names& names, const Has& has_one) {
    auto missing = nobodys(crews, names, has_one);
    return missing.empty() ? names : missing;  // none alone, but no crew has them all
  };
  const Has skill = [](const Hand& hand, const std::string& name) {
    return crew::has_skill(hand.crew, name);
  };
  const Has tool = has_tool;
  const Has permit = [](const Hand& hand, const std::string& name) {
    return has(hand.permits, name);
  };
  Names kinds, parts;
  for (const vehicle::Kind kind : what.vehicle_kinds) kinds.emplace_back(enum_text(kind));
  for (const auto& [name, count] : what.parts) parts.push_back(name);
  const auto kind = [&what](const Hand& hand) { return has_kind(hand, what.vehicle_kinds); };
  const auto all_parts = [&what](const Hand& hand) { return gets_parts(hand, what.parts); };
  return {{Lack::nobody_has_skill, told(what.skills, skill), each(what.skills, skill)},
          {Lack::nobody_has_tool, told(what.tools, tool), each(what.tools, tool)},
          {Lack::nobody_has_vehicle, kinds, whole(kinds, kind)},
          {Lack::nobody_has_permit, told(what.permits, permit), each(what.permits, permit)},
          {Lack::nobody_has_parts, parts, whole(parts, all_parts)}};
}

// Declined, failed, or let the offer lapse: not again, unless it is pinned to it.
bool gave_it_back(const job::Job& job, const std::string& crew) {
  const job::Assignment* known = job::find_assignment(job, crew);
  if (known == nullptr) return false;
  return known->step == job::Step::declined || known->step == job::Step::failed ||
         known->step == job::Step::lapsed;
}

bool may(const job::Job& job, const std::string& crew) {
  if (!job.bonds.pinned.empty()) return job.bonds.pinned == crew;
  return !job.bonds.forbidden.contains(crew) && !gave_it_back(job, crew);
}

}  // namespace

const Ability& Judge::judged(const job::What& what) {
  const auto [found, is_new] = judged_.try_emplace(
      Needs{what.skills, what.tools, what.permits, what.vehicle_kinds, what.parts});
  Ability& ability = found->second;
  if (!is_new) return ability;
  for (uint32_t i = 0; i < crews_.size(); ++i) ability.able.push_back(i);
  for (const Step& step : steps_of(what, crews_)) {
    std::erase_if(ability.able, [&](uint32_t i) { return !step.missing(crews_[i]).empty(); });
    if (!ability.able.empty()) continue;
    ability.lack = step.lack;
    ability.names = step.names;
    break;
  }
  return ability;
}

Ability Judge::judge(const job::Job& job) {
  Ability ability = judged(job.what);
  const bool is_anybody_able = !ability.able.empty();
  std::erase_if(ability.able, [&](uint32_t i) { return !may(job, crews_[i].crew.what.id); });
  if (is_anybody_able && ability.able.empty()) {
    ability.lack = Lack::nobody_may;
    if (!job.bonds.pinned.empty()) ability.names = {job.bonds.pinned};
  }
  for (uint32_t i = 0, next = 0; i < crews_.size(); ++i)
    if (next < ability.able.size() && ability.able[next] == i)
      ++next;
    else
      ability.unable.push_back(i);
  return ability;
}

Missing Judge::missing(const job::Job& job, uint32_t crew) const {
  for (const Step& step : steps_of(job.what, crews_))
    if (auto names = step.missing(crews_[crew]); !names.empty())
      return {.lack = step.lack, .names = std::move(names)};
  if (!may(job, crews_[crew].crew.what.id)) return {.lack = Lack::nobody_may};
  return {};
}

std::string Judge::only_name(const job::Job& job, uint32_t crew) const {
  const auto is_alone = [&](const Has& has_one, const std::string& name) {
    for (uint32_t i = 0; i < crews_.size(); ++i)
      if (i != crew && has_one(crews_[i], name)) return false;
    return true;
  };
  for (const std::string& name : job.what.skills)
    if (is_alone([](const Hand& h, const std::string& n) { return crew::has_skill(h.crew, n); },
                 name))
      return name;
  for (const std::string& name : job.what.tools)
    if (is_alone(has_tool, name)) return name;
  const auto has_vehicle = [&](const Hand& h, const std::string&) {
    return has_kind(h, job.what.vehicle_kinds);
  };
  if (!job.what.vehicle_kinds.empty() && is_alone(has_vehicle, {}))
    return std::string(enum_text(job.what.vehicle_kinds.front()));
  return {};
}

}  // namespace lifeline::dispatch
