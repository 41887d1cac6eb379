// SPDX-License-Identifier: Apache-2.0
#include "command/job/count.h"

#include "command/unit/model.h"

namespace lifeline::job {
namespace {

// The unit right below `top` that holds `unit`; `top` for itself; none: it is not below it.
UnitCode branch_of(const unit::State& tree, UnitCode unit, UnitCode top) {
  constexpr int levels_max = 12;
  if (unit == top) return top;
  for (int level = 0; unit && level < levels_max; ++level) {
    const UnitCode above = unit::parent_of(tree, unit);
    if (above == top) return unit;
    unit = above;
  }
  return {};
}

std::string day_of(Instant at, int64_t zone_minutes) {
  return to_rfc3339(seconds_after(at, zone_minutes * 60)).substr(0, 10);
}

}  // namespace

void add(Figures& to, const Figures& more) {
  to.outings += more.outings;
  to.person_times += more.person_times;
  to.vehicle_times += more.vehicle_times;
}

Rows count(const State& state, const desk::Nouns& nouns, const Asked& asked) {
  const auto& tree = nouns.get<unit::State>();
  std::map<UnitCode, UnitCode> branches;  // of units, asked once each
  Rows rows;
  for (const auto& [id, job] : state.jobs) {
    for (const Assignment& a : job.crews) {
      if (!a.departed_at || a.departed_at < asked.from) continue;
      if (asked.until && a.departed_at >= asked.until) continue;
      const auto [branch, is_new] = branches.try_emplace(a.unit);
      if (is_new) branch->second = branch_of(tree, a.unit, asked.unit);
      if (!branch->second) continue;
      const Key key{.unit = asked.by_unit ? branch->second : UnitCode{},
                    .day = asked.by_day ? day_of(a.departed_at, asked.zone_minutes) : ""};
      add(rows[key],
          {.outings = 1, .person_times = a.people, .vehicle_times = a.vehicle.empty() ? 0u : 1u});
    }
  }
  return rows;
}

}  // namespace lifeline::job
