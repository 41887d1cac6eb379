// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/access.h"

#include <doctest/doctest.h>

namespace lifeline::http {
namespace {

desk::Route route(std::string path, desk::Role role) {
  return {.method = "POST",
          .path = std::move(path),
          .operation = {},
          .tag = {},
          .summary = {},
          .role = role,
          .handler = {}};
}

desk::Request request(std::string method, desk::Pairs headers) {
  desk::Request made;
  made.method = std::move(method);
  made.headers = std::move(headers);
  return made;
}

const desk::Route order = route("/api/v1/orders", desk::Role::operator_);
const desk::Route listener = route("/eventListener/v7", desk::Role::operator_);
const desk::Route log_in = route("/api/v1/session", desk::Role::nobody);

std::string refusal(const desk::Route& of, std::string method, desk::Pairs headers) {
  const auto proof = proof_of(of, request(std::move(method), std::move(headers)));
  return proof ? "" : proof.error().name;
}

TEST_CASE("Bearer wins over the cookie") {
  const auto proof = proof_of(
      order, request("POST", {{"authorization", "Bearer t"}, {"cookie", "lifeline_session=c"}}));
  REQUIRE(proof);
  CHECK(proof->kind == Proof::Kind::token);
  CHECK(proof->token == "t");
}

TEST_CASE("without any proof the caller must be known") {
  CHECK(refusal(order, "GET", {}) == "caller_must_be_known");
  CHECK(refusal(order, "GET", {{"authorization", "Digest x"}}) == "caller_must_be_known");
  CHECK(refusal(order, "GET", {{"cookie", "other=1"}}) == "caller_must_be_known");
}

TEST_CASE("a name and password are taken under /eventListener only") {
  const desk::Pairs basic = {{"authorization", "Basic dmVzOnB3"}};
  CHECK(refusal(order, "POST", basic) == "caller_must_be_known");
  const auto proof = proof_of(listener, request("POST", basic));
  REQUIRE(proof);
  CHECK(proof->kind == Proof::Kind::password);
  CHECK(proof->name == "ves");
  CHECK(proof->password == "pw");
}

TEST_CASE("with the cookie alone an unsafe method must come from our own pages") {
  const auto with = [](desk::Pairs more) {
    more.emplace_back("cookie", "lifeline_session=c");
    more.emplace_back("host", "here");
    return more;
  };
  const std::string refused = "request_must_come_from_the_same_site";
  CHECK(refusal(order, "GET", with({})).empty());
  CHECK(refusal(order, "POST", with({})) == refused);
  CHECK(refusal(order, "DELETE", with({{"sec-fetch-site", "cross-site"}})) == refused);
  CHECK(refusal(order, "PATCH", with({{"origin", "http://there"}})) == refused);
  CHECK(refusal(order, "POST", with({{"sec-fetch-site", "same-origin"}})).empty());
  CHECK(refusal(order, "POST", with({{"origin", "http://here"}})).empty());
  CHECK(refusal(order, "POST", with({{"authorization", "Bearer t"}})).empty());
}

TEST_CASE("another site's page cannot log a browser in") {
  const std::string refused = "request_must_come_from_the_same_site";
  CHECK(refusal(log_in, "POST", {{"origin", "http://there"}, {"host", "here"}}) == refused);
  CHECK(refusal(log_in, "POST", {{"origin", "http://here"}, {"host", "here"}}).empty());
  CHECK(refusal(log_in, "POST", {}).empty());
}

TEST_CASE("a role must suffice") {
  CHECK(may_take(order, {"a", desk::Role::operator_, {}}));
  CHECK(may_take(order, {"a", desk::Role::administrator, {}}));
  CHECK(may_take(order, {"a", desk::Role::viewer, {}}).error().name == "role_must_suffice");
}

}  // namespace
}  // namespace lifeline::http
