// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/access.h"

#include "gateway/http/wire.h"

namespace lifeline::http {
namespace {

bool is_unsafe(std::string_view method) {
  return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

Refusal unknown_caller(std::string detail) {
  return refuse(Code::unauthenticated, "caller_must_be_known", {}, std::move(detail));
}

}  // namespace

bool takes_basic(std::string_view path) { return path.starts_with("/eventListener"); }

Result<Proof> proof_of(const desk::Route& route, const desk::Request& request) {
  using Scheme = Credentials::Scheme;
  const bool unsafe = is_unsafe(request.method);
  if (route.role == desk::Role::nobody) {
    const bool says_where =
        !request.header("sec-fetch-site").empty() || !request.header("origin").empty();
    if (unsafe && says_where && !from_same_site(request.headers))
      return forbidden("request_must_come_from_the_same_site");
    return Proof{};
  }
  auto credentials = parse_authorization(request.header("authorization"));
  if (credentials.scheme == Scheme::malformed)
    return unknown_caller("the Authorization header must be Bearer or Basic credentials");
  if (credentials.scheme == Scheme::bearer)
    return Proof{.kind = Proof::Kind::token,
                 .token = std::move(credentials.token),
                 .name = {},
                 .password = {}};
  if (credentials.scheme == Scheme::basic) {
    if (!takes_basic(route.path))
      return unknown_caller("a name and password are taken only under /eventListener");
    return Proof{.kind = Proof::Kind::password,
                 .token = {},
                 .name = std::move(credentials.name),
                 .password = std::move(credentials.password)};
  }
  const std::string_view cookie = cookie_value(request.header("cookie"), session_cookie);
  if (cookie.empty()) return unknown_caller({});
  if (unsafe && !from_same_site(request.headers))
    return forbidden("request_must_come_from_the_same_site");
  return Proof{
      .kind = Proof::Kind::token, .token = std::string(cookie), .name = {}, .password = {}};
}

Result<void> may_take(const desk::Route& route, const desk::Actor& caller) {
  if (caller.role < route.role) return forbidden("role_must_suffice");
  return {};
}

}  // namespace lifeline::http
