// SPDX-License-Identifier: Apache-2.0
// A silence: for a time, alerts whose labels fit are not to be told of. It is kept by headquarters'
// desk and is over by the clock; it is forgotten some days later.
//
//   set ──▶ pending ─(starts_at)─▶ active ─(ends_at, or Expire)─▶ expired ──▶ forgotten
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "desk/noun.h"

namespace lifeline::silence {

struct Matcher {
  std::string name;   // of a label
  std::string value;  // or a regular expression that the whole value must fit
  bool is_regex = false;
  bool is_equal = true;  // false: must not fit

  friend bool operator==(const Matcher&, const Matcher&) = default;
};
LIFELINE_STRUCT(Matcher, name, value, is_regex, is_equal)

/// A new one, or another wording of one that is not over.
struct Put {
  std::string id;  // a UUID
  std::vector<Matcher> matchers;
  Instant starts_at;  // a time that is past means now
  Instant ends_at;
  std::string created_by;
  std::string comment;
};
struct Expire {
  std::string id;
};
struct Forget {
  std::string id;
};
using Command = std::variant<Put, Expire, Forget>;

struct Set {
  std::string id;
  std::vector<Matcher> matchers;
  Instant starts_at;
  Instant ends_at;
  std::string created_by;
  std::string comment;
  Instant at;
};
LIFELINE_STRUCT(Set, id, matchers, starts_at, ends_at, created_by, comment, at)
struct Expired {
  std::string id;
  Instant at;
};
LIFELINE_STRUCT(Expired, id, at)
struct Forgotten {
  std::string id;
};
LIFELINE_STRUCT(Forgotten, id)
using Event = std::variant<Set, Expired, Forgotten>;

struct Silence {
  std::vector<Matcher> matchers;
  Instant starts_at;
  Instant ends_at;
  std::string created_by;
  std::string comment;
  Instant updated_at;
};
LIFELINE_STRUCT(Silence, matchers, starts_at, ends_at, created_by, comment, updated_at)

enum class Phase { pending, active, expired };
LIFELINE_ENUM(Phase, pending, active, expired)

struct State {
  std::map<std::string, Silence> silences;  // by id
};
LIFELINE_STRUCT(State, silences)

Phase phase_of(const Silence& silence, Instant now);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
desk::RowKey touches(const Event& event);
std::optional<Instant> due(const State& state);
void expire(const State& state, Instant now, desk::Commands& out);

}  // namespace lifeline::silence
