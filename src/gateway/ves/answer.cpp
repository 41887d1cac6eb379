// SPDX-License-Identifier: Apache-2.0
#include "gateway/ves/answer.h"

#include "base/json_read.h"
#include "base/json_write.h"

namespace lifeline::ves {
namespace {

struct Exception {
  bool of_policy = false;
  std::string_view id;
  std::string_view text;
  std::vector<std::string_view> variables;
};

void add_versions(desk::Response& response) {
  response.headers.emplace_back("X-MinorVersion", "2");
  response.headers.emplace_back("X-PatchVersion", "1");
  response.headers.emplace_back("X-LatestVersion", "7.2.1");
}

desk::Response response_of(int status, const Exception& exception) {
  desk::Response response{
      .status = status, .content_type = "application/json", .body = {}, .headers = {}};
  std::string& out = response.body;
  out = "{\"requestError\":{\"";
  out += exception.of_policy ? "policyException" : "serviceException";
  out += "\":{\"messageId\":";
  append_json_text(out, exception.id);
  out += ",\"text\":";
  append_json_text(out, exception.text);
  if (!exception.variables.empty()) {
    out += ",\"variables\":";
    write_json(out, exception.variables);
  }
  out += "}}}";
  add_versions(response);
  if (status == 503 || status == 429) response.headers.emplace_back("Retry-After", "1");
  return response;
}

desk::Response response_for(int status, std::string_view field, std::string_view why) {
  const std::string code = std::to_string(status);
  if (status == 400)
    return response_of(status,
                       {.id = "SVC0002",
                        .text = "Bad Parameter (invalid input value for message part %1: %2)",
                        .variables = {field, why}});
  if (status == 401 || status == 403)
    return response_of(status,
                       {.of_policy = true,
                        .id = "POL2000",
                        .text = "The following policy error occurred: %1. Error code is %2.",
                        .variables = {why, code}});
  if (status == 413)
    return response_of(status, {.of_policy = true,
                                .id = "POL9003",
                                .text = "Message content size exceeds the allowable limit",
                                .variables = {}});
  if (status == 500 || status == 503)
    return response_of(status, {.id = "SVC1000",
                                .text = "No server resources available to process the request",
                                .variables = {}});
  return response_of(status, {.id = "SVC2000",
                              .text = "The following service error occurred: %1. Error code is %2.",
                              .variables = {why, code}});
}

std::string why_of(const std::string& name, const std::string& detail) {
  return detail.empty() ? name : name + ", " + detail;
}

std::string_view field_of(std::string_view field) { return field.empty() ? "body" : field; }

// The members of RFC 9457 and ours that a VES client is told.
struct Problem {
  std::string name;
  std::string detail;
  std::string field;
};
LIFELINE_STRUCT(Problem, name, detail, field)

desk::Response worded(const desk::Response& problem) {
  const auto said = from_json<Problem>(problem.body, Unknown::ignored).value_or(Problem());
  auto response =
      response_for(problem.status, field_of(said.field), why_of(said.name, said.detail));
  for (const auto& header : problem.headers)
    if (header.first != "Retry-After") response.headers.push_back(header);
  return response;
}

}  // namespace

desk::Response accepted() {
  desk::Response response{.status = 202, .content_type = {}, .body = {}, .headers = {}};
  add_versions(response);
  return response;
}

desk::Response refusal(const Error& error) {
  const bool too_large =
      error.name == "events_must_be_fewer" || error.name == "body_must_not_be_too_large";
  return response_for(too_large ? 413 : desk::http_status(error.code), field_of(error.field),
                      why_of(error.name, error.detail));
}

desk::Dialect dialect() { return {.path = "/eventListener", .worded = worded}; }

}  // namespace lifeline::ves
