// SPDX-License-Identifier: Apache-2.0
#include "desk/route.h"

#include "base/json_write.h"

namespace lifeline::desk {
namespace {

std::string_view find(const Pairs& pairs, std::string_view name) {
  for (const auto& [key, value] : pairs)
    if (key == name) return value;
  return {};
}

std::string_view title(int status) {
  switch (status) {
    case 400: return "Bad request";
    case 401: return "Not authenticated";
    case 403: return "Forbidden";
    case 404: return "Not found";
    case 405: return "Method not allowed";
    case 408: return "Request timeout";
    case 409: return "Conflict";
    case 413: return "Content too large";
    case 415: return "Unsupported media type";
    case 429: return "Too many requests";
    case 431: return "Header fields too large";
    case 503: return "Service unavailable";
    default: return "Internal error";
  }
}

}  // namespace

std::string_view Request::path_value(std::string_view name) const {
  return find(path_values, name);
}
std::string_view Request::query_value(std::string_view name) const { return find(query, name); }
std::string_view Request::header(std::string_view name) const { return find(headers, name); }

int http_status(Code code) {
  switch (code) {
    case Code::invalid: return 400;
    case Code::unauthenticated: return 401;
    case Code::forbidden: return 403;
    case Code::not_found: return 404;
    case Code::conflict: return 409;
    case Code::too_many: return 429;
    case Code::unavailable: return 503;
    case Code::internal: break;
  }
  return 500;
}

Response problem(const Error& error) {
  Response response;
  response.status = error.name == "body_must_not_be_too_large" ? 413 : http_status(error.code);
  response.content_type = problem_type;
  std::string& out = response.body;
  out = "{\"type\":\"about:blank\",\"title\":";
  append_json_text(out, title(response.status));
  out += ",\"status\":" + std::to_string(response.status) + ",\"detail\":";
  append_json_text(out, error.detail);
  out += ",\"name\":";
  append_json_text(out, error.name);
  out += ",\"field\":";
  append_json_text(out, error.field);
  out += '}';
  if (response.status == 503 || response.status == 429)
    response.headers.emplace_back("Retry-After", "1");
  return response;
}

Response json_response(int status, std::string body) {
  return {
      .status = status, .content_type = "application/json", .body = std::move(body), .headers = {}};
}

}  // namespace lifeline::desk
