// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "command/account/view.h"
#include "tests/given.h"

namespace lifeline::account {
namespace {

using desk::Role;
using tests::Given;

// Headquarters' accounts: the group's administrator, Wuhan's, and an operator of a district.
State three_accounts() {
  State state;
  evolve(
      state,
      Created{
          .name = "admin", .role = Role::administrator, .unit = group_unit, .password_hash = "h"});
  evolve(state, Created{.name = "wuhan",
                        .role = Role::administrator,
                        .unit = tests::wuhan,
                        .password_hash = "h"});
  evolve(state, Created{.name = "operator",
                        .role = Role::operator_,
                        .unit = tests::wuchang,
                        .password_hash = "h"});
  evolve(state, TokenIssued{.name = "operator", .token_hash = "t", .label = "session"});
  return state;
}

// The refusal's name, or "done".
std::string decided(std::string name, Role role, UnitCode unit, Command command) {
  const Given given(group_unit);
  const desk::Actor who{.name = std::move(name), .role = role, .unit = unit};
  const desk::Context whole = given.context();
  const desk::Context at{
      .now = whole.now, .desk = whole.desk, .who = who, .nouns = whole.nouns, .plan = whole.plan};
  const auto events = decide(three_accounts(), command, at);
  return events ? "done" : events.error().name;
}
std::string by_wuhan(Command command) {
  return decided("wuhan", Role::administrator, tests::wuhan, std::move(command));
}
std::string by_operator(Command command) {
  return decided("operator", Role::operator_, tests::wuchang, std::move(command));
}

Create new_account() {
  return {.name = "new",
          .display_name = "New",
          .role = Role::operator_,
          .unit = tests::wuchang,
          .password_hash = "h"};
}

}  // namespace

TEST_CASE("an administrator makes accounts on the own ground and nowhere above") {
  CHECK(by_wuhan(new_account()) == "done");
  Create above = new_account();
  above.unit = group_unit;
  CHECK(by_wuhan(above) == "unit_must_be_within_reach");
  CHECK(by_operator(new_account()) == "role_must_suffice");
}

TEST_CASE("an account has a well-formed new name, a person's role, a unit and a password") {
  Create create = new_account();
  create.name = "Upper Case";
  CHECK(by_wuhan(create) == "name_must_be_well_formed");
  create.name = "operator";
  CHECK(by_wuhan(create) == "name_must_be_new");
  create = new_account();
  create.role = Role::system;
  CHECK(by_wuhan(create) == "role_must_be_for_a_person");
  create = new_account();
  create.unit = {};
  CHECK(by_wuhan(create) == "unit_must_be_given");
  create = new_account();
  create.password_hash.clear();
  CHECK(by_wuhan(create) == "password_must_be_given");
}

TEST_CASE("a password is changed by its owner or an administrator above") {
  CHECK(by_operator(ChangePassword{.name = "operator", .password_hash = "n"}) == "done");
  CHECK(by_wuhan(ChangePassword{.name = "operator", .password_hash = "n"}) == "done");
  CHECK(by_operator(ChangePassword{.name = "wuhan", .password_hash = "n"}) == "role_must_suffice");
  CHECK(by_wuhan(ChangePassword{.name = "admin", .password_hash = "n"}) ==
        "unit_must_be_within_reach");
  CHECK(by_wuhan(ChangePassword{.name = "nobody", .password_hash = "n"}) == "account_must_exist");
}

TEST_CASE("a token of an account is issued to its owner or an administrator above") {
  CHECK(by_operator(IssueToken{.name = "operator", .token_hash = "n"}) == "done");
  CHECK(by_wuhan(IssueToken{.name = "admin", .token_hash = "n"}) == "unit_must_be_within_reach");
  CHECK(by_operator(IssueToken{.name = "wuhan", .token_hash = "n"}) == "role_must_suffice");
  CHECK(
      by_wuhan(IssueToken{.name = "operator", .token_hash = "n", .label = std::string(300, 'x')}) ==
      "label_must_be_short");
}

TEST_CASE("a token is revoked by its owner, an administrator above, or its end") {
  CHECK(by_operator(RevokeToken{.token_hash = "t"}) == "done");
  CHECK(by_wuhan(RevokeToken{.token_hash = "t"}) == "done");
  CHECK(by_wuhan(RevokeToken{.token_hash = "unknown"}) == "token_must_exist");
  CHECK(decided("lifeline", Role::system, group_unit, RevokeToken{.token_hash = "t"}) == "done");
  CHECK(decided("other", Role::operator_, tests::wuchang, RevokeToken{.token_hash = "t"}) ==
        "role_must_suffice");
}

TEST_CASE("nobody disables the own account, and nobody one above") {
  CHECK(by_wuhan(Disable{.name = "operator"}) == "done");
  CHECK(by_wuhan(Disable{.name = "wuhan"}) == "account_must_be_another");
  CHECK(by_wuhan(Disable{.name = "admin"}) == "unit_must_be_within_reach");
  CHECK(by_operator(Disable{.name = "operator"}) == "role_must_suffice");
}

TEST_CASE("a disabled account loses its tokens") {
  State state = three_accounts();
  evolve(state, Disabled{.name = "operator"});
  CHECK(state.tokens.empty());
  CHECK(row_of(state.accounts.at("operator")).disabled);
}

}  // namespace lifeline::account
