// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/client.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <deque>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include <netdb.h>

#include "base/limits.h"
#include "base/text.h"
#include "gateway/http/wire.h"

namespace lifeline::http {

struct ServerUrl {
  std::string host;
  std::string port = "80";
  std::string user;  // "name:password"
};

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr size_t read_bytes = 64 * 1024;

Result<ServerUrl> parse_url(std::string_view text) {
  constexpr std::string_view scheme = "http://";
  const auto malformed = [&] {
    return invalid("url_must_be_well_formed", "url", "http://host:port, got " + std::string(text));
  };
  if (!text.starts_with(scheme)) return malformed();
  std::string_view authority = text.substr(scheme.size());
  authority = authority.substr(0, authority.find('/'));
  ServerUrl url;
  if (const size_t at = authority.rfind('@'); at != std::string_view::npos) {
    url.user = authority.substr(0, at);
    authority.remove_prefix(at + 1);
  }
  const size_t bracket = authority.find(']');  // of an IPv6 address
  const size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon != std::string_view::npos) {
    url.port = authority.substr(colon + 1);
    authority = authority.substr(0, colon);
  }
  if (authority.starts_with('[') && authority.ends_with(']'))
    authority = authority.substr(1, authority.size() - 2);
  if (authority.empty() || url.port.empty()) return malformed();
  url.host = authority;
  return url;
}

std::string base64(std::string_view text) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t i = 0; i < text.size(); i += 3) {
    uint32_t bits = 0;
    for (size_t j = 0; j < 3; ++j)
      bits = bits << 8 | (i + j < text.size() ? static_cast<uint8_t>(text[i + j]) : 0u);
    for (size_t j = 0; j < 4; ++j)
      out += i + j <= text.size() ? alphabet[bits >> (18 - 6 * j) & 63] : '=';
  }
  return out;
}

Refusal unreachable(std::string why) {
  return unavailable("server_must_be_reachable", std::move(why));
}
Refusal malformed_answer(std::string why) {
  return unavailable("answer_must_be_well_formed", std::move(why));
}

bool may_be_repeated(const ClientRequest& request) {
  if (request.method != "POST" && request.method != "PATCH") return true;
  return std::any_of(request.headers.begin(), request.headers.end(),
                     [](const auto& header) { return same_word(header.first, "idempotency-key"); });
}

}  // namespace

struct Client::Inside {
  ServerUrl url;
  std::string host_header;
  std::string authorization;
  std::chrono::milliseconds deadline{};
  int socket = -1;
  std::string in;  // bytes from `begin` on are not yet used
  size_t begin = 0;
  std::string out;
  std::deque<bool> heads;  // of each request sent and not answered: whether it was a HEAD

  ~Inside() { close(); }
  void close() {
    if (socket >= 0) ::close(std::exchange(socket, -1));
    in.clear();
    begin = 0;
    heads.clear();
  }

  Result<void> open();
  Result<void> wait_for(short events, SteadyClock::time_point until);
  Result<void> write(std::string_view bytes);
  Result<void> read_more(SteadyClock::time_point until);
  bool was_closed_by_peer();
  Result<std::string_view> line(SteadyClock::time_point until);
  Result<void> read_head(ClientResponse& response, SteadyClock::time_point until);
  Result<void> read_body(ClientResponse& response, SteadyClock::time_point until);
  Result<void> read_bytes_into(std::string& body, size_t count, SteadyClock::time_point until);
  Result<void> read_chunks(std::string& body, SteadyClock::time_point until);
  void compose(const ClientRequest& request);
};

Result<void> Client::Inside::open() {
  close();
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(url.host.c_str(), url.port.c_str(), &hints, &found))
    return unreachable(url.host + ": " + ::gai_strerror(error));
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> all(found, ::freeaddrinfo);
  std::string why;
  for (const addrinfo* at = found; at; at = at->ai_next) {
    socket = ::socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket < 0) return unreachable(std::strerror(errno));
    int error = ::connect(socket, at->ai_addr, at->ai_addrlen) == 0 ? 0 : errno;
    if (error == EINPROGRESS && wait_for(POLLOUT, SteadyClock::now() + deadline)) {
      socklen_t size = sizeof error;
      ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size);
    }
    if (error == 0) {
      const int on = 1;
      ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      return {};
    }
    why = std::strerror(error);
    close();
  }
  return unreachable(host_header + ": " + why);
}

