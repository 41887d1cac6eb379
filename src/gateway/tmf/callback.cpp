// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/callback.h"

#include <algorithm>

#include "base/text.h"

namespace lifeline::tmf {
namespace {

Refusal malformed() {
  return invalid("callback_must_be_well_formed", "callback", "expected http://host:port/path");
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_of_host(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' ||
         c == ':';
}

}  // namespace

Result<Callback> parse_callback(std::string_view url) {
  constexpr std::string_view scheme = "http://";
  if (lowercase(url.substr(0, 8)) == "https://")
    return invalid("callback_must_be_http", "callback",
                   "this server speaks no TLS: give it a proxy that does");
  if (lowercase(url.substr(0, scheme.size())) != scheme)
    return invalid("callback_must_be_http", "callback", "expected http://host:port/path");
  // Nothing that could end the request's line or its head, nor a name and password.
  if (std::ranges::any_of(url, [](char c) { return c <= ' ' || c >= '\x7f' || c == '#'; }))
    return malformed();
  std::string_view rest = url.substr(scheme.size());
  const size_t path = rest.find_first_of("/?");
  std::string_view authority = rest.substr(0, path);
  if (authority.find('@') != std::string_view::npos) return malformed();
  Callback callback{.host = {}, .port = "80", .server = {}, .target = "/"};
  if (path != std::string_view::npos) callback.target = rest.substr(path);
  if (callback.target.front() == '?') callback.target.insert(0, "/");
  const bool is_v6 = authority.starts_with('[');
  const size_t end = is_v6 ? authority.find(']') : authority.find(':');
  if (is_v6 && end == std::string_view::npos) return malformed();
  callback.host = lowercase(is_v6 ? authority.substr(1, end - 1) : authority.substr(0, end));
  std::string_view port =
      end == std::string_view::npos ? "" : authority.substr(end + (is_v6 ? 1 : 0));
  if (!port.empty()) {
    if (port.front() != ':' || !is_port(port.substr(1))) return malformed();
    callback.port = port.substr(1);
  }
  if (callback.host.empty() || !std::ranges::all_of(callback.host, is_of_host)) return malformed();
  callback.server =
      "http://" + (is_v6 ? "[" + callback.host + "]" : callback.host) + ":" + callback.port;
  return callback;
}

Result<AllowedCallbacks> AllowedCallbacks::parse(std::string_view text) {
  AllowedCallbacks allowed;
  const std::string words = lowercase(trimmed(text));
  allowed.any_ = words == "any";
  if (words.empty() || words == "none" || allowed.any_) return allowed;
  for (const std::string_view word : split(words, ',')) {
    const std::string_view host = trimmed(word);
    if (host.empty() || host.find('/') != std::string_view::npos || host == "any" || host == "none")
      return invalid("callbacks_must_be_any_none_or_hosts", "hub-callbacks", std::string(host));
    allowed.hosts_.emplace_back(host);
  }
  return allowed;
}

Result<void> AllowedCallbacks::check(const Callback& callback) const {
  const bool is_v6 = callback.host.find(':') != std::string::npos;
  const std::string host = is_v6 ? "[" + callback.host + "]" : callback.host;
  const bool is_named = std::ranges::any_of(hosts_, [&](const std::string& one) {
    return one == callback.host || one == host || one == host + ":" + callback.port;
  });
  if (any_ || is_named) return {};
  // The operator has not named this listener with `serve --hub-callbacks`.
  return refuse(Code::forbidden, "callback_must_be_allowed", "callback",
                "this server sends notifications only where it was started to: serve "
                "--hub-callbacks " +
                    host + ":" + callback.port);
}

}  // namespace lifeline::tmf
