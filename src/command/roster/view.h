// SPDX-License-Identifier: Apache-2.0
// Standing lists to read: the state with people's names, where a duty roster has a gap, and the
// newest hand-overs of each.
#pragma once

#include <deque>
#include <memory>

#include "command/roster/model.h"

namespace lifeline::roster {

struct Row {
  RosterId id;
  Kind kind = Kind::leading_group;
  UnitCode unit;
  std::string name_zh;
  std::string name_en;
  uint64_t members_total = 0;
  uint64_t members_absent = 0;  // now
  std::string first;            // who answers for this list now, "" for nobody
  std::string first_name_zh;
  std::string first_name_en;
  std::string holder;  // has the watch
  std::string holder_name_zh;
  std::string holder_name_en;
  Instant held_since;
  std::string next;  // to whom it is handed over, not confirmed yet
  std::string next_name_zh;
  std::string next_name_en;
  Instant handed_at;
  bool hand_over_overdue = false;
  std::string on_shift;  // now, by the shifts
  Instant gap_from;      // the first time in limits::roster_ahead_days when nobody is on duty
  Instant gap_until;     // at most the end of those days
};
LIFELINE_STRUCT(Row, id, kind, unit, name_zh, name_en, members_total, members_absent, first,
                first_name_zh, first_name_en, holder, holder_name_zh, holder_name_en, held_since,
                next, next_name_zh, next_name_en, handed_at, hand_over_overdue, on_shift, gap_from,
                gap_until)

struct Passing {
  Instant at;
  std::string by;  // account
  std::string from;
  std::string to;
  std::string note;
  std::vector<OrderId> open_orders;
  std::vector<IncidentId> open_incidents;
  uint64_t orders_total = 0;
  uint64_t incidents_total = 0;
  Instant taken_at;  // zero: not yet, or never
  std::string taken_by;
};
LIFELINE_STRUCT(Passing, at, by, from, to, note, open_orders, open_incidents, orders_total,
                incidents_total, taken_at, taken_by)

struct View {
  std::map<RosterId, std::deque<Passing>> hand_overs;  // oldest first, limits::hand_overs_kept

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, hand_overs)

Row row_of(const Roster& roster, const desk::Nouns& nouns, Instant now);

/// The first time from `now` on in which no shift has anybody who is there; zeros: none within
/// limits::roster_ahead_days.
struct Gap {
  Instant from;
  Instant until;
};
Gap first_gap(const Roster& roster, const desk::Nouns& nouns, Instant now);

struct Noun {
  using State = roster::State;
  using Command = roster::Command;
  using Event = roster::Event;
  using View = roster::View;
  static constexpr std::string_view name = "roster";
  static constexpr uint64_t bit = uint64_t{1} << 15;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::roster
