// SPDX-License-Identifier: Apache-2.0
// A scenario over one hospital, from an hour from noon on for two hours, and the ground under it:
//
//   NODE ◀── BTS-1 ◀── H1        OTHER
#pragma once

#include "tests/given.h"

namespace lifeline::scenario {

inline constexpr ScenarioId first{420000, 1};
inline constexpr int64_t hour_s = 3600;

inline Instant hours_from_noon(int64_t hours) { return seconds_after(tests::noon, hours * hour_s); }

inline element::Imported ground() {
  const auto element = [](std::string id, element::Groups on) {
    return element::Element{
        .id = id, .name = id, .region = tests::wuchang, .depends_on = std::move(on)};
  };
  return {.elements = {element("NODE", {}), element("OTHER", {}), element("BTS-1", {{"NODE"}})}};
}

inline site::Site hospital(std::string id, UnitCode county, int tier = 1) {
  return {.id = id,
          .name_zh = id,
          .name_en = id,
          .kind = site::Kind::designated_hospital,
          .tier = tier,
          .region = county,
          .unit = county,
          .services = {{.kind = site::Service::voice, .elements = {"BTS-1"}}}};
}

inline site::Imported sites() {
  site::Site office = hospital("G1", tests::wuchang, 2);
  office.kind = site::Kind::government;
  return {.sites = {hospital("H1", tests::wuchang), hospital("H2", tests::hankou, 2),
                    hospital("H3", tests::yichang), office}};
}

inline What what() {
  return {.name_zh = "火神山",
          .name_en = "Huoshenshan",
          .made_from = Kind::key_hospital,
          .unit = tests::wuhan,
          .from = hours_from_noon(1),
          .until = hours_from_noon(3),
          .sites = {"H1"},
          .rules = {.threshold_factor = 0.7,
                    .take_up_within =
                        {.warning_s = 3600, .minor_s = 1800, .major_s = 600, .critical_s = 300},
                    .change_freeze = true,
                    .report_every_min = 30},
          .roster = {{hours_from_noon(1), hours_from_noon(2), "王芳", "+8613800001234"}}};
}

inline Planned planned() { return {.id = first, .what = what(), .elements = {"BTS-1", "NODE"}}; }
inline Started started() {
  return {.id = first, .reason = {}, .next_report_at = seconds_after(hours_from_noon(1), 1800)};
}

}  // namespace lifeline::scenario
