// SPDX-License-Identifier: Apache-2.0
#include "base/zone.h"
#include "command/crew/model.h"
#include "command/order/model.h"
#include "command/unit/model.h"

namespace lifeline::crew {
namespace {

constexpr int64_t acknowledge_within_s = 300, finish_within_s = 3600;

std::string local_time(Instant at) {
  const std::string text = to_rfc3339(seconds_after(at, local_ahead_s));
  return text.substr(0, 10) + " " + text.substr(11, 5);
}

// Whoever answers for the unit now looks for the crew; an order's own silence escalates.
order::Issue order_to_find(const Crew& crew, Instant due, const desk::Context& at) {
  const Entry& what = crew.what;
  const bool is_below = unit::is_within(at.get<unit::State>(), what.unit, at.desk);
  const std::string& name_en = what.name_en.empty() ? what.name_zh : what.name_en;
  std::string text = "应于 " + local_time(due) + " 前报平安 check-in was due by then, UTC+8";
  if (!what.phone.empty()) text += "\n电话 phone: " + what.phone;
  if (!what.vehicle.empty()) text += "\n车辆 vehicle: " + what.vehicle;
  if (crew.job) text += "\n任务 job: " + to_text(crew.job);
  if (crew.position.at) {
    text += "\n最后位置 last seen: " + std::to_string(crew.position.place.latitude_deg) + ", " +
            std::to_string(crew.position.place.longitude_deg) + ", " + local_time(crew.position.at);
  }
  return {
      .what = {.subject_zh = "安全：" + what.name_zh + "（" + what.id + "）未按时报平安",
               .subject_en = "Safety: crew " + name_en + " (" + what.id + ") has not checked in",
               .text = std::move(text),
               .priority = order::Priority::urgent,
               .issuer = is_below ? at.desk : group_unit,
               .acknowledge_within_s = acknowledge_within_s,
               .finish_within_s = finish_within_s},
      .recipients = {},
      .on_duty = {what.unit}};
}

}  // namespace

// A silent crew is looked for once; the desk that keeps a copy leaves it to the owner.
void react(const Event& event, const desk::Context& at, desk::Commands& out) {
  const auto* missed = std::get_if<CheckInMissed>(&event);
  if (missed == nullptr) return;
  const Crew* crew = find(at.get<State>(), missed->id);
  if (crew != nullptr && !crew->copy)
    out.add<order::Command>(order_to_find(*crew, missed->due, at));
}

void hear(const Event& event, const desk::Heard& heard, const desk::Context&, desk::Commands& out) {
  // What a desk has itself from another is for nobody else.
  if (!std::holds_alternative<Adopted>(event))
    out.add<Command>(Follow{.from = heard.from, .event = event});
}

}  // namespace lifeline::crew
