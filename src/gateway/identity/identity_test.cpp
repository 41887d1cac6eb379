// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/identity.h"

#include <future>

#include <doctest/doctest.h>

#include "base/limits.h"
#include "gateway/identity/password.h"

namespace lifeline::identity {
namespace {

constexpr Instant noon{1'579'780'800'000'000};
constexpr UnitCode hubei{420000};
constexpr auto patience = std::chrono::seconds(60);

account::State state_with(const std::string& password) {
  account::State state;
  state.accounts["li"] = {.name = "li",
                          .display_name = "Li",
                          .role = desk::Role::operator_,
                          .unit = hubei,
                          .password_hash = *hash_password(password)};
  return state;
}

// Asks and waits.
Result<desk::Actor> actor_by(Accounts& accounts, const std::string& name,
                             const std::string& password) {
  const auto promise = std::make_shared<std::promise<Result<desk::Actor>>>();
  auto answer = promise->get_future();
  accounts.by_password(name, password, [promise](Result<desk::Actor> actor) {
    promise->set_value(std::move(actor));
  });
  REQUIRE(answer.wait_for(patience) == std::future_status::ready);
  return answer.get();
}

// The name of the actor or of the refusal.
std::string ask(Accounts& accounts, const std::string& name, const std::string& password) {
  const auto actor = actor_by(accounts, name, password);
  return actor ? actor->name : actor.error().name;
}

std::string by_token(Accounts& accounts, const std::string& token) {
  const auto actor = accounts.by_token(token);
  return actor ? actor->name : actor.error().name;
}

}  // namespace

TEST_CASE("a right password gives the account's role and unit") {
  const Clock clock(noon, 1);
  Accounts accounts(clock);
  accounts.renew(state_with("correct horse"));
  const desk::Actor wanted{.name = "li", .role = desk::Role::operator_, .unit = hubei};
  CHECK(actor_by(accounts, "li", "correct horse").value() == wanted);
}

TEST_CASE("a wrong password and an unknown name are refused alike") {
  const Clock clock(noon, 1);
  Accounts accounts(clock);
  CHECK(ask(accounts, "li", "correct horse") == "password_must_match");
  accounts.renew(state_with("correct horse"));
  CHECK(ask(accounts, "li", "wrong horse!") == "password_must_match");
  CHECK(ask(accounts, "wang", "correct horse") == "password_must_match");
  CHECK(ask(accounts, "li", "nobody's password") == "password_must_match");
  CHECK(ask(accounts, "wang", "nobody's password") == "password_must_match");
  CHECK(ask(accounts, "li", "correct horse") == "li");
}

TEST_CASE("who guesses too often is held off, even with the right password then") {
  const Clock clock(noon, 1);
  Accounts accounts(clock);
  accounts.renew(state_with("correct horse"));
  for (int i = 0; i < limits::login_failures_max; ++i)
    CHECK(ask(accounts, "li", "wrong horse!") == "password_must_match");
  CHECK(ask(accounts, "li", "wrong horse!") == "attempts_must_be_fewer");
  CHECK(ask(accounts, "li", "correct horse") == "attempts_must_be_fewer");
  CHECK(ask(accounts, "wang", "wrong horse!") == "password_must_match");  // others are not
}

TEST_CASE("a right password forgives the failures before it") {
  const Clock clock(noon, 1);
  Accounts accounts(clock);
  accounts.renew(state_with("correct horse"));
  for (int round = 0; round < 2; ++round) {
    for (int i = 1; i < limits::login_failures_max; ++i)
      CHECK(ask(accounts, "li", "wrong horse!") == "password_must_match");
    // Another account that is verified meanwhile forgives nothing of this one.
    CHECK(ask(accounts, "wang", "wrong horse!") == "password_must_match");
    accounts.renew(state_with("correct horse"));  // another hash: verified anew
    CHECK(ask(accounts, "li", "correct horse") == "li");
  }
}

TEST_CASE("a password verified once is answered at once, until it changes") {
  const Clock clock(noon, 1);
  Accounts accounts(clock);
  accounts.renew(state_with("correct horse"));
  REQUIRE(ask(accounts, "li", "correct horse") == "li");
  bool at_once = false;
  accounts.by_password("li", "correct horse", [&](auto actor) { at_once = actor.has_value(); });
  CHECK(at_once);
  accounts.renew(state_with("another horse"));
  CHECK(ask(accounts, "li", "correct horse") == "password_must_match");
  CHECK(ask(accounts, "li", "another horse") == "li");
}

TEST_CASE("a disabled account is refused, verified before or not") {
  const Clock clock(noon, 1);
  Accounts accounts(clock);
  account::State state = state_with("correct horse");
  accounts.renew(state);
  REQUIRE(ask(accounts, "li", "correct horse") == "li");
  state.accounts["li"].disabled = true;
  state.tokens[sha256_hex("secret")] = {.name = "li", .label = "x", .expires_at = {}};
  accounts.renew(state);
  CHECK(ask(accounts, "li", "correct horse") == "password_must_match");
  CHECK(by_token(accounts, "secret") == "token_must_be_valid");
}

TEST_CASE("a token is its owner's until it expires by the desk's clock") {
  const Clock clock(noon, 1);
  Accounts accounts(clock);
  account::State state = state_with("correct horse");
  state.tokens[sha256_hex("for good")] = {.name = "li", .label = "x", .expires_at = {}};
  state.tokens[sha256_hex("for long")] = {
      .name = "li", .label = "x", .expires_at = seconds_after(noon, 100'000)};
  state.tokens[sha256_hex("over")] = {.name = "li", .label = "x", .expires_at = noon};
  state.tokens[sha256_hex("lost")] = {.name = "wang", .label = "x", .expires_at = {}};
  accounts.renew(state);
  CHECK(by_token(accounts, "for good") == "li");
  CHECK(by_token(accounts, "for long") == "li");
  CHECK(by_token(accounts, "over") == "token_must_not_be_expired");
  CHECK(by_token(accounts, "lost") == "token_must_be_valid");
  CHECK(by_token(accounts, "other") == "token_must_be_valid");
  CHECK(by_token(accounts, "") == "token_must_be_valid");
  CHECK(by_token(accounts, sha256_hex("for good")) == "token_must_be_valid");
  state.tokens.clear();
  accounts.renew(state);
  CHECK(by_token(accounts, "for good") == "token_must_be_valid");
}

TEST_CASE("only so many passwords wait to be verified; the others are held off at once") {
  const Clock clock(noon, 1);
  constexpr int asked = 300;
  std::atomic<int> held_off = 0, hashed = 0, answered = 0;
  std::promise<void> started, gate, all;
  auto has_started = started.get_future(), done = all.get_future();
  const auto opened = gate.get_future().share();
  Accounts accounts(clock);
  accounts.hash("short", [&](auto) {  // keeps the thread until all have asked
    started.set_value();
    opened.wait_for(patience);
  });
  REQUIRE(has_started.wait_for(patience) == std::future_status::ready);
  for (int i = 0; i < asked; ++i)
    accounts.hash("short", [&](const Result<std::string>& hash) {
      ++(hash.error().name == "attempts_must_be_fewer" ? held_off : hashed);
      if (++answered == asked) all.set_value();
    });
  const int at_once = answered;
  gate.set_value();
  REQUIRE(done.wait_for(patience) == std::future_status::ready);
  CHECK(at_once == asked - 256);
  CHECK(held_off == at_once);
  CHECK(hashed == 256);
}

TEST_CASE("a hash is made on the same thread and refuses what a password must not be") {
  const Clock clock(noon, 1);
  std::promise<Result<std::string>> good, bad;  // outlive the thread
  Accounts accounts(clock);
  auto hash = good.get_future();
  auto refusal = bad.get_future();
  accounts.hash("correct horse", [&](Result<std::string> text) { good.set_value(text); });
  accounts.hash("short", [&](Result<std::string> text) { bad.set_value(text); });
  REQUIRE(hash.wait_for(patience) == std::future_status::ready);
  REQUIRE(refusal.wait_for(patience) == std::future_status::ready);
  CHECK(verify_password("correct horse", hash.get().value()));
  CHECK(refusal.get().error().name == "password_must_be_long");
}

}  // namespace lifeline::identity
