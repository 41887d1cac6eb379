// SPDX-License-Identifier: Apache-2.0
#include "command/incident/model.h"
#include "network/alarm/model.h"
#include "network/element/model.h"
#include "network/planned_work/model.h"
#include "network/scenario/model.h"
#include "network/site/model.h"

namespace lifeline::element {
namespace {

// An incident whose root turns out to be explained by another goes on under that one; how sure the
// root is may change as well.
void explain(const ConditionChanged& e, const desk::Context& at, desk::Commands& out) {
  // The incident of an assumed root may only come to it by what its dependents have just told.
  const bool has_incident = at.get<incident::State>().by_root.contains(e.id);
  if (e.root.empty() || (!has_incident && !e.assumed)) return;
  const auto root = at.get<State>().elements.find(e.root);
  if (root == at.get<State>().elements.end()) return;
  out.add<incident::Command>(
      incident::Explain{.root = e.id,
                        .by = e.root,
                        .by_name = root->second.name,
                        .by_region = root->second.region,
                        .sure_percent = sure_percent_of(at.get<State>(), e.root)});
}

}  // namespace

// A condition that changed is a reason to judge the sites again that live on the element. Elements
// that came in by import take over alarms that were kept as unmapped, and are judged themselves;
// so is what was assumed to have failed, since others may need it now.
void react(const Event& event, const desk::Context& at, desk::Commands& out) {
  if (const auto* changed = std::get_if<ConditionChanged>(&event)) {
    explain(*changed, at, out);
    const auto& sites = at.get<site::State>().by_element;
    const auto found = sites.find(changed->id);
    if (found != sites.end())
      for (const std::string& site : found->second)
        out.add<site::Command>(site::Reassess{.id = site});
    alarm::link_open(changed->id, changed->root, at, out);
    if (changed->root.empty() || changed->root == changed->id)
      planned_work::reassess_beside_work(changed->id, at, out);
    return;
  }
  for (const Element& element : std::get<Imported>(event).elements) {
    out.add<alarm::Command>(alarm::Place{.element = element.id, .region = element.region});
    out.add<Command>(Reassess{.id = element.id, .moved = true});
  }
  std::set<std::string> assumed;
  for (const auto& [id, standing] : at.get<State>().standing)
    if (standing.assumed) assumed.insert(id);
  for (const std::string& id : assumed) out.add<Command>(Reassess{.id = id});
  if (!at.get<scenario::State>().open.empty()) out.add<scenario::Command>(scenario::Derive{});
}

}  // namespace lifeline::element
