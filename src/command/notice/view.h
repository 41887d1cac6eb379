// SPDX-License-Identifier: Apache-2.0
// Channels to read: the state itself, and from where in the journal on each is told.
#pragma once

#include <memory>

#include "command/notice/model.h"

namespace lifeline::notice {

struct View {
  std::map<ChannelId, uint64_t> since;  // position at which it was added or last resumed

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, since)

struct Noun {
  using State = notice::State;
  using Command = notice::Command;
  using Event = notice::Event;
  using View = notice::View;
  static constexpr std::string_view name = "notice";
  static constexpr uint64_t bit = uint64_t{1} << 24;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::notice
