// SPDX-License-Identifier: Apache-2.0
#include "command/account/model.h"

#include <algorithm>

namespace lifeline::account {
namespace {

void take(State& state, const Created& e) {
  state.accounts[e.name] = {.name = e.name,
                            .display_name = e.display_name,
                            .role = e.role,
                            .unit = e.unit,
                            .password_hash = e.password_hash};
}
void take(State& state, const PasswordChanged& e) {
  state.accounts[e.name].password_hash = e.password_hash;
}
void take(State& state, const Disabled& e) {
  state.accounts[e.name].disabled = true;
  std::erase_if(state.tokens, [&](const auto& token) { return token.second.name == e.name; });
}
void take(State& state, const TokenIssued& e) {
  state.tokens[e.token_hash] = {.name = e.name, .label = e.label, .expires_at = e.expires_at};
}
void take(State& state, const TokenRevoked& e) { state.tokens.erase(e.token_hash); }

}  // namespace

void evolve(State& state, const Event& event) {
  std::visit([&](const auto& e) { take(state, e); }, event);
}

desk::RowKey touches(const Event& event) {
  if (const auto* created = std::get_if<Created>(&event)) return created->name;
  return {};
}

std::optional<Instant> due(const State& state) {
  std::optional<Instant> earliest;
  for (const auto& [hash, token] : state.tokens)
    if (token.expires_at && (!earliest || token.expires_at < *earliest))
      earliest = token.expires_at;
  return earliest;
}

void expire(const State& state, Instant now, desk::Commands& out) {
  for (const auto& [hash, token] : state.tokens)
    if (token.expires_at && token.expires_at <= now)
      out.add<Command>(RevokeToken{.token_hash = hash});
}

}  // namespace lifeline::account
