// SPDX-License-Identifier: Apache-2.0
#include "base/limits.h"
#include "network/feed/model.h"

namespace lifeline::feed {
namespace {

using Events = std::vector<Event>;

Result<Events> decide(const State& state, const Advance& c, const desk::Context& at) {
  if (at.who.role < desk::Role::system) return forbidden("role_must_suffice");
  if (c.name.empty()) return invalid("feed_must_be_given", "name");
  if (c.name.size() > limits::name_bytes_max) return invalid("name_must_be_short", "name");
  const auto known = state.feeds.find(c.name);
  if (known == state.feeds.end()) {
    if (state.feeds.size() >= limits::feeds_max) return too_many("feeds_must_be_fewer");
  } else {
    if (c.to < known->second.mark) return conflict("feed_must_go_forward", "to");
    if (c.to == known->second.mark) return Events{};
  }
  return Events{Advanced{.name = c.name, .to = c.to, .latest = c.latest}};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::feed
