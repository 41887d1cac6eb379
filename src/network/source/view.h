// SPDX-License-Identifier: Apache-2.0
// Sources to read: the state itself, on each desk that hears them.
#pragma once

#include <memory>

#include "network/source/model.h"

namespace lifeline::source {

struct Row {
  std::string name;
  int64_t interval_s = 0;
  Instant heard_at;
  bool lost = false;
  UnitCode desk;  // that hears it
};
LIFELINE_STRUCT(Row, name, interval_s, heard_at, lost, desk)

struct View {
  uint64_t losses = 0;

  UnitCode desk;  // whose view this is

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, losses, desk)

Row row_of(const std::string& name, const Source& source, UnitCode desk);

struct Noun {
  using State = source::State;
  using Command = source::Command;
  using Event = source::Event;
  using View = source::View;
  static constexpr std::string_view name = "source";
  static constexpr uint64_t bit = uint64_t{1} << 8;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::source
