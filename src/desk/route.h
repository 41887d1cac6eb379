// SPDX-License-Identifier: Apache-2.0
// Requests, responses and routes without a socket in sight: what an api.cpp speaks. A noun's
// api.cpp lists its routes; the gateway matches, authenticates, limits and carries bytes; OpenAPI
// is generated from the same table.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "desk/actor.h"

namespace lifeline::desk {

class Desks;

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;        // "GET"
  std::string path;          // decoded, without the query
  Pairs query;               // decoded, in the order given
  Pairs path_values;         // of the route's {names}
  Pairs headers;             // names in lower case
  std::string content_type;  // as sent
  std::string body;
  Actor caller;

  std::string_view path_value(std::string_view name) const;
  /// The first of that name, or "".
  std::string_view query_value(std::string_view name) const;
  std::string_view header(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  Pairs headers;
};

inline constexpr std::string_view problem_type = "application/problem+json";

/// RFC 9457: {"type","title","status","detail","name","field"}.
Response problem(const Error& error);
Response json_response(int status, std::string body);
int http_status(Code code);

/// Called once, from any thread.
using Reply = std::function<void(Response)>;
using Handler = std::function<void(std::shared_ptr<const Request>, Desks&, Reply)>;

struct Parameter {
  std::string name;
  std::string summary;
};

struct Route {
  std::string method;
  std::string path;       // "/api/v1/orders/{id}/acknowledge"
  std::string operation;  // OpenAPI's operationId: "acknowledge_order"
  std::string tag;        // the noun
  std::string summary;
  Role role = Role::viewer;  // the least role; nobody: open to all
  Handler handler;
  std::vector<Parameter> parameters = {};  // of the query
  std::string body_schema = {};            // JSON Schema, "" for no body
  std::string answer_schema = {};
  std::string body_type = "application/json";
  size_t body_bytes_max = limits::http_body_bytes_max;
  std::string answer_type = "application/json";
};
using Routes = std::vector<Route>;

/// How problems are worded under a path whose standard has words of its own for them.
struct Dialect {
  std::string path;  // "/eventListener"
  Response (*worded)(const Response& problem) = nullptr;
};

}  // namespace lifeline::desk
