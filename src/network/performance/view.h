// SPDX-License-Identifier: Apache-2.0
// Thresholds to read: one row a metric, whether it was changed and by whom.
#pragma once

#include <memory>

#include "network/performance/model.h"

namespace lifeline::performance {

struct Row {
  Metric metric = Metric::access_success;
  std::string unit;
  Side worse = Side::high;
  bool enabled = true;
  double warning = 0;
  double major = 0;
  double critical = 0;
  double hysteresis = 0;
  int64_t raise_after = 0;
  int64_t clear_after = 0;
  alarm::Severity severity_max = alarm::Severity::major;
  bool baseline = true;
  bool changed = false;  // not the default
  std::string changed_by;
  Instant changed_at;
};
LIFELINE_STRUCT(Row, metric, unit, worse, enabled, warning, major, critical, hysteresis,
                raise_after, clear_after, severity_max, baseline, changed, changed_by, changed_at)

struct Mark {
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Mark, by, at)

struct View {
  std::map<Metric, Mark> marks;  // of the last change, a restoration too

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, marks)

Row row_of(Metric metric, const State& state, const View& view);

struct Noun {
  using State = performance::State;
  using Command = performance::Command;
  using Event = performance::Event;
  using View = performance::View;
  static constexpr std::string_view name = "threshold";
  static constexpr uint64_t bit = uint64_t{1} << 11;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::performance
