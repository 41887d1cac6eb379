// SPDX-License-Identifier: Apache-2.0
#include "network/alarm/model.h"
#include "network/source/model.h"

namespace lifeline::source {
namespace {
constexpr std::string_view origin = "heartbeat";
}

void react(const Event& event, const desk::Context& at, desk::Commands& out) {
  if (const auto* lost = std::get_if<Lost>(&event)) {
    out.add<alarm::Command>(alarm::Raise{.source_name = lost->name,
                                         .condition = std::string(heartbeat_lost),
                                         .interface = {},
                                         .severity = alarm::Severity::major,
                                         .event_type = "communicationsAlarm",
                                         .specific_problem = "three heartbeats missed",
                                         .additional_text = {},
                                         .reported_at = at.now,
                                         .origin = std::string(origin)});
    return;
  }
  const auto& heard = std::get<Heard>(event);
  if (at.get<alarm::State>().by_key.contains(alarm::key_of(heard.name, heartbeat_lost, "")))
    out.add<alarm::Command>(alarm::ReportClear{.source_name = heard.name,
                                               .condition = std::string(heartbeat_lost),
                                               .interface = {},
                                               .reported_at = at.now,
                                               .origin = std::string(origin)});
}

}  // namespace lifeline::source
