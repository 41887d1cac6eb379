// SPDX-License-Identifier: Apache-2.0
// A mapping: what the messages of a door of alarms mean, as people change it while the door is
// open. Headquarters' desk keeps one for each door; its text is the door's own, and whether it can
// be read is looked at where it comes in.
//
//   nothing yet, version 0 ──▶ changed, version 1 ──▶ changed, version 2 ──▶ …
//
// Who changes it names the version that was seen, so that nobody writes over another's change
// without having read it. An empty text is no mapping: what the door's file says counts alone.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "base/limits.h"
#include "desk/noun.h"

namespace lifeline::mapping {

constexpr size_t text_bytes_max = limits::http_body_bytes_max / 2;  // as a text of JSON it grows
constexpr size_t versions_kept = 20;                                // of one door, the newest
constexpr size_t mappings_max = limits::omc_peers_max + 2;  // a dialect an OMC, and the rest

struct Change {
  std::string door;  // "snmp", "syslog", "omc:hubei"
  std::string text;
  uint64_t based_on = 0;  // the version that the writer saw
  std::string reason;
};
using Command = std::variant<Change>;

struct Changed {
  std::string door;
  uint64_t version = 0;
  std::string text;
};
LIFELINE_STRUCT(Changed, door, version, text)
using Event = std::variant<Changed>;

struct Mapping {
  uint64_t version = 0;
  std::string text;
};
LIFELINE_STRUCT(Mapping, version, text)

struct State {
  std::map<std::string, Mapping> mappings;  // by door
};
LIFELINE_STRUCT(State, mappings)

inline constexpr std::string_view snmp_door = "snmp", syslog_door = "syslog";
inline constexpr std::string_view omc_doors = "omc:";  // and a dialect's name
/// Whether a door of that name has a mapping.
bool is_door(std::string_view name);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
desk::RowKey touches(const Event& event);

}  // namespace lifeline::mapping
