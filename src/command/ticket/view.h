// SPDX-License-Identifier: Apache-2.0
// Tickets to read: what was posted, the notes and the changes of status since. One page for each
// incident, whoever opened it.
#pragma once

#include <deque>
#include <memory>

#include "command/incident/view.h"
#include "command/ticket/model.h"

namespace lifeline::ticket {

struct NoteEntry {
  uint64_t position = 0;  // names it within the ticket
  Instant at;
  std::string who;
  std::string text;
};
LIFELINE_STRUCT(NoteEntry, position, at, who, text)

struct StatusEntry {
  Instant at;
  std::string status;
  std::string reason;
};
LIFELINE_STRUCT(StatusEntry, at, status, reason)

/// Attributes that the incident outruns are dropped: what was posted as the last update is not the
/// last one when something else happens.
struct Page {
  Attributes attributes;            // as posted and patched
  std::string status;               // TMF621's word
  std::deque<NoteEntry> notes;      // since those that were posted
  std::deque<StatusEntry> changes;  // since those that were posted
  Instant changed_at;               // by the ticketing system; zero: never
  std::string assignee;             // since the related parties were posted
  uint32_t own_steps = 0;           // of the ticket itself, that follow in the same append
  bool hides_own = false;           // their changes of status: the posted ones stand for them
  std::string wanted_status;        // that they lead to
};
LIFELINE_STRUCT(Page, attributes, status, notes, changes, changed_at, assignee, own_steps,
                hides_own, wanted_status)

struct View {
  std::map<IncidentId, Page> pages;

  using Overhears = std::tuple<incident::Event>;
  void fold(const Event& event, const desk::Stamp& stamp);
  void fold(const incident::Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, pages)

struct Noun {
  using State = ticket::State;
  using Command = ticket::Command;
  using Event = ticket::Event;
  using View = ticket::View;
  static constexpr std::string_view name = "ticket";
  static constexpr uint64_t bit = uint64_t{1} << 22;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::ticket
