// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/reader.h"

#include <doctest/doctest.h>

#include "base/limits.h"

namespace lifeline::http {
namespace {

using State = Reader::State;

constexpr size_t body_max = 1000;

// Gives the text in pieces of that size; answers what was left over.
std::string feed(Reader& reader, std::string_view text, size_t piece) {
  std::string waiting;
  while (!text.empty() || !waiting.empty()) {
    waiting += text.substr(0, piece);
    const bool last = text.size() <= piece;
    text.remove_prefix(std::min(piece, text.size()));
    waiting.erase(0, reader.take(waiting));
    if (reader.state() == State::head_done) {
      reader.want_body(body_max);
      waiting.erase(0, reader.take(waiting));
    }
    if (reader.state() == State::complete || reader.state() == State::failed || last) break;
  }
  return waiting + std::string(text);
}

TEST_CASE("a request is read in pieces of any size") {
  const std::string_view text =
      "POST /a/b?c=d HTTP/1.1\r\nHost: here\r\nX-One: 1\r\nContent-Type: text/csv\r\n"
      "Content-Length: 5\r\n\r\nhelloGET";
  for (size_t piece = 1; piece <= text.size(); ++piece) {
    CAPTURE(piece);
    Reader reader;
    const std::string rest = feed(reader, text, piece);
    REQUIRE(reader.state() == State::complete);
    CHECK(rest == "GET");
    const desk::Request& request = *reader.request();
    CHECK(request.method == "POST");
    CHECK(request.path == "/a/b");
    CHECK(request.query_value("c") == "d");
    CHECK(request.header("x-one") == "1");
    CHECK(request.content_type == "text/csv");
    CHECK(request.body == "hello");
    CHECK(reader.keep_alive());
  }
}

TEST_CASE("a chunked body is put together and its trailer left out") {
  const std::string_view text =
      "\r\n\r\nPUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5;ext=1\r\nhello\r\nA\r\n0123456789\r\n0\r\nX-Late: 1\r\n\r\n";
  for (size_t piece = 1; piece <= text.size(); ++piece) {
    CAPTURE(piece);
    Reader reader;
    CHECK(feed(reader, text, piece).empty());
    REQUIRE(reader.state() == State::complete);
    CHECK(reader.request()->body == "hello0123456789");
    CHECK(reader.request()->header("x-late").empty());
  }
}

TEST_CASE("a reader reads one request after another") {
  Reader reader;
  for (int i = 0; i < 3; ++i) {
    reader.start();
    feed(reader, "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\n\r\n", 7);
    REQUIRE(reader.state() == State::complete);
    CHECK(reader.request()->path == "/" + std::to_string(i));
  }
}

TEST_CASE("HTTP/1.0 closes unless it asks not to") {
  Reader reader;
  feed(reader, "GET / HTTP/1.0\r\n\r\n", 100);
  REQUIRE(reader.state() == State::complete);
  CHECK(!reader.keep_alive());
  CHECK(!reader.http_1_1());
  reader.start();
  feed(reader, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 100);
  CHECK(reader.keep_alive());
}

TEST_CASE("a message that can be read in two ways is refused") {
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\n";
  for (const std::string& text : {
           head + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n",
           head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
           head + "Transfer-Encoding: gzip\r\n\r\n",
           head + "Transfer-Encoding: gzip, chunked\r\n\r\n",
           head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
           head + "Content-Length: -1\r\n\r\n",
           head + "Content-Length: 99999999999999999999999\r\n\r\n",
           head + "Host: other\r\n\r\n",
           head + "X: a\x01z\r\n\r\n",
           head + "X : a\r\n\r\n",
           head + "Transfer-Encoding: chunked\r\n\r\nZZ\r\n",
           head + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n",
           std::string("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"),
           std::string("GET / HTTP/1.1\r\n\r\n"),
           std::string("GET /\r\n\r\n"),
           std::string("G{T / HTTP/1.1\r\nHost: h\r\n\r\n"),
           std::string("GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n"),
           std::string("\x16\x03\x01\x02hello"),
       }) {
    CAPTURE(text);
    Reader reader;
    feed(reader, text, 1000);
    REQUIRE(reader.state() == State::failed);
    CHECK(reader.error_status() == 400);
    CHECK(!reader.error().name.empty());
  }
}

TEST_CASE("another version is refused as such") {
  Reader reader;
  feed(reader, "GET / HTTP/2.0\r\n\r\n", 100);
  CHECK(reader.error_status() == 505);
}

TEST_CASE("a head has limits") {
  Reader reader;
  const std::string head = "GET / HTTP/1.1\r\nHost: h\r\n";
  feed(reader, head + "X: " + std::string(limits::http_header_bytes_max, 'a') + "\r\n\r\n", 4096);
  CHECK(reader.error_status() == 431);
  reader.start();
  feed(reader, "GET /" + std::string(limits::http_header_bytes_max, 'a'), 100'000);
  CHECK(reader.error_status() == 431);
  reader.start();
  std::string many = head;
  for (size_t i = 0; i < limits::http_headers_max; ++i) many += "X: a\r\n";
  feed(reader, many + "\r\n", 100'000);
  CHECK(reader.error_status() == 431);
}

TEST_CASE("a body has a limit, told or not") {
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\n";
  for (const std::string& text :
       {head + "Content-Length: 1001\r\n\r\n", head + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n",
        head + "Transfer-Encoding: chunked\r\n\r\n1f4\r\n" + std::string(500, 'a') +
            "\r\n1f5\r\n"}) {
    Reader reader;
    feed(reader, text, 64);
    REQUIRE(reader.state() == State::failed);
    CHECK(reader.error_status() == 413);
    CHECK(reader.error().name == "body_must_not_be_too_large");
    CHECK(reader.error().field == "body");
  }
  Reader reader;
  feed(reader, head + "Content-Length: 1000\r\n\r\n" + std::string(1000, 'a'), 64);
  CHECK(reader.state() == State::complete);
}

TEST_CASE("a chunk's line and the trailer have limits") {
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string& begun : {head + "5;", head + "0\r\nX: "}) {
    Reader reader;
    feed(reader, begun + std::string(2 * limits::http_header_bytes_max, 'a'), 4096);
    CHECK(reader.state() == State::failed);
  }
}

TEST_CASE("a body may be passed over") {
  Reader reader;
  const std::string_view text = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello";
  const size_t head = reader.take(text);
  REQUIRE(reader.state() == State::head_done);
  CHECK(reader.has_body());
  reader.skip_body(10);
  CHECK(reader.take(text.substr(head)) == 5);
  CHECK(reader.state() == State::complete);
  CHECK(reader.request()->body.empty());
}

}  // namespace
}  // namespace lifeline::http
