// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/server.h"

#include <algorithm>
#include <arpa/inet.h>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <ctime>
#include <mutex>
#include <netinet/in.h>
#include <optional>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include "gateway/http/builtin.h"
#include "gateway/http/session.h"

namespace lifeline::http {
namespace {

constexpr int backlog = 1024;                // connections that wait to be accepted
constexpr size_t turned_away_at_once = 256;  // beyond the limit, told 503; more are just closed
constexpr std::chrono::seconds cut_wait{2};  // for sessions that were cut to be gone

// A function as a note.
class Errand : public Loop::Note {
 public:
  explicit Errand(std::function<void()> work) : work_(std::move(work)) {}
  void arrive() override { work_(); }

 private:
  std::function<void()> work_;
};

Result<int> listening_socket(const std::string& address, uint16_t port) {
  sockaddr_storage at{};
  socklen_t size = 0;
  auto* v4 = reinterpret_cast<sockaddr_in*>(&at);
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&at);
  if (::inet_pton(AF_INET, address.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    size = sizeof *v4;
  } else if (::inet_pton(AF_INET6, address.c_str(), &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    size = sizeof *v6;
  } else {
    return invalid("address_must_be_numeric", "address", address);
  }
  const int made = ::socket(at.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int on = 1;
  if (made >= 0 && ::setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
      ::bind(made, reinterpret_cast<const sockaddr*>(&at), size) == 0 &&
      ::listen(made, backlog) == 0)
    return made;
  const std::string reason = std::strerror(errno);
  if (made >= 0) ::close(made);
  return unavailable("address_must_be_free", address + ":" + std::to_string(port) + ": " + reason);
}

uint16_t port_of(int socket) {
  sockaddr_storage at{};
  socklen_t size = sizeof at;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&at), &size) != 0) return 0;
  return ntohs(at.ss_family == AF_INET ? reinterpret_cast<sockaddr_in*>(&at)->sin_port
                                       : reinterpret_cast<sockaddr_in6*>(&at)->sin6_port);
}

// The limit that a shell sets is often 1,024; the system allows far more.
void raise_descriptor_limit(size_t wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
  limit.rlim_cur = std::min<rlim_t>(wanted, limit.rlim_max);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

struct Server::Inside {
  Options options;
  desk::Routes given_routes;
  desk::Desks& desks;
  desk::Live& live;
  desk::Identity& identity;
  StaticFiles files{};
  Metrics metrics{};

  std::optional<Router> router{};
  std::optional<Traffic> traffic{};
  std::optional<Site> site{};
  std::vector<std::unique_ptr<Sessions>> workers{};
  std::vector<std::thread> threads{};
  std::atomic<size_t> connections = 0;
  size_t next_worker = 0;  // of the accepting thread
  uint16_t port = 0;

  std::mutex mutex{};
  std::condition_variable changed{};  // when a connection has ended

  Result<void> prepare();
  void accepted(int socket);
  void tick(Sessions& worker);
  void at_each(const std::function<void(Sessions&)>& work);
  bool wait_until_empty(std::chrono::milliseconds wait);
  void stop(std::chrono::milliseconds deadline);
};

Result<void> Server::Inside::prepare() {
  for (const auto& route : given_routes)
    if (!route.handler)
      return internal("routes_must_have_handlers", route.method + " " + route.path);
  BuiltIn builtin{.ready = options.ready, .write_metrics = [this](std::string& out) {
                    metrics.write(out);
                    if (options.add_metrics) options.add_metrics(out);
                  }};
  auto made = Router::make(with_builtin(std::move(given_routes), std::move(builtin)));
  if (!made) return tl::unexpected(made.error());
  router.emplace(std::move(*made));
  traffic.emplace(metrics, router->routes());
  site.emplace(Site{.router = *router,
                    .files = files,
                    .desks = desks,
                    .live = live,
                    .identity = identity,
                    .traffic = *traffic,
                    .waits = options.waits,
                    .dialects = options.dialects});
  return {};
}

void Server::Inside::accepted(int socket) {
  const size_t count = ++connections;
  const bool turned_away = count > options.connections_max;
  if (turned_away) traffic->turned_away.add();
  if (count > options.connections_max + turned_away_at_once) {
    ::close(socket);
    --connections;
    return;
  }
  Sessions& worker = *workers[next_worker++ % workers.size()];
  if (worker.loop.door()->is_own_thread())
    return Session::begin(worker, *site, socket, turned_away);
  worker.loop.door()->post(std::make_shared<Errand>([this, &worker, socket, turned_away] {
    Session::begin(worker, *site, socket, turned_away);
  }));
}

void Server::Inside::tick(Sessions& worker) {
  worker.date = http_date(std::time(nullptr));
  const auto now = Clock::now();
  std::vector<std::shared_ptr<Session>> late;
  for (Session* session : worker.open)
    if (session->is_late(now)) late.push_back(session->shared_from_this());
  for (const auto& session : late) session->expire();
}

void Server::Inside::at_each(const std::function<void(Sessions&)>& work) {
  for (const auto& worker : workers)
    worker->loop.door()->post(std::make_shared<Errand>([work, &worker] { work(*worker); }));
}

bool Server::Inside::wait_until_empty(std::chrono::milliseconds wait) {
  std::unique_lock lock(mutex);
  return changed.wait_for(lock, wait, [this] { return connections == 0; });
}

void Server::Inside::stop(std::chrono::milliseconds deadline) {
  if (threads.empty()) return;
  const auto each_session = [](Sessions& worker, void (Session::*end)()) {
    std::vector<std::shared_ptr<Session>> all;
    for (Session* session : worker.open) all.push_back(session->shared_from_this());
    for (const auto& session : all) (session.get()->*end)();
  };
  at_each([each_session](Sessions& worker) {
    worker.loop.stop_accepting();
    worker.stopping = true;
    each_session(worker, &Session::end_soon);
  });
  if (!wait_until_empty(deadline)) {
    at_each([each_session](Sessions& worker) { each_session(worker, &Session::end_now); });
    wait_until_empty(cut_wait);
  }
  for (const auto& worker : workers) worker->loop.stop();
  for (auto& thread : threads) thread.join();
  threads.clear();
  workers.clear();
}

Server::Server(Options options, desk::Routes routes, desk::Desks& desks, desk::Live& live,
               desk::Identity& identity)
    : inside_(new Inside{.options = std::move(options),
                         .given_routes = std::move(routes),
                         .desks = desks,
                         .live = live,
                         .identity = identity}) {}

Server::~Server() { stop(std::chrono::milliseconds(0)); }

void Server::serve_files(StaticFiles files) { inside_->files = std::move(files); }

Result<void> Server::start() {
  Inside& inside = *inside_;
  if (auto prepared = inside.prepare(); !prepared) return tl::unexpected(prepared.error());
  raise_descriptor_limit(inside.options.connections_max + turned_away_at_once + 256);
  const auto listener = listening_socket(inside.options.address, inside.options.port);
  if (!listener) return tl::unexpected(listener.error());
  inside.port = port_of(*listener);
  const Waits& waits = inside.options.waits;
  for (int i = 0; i < std::max(1, inside.options.threads); ++i) {
    auto& worker = *inside.workers.emplace_back(std::make_unique<Sessions>());
    worker.date = http_date(std::time(nullptr));
    worker.ended = [&inside] {
      --inside.connections;
      const std::lock_guard lock(inside.mutex);
      inside.changed.notify_all();
    };
    worker.loop.every(waits.tick, [&inside, &worker] { inside.tick(worker); });
  }
  inside.workers[0]->loop.accept(*listener, [&inside](int socket) { inside.accepted(socket); });
  for (const auto& worker : inside.workers)
    inside.threads.emplace_back([loop = &worker->loop] { loop->run(); });
  return {};
}

uint16_t Server::port() const { return inside_->port; }
const desk::Routes& Server::routes() const { return inside_->router->routes(); }
Metrics& Server::metrics() { return inside_->metrics; }
void Server::stop(std::chrono::milliseconds deadline) { inside_->stop(deadline); }

}  // namespace lifeline::http
