// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/limits.h"
#include "network/silence/model.h"

namespace lifeline::silence {
namespace {

using Events = std::vector<Event>;

Result<void> must_be_well_formed(const Put& c) {
  if (c.id.empty()) return invalid("id_must_be_given", "id");
  if (c.id.size() > limits::name_bytes_max) return invalid("name_must_be_short", "id");
  if (c.matchers.empty()) return invalid("matchers_must_be_given", "matchers");
  if (c.matchers.size() > limits::silence_matchers_max)
    return invalid("matchers_must_be_fewer", "matchers");
  for (const Matcher& matcher : c.matchers) {
    if (matcher.name.empty()) return invalid("name_must_be_given", "matchers");
    if (matcher.name.size() > limits::name_bytes_max)
      return invalid("name_must_be_short", "matchers");
    if (matcher.value.size() > limits::text_bytes_max)
      return invalid("text_must_be_short", "matchers");
  }
  if (c.created_by.empty()) return invalid("creator_must_be_given", "createdBy");
  if (c.created_by.size() > limits::name_bytes_max)
    return invalid("name_must_be_short", "createdBy");
  if (c.comment.size() > limits::text_bytes_max) return invalid("text_must_be_short", "comment");
  return {};
}

Result<Events> decide(const State& state, const Put& c, const desk::Context& at) {
  if (auto formed = must_be_well_formed(c); !formed) return tl::unexpected(formed.error());
  const Instant starts_at = std::max(c.starts_at, at.now);
  if (c.ends_at <= at.now) return invalid("end_must_be_ahead", "endsAt");
  if (c.ends_at <= starts_at) return invalid("end_must_be_after_start", "endsAt");
  const auto known = state.silences.find(c.id);
  const bool is_known = known != state.silences.end();
  if (is_known && phase_of(known->second, at.now) == Phase::expired)
    return conflict("silence_must_not_be_over", "id");
  if (!is_known && state.silences.size() >= limits::silences_max)
    return conflict("silences_must_be_fewer");
  const bool is_running = is_known && phase_of(known->second, at.now) == Phase::active;
  return Events{Set{.id = c.id,
                    .matchers = c.matchers,
                    .starts_at = is_running ? known->second.starts_at : starts_at,
                    .ends_at = c.ends_at,
                    .created_by = c.created_by,
                    .comment = c.comment,
                    .at = at.now}};
}

Result<Events> decide(const State& state, const Expire& c, const desk::Context& at) {
  const auto known = state.silences.find(c.id);
  if (known == state.silences.end()) return not_found("silence_must_exist", "id");
  if (phase_of(known->second, at.now) == Phase::expired)
    return conflict("silence_must_not_be_over", "id");
  return Events{Expired{.id = c.id, .at = at.now}};
}

Result<Events> decide(const State& state, const Forget& c, const desk::Context& at) {
  const auto known = state.silences.find(c.id);
  if (known == state.silences.end()) return not_found("silence_must_exist", "id");
  if (phase_of(known->second, at.now) != Phase::expired)
    return conflict("silence_must_be_over", "id");
  return Events{Forgotten{.id = c.id}};
}

}  // namespace

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::silence
