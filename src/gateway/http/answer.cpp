// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/answer.h"

#include <algorithm>
#include <charconv>

#include "gateway/http/access.h"
#include "gateway/http/gzip.h"
#include "gateway/http/problem.h"
#include "gateway/http/wire.h"

namespace lifeline::http {
namespace {

constexpr int fast_gzip = 1;  // an answer is made once and read once

bool has_header(const desk::Pairs& headers, std::string_view name) {
  return std::any_of(headers.begin(), headers.end(),
                     [&](const auto& header) { return same_word(header.first, name); });
}

std::string_view etag_of(const desk::Pairs& headers) {
  for (const auto& [name, value] : headers)
    if (same_word(name, "etag")) return value;
  return {};
}

void append_number(std::string& out, size_t number) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

bool is_one_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

void append_line(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ", 2).append(value).append("\r\n", 2);
}

}  // namespace

Answer::Answer(FileAnswer from) : file(std::move(from.body)) {
  response.status = from.status;
  response.content_type = from.content_type;
  response.headers = std::move(from.headers);
}

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

void fit_to(Answer& answer, const desk::Request& request) {
  desk::Response& response = answer.response;
  if (answer.file) return;
  const bool is_read = request.method == "GET" || request.method == "HEAD";
  if (is_read && response.status == 200) {
    const std::string_view etag = etag_of(response.headers);
    if (!etag.empty() && etag_matches(request.header("if-none-match"), etag)) {
      response.status = 304;
      response.body.clear();
      return;
    }
  }
  if (response.body.size() < gzip_from_bytes || takes_basic(request.path) ||
      has_header(response.headers, "content-encoding") || !is_compressible(response.content_type))
    return;
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (!accepted_codings(request.header("accept-encoding")).gzip) return;
  std::string coded = gzip(response.body, fast_gzip);
  if (coded.empty() || coded.size() >= response.body.size()) return;
  response.body = std::move(coded);
  response.headers.emplace_back("Content-Encoding", "gzip");
}

void append_head(std::string& out, const Answer& answer, const Manner& manner) {
  const desk::Response& response = answer.response;
  out += "HTTP/1.1 ";
  append_number(out, static_cast<size_t>(std::clamp(response.status, 100, 999)));
  out += ' ';
  out.append(reason_phrase(response.status)).append("\r\n", 2);
  append_line(out, "Date", manner.date);
  if (may_have_body(response.status)) {
    if (!response.content_type.empty() && is_one_line(response.content_type))
      append_line(out, "Content-Type", response.content_type);
    out += "Content-Length: ";
    append_number(out, answer.body().size());
    out.append("\r\n", 2);
  }
  for (const auto& [name, value] : response.headers)
    if (is_one_line(name) && is_one_line(value)) append_line(out, name, value);
  if (!has_header(response.headers, "cache-control")) append_line(out, "Cache-Control", "no-store");
  append_line(out, "X-Content-Type-Options", "nosniff");
  if (!manner.keep_alive)
    append_line(out, "Connection", "close");
  else if (!manner.http_1_1)
    append_line(out, "Connection", "keep-alive");
  out.append("\r\n", 2);
}

void append_stream_head(std::string& out, std::string_view date) {
  constexpr int retry_ms = 2000;  // a console that lost its stream asks again after so long
  out += "HTTP/1.1 200 OK\r\n";
  append_line(out, "Date", date);
  out +=
      "Content-Type: text/event-stream\r\n"
      "Cache-Control: no-cache\r\n"
      "X-Accel-Buffering: no\r\n"
      "X-Content-Type-Options: nosniff\r\n"
      "Connection: close\r\n\r\n"
      "retry: ";
  append_number(out, retry_ms);
  out.append("\n\n", 2);
}

}  // namespace lifeline::http
