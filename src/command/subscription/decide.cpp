// SPDX-License-Identifier: Apache-2.0
#include "base/limits.h"
#include "command/subscription/model.h"
#include "command/unit/model.h"

namespace lifeline::subscription {
namespace {

using Events = std::vector<Event>;

Result<Events> decide(const State& state, const Subscribe& c, const desk::Context& at) {
  if (at.who.role < desk::Role::operator_) return forbidden("role_must_suffice");
  if (c.callback.empty()) return invalid("callback_must_be_given", "callback");
  if (c.callback.size() > limits::text_bytes_max) return invalid("text_must_be_short", "callback");
  if (c.query.size() > limits::text_bytes_max) return invalid("text_must_be_short", "query");
  if (state.subscriptions.size() >= limits::subscriptions_max)
    return too_many("subscriptions_must_be_fewer");
  return Events{Subscribed{.id = {at.desk.value, state.serial + 1},
                           .api = c.api,
                           .callback = c.callback,
                           .query = c.query,
                           .base = c.base,
                           .owner = at.who.name,
                           .unit = at.who.unit,
                           .from = c.from}};
}

Result<Events> decide(const State& state, const Unsubscribe& c, const desk::Context& at) {
  const auto found = state.subscriptions.find(c.id);
  if (found == state.subscriptions.end() || found->second.api != c.api)
    return not_found("subscription_must_exist", "id");
  if (auto may = unit::must_answer_for(at, found->second.unit, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  return Events{Unsubscribed{.id = c.id}};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::subscription