Result<void> Client::Inside::wait_for(short events, SteadyClock::time_point until) {
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(until - SteadyClock::now()).count();
    if (left <= 0) return unavailable("server_must_answer_in_time", host_header);
    pollfd one{.fd = socket, .events = events, .revents = 0};
    const int ready = ::poll(&one, 1, static_cast<int>(std::min<int64_t>(left, 60'000)));
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR) return unreachable(std::strerror(errno));
  }
}

Result<void> Client::Inside::write(std::string_view bytes) {
  const auto until = SteadyClock::now() + deadline;
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<size_t>(sent));
    } else if (errno == EAGAIN) {
      if (auto ready = wait_for(POLLOUT, until); !ready) return ready;
    } else if (errno != EINTR) {
      return unreachable(std::strerror(errno));
    }
  }
  return {};
}

// Appends at least one byte to `in`.
Result<void> Client::Inside::read_more(SteadyClock::time_point until) {
  if (begin == in.size()) {
    in.clear();
    begin = 0;
  }
  const size_t had = in.size();
  if (had - begin > response_bytes_max) return malformed_answer("the answer is too large");
  in.resize(had + read_bytes);
  for (;;) {
    const ssize_t count = ::recv(socket, in.data() + had, read_bytes, 0);
    if (count > 0) {
      in.resize(had + static_cast<size_t>(count));
      return {};
    }
    const int error = count < 0 ? errno : 0;
    Result<void> ready;
    if (error == EAGAIN || error == EINTR)
      ready = wait_for(POLLIN, until);
    else
      ready = unreachable(error == 0 ? "the connection was closed" : std::strerror(error));
    if (!ready) {
      in.resize(had);
      return ready;
    }
  }
}

bool Client::Inside::was_closed_by_peer() {
  if (socket < 0) return true;
  char byte;
  const ssize_t count = ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return count == 0 || (count < 0 && errno != EAGAIN);
}

// The next line without its end; good until the next read.
Result<std::string_view> Client::Inside::line(SteadyClock::time_point until) {
  for (;;) {
    const size_t end = in.find("\r\n", begin);
    if (end != std::string::npos) {
      const std::string_view found = std::string_view(in).substr(begin, end - begin);
      begin = end + 2;
      return found;
    }
    if (in.size() - begin > limits::http_header_bytes_max)
      return malformed_answer("a line is too long");
    if (auto more = read_more(until); !more) return tl::unexpected(more.error());
  }
}

Result<void> Client::Inside::read_head(ClientResponse& response, SteadyClock::time_point until) {
  const auto first = line(until);
  if (!first) return tl::unexpected(first.error());
  if (!first->starts_with("HTTP/1.") || first->size() < 12)
    return malformed_answer("no status line");
  std::from_chars(first->data() + 9, first->data() + 12, response.status);
  for (;;) {
    const auto next = line(until);
    if (!next) return tl::unexpected(next.error());
    if (next->empty()) return {};
    const size_t colon = next->find(':');
    if (colon == std::string_view::npos || response.headers.size() > 1000)
      return malformed_answer("a header line is malformed");
    response.headers.emplace_back(lowercase(next->substr(0, colon)),
                                  trimmed(next->substr(colon + 1)));
  }
}

Result<void> Client::Inside::read_bytes_into(std::string& body, size_t count,
                                             SteadyClock::time_point until) {
  if (count > response_bytes_max - body.size()) return malformed_answer("the answer is too large");
  const size_t wanted = body.size() + count;
  while (body.size() < wanted) {
    const size_t taken = std::min(wanted - body.size(), in.size() - begin);
    body.append(in, begin, taken);
    begin += taken;
    if (body.size() == wanted) break;
    if (auto more = read_more(until); !more) return more;
  }
  return {};
}

Result<void> Client::Inside::read_chunks(std::string& body, SteadyClock::time_point until) {
  for (;;) {
    const auto head = line(until);
    if (!head) return tl::unexpected(head.error());
    size_t size = 0;
    const auto parsed = std::from_chars(head->data(), head->data() + head->size(), size, 16);
    if (parsed.ec != std::errc{}) return malformed_answer("a chunk's length is malformed");
    if (auto read = read_bytes_into(body, size, until); !read) return read;
    auto end = line(until);
    while (size == 0 && end && !end->empty()) end = line(until);  // the trailer
    if (!end) return tl::unexpected(end.error());
    if (!end->empty()) return malformed_answer("a chunk's end is malformed");
    if (size == 0) return {};
  }
}

