// SPDX-License-Identifier: Apache-2.0
#include "gateway/import/command.h"

#include <cstdio>

#include "base/file.h"
#include "base/json_read.h"
#include "base/limits.h"

namespace lifeline::importing {
namespace {

std::string sentence(const Error& error) {
  std::string text = error.name;
  if (!error.field.empty()) text += " (" + error.field + ")";
  if (!error.detail.empty()) text += ": " + error.detail;
  return text + "\n";
}

// Of an RFC 9457 problem; a body that is none is shown as it is.
std::string problem_text(const Answer& answer) {
  JsonDocument document;
  const auto json = document.parse(answer.body);
  const auto text = [&](std::string_view member) {
    const auto value = json && json->is_object() ? json->at(member) : std::nullopt;
    return value ? std::string(value->text()) : std::string();
  };
  const std::string name = text("name");
  if (name.empty()) return "the server answers " + std::to_string(answer.status) + "\n";
  return sentence({.name = name, .detail = text("detail"), .field = text("field")});
}

std::string counts(const desk::ImportReport& report) {
  return "rows: " + std::to_string(report.rows) + ", added: " + std::to_string(report.added) +
         ", changed: " + std::to_string(report.changed) +
         ", unchanged: " + std::to_string(report.unchanged);
}

std::string refusals(const desk::ImportReport& report) {
  std::string text;
  for (const desk::RefusedField& refused : report.refused) {
    text += "line " + std::to_string(refused.line);
    if (!refused.column.empty()) text += ", " + refused.column;
    text += ": " + refused.name;
    if (!refused.detail.empty()) text += " (" + refused.detail + ")";
    text += "\n";
  }
  if (report.refused_total > report.refused.size())
    text += "and " + std::to_string(report.refused_total - report.refused.size()) + " more\n";
  return text;
}

Told told(const desk::ImportReport& report, const Options& options) {
  if (report.refused_total > 0)
    return {.code = 1,
            .out = refusals(report) + "nothing is imported, rows: " + std::to_string(report.rows) +
                   ", refusals: " + std::to_string(report.refused_total) + "\n",
            .error = {}};
  std::string out = counts(report);
  if (report.removed > 0) out += ", removed: " + std::to_string(report.removed);
  if (report.duplicates > 0)
    out += ", pairs of likely duplicates: " + std::to_string(report.duplicates);
  if (options.check_only) out += "\na check only, nothing is imported";
  return {.code = 0, .out = out + "\n", .error = {}};
}

}  // namespace

Told tell(std::string_view noun, std::string_view body, const Options& options, const Post& post) {
  const auto failed = [](std::string text) {
    return Told{.code = 2, .out = {}, .error = std::move(text)};
  };
  if (body.size() > limits::import_body_bytes_max)
    return failed("the file must be smaller than " + std::to_string(limits::import_body_bytes_max) +
                  " bytes: divide it\n");
  const std::string target =
      "/api/v1/" + std::string(noun) + "/import" + (options.check_only ? "?check=true" : "");
  const std::string type =
      options.charset.empty() ? "text/csv" : "text/csv; charset=" + options.charset;
  const auto answer = post(target, type, body);
  if (!answer) return failed(sentence(answer.error()));
  if (answer->status == 200 || answer->status == 400)
    if (const auto report = from_json<desk::ImportReport>(answer->body))
      return told(*report, options);
  return failed(problem_text(*answer));
}

int run(std::string_view noun, const std::string& path, const Options& options, const Post& post) {
  const auto body = read_file(path);
  const Told told = body ? tell(noun, *body, options, post)
                         : Told{.code = 2, .out = {}, .error = sentence(body.error())};
  std::fputs(told.out.c_str(), stdout);
  std::fputs(told.error.c_str(), stderr);
  return told.code;
}

Post post_with(http::Client& client) {
  return [&client](std::string_view target, std::string_view type,
                   std::string_view body) -> Result<Answer> {
    const http::ClientRequest request{
        .method = "POST", .target = target, .content_type = type, .body = body};
    auto response = client.request(request);
    if (!response) return tl::unexpected(std::move(response.error()));
    return Answer{.status = response->status, .body = std::move(response->body)};
  };
}

}  // namespace lifeline::importing
