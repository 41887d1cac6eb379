// SPDX-License-Identifier: Apache-2.0
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
          .take_up_within_s = tight.take_up_within_s,
          .on_duty = tight.on_duty};
}

// A root that planned work covers is mended no more than before: the incident keeps that in mind.
void relieve(const std::string& root, const Site& site, const desk::Context& at,
             desk::Commands& out) {
  const auto& incidents = at.get<incident::State>().by_root;
  const auto work = planned_work::covers(at.get<planned_work::State>(), root);
  const auto incident = incidents.find(root);
  const auto& elements = at.get<element::State>();
  const bool still_fails =
      element::standing_of(elements, root).condition != element::Condition::normal;
  if (work && still_fails && incident != incidents.end())
    out.add<incident::Command>(
        incident::Note{.id = incident->second,
                       .text = "计划作业 " + to_text(work) + " 执行中，" + site.name_zh +
                               " 转为屏蔽，故障未恢复 · planned work " + to_text(work) +
                               " runs: " + site.name_en + " is suppressed, not restored"});
  out.add<incident::Command>(incident::Relieve{.root = root, .site = site.id});
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
  const auto& state = at.get<State>();
  tell_incidents(changed->id, at, out);
  for (const auto& [root, took_down] : state.standing.at(changed->id).roots_before)
    if (!changed->roots.contains(root)) relieve(root, state.sites.at(changed->id), at, out);
}

}  // namespace lifeline::site
