// SPDX-License-Identifier: Apache-2.0
#include <deque>
#include <set>

#include "command/incident/model.h"
#include "network/alarm/model.h"
#include "network/planned_work/model.h"
#include "network/scenario/model.h"
#include "network/site/model.h"

namespace lifeline::site {
namespace {

incident::Severity severity_of(const Site& site, bool down) {
  if (down) return site.tier == 1 ? incident::Severity::critical : incident::Severity::major;
  return site.tier == 1 ? incident::Severity::major : incident::Severity::minor;
}

// The alarms of the root and of what it explains may be older than the incident: elements and sites
// are imported at any time, and the first site hit may not live on the first element.
void link_alarms(const std::string& root, const desk::Context& at, desk::Commands& out) {
  if (at.get<incident::State>().by_root.contains(root)) return;
  const auto& elements = at.get<element::State>();
  std::set<std::string> seen{root};
  std::deque<std::string> open{root};
  while (!open.empty()) {
    const std::string id = std::move(open.front());
    open.pop_front();
    alarm::link_open(id, root, at, out);
    const auto dependents = elements.dependents.find(id);
    if (dependents == elements.dependents.end()) continue;
    for (const std::string& dependent : dependents->second)
      if (element::standing_of(elements, dependent).root == root && seen.insert(dependent).second)
        open.push_back(dependent);
  }
}

// While an assurance scenario runs over the site its faults weigh more and are taken up sooner.
incident::Hit hit_of(const std::string& root, bool takes_down, const Site& site,
                     const desk::Context& at) {
  const auto& elements = at.get<element::State>().elements;
  const auto element = elements.find(root);
  const bool is_known = element != elements.end();
  const auto tight = scenario::tightening_of(at.get<scenario::State>(), site.id,
                                             severity_of(site, takes_down), at.now);
  return {.root = root,
          .root_name = is_known ? element->second.name : root,
          .root_region = is_known ? element->second.region : site.region,
          .site = site.id,
          .site_name_zh = site.name_zh,
          .site_name_en = site.name_en,
          .unit = site.unit,
          .severity = tight.severity,
          .down = takes_down,
          .sure_percent = element::sure_percent_of(at.get<element::State>(), root),
          .take_up_within_s = tight.take_up_within_s,
          .on_duty = tight.on_duty};
}

// A root that planned work covers is mended no more than before: the incident keeps that in mind.
void note_covered(const incident::Incident& incident, const Site& site, const desk::Context& at,
                  desk::Commands& out) {
  const auto work = planned_work::covers(at.get<planned_work::State>(), incident.root);
  const auto& standing = element::standing_of(at.get<element::State>(), incident.root);
  if (!work || standing.condition == element::Condition::normal) return;
  out.add<incident::Command>(
      incident::Note{.id = incident.id,
                     .text = "计划作业 " + to_text(work) + " 执行中，" + site.name_zh +
                             " 转为屏蔽，故障未恢复 · planned work " + to_text(work) +
                             " runs: " + site.name_en + " is suppressed, not restored"});
}

// Whatever incident still names the site while its root hits it no longer.
void relieve(const Site& site, const std::map<std::string, bool>& roots, const desk::Context& at,
             desk::Commands& out) {
  const auto& incidents = at.get<incident::State>();
  const auto hit = incidents.by_site.find(site.id);
  if (hit == incidents.by_site.end()) return;
  incident::Relieve relieve{.site = site.id, .still = {}};
  for (const auto& [root, takes_down] : roots) relieve.still.insert(root);
  for (const incident::IncidentId id : hit->second)
    if (!roots.contains(incidents.open.at(id).root))
      note_covered(incidents.open.at(id), site, at, out);
  out.add<incident::Command>(std::move(relieve));
}

}  // namespace

void tell_incidents(const std::string& id, const desk::Context& at, desk::Commands& out) {
  const auto& state = at.get<State>();
  const auto site = state.sites.find(id);
  const auto standing = state.standing.find(id);
  if (site == state.sites.end() || standing == state.standing.end()) return;
  for (const auto& [root, takes_down] : standing->second.roots) {
    out.add<incident::Command>(hit_of(root, takes_down, site->second, at));
    link_alarms(root, at, out);
  }
}

// Each root cause that hits the site tells its incident so; one that no longer does, too.
void react(const Event& event, const desk::Context& at, desk::Commands& out) {
  if (const auto* imported = std::get_if<Imported>(&event)) {
    for (const Site& site : imported->sites) out.add<Command>(Reassess{.id = site.id});
    if (!at.get<scenario::State>().open.empty()) out.add<scenario::Command>(scenario::Derive{});
    return;
  }
  const auto* changed = std::get_if<HealthChanged>(&event);
  if (changed == nullptr) return;
  tell_incidents(changed->id, at, out);
  relieve(at.get<State>().sites.at(changed->id), changed->roots, at, out);
}

}  // namespace lifeline::site
