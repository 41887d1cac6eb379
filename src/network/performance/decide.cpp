// SPDX-License-Identifier: Apache-2.0
#include "network/performance/model.h"

namespace lifeline::performance {
namespace {

using Events = std::vector<Event>;
constexpr int64_t intervals_max = 288;  // a day

// Thresholds hold for the whole country.
Result<void> must_be_theirs_to_set(const desk::Context& at) {
  if (at.who.role == desk::Role::system) return {};
  if (at.who.role != desk::Role::administrator) return forbidden("administrator_must_act");
  if (at.who.unit != group_unit) return forbidden("unit_must_be_the_group");
  return {};
}

Result<void> must_be_in_order(const Threshold& threshold) {
  const bool worse_high = trait_of(threshold.metric).worse == Side::high;
  const auto is_in_order = [&](double mild, double grave) {
    return worse_high ? mild <= grave : mild >= grave;
  };
  if (!is_in_order(threshold.warning, threshold.major))
    return invalid("limits_must_be_in_order", "major", "a graver limit is a worse value");
  if (!is_in_order(threshold.major, threshold.critical))
    return invalid("limits_must_be_in_order", "critical", "a graver limit is a worse value");
  return {};
}

Result<void> must_be_in_range(const Threshold& threshold) {
  const std::pair<std::string_view, double> values[] = {{"warning", threshold.warning},
                                                        {"major", threshold.major},
                                                        {"critical", threshold.critical},
                                                        {"hysteresis", threshold.hysteresis}};
  for (const auto& [field, value] : values)
    if (!is_in_range(threshold.metric, value)) return invalid("number_must_be_in_range", field);
  if (threshold.raise_after < 1 || threshold.raise_after > intervals_max)
    return invalid("number_must_be_in_range", "raise_after", "1 to 288 intervals");
  if (threshold.clear_after < 1 || threshold.clear_after > intervals_max)
    return invalid("number_must_be_in_range", "clear_after", "1 to 288 intervals");
  if (threshold.severity_max == alarm::Severity::indeterminate)
    return invalid("severity_must_be_given", "severity_max", "warning, minor, major or critical");
  return {};
}

Result<Events> decide(const State& state, const Change& c, const desk::Context& at) {
  if (auto theirs = must_be_theirs_to_set(at); !theirs) return tl::unexpected(theirs.error());
  if (auto sound = must_be_in_range(c.to); !sound) return tl::unexpected(sound.error());
  if (auto sound = must_be_in_order(c.to); !sound) return tl::unexpected(sound.error());
  if (threshold_of(state, c.to.metric) == c.to) return Events{};
  return Events{Changed{.to = c.to}};
}

Result<Events> decide(const State& state, const Restore& c, const desk::Context& at) {
  if (auto theirs = must_be_theirs_to_set(at); !theirs) return tl::unexpected(theirs.error());
  if (!state.changed.contains(c.metric)) return Events{};
  return Events{Restored{.metric = c.metric}};
}

}  // namespace

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::performance