Result<void> Client::Inside::read_body(ClientResponse& response, SteadyClock::time_point until) {
  if (response.status == 204 || response.status == 304) return {};
  if (same_word(response.header("transfer-encoding"), "chunked"))
    return read_chunks(response.body, until);
  const std::string_view length = response.header("content-length");
  if (!length.empty()) {
    size_t count = 0;
    const auto parsed = std::from_chars(length.data(), length.data() + length.size(), count);
    if (parsed.ec != std::errc{}) return malformed_answer("Content-Length is malformed");
    return read_bytes_into(response.body, count, until);
  }
  Result<void> more;
  while (more) more = read_more(until);  // to the end of the connection
  response.body = in.substr(begin);
  const bool ended = more.error().name == "server_must_be_reachable";
  close();
  return ended ? Result<void>() : more;
}

void Client::Inside::compose(const ClientRequest& request) {
  out.clear();
  out.append(request.method).append(" ").append(request.target).append(" HTTP/1.1\r\nHost: ");
  out.append(host_header).append("\r\n");
  if (!authorization.empty()) out.append("Authorization: ").append(authorization).append("\r\n");
  for (const auto& [name, value] : request.headers)
    out.append(name).append(": ").append(value).append("\r\n");
  if (!request.content_type.empty())
    out.append("Content-Type: ").append(request.content_type).append("\r\n");
  if (!request.body.empty() || (request.method != "GET" && request.method != "HEAD"))
    out.append("Content-Length: ").append(std::to_string(request.body.size())).append("\r\n");
  out.append("\r\n").append(request.body);
}

std::string_view ClientResponse::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

Client::Client(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Result<Client> Client::connect(std::string_view url, std::string_view token,
                               std::chrono::milliseconds deadline) {
  auto parsed = parse_url(url);
  if (!parsed) return tl::unexpected(parsed.error());
  auto inside = std::make_unique<Inside>();
  const bool is_v6 = parsed->host.find(':') != std::string::npos;
  inside->host_header = (is_v6 ? "[" + parsed->host + "]" : parsed->host) + ":" + parsed->port;
  if (!token.empty())
    inside->authorization = "Bearer " + std::string(token);
  else if (!parsed->user.empty())
    inside->authorization = "Basic " + base64(parsed->user);
  inside->url = std::move(*parsed);
  inside->deadline = deadline;
  if (auto opened = inside->open(); !opened) return tl::unexpected(opened.error());
  return Client(std::move(inside));
}

Result<void> Client::send(const ClientRequest& request) {
  Inside& inside = *inside_;
  if (inside.heads.empty() && inside.was_closed_by_peer())
    if (auto opened = inside.open(); !opened) return opened;
  inside.compose(request);
  inside.heads.push_back(request.method == "HEAD");
  auto written = inside.write(inside.out);
  if (!written) inside.close();
  return written;
}

Result<ClientResponse> Client::receive() {
  Inside& inside = *inside_;
  if (inside.heads.empty()) return unreachable("nothing was asked");
  const auto until = SteadyClock::now() + inside.deadline;
  ClientResponse response;
  Result<void> read;
  do {  // 1xx answers come before the real one (RFC 9110 section 15.2)
    response = ClientResponse();
    read = inside.read_head(response, until);
  } while (read && response.status / 100 == 1);
  const bool was_head = inside.heads.front();
  inside.heads.pop_front();
  if (read && !was_head) read = inside.read_body(response, until);
  if (!read || same_word(response.header("connection"), "close")) inside.close();
  if (!read) return tl::unexpected(read.error());
  return response;
}

Result<ClientResponse> Client::request(const ClientRequest& request) {
  for (int attempt = 0;; ++attempt) {
    auto sent = send(request);
    Result<ClientResponse> response = sent ? receive() : tl::unexpected(sent.error());
    if (response || attempt > 0 || !may_be_repeated(request) ||
        response.error().name != "server_must_be_reachable")
      return response;
  }
}

}  // namespace lifeline::http
