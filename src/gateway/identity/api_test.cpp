// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/api.h"

#include <future>

#include <doctest/doctest.h>

#include "base/json_read.h"
#include "base/limits.h"
#include "command/account/view.h"
#include "command/unit/view.h"
#include "desk/host.h"
#include "gateway/identity/password.h"
#include "journal/memory.h"

namespace lifeline::identity {
namespace {

constexpr Instant noon{1'579'780'800'000'000};
constexpr UnitCode hubei{420000};
constexpr auto patience = std::chrono::seconds(60);

std::unique_ptr<desk::Desk> make_desk(UnitCode id) {
  std::vector<std::unique_ptr<desk::Module>> modules;
  modules.push_back(unit::make_module());
  modules.push_back(account::make_module());
  return std::make_unique<desk::Desk>(id, desk::Plan(), std::move(modules));
}

// Headquarters with an administrator "admin" and the routes before it.
class Office {
 public:
  Office() : host_(options(), journal, clock, hub_), routes_(routes(accounts, clock)) {
    REQUIRE(host_.restore().has_value());
    host_.run();
    unit::Import units{{{.code = group_unit, .name_zh = "集团", .name_en = "Group"}}};
    submit(unit::Command(std::move(units)));
    submit(account::Command(account::Create{.name = "admin",
                                            .display_name = "Administrator",
                                            .role = desk::Role::administrator,
                                            .unit = group_unit,
                                            .password_hash = *hash_password("first password")}));
  }
  ~Office() { host_.stop(); }

  desk::Response ask(std::string_view operation, desk::Request request) {
    for (const desk::Route& route : routes_) {
      if (route.operation != operation) continue;
      auto answered = std::make_shared<std::promise<desk::Response>>();
      auto answer = answered->get_future();
      route.handler(
          std::make_shared<const desk::Request>(std::move(request)), host_,
          [answered](desk::Response response) { answered->set_value(std::move(response)); });
      REQUIRE(answer.wait_for(patience) == std::future_status::ready);
      return answer.get();
    }
    FAIL("no such operation");
    return {};
  }
  desk::Response log_in(const std::string& name, const std::string& password) {
    return ask("log_in",
               {.body = R"({"name":")" + name + R"(","password":")" + password + R"("})"});
  }
  desk::Response create(const std::string& name, const desk::Actor& caller) {
    return ask("create_account",
               {.body = R"({"name":")" + name + R"(","display_name":"Li","role":"operator",)" +
                        R"("unit":"420000","password":"correct horse"})",
                .caller = caller});
  }
  static desk::Actor admin() {
    return {.name = "admin", .role = desk::Role::administrator, .unit = group_unit};
  }

  journal::Memory journal;
  const Clock clock{noon, 60};
  Accounts accounts{clock};

 private:
  desk::HostOptions options() {
    return {.plan = desk::Plan(),
            .snapshot_folder = {},
            .make = make_desk,
            .render = {},
            .decided =
                [this](const journal::Batch&, const desk::Nouns& nouns) {
                  accounts.renew(nouns.get<account::State>());
                },
            .failed = [](const Error&) {}};
  }
  template <class Command>
  void submit(Command command) {
    const auto done = std::make_shared<std::promise<desk::Response>>();
    auto answer = done->get_future();
    host_.submit(
        group_unit, desk::intent(desk::system_actor(), std::move(command)),
        [](const desk::Outcome& outcome, const desk::Nouns&) {
          return outcome.each.at(0) ? desk::Response{} : desk::problem(outcome.each[0].error());
        },
        [done](desk::Response response) { done->set_value(std::move(response)); });
    REQUIRE(answer.wait_for(patience) == std::future_status::ready);
    const desk::Response response = answer.get();
    REQUIRE_MESSAGE(response.status == 200, response.body);
  }

  desk::LiveHub hub_{[](std::string&, const desk::Figures&, const desk::Positions&) {}};
  desk::Host host_;
  desk::Routes routes_;
};

std::string header(const desk::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

// "lifeline_session=<token>; …" → token
std::string token_of(const desk::Response& response) {
  const std::string cookie = header(response, "Set-Cookie");
  REQUIRE(cookie.starts_with("lifeline_session="));
  return cookie.substr(17, cookie.find(';') - 17);
}

std::string problem_of(const desk::Response& response) {
  JsonDocument document;
  const auto json = document.parse(response.body);
  if (!json || !json->at("name")) return response.body;
  return std::to_string(response.status) + " " + std::string(json->at("name")->text());
}

}  // namespace

TEST_CASE("who logs in is told who it is and gets a cookie that opens the door") {
  Office office;
  const auto response = office.log_in("admin", "first password");
  CHECK(response.status == 200);
  CHECK(response.body ==
        R"({"account":{"name":"admin","display_name":"Administrator","role":"administrator",)"
        R"("unit":"100000","unit_name_zh":"集团","unit_name_en":"Group"}})");
  const std::string cookie = header(response, "Set-Cookie");
  CHECK(cookie.find("HttpOnly") != std::string::npos);
  CHECK(cookie.find("SameSite=Strict") != std::string::npos);
  const auto actor = office.accounts.by_token(token_of(response));
  REQUIRE(actor.has_value());
  CHECK(*actor == Office::admin());
  CHECK(office.ask("who_am_i", {.caller = *actor}).body == response.body);
}

TEST_CASE("a session lasts its hours of people's time, however fast the clock runs") {
  Office office;
  office.log_in("admin", "first password");
  std::string last;
  auto visit = [&](const journal::Batch& batch) {
    last = batch.payload;
    return true;
  };
  REQUIRE(office.journal.read(group_unit, 1, journal::all_nouns, visit).has_value());
  const size_t at = last.find("\"expires_at\":\"");
  REQUIRE(at != std::string::npos);
  const auto expires = parse_rfc3339(last.substr(at + 14, 27));
  REQUIRE(expires);
  const Instant least = seconds_after(noon, limits::session_hours * 3600 * 60);
  CHECK(*expires >= least);
  CHECK(*expires <= seconds_after(office.clock.now(), limits::session_hours * 3600 * 60));
}

TEST_CASE("a wrong password, an unknown name and a body that is none are refused") {
  Office office;
  CHECK(problem_of(office.log_in("admin", "wrong password")) == "401 password_must_match");
  CHECK(problem_of(office.log_in("wang", "first password")) == "401 password_must_match");
  CHECK(problem_of(office.ask("log_in", {.body = "{"})) == "400 body_must_be_json");
  CHECK(problem_of(office.ask("log_in", {.body = R"({"user":"a"})"})) == "400 field_must_be_known");
}

TEST_CASE("to log out ends the session and takes the cookie away") {
  Office office;
  const std::string token = token_of(office.log_in("admin", "first password"));
  const auto response = office.ask(
      "log_out",
      {.headers = {{"cookie", "a=b; lifeline_session=" + token}}, .caller = Office::admin()});
  CHECK(response.status == 204);
  CHECK(header(response, "Set-Cookie").starts_with("lifeline_session=; "));
  CHECK(header(response, "Set-Cookie").find("Max-Age=0") != std::string::npos);
  CHECK(office.accounts.by_token(token).error().name == "token_must_be_valid");
}

TEST_CASE("an account that is made is listed and can log in") {
  Office office;
  const auto made = office.create("li", Office::admin());
  CHECK(made.status == 201);
  CHECK(header(made, "Location") == "/api/v1/accounts/li");
  CHECK(made.body ==
        R"({"name":"li","display_name":"Li","role":"operator","unit":"420000","disabled":false})");
  const auto list = office.ask("list_accounts", {.caller = Office::admin()});
  CHECK(header(list, "X-Total-Count") == "2");
  CHECK(list.body.find(made.body) != std::string::npos);
  CHECK(list.body.find("argon2") == std::string::npos);
  const auto actor = office.accounts.by_token(token_of(office.log_in("li", "correct horse")));
  const desk::Actor wanted{.name = "li", .role = desk::Role::operator_, .unit = hubei};
  CHECK(actor.value() == wanted);
  CHECK(problem_of(office.create("li", Office::admin())) == "409 name_must_be_new");
}

TEST_CASE("what an account must not be is refused") {
  Office office;
  CHECK(problem_of(office.create("Li!", Office::admin())) == "400 name_must_be_well_formed");
  CHECK(problem_of(office.create("li", {.name = "x", .role = desk::Role::commander})) ==
        "403 role_must_suffice");
  CHECK(problem_of(office.ask("create_account",
                              {.body = R"({"name":"li","unit":"420000","password":"short"})",
                               .caller = Office::admin()})) == "400 password_must_be_long");
}

TEST_CASE("a password that was changed opens the door and the one before does not") {
  Office office;
  office.create("li", Office::admin());
  const desk::Actor li{.name = "li", .role = desk::Role::operator_, .unit = hubei};
  const auto change = [&](const std::string& name, const desk::Actor& caller) {
    return office.ask("change_password", {.path_values = {{"name", name}},
                                          .body = R"({"password":"another horse"})",
                                          .caller = caller});
  };
  CHECK(problem_of(change("admin", li)) == "403 role_must_suffice");
  CHECK(problem_of(change("wang", Office::admin())) == "404 account_must_exist");
  CHECK(change("li", li).status == 200);
  CHECK(problem_of(office.log_in("li", "correct horse")) == "401 password_must_match");
  CHECK(office.log_in("li", "another horse").status == 200);
}

TEST_CASE("a bearer token is shown once and belongs to the account") {
  Office office;
  office.create("li", Office::admin());
  const auto issued = office.ask(
      "issue_token",
      {.path_values = {{"name", "li"}}, .body = R"({"label":"probe"})", .caller = Office::admin()});
  CHECK(issued.status == 201);
  const std::string token = issued.body.substr(10, 64);
  CHECK(issued.body == "{\"token\":\"" + token + "\"}");
  CHECK(office.accounts.by_token(token)->name == "li");
  const desk::Actor li{.name = "li", .role = desk::Role::operator_, .unit = hubei};
  CHECK(problem_of(office.ask("issue_token", {.path_values = {{"name", "admin"}}, .caller = li})) ==
        "403 role_must_suffice");
}

TEST_CASE("a disabled account is out at once, with its sessions and tokens") {
  Office office;
  office.create("li", Office::admin());
  const std::string token = token_of(office.log_in("li", "correct horse"));
  const auto disable = [&](const std::string& name) {
    return office.ask("disable_account",
                      {.path_values = {{"name", name}}, .caller = Office::admin()});
  };
  CHECK(problem_of(disable("admin")) == "409 account_must_be_another");
  const auto disabled = disable("li");
  CHECK(disabled.status == 200);
  CHECK(disabled.body.find("\"disabled\":true") != std::string::npos);
  CHECK(problem_of(disable("li")) == "409 account_must_be_enabled");
  CHECK(!office.accounts.by_token(token).has_value());
  CHECK(problem_of(office.log_in("li", "correct horse")) == "401 password_must_match");
}

}  // namespace lifeline::identity
