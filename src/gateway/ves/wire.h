// SPDX-License-Identifier: Apache-2.0
// VES Event Listener 7.2.1, section "Common Event Format", JSON schema 30.2.1: bytes ↔ structs.
//
//   {"event": {"commonEventHeader": {…}, "faultFields": {…}}}            POST /eventListener/v7
//   {"eventList": [{"commonEventHeader": {…}, …}, …]}                    …/v7/eventBatch
//
// What the schema says of commonEventHeader, faultFields and heartbeatFields is checked in full;
// the blocks of other domains must be objects. Stricter than the schema: a member stands once, the
// body has no member beside event or eventList, a fault has faultFields, names that identify an
// alarm are given, short and without control characters. More lenient than the text: one batch may
// mix domains. Texts are views into the document. Limits: ves_batch_events_max, text_bytes_max,
// name_bytes_max.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_read.h"

namespace lifeline::ves {

enum class Domain : uint8_t {
  fault,
  heartbeat,
  measurement,
  mobile_flow,
  notification,
  other,
  perf3gpp,
  pnf_registration,
  sip_signaling,
  state_change,
  stnd_defined,
  syslog,
  threshold_crossing_alert,
  voice_quality,
};
inline constexpr size_t domain_count = 14;
/// As on the wire: "mobileFlow".
std::string_view domain_name(Domain domain);

enum class Severity : uint8_t { critical, major, minor, warning, normal };
std::string_view severity_name(Severity severity);

/// Optional texts are "" when absent.
struct Header {
  Domain domain = Domain::other;
  std::string_view event_id;
  std::string_view event_name;
  std::string_view event_type;
  std::string_view source_name;
  std::string_view source_id;
  std::string_view reporting_entity_name;
  std::string_view reporting_entity_id;
  std::string_view nf_vendor_name;
  std::string_view nf_naming_code;
  std::string_view nfc_naming_code;
  std::string_view stnd_defined_namespace;
  std::string_view time_zone_offset;
  std::string_view priority;          // High, Medium, Normal or Low
  std::string_view version;           // of the header: 4.0, 4.0.1 or 4.1
  std::string_view listener_version;  // 7.0 to 7.2.1
  int64_t sequence = 0;
  int64_t start_us = 0;  // since 1970, as are all: a fraction is cut off
  int64_t last_us = 0;
};

struct Fault {
  std::string_view condition;
  std::string_view interface;  // may be ""
  std::string_view category;   // may be ""
  std::string_view source_type;
  std::string_view specific_problem;
  std::string_view version;
  std::string_view status;  // of the virtual function: "Active"
  Severity severity = Severity::critical;
  std::optional<Json> additional;  // an object of texts
};

struct Heartbeat {
  std::string_view version;
  int64_t interval_s = 0;
  std::optional<Json> additional;  // an object of texts
};

struct Event {
  Header header;
  std::optional<Fault> fault;
  std::optional<Heartbeat> heartbeat;
  std::optional<Json> measured;  // the block of domain measurement or perf3gpp: see measure.h
  uint16_t blocks = 0;           // a bit per Domain: which blocks were there
};

enum class Shape { event, event_list };

/// Fills `events` anew; they live until the document parses again. One wrong event refuses all,
/// with its place in Error::field: "eventList[3].commonEventHeader.sequence".
Result<void> read_events(JsonDocument& document, std::string_view body, Shape shape,
                         std::vector<Event>& events);

/// Writes a body that reads as the same events. What is in the blocks of other domains and in
/// internalHeaderFields is not kept. For Shape::event there is exactly one event.
std::string print_events(std::span<const Event> events, Shape shape);
void append_event(std::string& out, const Event& event);

}  // namespace lifeline::ves
