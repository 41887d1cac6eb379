// SPDX-License-Identifier: Apache-2.0
// A network element and what it depends on. Its own condition is the worst of its open alarms; its
// condition is the worse of that and of what its dependencies leave it:
//
//   depends_on = groups, each needed; a group lists alternatives
//     every alternative of a group down → down · one down, or none normal → degraded
//
// The graph has no circles (an import that would make one is refused), so conditions settle.
#pragma once

#include <map>
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
};
using Command = std::variant<Import, Reassess>;

struct Imported {
  std::vector<Element> elements;  // new and changed ones
};
LIFELINE_STRUCT(Imported, elements)
struct ConditionChanged {
  std::string id;
  Condition own = Condition::normal;  // by its own alarms
  Condition condition = Condition::normal;
  std::string root;  // the element whose own condition explains it; "" when normal
};
LIFELINE_STRUCT(ConditionChanged, id, own, condition, root)
using Event = std::variant<Imported, ConditionChanged>;

struct Standing {
  Condition own = Condition::normal;
  Condition condition = Condition::normal;
  std::string root;
};
LIFELINE_STRUCT(Standing, own, condition, root)

struct State {
  std::unordered_map<std::string, Element> elements;
  std::unordered_map<std::string, Standing> standing;                    // those not normal
  std::unordered_map<std::string, std::vector<std::string>> dependents;  // rebuilt

  void reindex();
};
LIFELINE_STRUCT(State, elements, standing)

const Standing& standing_of(const State& state, const std::string& id);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void react(const Event& event, const desk::Context& at, desk::Commands& out);
desk::RowKey touches(const Event& event);

}  // namespace lifeline::element
