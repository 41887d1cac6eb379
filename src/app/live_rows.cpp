// SPDX-License-Identifier: Apache-2.0
#include "app/live_rows.h"

#include "command/unit/view.h"

namespace lifeline::app {

void LiveRows::add_gone(std::string_view list, const std::vector<UnitCode>& ground,
                        const desk::RowKey& id) {
  tick_.rows.push_back({std::string(list) + "_gone", ground, to_json(id)});
}

void LiveRows::add_more(std::string_view list) {
  if (more_.insert(std::string(list)).second)
    tick_.rows.push_back({"more", ground_of_desk(), to_json(list)});
}

std::vector<UnitCode> LiveRows::ground_of(UnitCode unit) const {
  std::vector<UnitCode> ground;
  for (; unit && ground.size() < 12; unit = unit::parent_of(nouns_.get<unit::State>(), unit))
    ground.push_back(unit);
  return ground;
}

const std::vector<UnitCode>& LiveRows::ground_of_desk() {
  if (!desk_ground_.empty()) return desk_ground_;
  const auto& tree = nouns_.get<unit::State>();
  desk_ground_ = ground_of(tick_.desk);
  for (const auto& [code, unit] : tree.units)
    if (code != tick_.desk && unit::is_within(tree, code, tick_.desk)) desk_ground_.push_back(code);
  return desk_ground_;
}

}  // namespace lifeline::app
