// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "base/limits.h"
#include "base/text.h"
#include "gateway/http/reader.h"

namespace lifeline::http {
namespace beast = boost::beast;

namespace {

constexpr size_t body_reserve_max = 1024 * 1024;  // trusted of a Content-Length before bytes come

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

bool has_control(std::string_view value) {
  for (const char c : value)
    if ((static_cast<uint8_t>(c) < 0x20 && c != '\t') || c == 0x7F) return true;
  return false;
}

}  // namespace

// One message; the outer class makes a new one for each, as Beast's parser cannot be used again.
class RequestMessage final : public beast::http::basic_parser<true> {
 public:
  std::shared_ptr<desk::Request> request = std::make_shared<desk::Request>();
  Target target;
  Error error;
  int status = 0;  // of the error
  bool expects_continue = false;
  bool is_1_1 = false;
  bool skips_body = false;
  size_t body_left = 0;

  void fail(int with_status, std::string_view name, std::string_view field, std::string detail) {
    if (status != 0) return;
    status = with_status;
    error = {Code::invalid, std::string(name), std::move(detail), std::string(field)};
  }
  void too_large() {
    fail(413, "body_must_not_be_too_large", "body", "the body is larger than this route takes");
  }

 private:
  using ErrorCode = beast::error_code;

  void refuse_message(ErrorCode& ec, std::string detail) {
    fail(400, "request_must_be_well_formed", {}, std::move(detail));
    ec = beast::http::error::bad_value;
  }

  void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view raw,
                       int version, ErrorCode& ec) override {
    is_1_1 = version == 11;
    request->method = view(method);
    auto parsed = http::parse_target(view(raw));
    if (!parsed) {
      fail(400, parsed.error().name, parsed.error().field, parsed.error().detail);
      ec = beast::http::error::bad_target;
      return;
    }
    target = std::move(*parsed);
    request->path = target.path;
    request->query = std::move(target.query);
    request->headers.reserve(16);
  }

  void on_response_impl(int, beast::string_view, int, ErrorCode&) override {}

  void on_field_impl(beast::http::field field, beast::string_view name, beast::string_view value,
                     ErrorCode& ec) override {
    using beast::http::field::content_length;
    if (is_header_done()) return;  // a trailer (RFC 9110 section 6.5.1): nothing of ours uses one
    if (request->headers.size() == limits::http_headers_max) {
      fail(431, "headers_must_not_be_too_large", {}, "more headers than are taken");
      ec = beast::http::error::header_limit;
      return;
    }
    if (has_control(view(value))) return refuse_message(ec, "a control character in a header");
    auto& [key, text] = request->headers.emplace_back();
    key = lowercase(view(name));
    text = view(value);
    switch (field) {
      case beast::http::field::content_type: request->content_type = text; break;
      case beast::http::field::host: ++hosts_; break;
      case content_length: ++lengths_; break;
      case beast::http::field::transfer_encoding:
        if (!same_word(text, "chunked") || !is_1_1)
          refuse_message(ec, "the only transfer coding taken is chunked");
        break;
      case beast::http::field::expect: expects_continue = same_word(text, "100-continue"); break;
      default: break;
    }
  }

  void on_header_impl(ErrorCode& ec) override {
    if (lengths_ > 1) return refuse_message(ec, "Content-Length is given twice");
    if (hosts_ > 1 || (is_1_1 && hosts_ == 0)) refuse_message(ec, "Host must be given once");
  }

  void on_body_init_impl(const boost::optional<uint64_t>& length, ErrorCode&) override {
    if (length && !skips_body) request->body.reserve(std::min<uint64_t>(*length, body_reserve_max));
  }

  size_t on_body_impl(beast::string_view bytes, ErrorCode& ec) override {
    if (bytes.size() > body_left) {
      too_large();
      ec = beast::http::error::body_limit;
      return 0;
    }
    body_left -= bytes.size();
    if (!skips_body) request->body.append(bytes.data(), bytes.size());
    return bytes.size();
  }

  void on_chunk_header_impl(uint64_t size, beast::string_view, ErrorCode& ec) override {
    if (size <= body_left) return;
    too_large();
    ec = beast::http::error::body_limit;
  }

  size_t on_chunk_body_impl(uint64_t, beast::string_view bytes, ErrorCode& ec) override {
    return on_body_impl(bytes, ec);
  }

  void on_finish_impl(ErrorCode&) override {}

