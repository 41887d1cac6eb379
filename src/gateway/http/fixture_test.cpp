// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/fixture_test.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include "base/describe.h"

namespace lifeline::http {
namespace {

constexpr int patience_ms = 10'000;  // a test that waits so long has failed

}  // namespace

Result<std::shared_ptr<void>> MemoryLive::subscribe(const desk::Actor& by, std::string_view from,
                                                    Deliver deliver) {
  const std::lock_guard lock(mutex_);
  if (full) return unavailable("streams_must_not_be_too_many");
  caller = by.name;
  since = from;
  subscribers_.push_back(std::make_shared<Deliver>(std::move(deliver)));
  changed_.notify_all();
  const auto leave = [this, subscriber = subscribers_.back()](void*) {
    const std::lock_guard again(mutex_);
    std::erase(subscribers_, subscriber);
    changed_.notify_all();
  };
  return std::shared_ptr<void>(subscribers_.back().get(), leave);
}

size_t MemoryLive::publish(const std::string& event) {
  const auto shared = std::make_shared<const std::string>(event);
  const std::lock_guard lock(mutex_);
  return static_cast<size_t>(
      std::count_if(subscribers_.begin(), subscribers_.end(),
                    [&](const auto& subscriber) { return (*subscriber)(shared); }));
}

bool MemoryLive::wait_for_subscribers(size_t count) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, std::chrono::milliseconds(patience_ms),
                           [&] { return subscribers_.size() == count; });
}

MemoryIdentity::~MemoryIdentity() {
  for (auto& worker : workers_) worker.join();
}

Result<desk::Actor> MemoryIdentity::by_token(std::string_view token) {
  desk::Role role{};
  const size_t dash = token.find("-token");
  if (revoked || dash == std::string_view::npos || !enum_from_text(token.substr(0, dash), role))
    return refuse(Code::unauthenticated, "caller_must_be_known");
  return desk::Actor{.name = std::string(token), .role = role, .unit = group_unit};
}

void MemoryIdentity::by_password(std::string name, std::string password,
                                 std::function<void(Result<desk::Actor>)> answer) {
  workers_.emplace_back([=] {
    if (name == "ves" && password == "pw")
      answer(desk::Actor{.name = name, .role = desk::Role::operator_, .unit = group_unit});
    else
      answer(refuse(Code::unauthenticated, "password_must_match"));
  });
}

std::string RawAnswer::header(std::string_view name) const {
  const std::string start = "\r\n" + std::string(name) + ": ";
  const size_t at = head.find(start);
  if (at == std::string::npos) return {};
  const size_t begin = at + start.size();
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

Peer::Peer(uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0)
    throw std::runtime_error("the server does not listen");
}
Peer::Peer(Peer&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), in_(std::move(other.in_)) {}
Peer::~Peer() {
  if (socket_ >= 0) ::close(socket_);
}

bool Peer::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

bool Peer::read_more() {
  pollfd one{.fd = socket_, .events = POLLIN, .revents = 0};
  if (::poll(&one, 1, patience_ms) != 1) return false;
  char bytes[16 * 1024];
  const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
  if (count > 0) in_.append(bytes, static_cast<size_t>(count));
  return count > 0;
}

RawAnswer Peer::answer(bool is_head) {
  RawAnswer answer;
  answer.head = read_to("\r\n\r\n");
  if (answer.head.size() < 12) return answer;
  std::from_chars(answer.head.data() + 9, answer.head.data() + 12, answer.status);
  size_t length = 0;
  const std::string told = answer.header("Content-Length");
  std::from_chars(told.data(), told.data() + told.size(), length);
  if (is_head) length = 0;
  while (in_.size() < length && read_more()) continue;
  answer.body = in_.substr(0, length);
  in_.erase(0, length);
  return answer;
}

