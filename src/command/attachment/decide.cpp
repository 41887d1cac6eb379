// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/limits.h"
#include "command/attachment/model.h"

namespace lifeline::attachment {
namespace {

using Events = std::vector<Event>;

bool is_of(const State& state, const std::string& id, UnitCode unit) {
  const auto known = state.attachments.find(id);
  return known != state.attachments.end() &&
         std::ranges::find(known->second.units, unit) != known->second.units.end();
}

Result<Events> decide(const State& state, const Keep& c, const desk::Context& at) {
  if (at.who.role < desk::Role::operator_) return forbidden("role_must_suffice");
  if (!is_id(c.id)) return invalid("attachment_id_must_be_a_digest", "id");
  if (c.bytes == 0) return invalid("attachment_must_not_be_empty", "body");
  if (c.bytes > limits::attachment_bytes_max) return invalid("attachment_must_be_smaller", "body");
  if (is_of(state, c.id, at.who.unit)) return Events{};
  if (state.attachments.size() >= limits::attachments_max)
    return too_many("attachments_must_be_fewer");
  return Events{Kept{.id = c.id,
                     .type = c.type,
                     .bytes = c.bytes,
                     .unit = at.who.unit,
                     .by = at.who.name,
                     .at = at.now}};
}

Result<Events> decide(const State& state, const Learn& c, const desk::Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  if (is_of(state, c.id, c.unit)) return Events{};
  return Events{
      Learnt{.id = c.id, .type = c.type, .bytes = c.bytes, .unit = c.unit, .by = c.by, .at = c.at}};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::attachment
