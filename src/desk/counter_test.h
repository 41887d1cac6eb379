// SPDX-License-Identifier: Apache-2.0
// Two tiny nouns for the tests of a desk: counters that split into reactions, ring at a
// deadline and
// are heard by other desks, and an ear whose view overhears them.
//
//   Add "a" by 5, split ──▶ Added a 5 ──▶ Add "a.l" by 2, Add "a.r" by 3, each split on until 1
#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "desk/desk.h"

namespace lifeline::counter {

struct Add {
  std::string name;
  int64_t amount = 0;
  bool split = false;
};
struct Remind {
  std::string name;
  Instant at;
};
struct Ring {
  std::string name;
};
using Command = std::variant<Add, Remind, Ring>;

struct Added {
  std::string name;
  int64_t amount = 0;
  bool split = false;
};
LIFELINE_STRUCT(Added, name, amount, split)
struct Reminded {
  std::string name;
  Instant at;
};
LIFELINE_STRUCT(Reminded, name, at)
struct Rang {
  std::string name;
};
LIFELINE_STRUCT(Rang, name)
using Event = std::variant<Added, Reminded, Rang>;

struct State {
  std::map<std::string, int64_t> totals;
  std::map<std::string, Instant> reminders;
};
LIFELINE_STRUCT(State, totals, reminders)

struct View {
  std::vector<std::string> lines;  // "position name amount"

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, lines)

struct Noun {
  using State = counter::State;
  using Command = counter::Command;
  using Event = counter::Event;
  using View = counter::View;
  static constexpr std::string_view name = "counter";
  static constexpr uint64_t bit = uint64_t{1} << 20;
};

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void react(const Event& event, const desk::Context& at, desk::Commands& out);
std::optional<Instant> due(const State& state);
void expire(const State& state, Instant now, desk::Commands& out);
/// Headquarters counts what it hears under "<desk>/<name>".
void hear(const Event& event, const desk::Heard& heard, const desk::Context& at,
          desk::Commands& out);
desk::RowKey touches(const Event& event);

}  // namespace lifeline::counter

namespace lifeline::ear {

struct Note {
  std::string text;
};
using Command = std::variant<Note>;
struct Noted {
  std::string text;
};
LIFELINE_STRUCT(Noted, text)
using Event = std::variant<Noted>;
struct State {
  int notes = 0;
};
LIFELINE_STRUCT(State, notes)

struct View {
  using Overhears = std::tuple<counter::Event>;
  int64_t sum = 0;
  std::string last;  // "desk position at who why"

  void fold(const Event&, const desk::Stamp&) {}
  void fold(const counter::Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, sum, last)

struct Noun {
  using State = ear::State;
  using Command = ear::Command;
  using Event = ear::Event;
  using View = ear::View;
  static constexpr std::string_view name = "ear";
  static constexpr uint64_t bit = uint64_t{1} << 21;
};

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
desk::RowKey touches(const Event& event);

}  // namespace lifeline::ear

namespace lifeline::desk {

inline constexpr UnitCode hubei{420000};
inline constexpr Instant noon{1'579'780'800'000'000};

std::unique_ptr<Desk> make_counter_desk(UnitCode id,
                                        std::vector<UnitCode> desks = {group_unit, hubei});
Actor somebody();
Intent add(std::string name, int64_t amount, std::string id = {}, bool split = false);
/// The totals as "a=1 b=2".
std::string totals(const Nouns& nouns);

}  // namespace lifeline::desk
