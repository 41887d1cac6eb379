// SPDX-License-Identifier: Apache-2.0
#include "network/cause/import.h"
#include "network/cause/model.h"

namespace lifeline::cause {
namespace {

using Events = std::vector<Event>;

Events replaced(const State& state, const std::vector<Edge>& edges) {
  std::vector<Edge> sorted = in_order(edges);
  if (sorted == state.edges) return {};
  return {Imported{.edges = std::move(sorted)}};
}

Result<Events> decide(const State& state, const Import& c, const desk::Context& at) {
  if (auto theirs = must_be_theirs_to_teach(at.who); !theirs) return tl::unexpected(theirs.error());
  const auto checked = check(state, c.edges, at.who);
  if (!checked.findings.empty()) return tl::unexpected(checked.findings.front().error);
  return replaced(state, c.edges);
}

Result<Events> decide(const State& state, const Adopt& c, const desk::Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  return replaced(state, c.edges);
}

}  // namespace

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::cause
