// SPDX-License-Identifier: Apache-2.0
// The HTTP/1.1 door: API, console, live stream, health, figures. TLS is a reverse proxy's work.
//
// Operation: start() binds and serves; stop() takes no new connections, lets requests finish until
// the deadline, then cuts the rest. Built in are /healthz, /readyz, /metrics, /api,
// /api/v1/openapi.json and GET /api/v1/live. Concurrency: handlers are called on the server's
// threads and must not block; start and stop from one thread. Limits: limits.h (http_*).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "desk/desks.h"
#include "desk/live.h"
#include "desk/route.h"
#include "gateway/http/metrics.h"
#include "gateway/http/static_files.h"
#include "gateway/http/waits.h"

namespace lifeline::http {

struct Readiness {
  bool ready = true;
  std::string reason;  // why not
};

struct Options {
  std::string address = "127.0.0.1";  // numeric, IPv4 or IPv6
  uint16_t port = 0;                  // 0: any that is free
  int threads = 1;
  size_t connections_max = limits::http_connections_max;
  std::function<Readiness()> ready = [] { return Readiness(); };
  std::function<void(std::string&)> add_metrics = {};  // appends Prometheus lines
  Waits waits = {};
  std::vector<desk::Dialect> dialects = {};
};

class Server {
 public:
  /// What is passed by reference outlives the server.
  Server(Options options, desk::Routes routes, desk::Desks& desks, desk::Live& live,
         desk::Identity& identity);
  ~Server();  // stops at once if need be

  /// The console's files; before start().
  void serve_files(StaticFiles files);

  /// Errors: address_must_be_free, address_must_be_numeric, routes_must_be_distinct,
  /// routes_must_have_handlers, pattern_must_be_well_formed.
  Result<void> start();
  uint16_t port() const;
  /// All routes, the built-in ones among them; after start().
  const desk::Routes& routes() const;
  Metrics& metrics();
  void stop(std::chrono::milliseconds deadline);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace lifeline::http