  int hosts_ = 0;
  int lengths_ = 0;
};

class Reader::Parser {
 public:
  State state = State::between;
  std::optional<RequestMessage> message;
  size_t head_bytes = 0;

  void start() {
    state = State::between;
    message.emplace();
    message->header_limit(limits::http_header_bytes_max);
    message->body_limit(boost::none);
    head_bytes = 0;
  }

  size_t take_head(std::string_view bytes) {
    size_t used = 0;
    // RFC 9112 section 2.2: empty lines before a request are passed over.
    while (state == State::between && used < bytes.size() &&
           (bytes[used] == '\r' || bytes[used] == '\n'))
      ++used;
    if (used == bytes.size()) return used;
    state = State::in_head;
    const size_t parsed = put(bytes.substr(used));
    head_bytes += parsed;
    if (state == State::failed) return used;
    const size_t waiting = message->is_header_done() ? 0 : bytes.size() - used - parsed;
    if (head_bytes + waiting > limits::http_header_bytes_max)
      fail(431, "headers_must_not_be_too_large", "the request line and headers are too large");
    else if (message->is_header_done())
      state = State::head_done;
    return used + parsed;
  }

  size_t take_body(std::string_view bytes) {
    size_t used = 0;
    // Beast takes a chunk's head, its bytes and the last line in separate steps.
    while (state == State::in_body) {
      const size_t step = put(bytes.substr(used));
      used += step;
      if (message->is_done()) state = State::complete;
      if (step == 0) break;
    }
    // What is left is part of a chunk's line or of the trailer.
    if (state == State::in_body && bytes.size() - used > limits::http_header_bytes_max)
      fail(400, "request_must_be_well_formed", "a chunk's line is too long");
    return used;
  }

  void begin_body(size_t bytes_max, bool skips) {
    if (message->is_done()) {
      state = State::complete;
      return;
    }
    message->skips_body = skips;
    message->body_left = bytes_max;
    state = State::in_body;
    if (message->content_length().value_or(0) > bytes_max) {
      message->too_large();
      state = State::failed;
    }
  }

 private:
  void fail(int status, std::string_view name, std::string detail) {
    message->fail(status, name, {}, std::move(detail));
    state = State::failed;
  }

  size_t put(std::string_view bytes) {
    namespace net = boost::asio;
    if (bytes.empty()) return 0;
    beast::error_code ec;
    const size_t used = message->put(net::const_buffer(bytes.data(), bytes.size()), ec);
    if (!ec || ec == beast::http::error::need_more) return used;
    if (ec == beast::http::error::header_limit)
      fail(431, "headers_must_not_be_too_large", "the request line and headers are too large");
    else if (ec == beast::http::error::bad_version)
      fail(505, "version_must_be_http_1", "HTTP/1.0 and HTTP/1.1 are spoken here");
    else
      fail(400, "request_must_be_well_formed", ec.message());
    return used;
  }
};

Reader::Reader() : parser_(std::make_unique<Parser>()) { start(); }
Reader::~Reader() = default;

void Reader::start() { parser_->start(); }

size_t Reader::take(std::string_view bytes) {
  switch (parser_->state) {
    case State::between:
    case State::in_head: return parser_->take_head(bytes);
    case State::in_body: return parser_->take_body(bytes);
    default: return 0;
  }
}

void Reader::want_body(size_t bytes_max) { parser_->begin_body(bytes_max, false); }
void Reader::skip_body(size_t bytes_max) { parser_->begin_body(bytes_max, true); }

Reader::State Reader::state() const { return parser_->state; }
const Error& Reader::error() const { return parser_->message->error; }
int Reader::error_status() const { return parser_->message->status; }
const std::shared_ptr<desk::Request>& Reader::request() const { return parser_->message->request; }
const Target& Reader::target() const { return parser_->message->target; }
bool Reader::http_1_1() const { return parser_->message->is_1_1; }
bool Reader::keep_alive() const { return parser_->message->keep_alive(); }
bool Reader::expects_continue() const {
  return parser_->message->expects_continue && parser_->message->is_1_1;
}
bool Reader::has_body() const { return !parser_->message->is_done(); }

std::optional<uint64_t> Reader::content_length() const {
  const auto length = parser_->message->content_length();
  return length ? std::optional<uint64_t>(*length) : std::nullopt;
}

}  // namespace lifeline::http
