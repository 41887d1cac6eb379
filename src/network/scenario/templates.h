// SPDX-License-Identifier: Apache-2.0
// Templates of assurance scenarios: what a person begins with and then changes.
#pragma once

#include <span>

#include "network/scenario/model.h"

namespace lifeline::scenario {

struct Template {
  Kind kind = Kind::own;
  std::string name_zh;
  std::string name_en;
  Rules rules;
  int64_t length_h = 0;  // from start to end
  int64_t shift_h = 0;   // of one person
  std::vector<site::Kind> site_kinds;
};
LIFELINE_STRUCT(Template, kind, name_zh, name_en, rules, length_h, shift_h, site_kinds)

std::span<const Template> templates();

}  // namespace lifeline::scenario
