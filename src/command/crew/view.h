// SPDX-License-Identifier: Apache-2.0
// Crews to read: the state itself, each on the desk that owns it.
#pragma once

#include <memory>

#include "command/crew/model.h"
#include "desk/positions.h"

namespace lifeline::crew {

struct Row {
  std::string id;
  std::string name_zh;
  std::string name_en;
  UnitCode unit;
  Duty state = Duty::off_duty;
  bool on_break = false;
  JobId job;
  Instant job_since;
  uint64_t head_count = 0;
  std::vector<std::string> skills;
  std::string vehicle;
  std::string phone;         // masked below commander, but for its members
  double longitude_deg = 0;  // of the newest position
  double latitude_deg = 0;
  Instant position_at;  // zero: it never told
  int64_t position_age_s = 0;
  Instant shift_from;  // that runs or begins next
  Instant shift_until;
  Instant turns_at;  // `state` and `on_break` may change then by the clock alone; zero: never
  int64_t check_in_interval_s = 0;  // 0: not watched
  Instant check_in_due;
  Instant check_in_last;
  bool check_in_missed = false;
};
LIFELINE_STRUCT(Row, id, name_zh, name_en, unit, state, on_break, job, job_since, head_count,
                skills, vehicle, phone, longitude_deg, latitude_deg, position_at, position_age_s,
                shift_from, shift_until, turns_at, check_in_interval_s, check_in_due, check_in_last,
                check_in_missed)

struct View {
  uint64_t changes = 0;  // of what crews can do: all but where they are and when they checked in

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, changes)

/// The newest positions of the desk's crews.
struct Newest : desk::NewestFixes {};

/// A crew as the caller may see it.
Row row_of(const Crew& crew, const desk::Nouns& nouns, const desk::Actor& caller);

struct Noun {
  using State = crew::State;
  using Command = crew::Command;
  using Event = crew::Event;
  using View = crew::View;
  using Settings = Newest;
  static constexpr std::string_view name = "crew";
  static constexpr uint64_t bit = uint64_t{1} << 25;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::crew
