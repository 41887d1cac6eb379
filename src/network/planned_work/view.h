// SPDX-License-Identifier: Apache-2.0
// Planned work to read: what is planned and running, the newest of what is over, and what happened
// to each.
#pragma once

#include <deque>
#include <memory>

#include "network/planned_work/model.h"

namespace lifeline::planned_work {

struct Row {
  WorkId id;
  std::string title;
  Phase state = Phase::planned;
  UnitCode unit;
  Instant from;
  Instant until;
  std::string reason;
  std::string requested_by;
  std::string planned_by;
  Instant planned_at;
  Instant started_at;
  Instant ended_at;
  std::string end_reason;
  std::vector<std::string> elements;
  uint64_t elements_failed = 0;        // not normal now; filled in by complete()
  uint64_t sites_suppressed = 0;       // by it now; filled in by complete()
  std::vector<std::string> overrides;  // the scenarios whose change freeze was set aside for it
  std::string override_reason;
};
LIFELINE_STRUCT(Row, id, title, state, unit, from, until, reason, requested_by, planned_by,
                planned_at, started_at, ended_at, end_reason, elements, elements_failed,
                sites_suppressed, overrides, override_reason)

enum class Step { planned, changed, extended, started, ended, cancelled };
LIFELINE_ENUM(Step, planned, changed, extended, started, ended, cancelled)

struct Entry {
  Instant at;
  Step kind = Step::planned;
  std::string who;
  std::string text;
};
LIFELINE_STRUCT(Entry, at, kind, who, text)

struct Page {
  Row row;
  std::deque<Entry> timeline;  // oldest first, limits::planned_work_timeline_max
};
LIFELINE_STRUCT(Page, row, timeline)

struct View {
  std::map<WorkId, Page> pages;
  std::deque<WorkId> history;  // over, oldest first, limits::planned_work_history_max

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, pages, history)

/// Fills in what the view does not keep: how many elements have failed and sites are suppressed.
void complete(Row& row, const desk::Nouns& nouns);

struct Noun {
  using State = planned_work::State;
  using Command = planned_work::Command;
  using Event = planned_work::Event;
  using View = planned_work::View;
  static constexpr std::string_view name = "planned_work";
  static constexpr uint64_t bit = uint64_t{1} << 10;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::planned_work
