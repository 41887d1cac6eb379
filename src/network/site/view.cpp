// SPDX-License-Identifier: Apache-2.0
#include "network/site/view.h"

#include "command/incident/model.h"
#include "network/scenario/model.h"

namespace lifeline::site {
namespace {

constexpr size_t timeline_max = 200;

}  // namespace

void View::fold(const Event& event, const desk::Stamp& stamp) {
  if (const auto* imported = std::get_if<Imported>(&event)) {
    for (const Site& site : imported->sites) {
      const auto known = unit_of.find(site.id);
      const auto state = static_cast<size_t>(health[site.id]);
      if (known != unit_of.end()) --counts[known->second][state];
      ++counts[site.unit][state];
      unit_of[site.id] = site.unit;
    }
  } else if (const auto* changed = std::get_if<HealthChanged>(&event)) {
    const auto owner = unit_of.find(changed->id);
    if (owner == unit_of.end()) return;
    Counts& unit = counts[owner->second];
    Health& now = health[changed->id];
    --unit[static_cast<size_t>(now)];
    ++unit[static_cast<size_t>(changed->to)];
    now = changed->to;
    if (changed->from == changed->to) return;
    since[changed->id] = stamp.at;
    auto& entries = timeline[changed->id];
    entries.push_back({.at = stamp.at, .from = changed->from, .to = changed->to});
    if (entries.size() > timeline_max) entries.pop_front();
  }
}

void View::reindex() {
  counts.clear();
  for (const auto& [id, unit] : unit_of) ++counts[unit][static_cast<size_t>(health[id])];
}

Row row_of(const Site& site, const desk::Nouns& nouns) {
  const auto& state = nouns.get<State>();
  const auto& view = nouns.get<View>();
  Row row{.id = site.id,
          .name_zh = site.name_zh,
          .name_en = site.name_en,
          .kind = site.kind,
          .tier = site.tier,
          .region = site.region,
          .unit = site.unit,
          .longitude_deg = site.longitude_deg,
          .latitude_deg = site.latitude_deg,
          .address = site.address,
          .since = {},
          .services_total = site.services.size(),
          .incident = {}};
  if (const auto since = view.since.find(site.id); since != view.since.end())
    row.since = since->second;
  if (const auto* watching = scenario::running_over(nouns.get<scenario::State>(), site.id)) {
    row.scenario = to_text(watching->id);
    row.scenario_name_zh = watching->what.name_zh;
    row.scenario_name_en = watching->what.name_en;
  }
  const auto standing = state.standing.find(site.id);
  if (standing == state.standing.end()) return row;
  row.state = standing->second.health;
  std::set<Service> down;
  for (const Reason& reason : standing->second.reasons)
    if (reason.health == Health::down) down.insert(reason.service);
  row.services_down = down.size();
  const auto& incidents = nouns.get<incident::State>().by_root;
  for (const auto& [root, takes_down] : standing->second.roots) {
    const auto open = incidents.find(root);
    if (open != incidents.end() && (row.incident.empty() || takes_down))
      row.incident = to_text(open->second);
  }
  return row;
}

}  // namespace lifeline::site
