// SPDX-License-Identifier: Apache-2.0
#include "network/cause/model.h"

#include <algorithm>
#include <tuple>

namespace lifeline::cause {

std::vector<Edge> in_order(std::vector<Edge> edges) {
  std::ranges::sort(edges, [](const Edge& a, const Edge& b) {
    return std::tie(a.effect, b.score, a.cause) < std::tie(b.effect, a.score, b.cause);
  });
  return edges;
}

std::span<const Edge> causes_of(const State& state, std::string_view effect) {
  const auto effect_of = [](const Edge& edge) { return std::string_view(edge.effect); };
  const auto first = std::ranges::lower_bound(state.edges, effect, {}, effect_of);
  const auto last = std::ranges::upper_bound(first, state.edges.end(), effect, {}, effect_of);
  return {first, last};
}

void evolve(State& state, const Event& event) {
  state.edges = in_order(std::get<Imported>(event).edges);
}

desk::RowKey touches(const Event&) { return {}; }

}  // namespace lifeline::cause
