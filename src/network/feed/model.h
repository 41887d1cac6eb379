// SPDX-License-Identifier: Apache-2.0
// A feed numbers what it tells, one after another: the real-time socket of an element manager. How
// far a desk has taken it in stands in the desk's own journal, in one append with what was taken,
// so that after a crash nothing is taken twice and nothing is left out.
//
//   count 0: 1 2 3 … n ──▶ the feed begins again ──▶ count 1: 1 2 …
//
// Limits: limits::feeds_max.
#pragma once

#include <compare>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "desk/noun.h"

namespace lifeline::feed {

/// A place in a feed.
struct Mark {
  uint64_t count = 0;  // how often the feed began again
  uint64_t sequence = 0;

  friend auto operator<=>(const Mark&, const Mark&) = default;
};
LIFELINE_STRUCT(Mark, count, sequence)

/// All that the desk is to know of the feed up to the mark, it knows.
struct Advance {
  std::string name;
  Mark to;
  Instant latest;  // the newest time that the feed gave, by its own clock
};
using Command = std::variant<Advance>;

struct Advanced {
  std::string name;
  Mark to;
  Instant latest;
};
LIFELINE_STRUCT(Advanced, name, to, latest)
using Event = std::variant<Advanced>;

struct Feed {
  Mark mark;
  Instant latest;
};
LIFELINE_STRUCT(Feed, mark, latest)

struct State {
  std::map<std::string, Feed, std::less<>> feeds;
};
LIFELINE_STRUCT(State, feeds)

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
desk::RowKey touches(const Event& event);

}  // namespace lifeline::feed
