// SPDX-License-Identifier: Apache-2.0
// Thresholds: from which value on a metric is worth an alarm. One a metric, on headquarters' desk,
// set by administrators; each has a default, so that a system nobody has set up watches as well.
//
//   default ──▶ (changed)* ──▶ restored = default
//
// A threshold is crossed on the side where the metric is worse, for `raise_after` intervals in a
// row; it is over when the value is back by `hysteresis` for `clear_after`. To the correlation a
// critical alarm means that its element is down and a major one that it is degraded
// (alarm::impact_of); a measured value takes nothing down by itself, so alarms are at most
// `severity_max`, major unless an administrator says otherwise.
#pragma once

#include <map>
#include <variant>
#include <vector>

#include "desk/noun.h"
#include "network/alarm/model.h"
#include "network/performance/metric.h"

namespace lifeline::performance {

struct Threshold {
  Metric metric = Metric::access_success;
  bool enabled = true;
  double warning = 0;  // in the metric's unit, as are the next three
  double major = 0;
  double critical = 0;
  double hysteresis = 0;
  int64_t raise_after = 3;  // intervals of five minutes
  int64_t clear_after = 3;
  alarm::Severity severity_max = alarm::Severity::major;
  bool baseline = true;  // whether leaving what is usual is an alarm too

  friend bool operator==(const Threshold&, const Threshold&) = default;
};
LIFELINE_STRUCT(Threshold, metric, enabled, warning, major, critical, hysteresis, raise_after,
                clear_after, severity_max, baseline)

struct Change {
  Threshold to;
};
struct Restore {
  Metric metric = Metric::access_success;
};
using Command = std::variant<Change, Restore>;

struct Changed {
  Threshold to;
};
LIFELINE_STRUCT(Changed, to)
struct Restored {
  Metric metric = Metric::access_success;
};
LIFELINE_STRUCT(Restored, metric)
using Event = std::variant<Changed, Restored>;

struct State {
  std::map<Metric, Threshold> changed;  // those that are not the default
};
LIFELINE_STRUCT(State, changed)

Threshold default_threshold(Metric metric);
Threshold threshold_of(const State& state, Metric metric);

/// A threshold made stricter for elements that matter more: a factor of 0.8 leaves 80 % of the way
/// from the ideal to the limit. The ideal of access_success is 100, of drop_rate, load and delay 0;
/// a throughput has none, its limits are divided. 1 changes nothing; beyond 1 is looser.
Threshold tightened(const Threshold& threshold, double factor);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
desk::RowKey touches(const Event& event);

}  // namespace lifeline::performance
