// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/api.h"

#include "base/json_read.h"
#include "base/limits.h"
#include "base/text.h"
#include "command/account/view.h"
#include "command/unit/model.h"
#include "gateway/identity/password.h"

namespace lifeline::identity {

struct LogIn {
  std::string name;
  std::string password;
};
LIFELINE_STRUCT(LogIn, name, password)

struct NewAccount {
  std::string name;
  std::string display_name;
  desk::Role role = desk::Role::viewer;
  UnitCode unit;
  std::string password;
};
LIFELINE_STRUCT(NewAccount, name, display_name, role, unit, password)

struct NewToken {
  std::string label;
};
LIFELINE_STRUCT(NewToken, label)

struct NewPassword {
  std::string password;
};
LIFELINE_STRUCT(NewPassword, password)

struct Me {
  std::string name;
  std::string display_name;
  desk::Role role = desk::Role::viewer;
  UnitCode unit;
  std::string unit_name_zh;
  std::string unit_name_en;
};
LIFELINE_STRUCT(Me, name, display_name, role, unit, unit_name_zh, unit_name_en)

namespace {

using desk::Desks;
using desk::Reply;
using desk::Request;
using desk::Response;
using SharedRequest = std::shared_ptr<const Request>;

constexpr std::string_view cookie_name = "lifeline_session";

std::string session_cookie(std::string_view token, int64_t max_age_s) {
  return std::string(cookie_name) + "=" + std::string(token) +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(max_age_s);
}

// The session's token out of the Cookie header, "" without one.
std::string_view session_token(const Request& request) {
  for (std::string_view part : split(request.header("cookie"), ';')) {
    part = trimmed(part);
    if (part.starts_with(cookie_name) && part.substr(cookie_name.size()).starts_with('='))
      return part.substr(cookie_name.size() + 1);
  }
  return {};
}

std::string me_json(const desk::Nouns& nouns, const std::string& name) {
  const auto& accounts = nouns.get<account::State>().accounts;
  const auto found = accounts.find(name);
  if (found == accounts.end()) return "{\"account\":null}";
  const account::Account& account = found->second;
  Me me{.name = account.name,
        .display_name = account.display_name,
        .role = account.role,
        .unit = account.unit,
        .unit_name_zh = {},
        .unit_name_en = {}};
  const auto& units = nouns.get<unit::State>().units;
  if (const auto unit = units.find(account.unit); unit != units.end()) {
    me.unit_name_zh = unit->second.name_zh;
    me.unit_name_en = unit->second.name_en;
  }
  return "{\"account\":" + to_json(me) + "}";
}

// The problem of a refused command, or nothing.
std::optional<Response> refused(const desk::Outcome& outcome) {
  if (!outcome.repeated && !outcome.each.empty() && !outcome.each[0])
    return desk::problem(outcome.each[0].error());
  return std::nullopt;
}

// Opens a session for somebody whose password was right.
void open_session(Desks& desks, const Clock& clock, const desk::Actor& actor, Reply reply) {
  const std::string token = random_token();
  // A session lasts hours of people's time, however fast a scenario's clock runs.
  const auto lasts_s = static_cast<int64_t>(limits::session_hours * 3600 * clock.speed());
  account::IssueToken issue{.name = actor.name,
                            .token_hash = sha256_hex(token),
                            .label = "session",
                            .expires_at = seconds_after(desks.now(), lasts_s)};
  const std::string cookie = session_cookie(token, limits::session_hours * 3600);
  desks.submit(
      group_unit, desk::intent(actor, account::Command(std::move(issue)), {}, "log-in"),
      [name = actor.name, cookie](const desk::Outcome& outcome, const desk::Nouns& nouns) {
        if (auto problem = refused(outcome)) return *problem;
        Response response = desk::json_response(200, me_json(nouns, name));
        response.headers.emplace_back("Set-Cookie", cookie);
        return response;
      },
      std::move(reply));
}

void log_in(Accounts& accounts, const Clock& clock, const SharedRequest& request, Desks& desks,
            Reply reply) {
  auto body = from_json<LogIn>(request->body);
  if (!body) return reply(desk::problem(body.error()));
  accounts.by_password(body->name, body->password,
                       [&desks, &clock, reply = std::move(reply)](Result<desk::Actor> actor) {
                         if (!actor) return reply(desk::problem(actor.error()));
                         open_session(desks, clock, *actor, reply);
                       });
}

void who_am_i(const SharedRequest& request, Desks& desks, Reply reply) {
  desks.read(
      group_unit,
      [name = request->caller.name](const desk::Nouns& nouns) {
        return desk::json_response(200, me_json(nouns, name));
      },
      std::move(reply));
}

void log_out(const SharedRequest& request, Desks& desks, Reply reply) {
  const std::string hash = sha256_hex(session_token(*request));
  desks.submit(
      group_unit,
      desk::intent(request->caller, account::Command(account::RevokeToken{.token_hash = hash})),
      [](const desk::Outcome&, const desk::Nouns&) {
        Response response{.status = 204, .content_type = {}, .body = {}, .headers = {}};
        response.headers.emplace_back("Set-Cookie", session_cookie("", 0));
        return response;
      },
      std::move(reply));
}

void list_accounts(const SharedRequest& request, Desks& desks, Reply reply) {
  desks.read(
      group_unit,
      [scope = request->caller.unit](const desk::Nouns& nouns) {
        std::vector<account::Row> rows;
        for (const auto& [name, account] : nouns.get<account::State>().accounts)
          if (unit::is_within(nouns.get<unit::State>(), account.unit, scope))
            rows.push_back(row_of(account));
        Response response = desk::json_response(200, to_json(rows));
        response.headers.emplace_back("X-Total-Count", std::to_string(rows.size()));
        response.headers.emplace_back("X-Result-Count", std::to_string(rows.size()));
        return response;
      },
      std::move(reply));
}

// Submits a command on an account and answers the account as it is then.
void change_account(Desks& desks, desk::Intent intent, std::string name, int status, Reply reply) {
  desks.submit(
      group_unit, std::move(intent),
      [name = std::move(name), status](const desk::Outcome& outcome, const desk::Nouns& nouns) {
        if (auto problem = refused(outcome)) return *problem;
        const account::Account& account = nouns.get<account::State>().accounts.at(name);
        Response response = desk::json_response(status, to_json(row_of(account)));
        if (status == 201) response.headers.emplace_back("Location", "/api/v1/accounts/" + name);
        return response;
      },
      std::move(reply));
}

void create_account(Accounts& accounts, const SharedRequest& request, Desks& desks, Reply reply) {
  auto body = from_json<NewAccount>(request->body);
  if (!body) return reply(desk::problem(body.error()));
  accounts.hash(body->password, [&desks, request, body = *body,
                                 reply = std::move(reply)](Result<std::string> hash) {
    if (!hash) return reply(desk::problem(hash.error()));
    account::Create create{.name = body.name,
                           .display_name = body.display_name,
                           .role = body.role,
                           .unit = body.unit,
                           .password_hash = *hash};
    change_account(desks, desk::intent(request->caller, account::Command(std::move(create))),
                   body.name, 201, reply);
  });
}

void change_password(Accounts& accounts, const SharedRequest& request, Desks& desks, Reply reply) {
  auto body = from_json<NewPassword>(request->body);
  if (!body) return reply(desk::problem(body.error()));
  accounts.hash(
      body->password, [&desks, request, reply = std::move(reply)](Result<std::string> hash) {
        if (!hash) return reply(desk::problem(hash.error()));
        const std::string name(request->path_value("name"));
        account::ChangePassword change{.name = name, .password_hash = *hash};
        change_account(desks, desk::intent(request->caller, account::Command(std::move(change))),
                       name, 200, reply);
      });
}

void disable_account(const SharedRequest& request, Desks& desks, Reply reply) {
  const std::string name(request->path_value("name"));
  change_account(desks,
                 desk::intent(request->caller, account::Command(account::Disable{.name = name})),
                 name, 200, std::move(reply));
}

void issue_token(const SharedRequest& request, Desks& desks, Reply reply) {
  auto body = from_json<NewToken>(request->body.empty() ? "{}" : request->body);
  if (!body) return reply(desk::problem(body.error()));
  const std::string token = random_token();
  account::IssueToken issue{.name = std::string(request->path_value("name")),
                            .token_hash = sha256_hex(token),
                            .label = body->label,
                            .expires_at = {}};
  desks.submit(
      group_unit, desk::intent(request->caller, account::Command(std::move(issue))),
      [token](const desk::Outcome& outcome, const desk::Nouns&) {
        if (auto problem = refused(outcome)) return *problem;
        return desk::json_response(201, "{\"token\":\"" + token + "\"}");
      },
      std::move(reply));
}

}  // namespace

desk::Routes routes(Accounts& accounts, const Clock& clock) {
  using desk::Role;
  const auto log_in_here = [&](auto request, auto& desks, auto reply) {
    log_in(accounts, clock, request, desks, std::move(reply));
  };
  const auto create_here = [&](auto request, auto& desks, auto reply) {
    create_account(accounts, request, desks, std::move(reply));
  };
  const auto change_here = [&](auto request, auto& desks, auto reply) {
    change_password(accounts, request, desks, std::move(reply));
  };
  const std::string account = "/api/v1/accounts";
  return {
      {"POST", "/api/v1/session", "log_in", "session", "Log in", Role::nobody, log_in_here},
      {"GET", "/api/v1/session", "who_am_i", "session", "Who is logged in", Role::viewer, who_am_i},
      {"DELETE", "/api/v1/session", "log_out", "session", "Log out", Role::viewer, log_out},
      {"GET", account, "list_accounts", "account", "Accounts", Role::administrator, list_accounts},
      {"POST", account, "create_account", "account", "Create an account", Role::administrator,
       create_here},
      {"POST", account + "/{name}/password", "change_password", "account", "Change a password",
       Role::viewer, change_here},
      {"POST", account + "/{name}/disable", "disable_account", "account",
       "Disable an account and end its sessions", Role::administrator, disable_account},
      {"POST", account + "/{name}/tokens", "issue_token", "account",
       "Issue a bearer token, shown once", Role::viewer, issue_token},
  };
}

}  // namespace lifeline::identity
