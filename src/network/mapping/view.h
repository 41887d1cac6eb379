// SPDX-License-Identifier: Apache-2.0
// Mappings to read: the newest versions of each door's, with who changed it and why.
#pragma once

#include <deque>
#include <memory>

#include "network/mapping/model.h"

namespace lifeline::mapping {

struct Version {
  uint64_t version = 0;
  std::string text;
  Instant changed_at;
  std::string changed_by;
  std::string why;
};
LIFELINE_STRUCT(Version, version, text, changed_at, changed_by, why)

struct View {
  std::map<std::string, std::deque<Version>> versions;  // by door, newest first, versions_kept

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, versions)

struct Noun {
  using State = mapping::State;
  using Command = mapping::Command;
  using Event = mapping::Event;
  using View = mapping::View;
  static constexpr std::string_view name = "mapping";
  static constexpr uint64_t bit = uint64_t{1} << 31;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::mapping
