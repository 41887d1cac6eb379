// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/callback.h"

#include <doctest/doctest.h>

namespace lifeline::tmf {
namespace {

std::string parts(std::string_view url) {
  const auto callback = parse_callback(url);
  return callback ? callback->server + " " + callback->target : callback.error().name;
}

std::string verdict(std::string_view option, std::string_view url) {
  const auto allowed = AllowedCallbacks::parse(option);
  if (!allowed) return allowed.error().name;
  const auto checked = allowed->check(parse_callback(url).value());
  return checked ? "allowed" : checked.error().name;
}

}  // namespace

TEST_CASE("a callback is a server and a target") {
  CHECK(parts("http://Host:8080/a/b?c=d") == "http://host:8080 /a/b?c=d");
  CHECK(parts("http://host") == "http://host:80 /");
  CHECK(parts("HTTP://host?x") == "http://host:80 /?x");
  CHECK(parts("http://[::1]:9/x") == "http://[::1]:9 /x");
}

TEST_CASE("a callback that could be read as something else is none") {
  CHECK(parts("https://host/") == "callback_must_be_http");
  CHECK(parts("ftp://host/") == "callback_must_be_http");
  CHECK(parts("file:///etc/passwd") == "callback_must_be_http");
  for (const char* url :
       {"http://", "http:///x", "http://a b/", "http://host/\r\nX: y", "http://a@b/", "http://h:p/",
        "http://h:/", "http://[::1/", "http://h#f", "http://h%0d/", "http://h:999999/"})
    CHECK_MESSAGE(parts(url) == "callback_must_be_well_formed", url);
}

TEST_CASE("notifications go only where the operator allows") {
  const char* local = "http://127.0.0.1:8080/x";
  CHECK(verdict("", local) == "callback_must_be_allowed");
  CHECK(verdict("none", local) == "callback_must_be_allowed");
  CHECK(verdict("any", local) == "allowed");
  CHECK(verdict("tickets.lan, 127.0.0.1", local) == "allowed");
  CHECK(verdict("127.0.0.1:8080", local) == "allowed");
  CHECK(verdict("127.0.0.1:8081", local) == "callback_must_be_allowed");
  CHECK(verdict("[::1]:80", "http://[::1]/x") == "allowed");
  CHECK(verdict("http://x/", local) == "callbacks_must_be_any_none_or_hosts");
  CHECK(verdict("any,x", local) == "callbacks_must_be_any_none_or_hosts");
}

}  // namespace lifeline::tmf
