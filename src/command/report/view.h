// SPDX-License-Identifier: Apache-2.0
// Reports and their plans to read: the state itself.
#pragma once

#include <memory>

#include "command/report/model.h"

namespace lifeline::report {

struct Row {
  ReportId id;
  PlanId plan;
  uint64_t number = 0;
  UnitCode unit;
  std::string scenario;
  Instant from;
  Instant cut_off;
  Phase state = Phase::draft;
  ReportId previous;
  std::vector<Language> languages;
  std::string drawn_up_by;
  Instant drawn_up_at;
  std::string released_by;
  Instant released_at;
  std::string note;
  std::string withdrawn_by;
  Instant withdrawn_at;
  std::string withdrawal_reason;
  std::string digest;  // as it was released
};
LIFELINE_STRUCT(Row, id, plan, number, unit, scenario, from, cut_off, state, previous, languages,
                drawn_up_by, drawn_up_at, released_by, released_at, note, withdrawn_by,
                withdrawn_at, withdrawal_reason, digest)

struct PlanRow {
  PlanId id;
  UnitCode unit;
  std::string scenario;
  int64_t every_min = 0;
  std::string daily_at;
  Instant from;
  Instant until;
  std::vector<Language> languages;
  bool running = false;
  Instant next_at;
  uint64_t reports_total = 0;
  std::string planned_by;
  std::string end_reason;
};
LIFELINE_STRUCT(PlanRow, id, unit, scenario, every_min, daily_at, from, until, languages, running,
                next_at, reports_total, planned_by, end_reason)

Row row_of(const Report& report);
PlanRow row_of(const Standing& plan, const State& state);

struct View {
  uint64_t changes = 0;

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, changes)

struct Noun {
  using State = report::State;
  using Command = report::Command;
  using Event = report::Event;
  using View = report::View;
  static constexpr std::string_view name = "report";
  static constexpr uint64_t bit = uint64_t{1} << 17;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::report
