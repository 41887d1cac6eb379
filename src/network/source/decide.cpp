// SPDX-License-Identifier: Apache-2.0
#include "base/limits.h"
#include "network/source/model.h"

namespace lifeline::source {
namespace {

using Events = std::vector<Event>;
constexpr int64_t interval_s_max = 24 * 3600;

Result<Events> decide(const State& state, const Beat& c, const desk::Context& at) {
  if (c.name.empty()) return invalid("source_must_be_given", "sourceName");
  if (c.name.size() > limits::name_bytes_max) return invalid("name_must_be_short", "sourceName");
  if (c.interval_s <= 0 || c.interval_s > interval_s_max)
    return invalid("interval_must_be_in_range", "heartbeatInterval", "1 s to a day");
  const auto known = state.sources.find(c.name);
  if (known != state.sources.end()) {
    const Source& source = known->second;
    const bool is_fresh =
        at.now < source.heard_at + std::chrono::microseconds(source.interval_s * 1'000'000 / 3);
    if (is_fresh && !source.lost && source.interval_s == c.interval_s) return Events{};
  }
  return Events{Heard{.name = c.name, .interval_s = c.interval_s, .at = at.now}};
}

Result<Events> decide(const State& state, const MissBeats& c, const desk::Context&) {
  const auto known = state.sources.find(c.name);
  if (known == state.sources.end()) return not_found("source_must_exist", "sourceName");
  if (known->second.lost) return conflict("source_must_be_heard");
  return Events{Lost{.name = c.name}};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::source
