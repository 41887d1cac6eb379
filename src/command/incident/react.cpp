// SPDX-License-Identifier: Apache-2.0
#include "command/incident/model.h"
#include "command/order/model.h"

namespace lifeline::incident {
namespace {

struct Pace {
  order::Priority priority;
  int64_t acknowledge_within_s;
  int64_t finish_within_s;
};

// How soon the owning unit must answer and mend, by severity.
Pace pace_of(Severity severity) {
  switch (severity) {
    case Severity::critical: return {order::Priority::urgent, 15 * 60, 4 * 3600};
    case Severity::major: return {order::Priority::high, 30 * 60, 8 * 3600};
    default: return {order::Priority::normal, 2 * 3600, 24 * 3600};
  }
}

order::Issue order_for(const Incident& incident, const SiteHit& hit) {
  const Pace pace = pace_of(incident.severity);
  return {.what = {.subject_zh = "抢修：恢复" + hit.name_zh + "的通信",
                   .subject_en = "Repair: restore service at " + hit.name_en,
                   .text = incident.root, .priority = pace.priority, .issuer = group_unit,
                   .incident = incident.id,
                   .acknowledge_within_s = pace.acknowledge_within_s,
                   .finish_within_s = pace.finish_within_s},
          .recipients = {hit.unit}};
}

}  // namespace

// Each unit whose ground an incident of the network hits gets one order for it, at the first site.
void react(const Event& event, const desk::Context& at, desk::Commands& out) {
  const auto* hit = std::get_if<SiteHit>(&event);
  if (hit == nullptr || !hit->first_of_unit) return;
  out.add<order::Command>(order_for(at.get<State>().open.at(hit->id), *hit));
}

}  // namespace lifeline::incident
