// SPDX-License-Identifier: Apache-2.0
// Who may do what: what a request offers as proof of its caller, and whether a caller may take a
// route. A browser's cookie is sent by any page that asks for it, so an unsafe method that comes
// with nothing but the cookie must come from our own pages (RFC 6265 section 8.2). Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "desk/route.h"

namespace lifeline::http {

inline constexpr std::string_view session_cookie = "lifeline_session";

struct Proof {
  enum class Kind { none, token, password };
  Kind kind = Kind::none;
  std::string token;
  std::string name;
  std::string password;
};

/// What the route asks for and the request offers. Bearer wins over the cookie; a name and password
/// (Basic) count only under /eventListener, where VES asks for them. Errors: caller_must_be_known,
/// request_must_come_from_the_same_site.
Result<Proof> proof_of(const desk::Route& route, const desk::Request& request);

/// Errors: role_must_suffice.
Result<void> may_take(const desk::Route& route, const desk::Actor& caller);

bool takes_basic(std::string_view path);

}  // namespace lifeline::http
