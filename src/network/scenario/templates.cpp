// SPDX-License-Identifier: Apache-2.0
#include "network/scenario/templates.h"

namespace lifeline::scenario {

std::span<const Template> templates() {
  using Sites = site::Kind;
  static const std::vector<Template> all{
      {.kind = Kind::makeshift_hospital,
       .name_zh = "方舱医院保障",
       .name_en = "Makeshift hospital",
       .rules = {.threshold_factor = 0.7,
                 .take_up_within =
                     {.warning_s = 3600, .minor_s = 1800, .major_s = 600, .critical_s = 300},
                 .change_freeze = true,
                 .report_every_min = 60},
       .length_h = 30 * 24,
       .shift_h = 8,
       .site_kinds = {Sites::makeshift_hospital}},
      {.kind = Kind::key_hospital,
       .name_zh = "定点医院保障",
       .name_en = "Designated hospital",
       .rules = {.threshold_factor = 0.8,
                 .take_up_within =
                     {.warning_s = 7200, .minor_s = 3600, .major_s = 900, .critical_s = 600},
                 .change_freeze = true,
                 .report_every_min = 120},
       .length_h = 30 * 24,
       .shift_h = 12,
       .site_kinds = {Sites::designated_hospital}},
      {.kind = Kind::government_meeting,
       .name_zh = "重要会议保障",
       .name_en = "Government meeting",
       .rules = {.threshold_factor = 0.6,
                 .take_up_within =
                     {.warning_s = 1800, .minor_s = 900, .major_s = 300, .critical_s = 180},
                 .change_freeze = true,
                 .report_every_min = 30},
       .length_h = 3 * 24,
       .shift_h = 6,
       .site_kinds = {Sites::government, Sites::command_centre}}};
  return all;
}

}  // namespace lifeline::scenario
