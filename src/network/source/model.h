// SPDX-License-Identifier: Apache-2.0
// A source of alarms (an element manager) that beats: when three of its intervals pass in silence,
// that is itself an alarm, cleared by the next beat.
//
//   first beat ──▶ heard ⇄ lost
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "desk/noun.h"

namespace lifeline::source {

/// The condition of the alarm that silence raises.
inline constexpr std::string_view heartbeat_lost = "heartbeatLost";

struct Beat {
  std::string name;
  int64_t interval_s = 0;
};
struct MissBeats {
  std::string name;
};
using Command = std::variant<Beat, MissBeats>;

/// Kept only when the deadline has to move by a third of an interval or more.
struct Heard {
  std::string name;
  int64_t interval_s = 0;
  Instant at;
};
LIFELINE_STRUCT(Heard, name, interval_s, at)
struct Lost {
  std::string name;
};
LIFELINE_STRUCT(Lost, name)
using Event = std::variant<Heard, Lost>;

struct Source {
  int64_t interval_s = 0;
  Instant heard_at;
  bool lost = false;
};
LIFELINE_STRUCT(Source, interval_s, heard_at, lost)

struct State {
  std::map<std::string, Source> sources;
};
LIFELINE_STRUCT(State, sources)

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void react(const Event& event, const desk::Context& at, desk::Commands& out);
desk::RowKey touches(const Event& event);
std::optional<Instant> due(const State& state);
void expire(const State& state, Instant now, desk::Commands& out);

}  // namespace lifeline::source
