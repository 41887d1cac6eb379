// SPDX-License-Identifier: Apache-2.0
// Orders to read: the state is the truth, a row rolls up its recipients.
#pragma once

#include <memory>

#include "command/order/model.h"

namespace lifeline::order {

enum class Progress { open, acknowledged, done, recalled };
LIFELINE_ENUM(Progress, open, acknowledged, done, recalled)

struct Row {
  OrderId id;
  std::string subject_zh;
  std::string subject_en;
  std::string text;
  Priority priority = Priority::normal;
  UnitCode issuer;
  std::string issued_by;
  Instant issued_at;
  Instant acknowledge_by;
  Instant finish_by;
  IncidentId incident;
  Progress state = Progress::open;
  bool overdue = false;
  uint64_t escalations = 0;
  uint64_t recipients_total = 0;
  uint64_t recipients_acknowledged = 0;
  uint64_t recipients_done = 0;
  UnitCode unit;                  // the first recipient: whose ground it is about
  std::vector<UnitCode> awaited;  // recipients that have not acknowledged, the first of them
};
LIFELINE_STRUCT(Row, id, subject_zh, subject_en, text, priority, issuer, issued_by, issued_at,
                acknowledge_by, finish_by, incident, state, overdue, escalations, recipients_total,
                recipients_acknowledged, recipients_done, unit, awaited)

/// The order as a row; units that came in by escalation are not counted as recipients.
Row row_of(const Order& order);

/// The order as its issuer's desk has it, with what a copy knows of its own ground put in:
/// a copy is
/// ahead of the issuer until that has heard of it.
Order brought_up_to_date(Order order, const Order& copy);

struct View {
  uint64_t changes = 0;

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, changes)

struct Noun {
  using State = order::State;
  using Command = order::Command;
  using Event = order::Event;
  using View = order::View;
  static constexpr std::string_view name = "order";
  static constexpr uint32_t bit = 1u << 4;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::order
