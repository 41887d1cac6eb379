// SPDX-License-Identifier: Apache-2.0
// Feeds to read: the state itself, on each desk; how each is doing is known at its door.
#pragma once

#include <memory>

#include "network/feed/model.h"

namespace lifeline::feed {

struct Row {
  std::string name;
  uint64_t count = 0;
  uint64_t sequence = 0;
  Instant latest;
  UnitCode desk;  // that has it so far
};
LIFELINE_STRUCT(Row, name, count, sequence, latest, desk)

struct View {
  uint64_t restarts = 0;                   // of all feeds together
  std::map<std::string, uint64_t> counts;  // how often each began again

  UnitCode desk;  // whose view this is

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, restarts, counts, desk)

Row row_of(const std::string& name, const Feed& feed, UnitCode desk);

struct Noun {
  using State = feed::State;
  using Command = feed::Command;
  using Event = feed::Event;
  using View = feed::View;
  static constexpr std::string_view name = "feed";
  static constexpr uint64_t bit = uint64_t{1} << 29;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::feed
