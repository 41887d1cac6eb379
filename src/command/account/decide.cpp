// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/limits.h"
#include "command/account/model.h"
#include "command/unit/model.h"

namespace lifeline::account {
namespace {

using Events = std::vector<Event>;

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

// One's own account, or as an administrator one on the own ground.
Result<const Account*> must_be_within_reach(const State& state, const std::string& name,
                                            const desk::Context& at) {
  const auto found = state.accounts.find(name);
  const bool is_own = at.who.name == name && at.who.role != desk::Role::system;
  if (!is_own && at.who.role < desk::Role::administrator) return forbidden("role_must_suffice");
  if (found == state.accounts.end()) return not_found("account_must_exist", "name");
  if (is_own) return &found->second;
  if (auto may = unit::must_answer_for(at, found->second.unit, desk::Role::administrator); !may)
    return tl::unexpected(may.error());
  return &found->second;
}

Result<Events> create(const State& state, const Create& c, const desk::Context& at) {
  if (at.who.role < desk::Role::administrator) return forbidden("role_must_suffice");
  if (!is_name(c.name))
    return invalid("name_must_be_well_formed", "name", "lower case letters, digits, - _ .");
  if (state.accounts.contains(c.name)) return conflict("name_must_be_new", "name");
  if (c.role == desk::Role::nobody || c.role == desk::Role::system)
    return invalid("role_must_be_for_a_person", "role");
  if (!c.unit) return invalid("unit_must_be_given", "unit");
  if (auto may = unit::must_answer_for(at, c.unit, desk::Role::administrator); !may)
    return tl::unexpected(may.error());
  if (c.password_hash.empty()) return invalid("password_must_be_given", "password");
  return Events{Created{.name = c.name,
                        .display_name = c.display_name,
                        .role = c.role,
                        .unit = c.unit,
                        .password_hash = c.password_hash}};
}

Result<Events> change_password(const State& state, const ChangePassword& c,
                               const desk::Context& at) {
  if (auto account = must_be_within_reach(state, c.name, at); !account)
    return tl::unexpected(account.error());
  return Events{PasswordChanged{.name = c.name, .password_hash = c.password_hash}};
}

Result<Events> disable(const State& state, const Disable& c, const desk::Context& at) {
  if (at.who.role < desk::Role::administrator) return forbidden("role_must_suffice");
  const auto account = must_be_within_reach(state, c.name, at);
  if (!account) return tl::unexpected(account.error());
  if ((*account)->disabled) return conflict("account_must_be_enabled");
  if (at.who.name == c.name) return conflict("account_must_be_another");
  return Events{Disabled{.name = c.name}};
}

Result<Events> issue_token(const State& state, const IssueToken& c, const desk::Context& at) {
  const auto account = must_be_within_reach(state, c.name, at);
  if (!account) return tl::unexpected(account.error());
  if ((*account)->disabled) return conflict("account_must_be_enabled");
  if (c.label.size() > limits::name_bytes_max) return invalid("label_must_be_short", "label");
  return Events{TokenIssued{
      .name = c.name, .token_hash = c.token_hash, .label = c.label, .expires_at = c.expires_at}};
}

Result<Events> revoke_token(const State& state, const RevokeToken& c, const desk::Context& at) {
  const auto found = state.tokens.find(c.token_hash);
  if (found == state.tokens.end()) return not_found("token_must_exist");
  if (at.who.role != desk::Role::system)
    if (auto account = must_be_within_reach(state, found->second.name, at); !account)
      return tl::unexpected(account.error());
  return Events{TokenRevoked{.token_hash = c.token_hash}};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  if (const auto* c = std::get_if<Create>(&command)) return create(state, *c, at);
  if (const auto* c = std::get_if<ChangePassword>(&command)) return change_password(state, *c, at);
  if (const auto* c = std::get_if<Disable>(&command)) return disable(state, *c, at);
  if (const auto* c = std::get_if<IssueToken>(&command)) return issue_token(state, *c, at);
  return revoke_token(state, std::get<RevokeToken>(command), at);
}

}  // namespace lifeline::account
