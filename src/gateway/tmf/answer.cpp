// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/answer.h"

#include <algorithm>

#include "base/json_read.h"
#include "base/json_write.h"
#include "base/text.h"
#include "gateway/http/problem.h"

namespace lifeline::tmf {
namespace {

// The members of a problem that a TM Forum client is told.
struct Problem {
  int64_t status = 500;
  std::string detail;
  std::string name;
  std::string field;
};
LIFELINE_STRUCT(Problem, status, detail, name, field)

// "severity_must_rise" → "severity must rise".
std::string sentence_of(std::string name) {
  std::ranges::replace(name, '_', ' ');
  return name;
}

desk::Response worded(const desk::Response& problem) {
  const auto said = from_json<Problem>(problem.body, Unknown::ignored).value_or(Problem());
  desk::Response response = problem;
  response.content_type = "application/json";
  std::string message = said.field;
  if (!said.detail.empty()) message += (message.empty() ? "" : ": ") + said.detail;
  std::string& out = response.body;
  out = "{\"code\":";
  append_json_text(out, said.name);
  out += ",\"reason\":";
  append_json_text(out, (said.field.empty() ? "" : said.field + ": ") + sentence_of(said.name));
  if (!message.empty()) {
    out += ",\"message\":";
    append_json_text(out, message);
  }
  out += ",\"status\":\"" + std::to_string(problem.status) + "\",\"@type\":\"Error\"}";
  return response;
}

std::string media_of(std::string_view type) {
  return lowercase(trimmed(type.substr(0, type.find(';'))));
}

bool takes_json(std::string_view accept) {
  if (trimmed(accept).empty()) return true;
  return std::ranges::any_of(split(accept, ','), [](std::string_view one) {
    const std::string media = media_of(one);
    return media == "application/json" || media == "application/*" || media == "*/*";
  });
}

bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= 255 && std::ranges::all_of(host, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
  });
}

}  // namespace

desk::Dialect dialect() { return {.path = "/tmf-api", .worded = worded}; }

std::string base_of(const desk::Request& request) {
  const std::string_view host = request.header("host");
  const bool is_secure = lowercase(trimmed(request.header("x-forwarded-proto"))) == "https";
  return (is_secure ? "https://" : "http://") +
         (is_host(host) ? std::string(host) : std::string("localhost"));
}

desk::Response refusal(int status, const Error& error) { return http::problem_of(status, error); }

std::optional<desk::Response> unspeakable(const desk::Request& request) {
  if (!takes_json(request.header("accept")))
    return refusal(
        406, {Code::invalid, "accept_must_allow_json", "answers are application/json", "Accept"});
  if (request.method != "POST" && request.method != "PATCH") return std::nullopt;
  const std::string media = media_of(request.content_type);
  if (media == "application/json" ||
      (request.method == "PATCH" && media == "application/merge-patch+json"))
    return std::nullopt;
  return refusal(415, {Code::invalid, "content_type_must_be_json",
                       "got \"" + media.substr(0, 60) + "\"", "Content-Type"});
}

}  // namespace lifeline::tmf
