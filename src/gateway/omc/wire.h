// SPDX-License-Identifier: Apache-2.0
// The real-time alarm socket of Chinese operators' element managers (OMC northbound interface):
// bytes ↔ structs. Lifeline is the client, the OMC the server.
//
//   FF FF │ type, 1 octet │ Unix seconds, 4, big-endian │ length of the body, 2, big-endian │ body
//
//   0 realTimeAlarm     {"alarmSeq": 475185, "alarmStatus": 1, …}: texts and numbers
//   1 reqLoginAlarm;user=…;key=…;type=msg      2 ackLoginAlarm;result=succ;resDesc=null
//   3 reqSyncAlarmMsg;reqId=…;alarmSeq=…       4 ackSyncAlarmMsg;reqId=…;result=succ;resDesc=null
//   5 reqSyncAlarmFile;…;syncSource=1          6 ackSyncAlarmFile;…   7 ackSyncAlarmFileResult;…
//   8 reqHeartBeat;reqId=…                     9 ackHeartBeat;reqId=…   10 closeConnAlarm
//
// Limits: a body has at most 65,535 octets by its length's width; omc_fields_max.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_read.h"

namespace lifeline::omc {

enum class Kind : uint8_t {
  alarm,
  log_in,
  log_in_answer,
  sync,
  sync_answer,
  file_sync,
  file_sync_answer,
  file_sync_result,
  heartbeat,
  heartbeat_answer,
  close,
};
inline constexpr uint8_t kind_count = 11;
inline constexpr size_t frame_head_bytes = 9;
inline constexpr size_t frame_body_bytes_max = 0xFFFF;

struct Frame {
  Kind kind = Kind::alarm;  // a peer may send numbers that no kind has
  uint32_t at_s = 0;        // since 1970
  std::string_view body;

  bool is_known() const { return static_cast<uint8_t>(kind) < kind_count; }
};

/// The frame that the bytes begin with, once all of it is there; a view into them.
/// Errors: frame_must_begin_with_its_sign.
Result<std::optional<Frame>> read_frame(std::string_view bytes);
inline size_t size_of(const Frame& frame) { return frame_head_bytes + frame.body.size(); }
/// The body has at most frame_body_bytes_max bytes.
void append_frame(std::string& out, const Frame& frame);

/// "reqHeartBeat;reqId=7": a name and what stands behind it.
struct Message {
  std::string_view name;
  std::vector<std::pair<std::string_view, std::string_view>> values;

  /// The first of that name, or "".
  std::string_view value(std::string_view of) const;
};
/// Errors: message_must_have_a_name, message_must_be_short.
Result<Message> read_message(std::string_view body);
std::string print_message(const Message& message);

/// The members of an alarm as texts; those that are arrays or objects are left out.
using Fields = std::vector<std::pair<std::string, std::string>>;
/// Errors: those of JsonDocument::parse, alarm_must_be_an_object, fields_must_be_fewer.
Result<Fields> read_alarm(JsonDocument& document, std::string_view body);
std::string print_alarm(const Fields& fields);

}  // namespace lifeline::omc
