// SPDX-License-Identifier: Apache-2.0
#include <deque>
#include <set>

#include "command/incident/model.h"
#include "network/alarm/model.h"
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

}  // namespace

// Each root cause that hits the site tells its incident so; one that no longer does, too.
void react(const Event& event, const desk::Context& at, desk::Commands& out) {
  if (const auto* imported = std::get_if<Imported>(&event)) {
    for (const Site& site : imported->sites) out.add<Command>(Reassess{.id = site.id});
    return;
  }
  const auto* changed = std::get_if<HealthChanged>(&event);
  if (changed == nullptr) return;
  const auto& state = at.get<State>();
  const Site& site = state.sites.at(changed->id);
  const auto& elements = at.get<element::State>().elements;
  for (const auto& [root, takes_down] : changed->roots) {
    const auto element = elements.find(root);
    const bool is_known = element != elements.end();
    out.add<incident::Command>(
        incident::Hit{.root = root,
                      .root_name = is_known ? element->second.name : root,
                      .root_region = is_known ? element->second.region : site.region,
                      .site = site.id,
                      .site_name_zh = site.name_zh,
                      .site_name_en = site.name_en,
                      .unit = site.unit,
                      .severity = severity_of(site, takes_down),
                      .down = takes_down,
                      .sure_percent = element::sure_percent_of(at.get<element::State>(), root)});
    link_alarms(root, at, out);
  }
  incident::Relieve relieve{.site = site.id, .still = {}};
  for (const auto& [root, takes_down] : changed->roots) relieve.still.insert(root);
  if (at.get<incident::State>().by_site.contains(site.id))
    out.add<incident::Command>(std::move(relieve));
}

}  // namespace lifeline::site
