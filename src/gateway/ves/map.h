// SPDX-License-Identifier: Apache-2.0
// VES events → commands. A fault raises an alarm, or clears it when its severity is NORMAL; a
// heartbeat is a beat of its source; nothing is done about the other domains.
//
//   sourceName · alarmCondition · alarmInterfaceA     the alarm's identity
//   CRITICAL MAJOR MINOR WARNING                      perceived severity (X.733)
//   eventCategory, else eventType                     event type
//   alarmAdditionalInformation                        "key=value; key=value", text_bytes_max
//   lastEpochMicrosec                                 reported_at
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "desk/noun.h"
#include "gateway/door/directory.h"
#include "gateway/ves/wire.h"
#include "network/alarm/model.h"
#include "network/source/model.h"

namespace lifeline::ves {

inline constexpr int64_t heartbeat_interval_s_default = 60;  // where heartbeatFields are absent

/// Tells a report sent twice from one made twice: XXH3 of event id, sequence, time and severity;
/// never 0.
uint64_t delivery_of(const Header& header, Severity severity);

alarm::Command alarm_command(const Event& fault);
source::Command source_command(const Event& heartbeat);

/// What one desk is to do about a request.
struct Share {
  UnitCode desk;
  desk::Commands commands;
};
/// In the order of the events within each desk; events that nothing is done about are left out.
std::vector<Share> share_out(std::span<const Event> events, const door::SourceDirectory& directory);

/// The same for the same bytes of the same account: "ves:oss-1:<32 hex digits>". The desk's code is
/// added behind it.
std::string request_id(std::string_view account, std::string_view body);

}  // namespace lifeline::ves
