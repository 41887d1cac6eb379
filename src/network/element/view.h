// SPDX-License-Identifier: Apache-2.0
// Elements to read: the state, joined with its standing and open alarms.
#pragma once

#include <memory>

#include "network/element/model.h"

namespace lifeline::element {

struct Row {
  std::string id;
  std::string name;
  Kind kind = Kind::other;
  UnitCode region;
  double longitude_deg = 0;
  double latitude_deg = 0;
  Condition condition = Condition::normal;
  std::string root;
  int sure_percent = 0;  // of the root: 100 when an alarm says so, 0 when normal
  Instant since;
  std::string depends_on;  // "A;B|C"
  uint64_t alarms_open = 0;
};
LIFELINE_STRUCT(Row, id, name, kind, region, longitude_deg, latitude_deg, condition, root,
                sure_percent, since, depends_on, alarms_open)

/// "A;B|C" ⇄ {{A},{B,C}}.
std::string groups_text(const Groups& groups);
Groups parse_groups(std::string_view text);

struct View {
  std::unordered_map<std::string, Instant> since;  // of the present condition, unless normal

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, since)

Row row_of(const Element& element, const desk::Nouns& nouns);

struct Noun {
  using State = element::State;
  using Command = element::Command;
  using Event = element::Event;
  using View = element::View;
  static constexpr std::string_view name = "element";
  static constexpr uint64_t bit = uint64_t{1} << 5;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::element
