// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/limits.h"
#include "command/notice/model.h"
#include "command/unit/model.h"

namespace lifeline::notice {
namespace {

using Events = std::vector<Event>;

// What is wished for, each subject once.
Result<Wish> must_be_well_formed(Kind kind, Wish wish) {
  const auto formed = kind == Kind::email ? must_be_email(wish.address) : must_be_url(wish.address);
  if (!formed) return tl::unexpected(formed.error());
  if (wish.about.empty()) return invalid("about_must_be_given", "about");
  if (wish.label.size() > limits::name_bytes_max) return invalid("name_must_be_short", "label");
  std::ranges::sort(wish.about);
  wish.about.erase(std::unique(wish.about.begin(), wish.about.end()), wish.about.end());
  return wish;
}

// The channel, for whoever commands its unit.
Result<const Channel*> must_be_channel(const State& state, ChannelId id, const desk::Context& at) {
  const auto found = state.channels.find(id);
  if (found == state.channels.end()) return not_found("channel_must_exist", "id");
  if (auto may = unit::must_answer_for(at, found->second.unit, desk::Role::commander); !may)
    return tl::unexpected(may.error());
  return &found->second;
}

Result<Events> decide(const State& state, const AddChannel& c, const desk::Context& at) {
  if (auto may = unit::must_answer_for(at, c.unit, desk::Role::commander); !may)
    return tl::unexpected(may.error());
  if (!at.get<unit::State>().units.contains(c.unit))
    return invalid("unit_must_be_known", "unit", to_text(c.unit));
  auto wish = must_be_well_formed(c.kind, c.wish);
  if (!wish) return tl::unexpected(wish.error());
  if (c.kind == Kind::email && !c.secret.empty())
    return invalid("secret_must_sign_a_webhook", "secret");
  if (state.channels.size() >= limits::channels_max) return conflict("channels_must_be_fewer");
  const bool is_twice = std::ranges::any_of(state.channels, [&](const auto& other) {
    return other.second.unit == c.unit && other.second.wish.address == wish->address;
  });
  if (is_twice) return conflict("channel_must_be_new", "address");
  return Events{ChannelAdded{.id = {at.desk.value, state.serial + 1},
                             .kind = c.kind,
                             .unit = c.unit,
                             .wish = std::move(*wish),
                             .secret = c.secret}};
}

Result<Events> decide(const State& state, const ChangeChannel& c, const desk::Context& at) {
  const auto channel = must_be_channel(state, c.id, at);
  if (!channel) return tl::unexpected(channel.error());
  auto wish = must_be_well_formed((*channel)->kind, c.wish);
  if (!wish) return tl::unexpected(wish.error());
  if ((*channel)->kind == Kind::email && !c.secret.empty())
    return invalid("secret_must_sign_a_webhook", "secret");
  return Events{ChannelChanged{.id = c.id, .wish = std::move(*wish), .secret = c.secret}};
}

Result<Events> decide(const State& state, const PauseChannel& c, const desk::Context& at) {
  const auto channel = must_be_channel(state, c.id, at);
  if (!channel) return tl::unexpected(channel.error());
  if ((*channel)->paused) return conflict("channel_must_be_running");
  return Events{ChannelPaused{c.id}};
}

Result<Events> decide(const State& state, const ResumeChannel& c, const desk::Context& at) {
  const auto channel = must_be_channel(state, c.id, at);
  if (!channel) return tl::unexpected(channel.error());
  if (!(*channel)->paused) return conflict("channel_must_be_paused");
  return Events{ChannelResumed{c.id}};
}

Result<Events> decide(const State& state, const DropChannel& c, const desk::Context& at) {
  const auto channel = must_be_channel(state, c.id, at);
  if (!channel) return tl::unexpected(channel.error());
  return Events{ChannelDropped{c.id}};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::notice
