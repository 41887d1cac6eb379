// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/answer.h"

#include <doctest/doctest.h>
#include <zlib.h>

#include "gateway/http/gzip.h"

namespace lifeline::http {
namespace {

std::string gunzip(std::string_view coded) {
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  std::string out(1 << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(coded.data()));
  stream.avail_in = static_cast<uInt>(coded.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = inflate(&stream, Z_FINISH);
  out.resize(result == Z_STREAM_END ? stream.total_out : 0);
  inflateEnd(&stream);
  return out;
}

std::string header(const Answer& answer, std::string_view name) {
  for (const auto& [key, value] : answer.response.headers)
    if (key == name) return value;
  return {};
}

Answer fitted(std::string body, std::string path, desk::Pairs headers) {
  Answer answer(desk::json_response(200, std::move(body)));
  answer.response.headers.emplace_back("ETag", "\"v1\"");
  desk::Request request;
  request.method = "GET";
  request.path = std::move(path);
  request.headers = std::move(headers);
  fit_to(answer, request);
  return answer;
}

const std::string large(20'000, 'a');

TEST_CASE("gzip is undone by any gunzip") {
  CHECK(gunzip(gzip("", 1)).empty());
  CHECK(gunzip(gzip(large, 1)) == large);
  CHECK(gzip(large, 9).size() < 200);
}

TEST_CASE("a large answer is coded for those who take it") {
  const auto coded = fitted(large, "/api/v1/alarms", {{"accept-encoding", "gzip, br"}});
  CHECK(header(coded, "Content-Encoding") == "gzip");
  CHECK(header(coded, "Vary") == "Accept-Encoding");
  CHECK(gunzip(coded.body()) == large);
  CHECK(fitted(large, "/api/v1/alarms", {}).body() == large);
  CHECK(header(fitted("{}", "/api", {{"accept-encoding", "gzip"}}), "Vary").empty());
  CHECK(fitted(large, "/eventListener/v7", {{"accept-encoding", "gzip"}}).body() == large);
}

TEST_CASE("an answer that the client has is not sent again") {
  const auto same = fitted("{}", "/api", {{"if-none-match", "\"v1\""}});
  CHECK(same.response.status == 304);
  CHECK(same.body().empty());
  CHECK(fitted("{}", "/api", {{"if-none-match", "\"v0\""}}).response.status == 200);
}

TEST_CASE("a head is exact, and no header brings its own line break") {
  Answer answer(desk::json_response(201, "{}"));
  answer.response.headers = {{"Location", "/a"}, {"X-Bad", "a\r\nSet-Cookie: b"}};
  std::string out;
  append_head(out, answer, {.http_1_1 = false, .keep_alive = true, .date = "now"});
  CHECK(out ==
        "HTTP/1.1 201 Created\r\nDate: now\r\nContent-Type: application/json\r\n"
        "Content-Length: 2\r\nLocation: /a\r\nCache-Control: no-store\r\n"
        "X-Content-Type-Options: nosniff\r\nConnection: keep-alive\r\n\r\n");
}

TEST_CASE("an answer without a body says no length") {
  Answer answer;
  answer.response.status = 204;
  std::string out;
  append_head(out, answer, {.http_1_1 = true, .keep_alive = false, .date = "now"});
  CHECK(out.find("Content-Length") == std::string::npos);
  CHECK(out.find("Connection: close\r\n") != std::string::npos);
}

}  // namespace
}  // namespace lifeline::http
