// SPDX-License-Identifier: Apache-2.0
// Silences are read as the state has them: this view only counts.
#pragma once

#include <memory>

#include "network/silence/model.h"

namespace lifeline::silence {

struct View {
  uint64_t set = 0;  // ever, changes among them

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, set)

struct Noun {
  using State = silence::State;
  using Command = silence::Command;
  using Event = silence::Event;
  using View = silence::View;
  static constexpr std::string_view name = "silence";
  static constexpr uint64_t bit = uint64_t{1} << 30;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::silence
