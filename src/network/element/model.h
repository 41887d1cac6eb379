// SPDX-License-Identifier: Apache-2.0
// A network element and what it depends on. Its own condition is the worst of its open alarms; its
// condition is the worse of that and of what its dependencies leave it:
//
//   depends_on = groups, each needed; a group lists alternatives
//     every alternative of a group down → down · one down, or none normal → degraded
//
//   reporting ──▶ explained by a root ──▶ held (the root is over, its own alarms may be late) ──▶ …
//   silent    ──▶ assumed (what needs it fails together: suspect.h) ──▶ heard alive
//
// The graph has no circles (an import that would make one is refused), so conditions settle.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "desk/noun.h"

namespace lifeline::element {

enum class Kind { base_station, cell, transport_node, fibre, private_line, power, core, other };
LIFELINE_ENUM(Kind, base_station, cell, transport_node, fibre, private_line, power, core, other)

enum class Condition { normal, degraded, down };
LIFELINE_ENUM(Condition, normal, degraded, down)

using Groups = std::vector<std::vector<std::string>>;

struct Element {
  std::string id;
  std::string name;
  Kind kind = Kind::other;
  UnitCode region;
  double longitude_deg = 0;  // WGS-84
  double latitude_deg = 0;
  Groups depends_on;

  friend bool operator==(const Element&, const Element&) = default;
};
LIFELINE_STRUCT(Element, id, name, kind, region, longitude_deg, latitude_deg, depends_on)

struct Import {
  std::vector<Element> elements;
};
/// The element's alarms changed: judge it again, and all that depends on it.
struct Reassess {
  std::string id;
  bool moved = false;  // what it depends on changed: an earlier root explains it no longer
};
/// The element was held long enough under a root that is over.
struct Release {
  std::string id;
};
using Command = std::variant<Import, Reassess, Release>;

struct Imported {
  std::vector<Element> elements;     // new and changed ones
  std::vector<std::string> renewed;  // of these, what was there before
};
LIFELINE_STRUCT(Imported, elements, renewed)
/// How an element stands. One that is down or degraded names its root: the element whose failure
/// explains it, itself if nothing else does.
struct Standing {
  Condition own = Condition::normal;  // by its own alarms
  Condition condition = Condition::normal;
  std::string root;               // "" when normal
  std::vector<std::string> also;  // roots that would keep it so, were the first one mended
  bool assumed = false;           // it fails without a word: what needs it fails together
  int sure_percent = 0;           // of the assumption
  Instant down_since;             // by its own alarms, or assumed
  Instant held_until;             // its root is over and its own alarms remain
  Instant heard_at;               // what needs it was heard alive: a failure told before is none

  friend bool operator==(const Standing&, const Standing&) = default;
};
LIFELINE_STRUCT(Standing, own, condition, root, also, assumed, sure_percent, down_since, held_until,
                heard_at)

struct ConditionChanged {
  std::string id;
  Condition own = Condition::normal;
  Condition condition = Condition::normal;
  std::string root;
  std::vector<std::string> also;
  bool assumed = false;
  int sure_percent = 0;
  Instant down_since;
  Instant held_until;
  Instant heard_at;
};
LIFELINE_STRUCT(ConditionChanged, id, own, condition, root, also, assumed, sure_percent, down_since,
                held_until, heard_at)
using Event = std::variant<Imported, ConditionChanged>;

struct State {
  std::unordered_map<std::string, Element> elements;
  std::unordered_map<std::string, Standing> standing;                    // those with a story
  std::unordered_map<std::string, std::vector<std::string>> dependents;  // rebuilt
  std::unordered_map<std::string, uint32_t> sole;     // dependents with no other way; rebuilt
  std::unordered_map<std::string, uint32_t> failing;  // dependents that report down; rebuilt
  std::set<std::pair<Instant, std::string>> holding;  // by the end of the hold; rebuilt

  void reindex();
};
LIFELINE_STRUCT(State, elements, standing)

/// Whether it says that it is down, or is taken to be.
inline bool reports_down(const Standing& s) { return s.own == Condition::down || s.assumed; }

/// How sure it is that the root has failed: an alarm of its own leaves no doubt; 0 for "".
int sure_percent_of(const State& state, const std::string& root);
/// Whether one of the element's needs has no other way than this.
bool is_sole_way(const Element& element, const std::string& on);
const Standing& standing_of(const State& state, const std::string& id);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void react(const Event& event, const desk::Context& at, desk::Commands& out);
desk::RowKey touches(const Event& event);
std::optional<Instant> due(const State& state);
void expire(const State& state, Instant now, desk::Commands& out);

}  // namespace lifeline::element