std::string Peer::read_to(std::string_view text) {
  size_t at = in_.find(text);
  while (at == std::string::npos && read_more()) at = in_.find(text);
  if (at == std::string::npos) return {};
  std::string found = in_.substr(0, at + text.size());
  in_.erase(0, found.size());
  return found;
}

std::string Peer::read_rest() {
  while (read_more()) continue;
  return std::exchange(in_, {});
}

void Peer::stop_sending() { ::shutdown(socket_, SHUT_WR); }

Running::Running(Options options, StaticFiles files) {
  options.waits.tick = std::chrono::milliseconds(10);
  server = std::make_unique<Server>(std::move(options), routes(), desks, live, identity);
  server->serve_files(std::move(files));
  if (const auto started = server->start(); !started)
    throw std::runtime_error(started.error().name);
}

Running::~Running() {
  server.reset();
  for (auto& worker : workers_) worker.join();
}

RawAnswer Running::ask(std::string_view request) const {
  Peer peer = connect();
  peer.send(request);
  return peer.answer();
}

RawAnswer Running::get(std::string_view target, std::string_view headers) const {
  return ask("GET " + std::string(target) +
             " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer operator-token\r\n" +
             std::string(headers) + "\r\n");
}

void Running::hold(desk::Reply reply) {
  const std::lock_guard lock(mutex_);
  held_.push_back(std::move(reply));
  held_one_.notify_all();
}

bool Running::wait_for_held() {
  std::unique_lock lock(mutex_);
  return held_one_.wait_for(lock, std::chrono::milliseconds(patience_ms),
                            [&] { return !held_.empty(); });
}

void Running::answer_held() {
  if (!wait_for_held()) return;
  const std::lock_guard lock(mutex_);
  for (const auto& reply : std::exchange(held_, {})) reply(desk::json_response(200, "\"held\""));
}

desk::Routes Running::routes() {
  const auto route = [](std::string method, std::string path, desk::Role role,
                        desk::Handler handler) {
    return desk::Route{.method = std::move(method),
                       .path = std::move(path),
                       .operation = {},
                       .tag = {},
                       .summary = {},
                       .role = role,
                       .handler = std::move(handler)};
  };
  using Asked = std::shared_ptr<const desk::Request>;
  const auto echo = [](Asked request, desk::Desks&, const desk::Reply& reply) {
    reply(desk::json_response(200, request->caller.name + ":" + request->body));
  };
  desk::Routes made;
  made.push_back(route("POST", "/open", desk::Role::nobody, echo));
  made.push_back(route("POST", "/api/v1/echo", desk::Role::operator_, echo));
  made.push_back(route("GET", "/api/v1/rows", desk::Role::viewer,
                       [](Asked, desk::Desks&, const desk::Reply& reply) {
                         reply(desk::json_response(200, std::string(100'000, 'r')));
                       }));
  made.push_back(route("GET", "/api/v1/later/{id}", desk::Role::viewer,
                       [this](Asked request, desk::Desks&, desk::Reply reply) {
                         workers_.emplace_back([request, reply = std::move(reply)] {
                           reply(desk::json_response(200, std::string(request->path_value("id"))));
                         });
                       }));
  made.push_back(route("GET", "/api/v1/held", desk::Role::viewer,
                       [this](Asked, desk::Desks&, desk::Reply reply) { hold(std::move(reply)); }));
  made.push_back(route("GET", "/api/v1/dropped", desk::Role::viewer,
                       [](Asked, desk::Desks&, const desk::Reply&) {}));
  made.push_back(
      route("GET", "/api/v1/thrown", desk::Role::viewer,
            [](Asked, desk::Desks&, const desk::Reply&) { throw std::runtime_error("broken"); }));
  made.push_back(route("POST", "/eventListener/v7", desk::Role::operator_, echo));
  made.push_back(route("POST", "/small", desk::Role::nobody, echo));
  made.back().body_bytes_max = 10;
  return made;
}

}  // namespace lifeline::http
