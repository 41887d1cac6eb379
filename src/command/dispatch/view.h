// SPDX-License-Identifier: Apache-2.0
// Plans to read: each proposal with what its job is, the figures of the desk's plan, closed roads.
#pragma once

#include <memory>

#include "command/dispatch/model.h"

namespace lifeline::dispatch {

struct Row {
  desk::RowKey id;  // the job and the part: "420000-7/1"
  JobId job;
  uint64_t part = 1;
  std::string crew;
  Standing state = Standing::proposed;
  uint64_t position = 0;
  UnitCode unit;
  std::string title_zh;
  std::string title_en;
  order::Priority priority = order::Priority::normal;
  LonLat place;
  Instant latest;
  bool late = false;
  Instant depart_at;
  Instant arrive_at;
  Instant start_at;
  Instant finish_at;
  int64_t drive_s = 0;
  int64_t drive_m = 0;
  bool fetches_parts = false;
  Why why = Why::none;
  std::string why_name;
  uint64_t able = 0;
  std::string second_crew;
  int64_t second_drive_s = 0;
  double dearer = 0;
  Lack reason = Lack::none;
  std::vector<std::string> reason_names;
};
LIFELINE_STRUCT(Row, id, job, part, crew, state, position, unit, title_zh, title_en, priority,
                place, latest, late, depart_at, arrive_at, start_at, finish_at, drive_s, drive_m,
                fetches_parts, why, why_name, able, second_crew, second_drive_s, dearer, reason,
                reason_names)

struct PlanRow {
  UnitCode unit;  // the desk
  Mode mode = Mode::proposing;
  Instant began_at;
  Instant made_at;
  Trigger trigger = Trigger::start;
  uint64_t jobs = 0;
  uint64_t crews = 0;
  uint64_t assigned = 0;
  uint64_t unassigned = 0;
  double weighted_completion = 0;
  double greedy_weighted_completion = 0;
  int64_t travel_m = 0;
  int64_t travel_s = 0;
  double cpu_s = 0;
  TravelBy travel_by = TravelBy::great_circle;
  std::string problem;
};
LIFELINE_STRUCT(PlanRow, unit, mode, began_at, made_at, trigger, jobs, crews, assigned, unassigned,
                weighted_completion, greedy_weighted_completion, travel_m, travel_s, cpu_s,
                travel_by, problem)

struct View {
  UnitCode desk;        // whose view this is
  uint64_t wishes = 0;  // of people: modes set, roads closed and opened

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, desk, wishes)

Row row_of(const Proposal& proposal, const job::Job& job);
PlanRow plan_row(const State& state, UnitCode desk);

struct Noun {
  using State = dispatch::State;
  using Command = dispatch::Command;
  using Event = dispatch::Event;
  using View = dispatch::View;
  static constexpr std::string_view name = "dispatch";
  static constexpr uint64_t bit = uint64_t{1} << 28;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::dispatch
