// SPDX-License-Identifier: Apache-2.0
#include "command/notice/model.h"

#include <algorithm>

namespace lifeline::notice {
namespace {

void take(State& state, const ChannelAdded& e) {
  state.serial = std::max(state.serial, e.id.serial);
  state.channels[e.id] = {.id = e.id,
                          .kind = e.kind,
                          .unit = e.unit,
                          .wish = e.wish,
                          .secret = e.secret,
                          .paused = false};
}

template <class Change>
void change(State& state, ChannelId id, Change change) {
  if (const auto found = state.channels.find(id); found != state.channels.end())
    change(found->second);
}

void take(State& state, const ChannelChanged& e) {
  change(state, e.id, [&](Channel& channel) {
    channel.wish = e.wish;
    if (!e.secret.empty()) channel.secret = e.secret;
  });
}
void take(State& state, const ChannelPaused& e) {
  change(state, e.id, [](Channel& channel) { channel.paused = true; });
}
void take(State& state, const ChannelResumed& e) {
  change(state, e.id, [](Channel& channel) { channel.paused = false; });
}
void take(State& state, const ChannelDropped& e) { state.channels.erase(e.id); }

}  // namespace

bool wants(const Channel& channel, About about, Priority priority) {
  const bool is_pressing = about == About::report_released || priority >= channel.wish.priority_min;
  return !channel.paused && is_pressing &&
         std::ranges::find(channel.wish.about, about) != channel.wish.about.end();
}

void evolve(State& state, const Event& event) {
  std::visit([&](const auto& e) { take(state, e); }, event);
}

desk::RowKey touches(const Event& event) {
  return std::visit([](const auto& e) { return to_text(e.id); }, event);
}

}  // namespace lifeline::notice
