// SPDX-License-Identifier: Apache-2.0
#include "gateway/omc/conversation.h"

#include <ctime>

#include "base/limits.h"

namespace lifeline::omc {
namespace {

using Steady = std::chrono::steady_clock;
constexpr Millis answer_wait{limits::omc_connect_wait_s * 1000};

Millis left_until(Steady::time_point end) {
  return std::chrono::duration_cast<Millis>(end - Steady::now());
}

}  // namespace

Result<void> must_be_granted(const Message& answer, std::string_view name) {
  if (answer.value("result") == "succ") return {};
  return unavailable(name, "the OMC says: " + std::string(answer.value("resDesc").substr(0, 100)));
}

Result<Conversation> Conversation::open(const Source& source, Channel channel, const Bell& bell) {
  auto link = Link::connect(source.options.address, bell, answer_wait);
  if (!link) return tl::unexpected(link.error());
  Conversation made(std::move(*link));
  Result<void> taken;
  for (int attempt = 0; attempt < source.reading->get()->dialect().log_in_attempts; ++attempt) {
    taken = made.log_in(source, channel, bell);
    if (taken || taken.error().name != "log_in_must_be_taken") break;
  }
  if (!taken) return tl::unexpected(taken.error());
  return made;
}

Result<void> Conversation::log_in(const Source& source, Channel channel, const Bell& bell) {
  say(Kind::log_in, {.name = "reqLoginAlarm",
                     .values = {{"user", source.options.user},
                                {"key", source.key},
                                {"type", channel == Channel::files ? "ftp" : "msg"}}});
  const auto body = answer(Kind::log_in_answer, bell, answer_wait);
  if (!body) return tl::unexpected(body.error());
  const auto message = read_message(*body);
  if (!message) return tl::unexpected(message.error());
  return must_be_granted(*message, "log_in_must_be_taken");
}

void Conversation::say(Kind kind, const Message& message) {
  append_frame(link_.queue(), {.kind = kind,
                               .at_s = static_cast<uint32_t>(std::time(nullptr)),
                               .body = print_message(message)});
}

Result<void> Conversation::turn(const Bell& bell, Millis most, bool reads, const Show& show) {
  if (!reads) return link_.turn(bell, most, false);
  auto turned = link_.turn(bell, has_left_ ? Millis(0) : most, true);
  std::string_view bytes = link_.heard();
  Result<bool> shown = true;
  while (shown && *shown) {
    const auto frame = read_frame(bytes);
    if (!frame) return tl::unexpected(frame.error());
    if (!*frame) break;
    shown = show(**frame);
    bytes.remove_prefix(size_of(**frame));
  }
  link_.heard().erase(0, link_.heard().size() - bytes.size());
  has_left_ = shown && !*shown;
  if (!shown) return tl::unexpected(std::move(shown.error()));
  return turned;
}

Result<std::string> Conversation::answer(Kind kind, const Bell& bell, Millis most) {
  const auto end = Steady::now() + most;
  std::optional<std::string> body;
  const Show show = [&](const Frame& frame) -> Result<bool> {
    if (frame.kind == kind) body = std::string(frame.body);
    return !body;
  };
  while (!body && left_until(end) > Millis(0) && !bell.is_over())
    if (auto turned = turn(bell, left_until(end), true, show); !turned)
      return tl::unexpected(turned.error());
  if (!body) return unavailable("omc_must_answer");
  return *body;
}

}  // namespace lifeline::omc
