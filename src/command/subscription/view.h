// SPDX-License-Identifier: Apache-2.0
// Subscriptions to read: the state itself; how each is doing is known where it is delivered.
#pragma once

#include <memory>

#include "command/subscription/model.h"

namespace lifeline::subscription {

struct View {
  uint64_t ended = 0;  // how many there were and are no more

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, ended)

struct Noun {
  using State = subscription::State;
  using Command = subscription::Command;
  using Event = subscription::Event;
  using View = subscription::View;
  static constexpr std::string_view name = "subscription";
  static constexpr uint64_t bit = uint64_t{1} << 23;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::subscription
