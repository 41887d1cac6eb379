// SPDX-License-Identifier: Apache-2.0
#include "command/job/body.h"

namespace lifeline::job {
namespace {

template <class T>
void put(T& to, const std::optional<T>& given) {
  if (given) to = *given;
}

}  // namespace

Result<What> what_of(const JobBody& body, What what) {
  put(what.title_zh, body.title_zh);
  put(what.title_en, body.title_en);
  put(what.unit, body.unit);
  put(what.source.incident, body.incident);
  put(what.source.order, body.order);
  put(what.source.recipient, body.recipient);
  put(what.source.planned_work, body.planned_work);
  put(what.site, body.site);
  put(what.element, body.element);
  put(what.place, body.place);
  put(what.duration_s, body.duration_s);
  put(what.skills, body.skills);
  put(what.tools, body.tools);
  put(what.parts, body.parts);
  put(what.permits, body.permits);
  put(what.crews_needed, body.crews_needed);
  put(what.priority, body.priority);
  put(what.earliest, body.earliest);
  put(what.latest, body.latest);
  put(what.after, body.after);
  put(what.load_kg, body.load_kg);
  put(what.deliver_of, body.deliver_of);
  put(what.text, body.text);
  if (!body.vehicle_kinds) return what;
  what.vehicle_kinds.clear();
  for (const std::string& word : *body.vehicle_kinds) {
    vehicle::Kind kind{};
    if (!enum_from_text(word, kind))
      return invalid(
          "vehicle_kind_must_be_known", "vehicle_kinds",
          "\"" + word.substr(0, 60) + "\" is not one of base_station_car, power_car, van");
    what.vehicle_kinds.push_back(kind);
  }
  return what;
}

}  // namespace lifeline::job
