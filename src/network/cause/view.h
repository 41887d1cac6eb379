// SPDX-License-Identifier: Apache-2.0
// Learnt causes to read: the edges themselves, since when and by whom they are known.
#pragma once

#include <memory>

#include "network/cause/model.h"

namespace lifeline::cause {

struct Row {
  std::string cause;
  std::string effect;
  double score = 0;
  Instant imported_at;  // the whole list
  std::string imported_by;
};
LIFELINE_STRUCT(Row, cause, effect, score, imported_at, imported_by)

struct View {
  Instant imported_at;
  std::string imported_by;

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, imported_at, imported_by)

Row row_of(const Edge& edge, const View& view);

struct Noun {
  using State = cause::State;
  using Command = cause::Command;
  using Event = cause::Event;
  using View = cause::View;
  static constexpr std::string_view name = "cause";
  static constexpr uint64_t bit = uint64_t{1} << 13;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::cause
