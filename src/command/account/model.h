// SPDX-License-Identifier: Apache-2.0
// Local accounts, on headquarters' desk. A password is kept as its Argon2id text only, a token or
// session as the SHA-256 of its secret only.
//
//   created ──▶ (password changed | role changed)* ──▶ disabled ──▶ enabled …
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "desk/noun.h"

namespace lifeline::account {

struct Create {
  std::string name;
  std::string display_name;
  desk::Role role = desk::Role::viewer;
  UnitCode unit;
  std::string password_hash;  // Argon2id, encoded
};
struct ChangePassword {
  std::string name;
  std::string password_hash;
};
struct Disable {
  std::string name;
};
/// A bearer token, or with an end a log-in's session.
struct IssueToken {
  std::string name;
  std::string token_hash;  // SHA-256, hexadecimal
  std::string label;
  Instant expires_at;  // zero: never
};
struct RevokeToken {
  std::string token_hash;
};
using Command = std::variant<Create, ChangePassword, Disable, IssueToken, RevokeToken>;

struct Created {
  std::string name;
  std::string display_name;
  desk::Role role = desk::Role::viewer;
  UnitCode unit;
  std::string password_hash;
};
LIFELINE_STRUCT(Created, name, display_name, role, unit, password_hash)
struct PasswordChanged {
  std::string name;
  std::string password_hash;
};
LIFELINE_STRUCT(PasswordChanged, name, password_hash)
struct Disabled {
  std::string name;
};
LIFELINE_STRUCT(Disabled, name)
struct TokenIssued {
  std::string name;
  std::string token_hash;
  std::string label;
  Instant expires_at;
};
LIFELINE_STRUCT(TokenIssued, name, token_hash, label, expires_at)
struct TokenRevoked {
  std::string token_hash;
};
LIFELINE_STRUCT(TokenRevoked, token_hash)
using Event = std::variant<Created, PasswordChanged, Disabled, TokenIssued, TokenRevoked>;

struct Account {
  std::string name;
  std::string display_name;
  desk::Role role = desk::Role::viewer;
  UnitCode unit;
  std::string password_hash;
  bool disabled = false;
};
LIFELINE_STRUCT(Account, name, display_name, role, unit, password_hash, disabled)

struct Token {
  std::string name;  // of the account
  std::string label;
  Instant expires_at;
};
LIFELINE_STRUCT(Token, name, label, expires_at)

struct State {
  std::map<std::string, Account> accounts;
  std::map<std::string, Token> tokens;  // by hash
};
LIFELINE_STRUCT(State, accounts, tokens)

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void react(const Event& event, const desk::Context& at, desk::Commands& out);
desk::RowKey touches(const Event& event);

/// Sessions that have ended are forgotten.
std::optional<Instant> due(const State& state);
void expire(const State& state, Instant now, desk::Commands& out);

}  // namespace lifeline::account
