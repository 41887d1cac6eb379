// SPDX-License-Identifier: Apache-2.0
// A small blocking HTTP/1.1 client for the command line's tools, rehearsal and benchmarks.
//
// Operation: one kept connection; request() opens it again once where the server had closed it and
// asking twice does no harm. send() and receive() are its halves, for pipelines: answers come in
// the order of the requests. Concurrency: one thread at a time. Limits: response_bytes_max, and
// the deadline for each wait. TLS is not spoken.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "desk/route.h"

namespace lifeline::http {

inline constexpr size_t response_bytes_max = 256 * 1024 * 1024;

struct ClientResponse {
  int status = 0;
  desk::Pairs headers;  // names in lower case
  std::string body;

  std::string_view header(std::string_view name) const;
};

struct ClientRequest {
  std::string_view method = "GET";
  std::string_view target = "/";  // as it goes on the wire
  std::string_view content_type = {};
  std::string_view body = {};
  desk::Pairs headers = {};
};

class Client {
 public:
  /// "http://host:port"; with "http://name:password@host" Basic, with a token Bearer. Errors:
  /// url_must_be_well_formed, server_must_be_reachable.
  static Result<Client> connect(std::string_view url, std::string_view token = {},
                                std::chrono::milliseconds deadline = std::chrono::seconds(30));
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  ~Client();

  /// Errors: server_must_be_reachable, server_must_answer_in_time, answer_must_be_well_formed.
  Result<ClientResponse> request(const ClientRequest& request);

  Result<void> send(const ClientRequest& request);
  Result<ClientResponse> receive();

 private:
  struct Inside;
  explicit Client(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace lifeline::http
