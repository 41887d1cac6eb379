// SPDX-License-Identifier: Apache-2.0
// Units to read: the tree is the state itself.
#pragma once

#include <memory>
#include <unordered_map>

#include "command/unit/model.h"

namespace lifeline::unit {

struct View {
  uint64_t imports = 0;  // how often the tree changed

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, imports)

/// A unit as a caller may see it: below commander without the whole phone number.
Unit row_of(const Unit& unit, const desk::Actor& caller);

/// What ground an actor sees; remembered per code, so that a list of a hundred thousand rows asks
/// the tree once per unit. Lives as long as one look at a desk.
class Reach {
 public:
  Reach(const desk::Nouns& nouns, const desk::Actor& actor);
  bool holds(UnitCode ground) {
    if (is_whole_ || ground == last_) return is_whole_ || last_holds_;
    return ask(ground);
  }

 private:
  bool ask(UnitCode ground);

  const State& tree_;
  UnitCode top_;
  bool is_whole_;
  UnitCode last_;
  bool last_holds_ = false;
  std::unordered_map<UnitCode, bool> known_;
};

struct Noun {
  using State = unit::State;
  using Command = unit::Command;
  using Event = unit::Event;
  using View = unit::View;
  static constexpr std::string_view name = "unit";
  static constexpr uint64_t bit = uint64_t{1} << 1;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::unit
