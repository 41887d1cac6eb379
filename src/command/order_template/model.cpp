// SPDX-License-Identifier: Apache-2.0
#include "command/order_template/model.h"

#include <algorithm>

namespace lifeline::order_template {
namespace {

void take(State& state, const Kept& e) {
  state.serial = std::max(state.serial, e.id.serial);
  state.templates[e.id] = e.what;
}
void take(State& state, const Changed& e) {
  if (const auto known = state.templates.find(e.id); known != state.templates.end())
    known->second = e.what;
}
void take(State& state, const Dropped& e) { state.templates.erase(e.id); }
void take(State& state, const Learnt& e) { state.templates[e.id] = e.what; }
void take(State& state, const Forgotten& e) { state.templates.erase(e.id); }

}  // namespace

void evolve(State& state, const Event& event) {
  std::visit([&](const auto& e) { take(state, e); }, event);
}

desk::RowKey touches(const Event& event) {
  return std::visit([](const auto& e) { return to_text(e.id); }, event);
}

}  // namespace lifeline::order_template
