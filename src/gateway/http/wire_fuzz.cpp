// SPDX-License-Identifier: Apache-2.0
// Bytes of an HTTP request, read, printed and read again: both must be the same request; and read
// in pieces they must mean what they mean in one. The first byte is the size of the pieces.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "gateway/http/access.h"
#include "gateway/http/reader.h"
#include "gateway/http/wire.h"

namespace lifeline::http {
namespace {

using State = Reader::State;

constexpr size_t body_max = 64 * 1024;

void must_hold(bool what) {
  if (!what) std::abort();
}

void read(Reader& reader, std::string_view bytes, size_t piece) {
  std::string waiting;
  for (;;) {
    waiting += bytes.substr(0, piece);
    bytes.remove_prefix(std::min(piece, bytes.size()));
    waiting.erase(0, reader.take(waiting));
    if (reader.state() == State::head_done) {
      reader.want_body(body_max);
      waiting.erase(0, reader.take(waiting));
    }
    if (bytes.empty() || reader.state() == State::complete || reader.state() == State::failed)
      return;
  }
}

bool is_framing(std::string_view name) {
  return name == "content-length" || name == "transfer-encoding";
}

std::string printed(const Reader& reader) {
  const desk::Request& request = *reader.request();
  Target target = reader.target();
  target.query = request.query;
  std::string out = request.method + " " + print_target(target);
  out += reader.http_1_1() ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n";
  bool framed = false;
  for (const auto& [name, value] : request.headers) {
    framed = framed || is_framing(name);
    if (!is_framing(name)) out += name + ": " + value + "\r\n";
  }
  if (framed) out += "content-length: " + std::to_string(request.body.size()) + "\r\n";
  return out + "\r\n";
}

desk::Pairs plain_headers(const desk::Request& request) {
  desk::Pairs headers;
  for (const auto& header : request.headers)
    if (!is_framing(header.first)) headers.push_back(header);
  return headers;
}

void must_be_equal(const Reader& a, const Reader& b) {
  must_hold(b.state() == State::complete);
  const desk::Request& left = *a.request();
  const desk::Request& right = *b.request();
  must_hold(left.method == right.method && left.path == right.path && left.query == right.query);
  must_hold(left.content_type == right.content_type && left.body == right.body);
  must_hold(plain_headers(left) == plain_headers(right));
  must_hold(a.http_1_1() == b.http_1_1() && a.keep_alive() == b.keep_alive());
  must_hold(a.target().segment_count == b.target().segment_count);
  for (size_t i = 0; i < std::min(a.target().segment_count, limits::http_path_segments_max); ++i)
    must_hold(a.target().segment(i) == b.target().segment(i));
}

}  // namespace
}  // namespace lifeline::http

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lifeline::http;
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  Reader whole;
  read(whole, bytes, bytes.size() + 1);
  Reader pieces;
  read(pieces, bytes, static_cast<size_t>(data[0]) + 1);
  must_hold((whole.state() == Reader::State::complete) ==
            (pieces.state() == Reader::State::complete));
  if (whole.state() != Reader::State::complete) return 0;
  must_be_equal(whole, pieces);

  const lifeline::desk::Request& request = *whole.request();
  for (const auto& [name, value] : request.headers) {
    const Credentials credentials = parse_authorization(value);
    must_hold(credentials.scheme != Credentials::Scheme::bearer || !credentials.token.empty());
    must_hold(cookie_value(value, session_cookie).size() <= value.size());
    accepted_codings(value);
    etag_matches(value, "\"a\"");
  }
  from_same_site(request.headers);

  const std::string head = printed(whole);
  if (head.size() > lifeline::limits::http_header_bytes_max) return 0;
  Reader again;
  read(again, head + request.body, body_max);
  must_be_equal(whole, again);
  return 0;
}
