// SPDX-License-Identifier: Apache-2.0
// Reads HTTP/1.0 and 1.1 requests from a stream of bytes (RFC 9112), by Boost.Beast's parser, with
// what a server must refuse on top: a message whose length could be read in two ways (request
// smuggling, section 11.2), a missing or repeated Host, a target that is not well formed.
//
//   start() → take(bytes) … head_done → (limit the body) → take(bytes) … complete → start() …
//
// Operation: take() says how many bytes it used; the rest is given again, together with more. After
// the head it stops once, so that route, caller and limits are decided before the body is taken.
// Concurrency: one thread. Limits: limits::http_header_bytes_max, limits::http_headers_max, the
// body's limit.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "desk/route.h"
#include "gateway/http/wire.h"

namespace lifeline::http {

class Reader {
 public:
  enum class State { between, in_head, head_done, in_body, complete, failed };

  Reader();
  ~Reader();

  /// Makes ready for the next request of the connection.
  void start();
  /// Uses bytes from the front and answers how many; 0 without a change of state: more are needed.
  size_t take(std::string_view bytes);
  /// The body may follow, up to that many bytes: head_done → in_body or complete.
  void want_body(size_t bytes_max);
  /// As want_body, but the bytes are thrown away.
  void skip_body(size_t bytes_max);

  State state() const;
  /// What failed: a refusal and the status it goes with (400, 413, 431, 505).
  const Error& error() const;
  int error_status() const;

  // From head_done on:
  const std::shared_ptr<desk::Request>& request() const;
  const Target& target() const;
  bool http_1_1() const;
  bool keep_alive() const;
  bool expects_continue() const;
  bool has_body() const;
  std::optional<uint64_t> content_length() const;

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace lifeline::http
