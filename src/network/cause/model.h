// SPDX-License-Identifier: Apache-2.0
// What history taught about which type of alarm is followed by which: an edge from a cause to an
// effect, with a score. A type is an alarm's condition (its X.733 probable cause). The list is
// replaced as a whole, on headquarters' desk; every other desk hears of it and keeps a copy, so
// that an alarm's likely causes are found where the alarm is, cut off or not.
//
// An edge is a hint to a person. Nothing is correlated, suppressed or ordered because of it.
#pragma once

#include <span>
#include <string>
#include <variant>
#include <vector>

#include "desk/noun.h"

namespace lifeline::cause {

struct Edge {
  std::string cause;   // the condition of one alarm
  std::string effect;  // that of those which follow it
  double score = 0;    // in (0,1]: the share of the effect's alarms put down to the cause

  friend bool operator==(const Edge&, const Edge&) = default;
};
LIFELINE_STRUCT(Edge, cause, effect, score)

/// What is known from now on, instead of what was.
struct Import {
  std::vector<Edge> edges;
};
/// What headquarters' desk has imported.
struct Adopt {
  std::vector<Edge> edges;
};
using Command = std::variant<Import, Adopt>;

struct Imported {
  std::vector<Edge> edges;  // all of them
};
LIFELINE_STRUCT(Imported, edges)
using Event = std::variant<Imported>;

struct State {
  std::vector<Edge> edges;  // in_order(); at most limits::learnt_causes_max
};
LIFELINE_STRUCT(State, edges)

/// By effect, the best of each first.
std::vector<Edge> in_order(std::vector<Edge> edges);
/// The learnt causes of a type, best first.
std::span<const Edge> causes_of(const State& state, std::string_view effect);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void hear(const Event& event, const desk::Heard& heard, const desk::Context& at,
          desk::Commands& out);
desk::RowKey touches(const Event& event);

}  // namespace lifeline::cause
