// SPDX-License-Identifier: Apache-2.0
// An order template is an order that a unit expects to give again, by name: what it says, how soon
// it is to be done, and what must come with "done". It serves the unit and all below it; every desk
// keeps a copy of headquarters', so that a province that is cut off still has them.
//
//   kept ⇄ changed ──▶ dropped
//
// Limits: limits::order_templates_max of one desk.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "command/order/model.h"
#include "desk/noun.h"

namespace lifeline::order_template {

struct Tag {};
using TemplateId = Id<Tag>;

struct What {
  std::string name_zh;
  std::string name_en;
  UnitCode unit;
  std::string subject_zh;
  std::string subject_en;
  std::string text;
  order::Priority priority = order::Priority::normal;
  int64_t acknowledge_within_s = 0;
  int64_t start_within_s = 0;  // 0: no such deadline
  int64_t finish_within_s = 0;
  uint64_t quorum = 0;                            // recipients that are enough; 0: all
  unit::Level pass_down_to = unit::Level::group;  // group: it is not
  order::Evidence evidence;

  friend bool operator==(const What&, const What&) = default;
};
LIFELINE_STRUCT(What, name_zh, name_en, unit, subject_zh, subject_en, text, priority,
                acknowledge_within_s, start_within_s, finish_within_s, quorum, pass_down_to,
                evidence)

struct Keep {
  What what;
};
struct Change {
  TemplateId id;
  What what;
};
struct Drop {
  TemplateId id;
};
/// Headquarters has kept or changed it.
struct Learn {
  TemplateId id;
  What what;
};
struct Forget {
  TemplateId id;
};
using Command = std::variant<Keep, Change, Drop, Learn, Forget>;

struct Kept {
  TemplateId id;
  What what;
};
LIFELINE_STRUCT(Kept, id, what)
struct Changed {
  TemplateId id;
  What what;
};
LIFELINE_STRUCT(Changed, id, what)
struct Dropped {
  TemplateId id;
};
LIFELINE_STRUCT(Dropped, id)
struct Learnt {
  TemplateId id;
  What what;
};
LIFELINE_STRUCT(Learnt, id, what)
struct Forgotten {
  TemplateId id;
};
LIFELINE_STRUCT(Forgotten, id)
using Event = std::variant<Kept, Changed, Dropped, Learnt, Forgotten>;

struct State {
  uint64_t serial = 0;  // of this desk's own
  std::map<TemplateId, What> templates;
};
LIFELINE_STRUCT(State, serial, templates)

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void hear(const Event& event, const desk::Heard& heard, const desk::Context& at,
          desk::Commands& out);
desk::RowKey touches(const Event& event);

}  // namespace lifeline::order_template
