// SPDX-License-Identifier: Apache-2.0
// Where notifications may be sent. Whoever may subscribe could otherwise make this server speak to
// any machine that it reaches (server-side request forgery), so the operator names the listeners:
//
//   --hub-callbacks none                 nobody (the default)
//   --hub-callbacks tickets.lan:8080,10.1.2.3   these hosts; with a port, only that port
//   --hub-callbacks any                  everybody, loopback and private addresses too
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lifeline::tmf {

struct Callback {
  std::string host;    // without brackets
  std::string port;    // "80" unless given
  std::string server;  // "http://host:port"
  std::string target;  // "/path?query"
};

/// Errors: callback_must_be_http, callback_must_be_well_formed.
Result<Callback> parse_callback(std::string_view url);

class AllowedCallbacks {
 public:
  /// Errors: callbacks_must_be_any_none_or_hosts.
  static Result<AllowedCallbacks> parse(std::string_view text);
  /// Errors: callback_must_be_allowed.
  Result<void> check(const Callback& callback) const;

 private:
  bool any_ = false;
  std::vector<std::string> hosts_;  // "host" or "host:port", in lower case
};

}  // namespace lifeline::tmf
