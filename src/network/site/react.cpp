// SPDX-License-Identifier: Apache-2.0
#include "command/incident/model.h"
#include "network/alarm/model.h"
#include "network/site/model.h"

namespace lifeline::site {
namespace {

incident::Severity severity_of(const Site& site, bool down) {
  if (down) return site.tier == 1 ? incident::Severity::critical : incident::Severity::major;
  return site.tier == 1 ? incident::Severity::major : incident::Severity::minor;
}

// The root's alarms may be older than the incident: elements and sites are imported at any time.
void link_alarms(const std::string& root, const desk::Context& at, desk::Commands& out) {
  const auto& alarms = at.get<alarm::State>();
  const auto found = alarms.by_source.find(root);
  if (found == alarms.by_source.end() || at.get<incident::State>().by_root.contains(root)) return;
  for (const alarm::AlarmId id : found->second.ids) {
    const alarm::Alarm& alarm = alarms.open.at(id);
    if (alarm::impact_of(alarm.severity) == element::Condition::normal) continue;
    out.add<incident::Command>(incident::LinkAlarm{
        .root = root, .alarm = to_text(id), .raised = true, .text = alarm.condition});
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
                      .down = takes_down});
    link_alarms(root, at, out);
  }
  for (const auto& [root, took_down] : state.standing.at(changed->id).roots_before)
    if (!changed->roots.contains(root))
      out.add<incident::Command>(incident::Relieve{.root = root, .site = site.id});
}

}  // namespace lifeline::site
