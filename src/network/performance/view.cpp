// SPDX-License-Identifier: Apache-2.0
#include "network/performance/view.h"

namespace lifeline::performance {

void View::fold(const Event& event, const desk::Stamp& stamp) {
  const auto* changed = std::get_if<Changed>(&event);
  const Metric metric = changed ? changed->to.metric : std::get<Restored>(event).metric;
  marks[metric] = {.by = std::string(stamp.who), .at = stamp.at};
}

Row row_of(Metric metric, const State& state, const View& view) {
  const Threshold threshold = threshold_of(state, metric);
  Row row{.metric = metric,
          .unit = std::string(trait_of(metric).unit),
          .worse = trait_of(metric).worse,
          .enabled = threshold.enabled,
          .warning = threshold.warning,
          .major = threshold.major,
          .critical = threshold.critical,
          .hysteresis = threshold.hysteresis,
          .raise_after = threshold.raise_after,
          .clear_after = threshold.clear_after,
          .severity_max = threshold.severity_max,
          .baseline = threshold.baseline,
          .changed = state.changed.contains(metric),
          .changed_by = {},
          .changed_at = {}};
  if (const auto mark = view.marks.find(metric); mark != view.marks.end()) {
    row.changed_by = mark->second.by;
    row.changed_at = mark->second.at;
  }
  return row;
}

}  // namespace lifeline::performance
