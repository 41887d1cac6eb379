// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/problem.h"

#include <cctype>
#include <string>

#include "base/json_write.h"

namespace lifeline::http {
namespace {

// "Method Not Allowed" as a person writes it.
std::string title(int status) {
  std::string text(reason_phrase(status));
  for (size_t i = 1; i + 1 < text.size(); ++i) {
    const bool begins_word = text[i - 1] == ' ' && text[i + 1] >= 'a';
    if (begins_word) text[i] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[i])));
  }
  return text;
}

}  // namespace

desk::Response problem_of(int status, const Error& error) {
  desk::Response response;
  response.status = status;
  response.content_type = desk::problem_type;
  std::string& out = response.body;
  out = "{\"type\":\"about:blank\",\"title\":";
  append_json_text(out, title(status));
  out += ",\"status\":" + std::to_string(status) + ",\"detail\":";
  append_json_text(out, error.detail);
  out += ",\"name\":";
  append_json_text(out, error.name);
  out += ",\"field\":";
  append_json_text(out, error.field);
  out += '}';
  return response;
}

desk::Response unauthenticated(const Error& error, bool basic) {
  auto response = desk::problem(error);
  if (response.status != 401) return response;
  response.headers.emplace_back(
      "WWW-Authenticate",
      basic ? "Basic realm=\"lifeline\", charset=\"UTF-8\"" : "Bearer realm=\"lifeline\"");
  return response;
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return status < 400 ? "OK" : "Error";
  }
}

}  // namespace lifeline::http
