// SPDX-License-Identifier: Apache-2.0
#include "command/report/view.h"

namespace lifeline::report {

void View::fold(const Event&, const desk::Stamp&) { ++changes; }

Row row_of(const Report& report) {
  return {.id = report.id,
          .plan = report.plan,
          .number = report.number,
          .unit = report.unit,
          .scenario = report.scenario,
          .from = report.from,
          .cut_off = report.cut_off,
          .state = report.phase,
          .previous = report.previous,
          .languages = report.languages,
          .drawn_up_by = report.drawn_up_by,
          .drawn_up_at = report.drawn_up_at,
          .released_by = report.released_by,
          .released_at = report.released_at,
          .note = report.note,
          .withdrawn_by = report.withdrawn_by,
          .withdrawn_at = report.withdrawn_at,
          .withdrawal_reason = report.withdrawal_reason,
          .digest = report.digest};
}

PlanRow row_of(const Standing& plan, const State& state) {
  const Series& what = plan.what;
  const auto numbered = state.numbers.find(series_of(plan.id, what.unit, what.scenario));
  return {.id = plan.id,
          .unit = what.unit,
          .scenario = what.scenario,
          .every_min = what.every_min,
          .daily_at = what.daily_at,
          .from = what.from,
          .until = what.until,
          .languages = what.languages,
          .running = bool(plan.next_at),
          .next_at = plan.next_at,
          .reports_total = numbered == state.numbers.end() ? 0 : numbered->second,
          .planned_by = plan.by,
          .end_reason = plan.end_reason};
}

}  // namespace lifeline::report
