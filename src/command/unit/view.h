// SPDX-License-Identifier: Apache-2.0
// Units to read: the tree is the state itself.
#pragma once

#include "command/unit/model.h"

namespace lifeline::unit {

struct View {
  uint64_t imports = 0;  // how often the tree changed

  void fold(const Event&, const desk::Stamp&) { ++imports; }
};
LIFELINE_STRUCT(View, imports)

struct Noun {
  using State = unit::State;
  using Command = unit::Command;
  using Event = unit::Event;
  using View = unit::View;
  static constexpr std::string_view name = "unit";
  static constexpr uint32_t bit = 1u << 1;
};

}  // namespace lifeline::unit
