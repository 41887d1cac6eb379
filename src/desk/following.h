// SPDX-License-Identifier: Apache-2.0
// How far this desk has heard the others. Advance stands in the same append as all that was derived
// from what was heard, so following is exactly-once by construction.
#pragma once

#include <map>
#include <variant>
#include <vector>

#include "desk/noun.h"

namespace lifeline::desk::following {

struct Advance {
  UnitCode desk;
  uint64_t position = 0;
  Instant heard_at;  // when the other desk made what was heard
};
LIFELINE_STRUCT(Advance, desk, position, heard_at)
using Command = std::variant<Advance>;

struct Advanced {
  UnitCode desk;
  uint64_t position = 0;
  Instant heard_at;
};
LIFELINE_STRUCT(Advanced, desk, position, heard_at)
using Event = std::variant<Advanced>;

struct Point {
  uint64_t position = 0;
  Instant heard_at;
};
LIFELINE_STRUCT(Point, position, heard_at)

struct State {
  std::map<UnitCode, Point> heard;
};
LIFELINE_STRUCT(State, heard)

struct View {
  int unused = 0;
  void fold(const Event&, const Stamp&) {}
};
LIFELINE_STRUCT(View, unused)

struct Noun {
  using State = following::State;
  using Command = following::Command;
  using Event = following::Event;
  using View = following::View;
  static constexpr std::string_view name = "following";
  static constexpr uint64_t bit = uint64_t{1} << 0;
};

Result<std::vector<Event>> decide(const State& state, const Command& command, const Context& at);
void evolve(State& state, const Event& event);
RowKey touches(const Event& event);

}  // namespace lifeline::desk::following
