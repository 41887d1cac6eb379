// SPDX-License-Identifier: Apache-2.0
// Sources to read: the state itself.
#pragma once

#include "network/source/model.h"

namespace lifeline::source {

struct Row {
  std::string name;
  int64_t interval_s = 0;
  Instant heard_at;
  bool lost = false;
};
LIFELINE_STRUCT(Row, name, interval_s, heard_at, lost)

struct View {
  uint64_t losses = 0;

  void fold(const Event& event, const desk::Stamp&) {
    if (std::holds_alternative<Lost>(event)) ++losses;
  }
};
LIFELINE_STRUCT(View, losses)

struct Noun {
  using State = source::State;
  using Command = source::Command;
  using Event = source::Event;
  using View = source::View;
  static constexpr std::string_view name = "source";
  static constexpr uint32_t bit = 1u << 8;
};

}  // namespace lifeline::source
