// SPDX-License-Identifier: Apache-2.0
// A result is a value or a refusal. An Error maps to exactly one HTTP problem (RFC 9457) or
// protocol status; its name is stable and says what must be true ("order_must_be_open").
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace lifeline {

enum class Code {
  invalid,          // the request itself is wrong: HTTP 400
  unauthenticated,  // nobody is known to be asking: HTTP 401
  forbidden,        // known, but not allowed: HTTP 403
  not_found,        // HTTP 404
  conflict,         // right in itself, wrong for the present state: HTTP 409
  too_many,         // a limit of rate or size, try later: HTTP 429
  unavailable,      // an outage: HTTP 503
  internal,         // a bug: HTTP 500
};

struct Error {
  Code code = Code::internal;
  std::string name;    // what must be true, snake_case, stable once published
  std::string detail;  // one sentence for a person, may be empty
  std::string field;   // the input's field or path, may be empty

  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = tl::expected<T, Error>;
using Refusal = tl::unexpected<Error>;

inline Refusal refuse(Code code, std::string_view name, std::string_view field = {},
                      std::string detail = {}) {
  return Refusal(Error{code, std::string(name), std::move(detail), std::string(field)});
}
inline Refusal invalid(std::string_view name, std::string_view field = {},
                       std::string detail = {}) {
  return refuse(Code::invalid, name, field, std::move(detail));
}
inline Refusal not_found(std::string_view name, std::string_view field = {}) {
  return refuse(Code::not_found, name, field);
}
inline Refusal conflict(std::string_view name, std::string_view field = {},
                        std::string detail = {}) {
  return refuse(Code::conflict, name, field, std::move(detail));
}
inline Refusal forbidden(std::string_view name) { return refuse(Code::forbidden, name); }
inline Refusal too_many(std::string_view name) { return refuse(Code::too_many, name); }
inline Refusal unavailable(std::string_view name, std::string detail = {}) {
  return refuse(Code::unavailable, name, {}, std::move(detail));
}
inline Refusal internal(std::string_view name, std::string detail = {}) {
  return refuse(Code::internal, name, {}, std::move(detail));
}

}  // namespace lifeline
