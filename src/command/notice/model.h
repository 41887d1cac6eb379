// SPDX-License-Identifier: Apache-2.0
// A channel is where notices of orders and reports leave the desk for a unit: an e-mail address or
// a webhook. It is told of what concerns its unit's ground, and is owned by the desk of that
// ground. The notices themselves are no events: gateway/notify follows the journal and keeps them.
//
//   added ──▶ (changed)* ──▶ paused ⇄ resumed ──▶ dropped
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "command/order/model.h"
#include "desk/noun.h"

namespace lifeline::notice {

struct Tag {};
using ChannelId = Id<Tag>;
using order::Priority;

enum class Kind { email, webhook };
LIFELINE_ENUM(Kind, email, webhook)

/// What a notice is about.
enum class About {
  issued,
  amended,
  recalled,
  escalated,
  supervised,
  handed_back,
  declined,
  done,
  report_released
};
LIFELINE_ENUM(About, issued, amended, recalled, escalated, supervised, handed_back, declined, done,
              report_released)

/// What is told, and where.
struct Wish {
  std::string address;  // an e-mail address, or an http or https URL
  std::vector<About> about;
  Priority priority_min = Priority::normal;
  std::string label;
};
LIFELINE_STRUCT(Wish, address, about, priority_min, label)

struct AddChannel {
  Kind kind = Kind::email;
  UnitCode unit;
  Wish wish;
  std::string secret;  // the name of what signs a webhook's notices, never the secret; "" for none
};
struct ChangeChannel {
  ChannelId id;
  Wish wish;
  std::string secret;  // "" leaves it as it is
};
struct PauseChannel {
  ChannelId id;
};
struct ResumeChannel {
  ChannelId id;
};
struct DropChannel {
  ChannelId id;
};
using Command = std::variant<AddChannel, ChangeChannel, PauseChannel, ResumeChannel, DropChannel>;

struct ChannelAdded {
  ChannelId id;
  Kind kind = Kind::email;
  UnitCode unit;
  Wish wish;
  std::string secret;
};
LIFELINE_STRUCT(ChannelAdded, id, kind, unit, wish, secret)
struct ChannelChanged {
  ChannelId id;
  Wish wish;
  std::string secret;
};
LIFELINE_STRUCT(ChannelChanged, id, wish, secret)
struct ChannelPaused {
  ChannelId id;
};
LIFELINE_STRUCT(ChannelPaused, id)
struct ChannelResumed {
  ChannelId id;
};
LIFELINE_STRUCT(ChannelResumed, id)
struct ChannelDropped {
  ChannelId id;
};
LIFELINE_STRUCT(ChannelDropped, id)
using Event =
    std::variant<ChannelAdded, ChannelChanged, ChannelPaused, ChannelResumed, ChannelDropped>;

struct Channel {
  ChannelId id;
  Kind kind = Kind::email;
  UnitCode unit;
  Wish wish;
  std::string secret;
  bool paused = false;
};
LIFELINE_STRUCT(Channel, id, kind, unit, wish, secret, paused)

struct State {
  uint64_t serial = 0;
  std::map<ChannelId, Channel> channels;
};
LIFELINE_STRUCT(State, serial, channels)

/// Whether the channel wants to hear of this; a report is never below its priority.
bool wants(const Channel& channel, About about, Priority priority);

/// addr-spec of RFC 5321 in its dot-string form: ASCII letters, digits and the signs of RFC 5322
/// atext around one '@', up to 254 bytes. Whoever passes cannot end a header or a command line.
/// Errors: email_must_be_well_formed.
Result<void> must_be_email(std::string_view address);
/// http or https, a host, no user, no fragment, nothing but printable ASCII. Errors:
/// url_must_be_well_formed, url_must_not_name_a_user.
Result<void> must_be_url(std::string_view address);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
desk::RowKey touches(const Event& event);

}  // namespace lifeline::notice
