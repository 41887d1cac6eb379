// SPDX-License-Identifier: Apache-2.0
#include "network/performance/watch.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace lifeline::performance {
namespace {

using alarm::Severity;
constexpr Slot gap_slots_max = 3;
constexpr double inner_share = 0.7;  // of the band, to be back within it

// How bad a value is; `slack` moves every limit that far to the better side.
Severity grade(const Threshold& threshold, double value, double slack) {
  const bool worse_high = trait_of(threshold.metric).worse == Side::high;
  const auto is_past = [&](double limit) {
    return worse_high ? value >= limit - slack : value <= limit + slack;
  };
  Severity found = Severity::indeterminate;
  if (is_past(threshold.warning)) found = Severity::warning;
  if (is_past(threshold.major)) found = Severity::major;
  if (is_past(threshold.critical)) found = Severity::critical;
  return std::min(found, threshold.severity_max);
}

std::string crossed_text(const Judging& at, Severity severity) {
  const Metric metric = at.threshold.metric;
  const double limit = severity == Severity::critical ? at.threshold.critical
                       : severity == Severity::major  ? at.threshold.major
                                                      : at.threshold.warning;
  const bool worse_high = trait_of(metric).worse == Side::high;
  return fmt::format("{} is {}, {} {}", enum_text(metric), value_text(metric, at.value),
                     worse_high ? "at or above" : "at or below", value_text(metric, limit));
}

std::optional<Notice> judge_threshold(Watched& watched, const Judging& at) {
  const Threshold& threshold = at.threshold;
  const auto raised = static_cast<Severity>(watched.raised);
  const bool off = !threshold.enabled;
  const Severity now = off ? Severity::indeterminate : grade(threshold, at.value, 0);
  const Severity held =
      off ? Severity::indeterminate : grade(threshold, at.value, threshold.hysteresis);
  Severity next = raised;
  if (now > raised) {
    watched.better = 0;
    watched.pending =
        static_cast<uint8_t>(
            watched.worse == 0 ? now : std::min(now, static_cast<Severity>(watched.pending))) &
        7;
    if (++watched.worse >= threshold.raise_after) next = static_cast<Severity>(watched.pending);
  } else if (held < raised) {
    watched.worse = 0;
    watched.pending =
        static_cast<uint8_t>(
            watched.better == 0 ? held : std::max(held, static_cast<Severity>(watched.pending))) &
        7;
    if (++watched.better >= threshold.clear_after) next = static_cast<Severity>(watched.pending);
  } else {
    watched.worse = watched.better = 0;
  }
  if (next == raised) return std::nullopt;
  watched.raised = static_cast<uint8_t>(next) & 7;
  watched.worse = watched.better = 0;
  return Notice{.cause = Cause::threshold,
                .severity = next,
                .problem = next == Severity::indeterminate ? "" : crossed_text(at, next)};
}

bool is_worse_side(Metric metric, double value, double usual) {
  // A cell that suddenly carries nothing is as much in trouble as one that is full.
  if (metric == Metric::load) return true;
  return trait_of(metric).worse == Side::high ? value > usual : value < usual;
}

std::optional<Notice> judge_baseline(Watched& watched, const Judging& at) {
  const Metric metric = at.threshold.metric;
  const bool is_on = at.threshold.enabled && at.threshold.baseline;
  if (!is_on && !watched.left) return std::nullopt;
  if (is_on && at.band.rhythm == baseline::Rhythm::none) return std::nullopt;
  const double distance = std::abs(at.value - at.band.median);
  const double reach = baseline::reach(at.band, trait_of(metric).notable);
  const bool is_worse = is_worse_side(metric, at.value, at.band.median);
  const bool is_off = is_on && is_worse && distance > reach;
  const bool is_back = !is_on || !is_worse || distance <= inner_share * reach;
  watched.off = is_off ? static_cast<uint8_t>(std::min(watched.off + 1, 255)) : uint8_t{0};
  watched.back = is_back ? static_cast<uint8_t>(std::min(watched.back + 1, 255)) : uint8_t{0};
  if (!watched.left && watched.off >= baseline_raise_after) {
    watched.left = true;
    return Notice{
        .cause = Cause::baseline,
        .severity = std::min(Severity::minor, at.threshold.severity_max),
        .problem = fmt::format("{} is {}, usual at this hour {} ± {}", enum_text(metric),
                               value_text(metric, at.value), value_text(metric, at.band.median),
                               value_text(metric, reach))};
  }
  if (!watched.left || watched.back < baseline_clear_after) return std::nullopt;
  watched.left = false;
  return Notice{.cause = Cause::baseline, .severity = Severity::indeterminate, .problem = {}};
}

}  // namespace

std::vector<Notice> judge(Watched& watched, const Judging& at) {
  std::vector<Notice> notices;
  const auto slot = static_cast<uint32_t>(at.slot);
  if (slot <= watched.slot) return notices;
  if (slot - watched.slot > gap_slots_max)
    watched.worse = watched.better = watched.off = watched.back = 0;
  watched.slot = slot;
  if (auto notice = judge_threshold(watched, at)) notices.push_back(std::move(*notice));
  if (auto notice = judge_baseline(watched, at)) notices.push_back(std::move(*notice));
  return notices;
}

std::string condition_of(Cause cause, Metric metric) {
  std::string text = cause == Cause::threshold ? "threshold:" : "baseline:";
  return text.append(enum_text(metric));
}

std::optional<std::pair<Cause, Metric>> cause_of(std::string_view condition) {
  const size_t colon = condition.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view cause = condition.substr(0, colon);
  Metric metric{};
  if ((cause != "threshold" && cause != "baseline") ||
      !enum_from_text(condition.substr(colon + 1), metric))
    return std::nullopt;
  return std::pair(cause == "threshold" ? Cause::threshold : Cause::baseline, metric);
}

void take_over(Watched& watched, Cause cause, Severity severity) {
  if (cause == Cause::threshold)
    watched.raised = static_cast<uint8_t>(severity) & 7;
  else
    watched.left = true;
}

}  // namespace lifeline::performance
