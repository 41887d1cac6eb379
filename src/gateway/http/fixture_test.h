// SPDX-License-Identifier: Apache-2.0
// What the server's tests stand on: desks that do nothing, a live hub and identities in memory, and
// a peer that writes bytes as it likes.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "gateway/http/server.h"

namespace lifeline::http {

class NoDesks : public desk::Desks {
 public:
  const desk::Plan& plan() const override { return plan_; }
  Instant now() const override { return {}; }
  void submit(UnitCode, desk::Intent, desk::Answer, desk::Reply reply) override { reply({}); }
  void read(UnitCode, desk::Look, desk::Reply reply) override { reply({}); }
  void read_each(std::function<void(size_t, UnitCode, const desk::Nouns&)>,
                 std::function<desk::Response()>, desk::Reply reply) override {
    reply({});
  }

 private:
  desk::Plan plan_;
};

class MemoryLive : public desk::Live {
 public:
  Result<std::shared_ptr<void>> subscribe(const desk::Actor& caller, std::string_view since,
                                          Deliver deliver) override;
  /// Gives an event to all; answers how many took it.
  size_t publish(const std::string& event);
  /// False when it takes too long.
  bool wait_for_subscribers(size_t count);

  std::string caller;  // of the latest subscriber
  std::string since;
  bool full = false;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::shared_ptr<Deliver>> subscribers_;
};

/// Token "<role>-token"; the name "ves" with the password "pw", checked on another thread.
class MemoryIdentity : public desk::Identity {
 public:
  ~MemoryIdentity() override;
  Result<desk::Actor> by_token(std::string_view token) override;
  void by_password(std::string name, std::string password,
                   std::function<void(Result<desk::Actor>)> answer) override;

  std::atomic<bool> revoked = false;  // every token

 private:
  std::vector<std::thread> workers_;
};

struct RawAnswer {
  int status = 0;
  std::string head;
  std::string body;

  std::string header(std::string_view name) const;  // case as the server writes it
};

/// A connection that is used badly.
class Peer {
 public:
  explicit Peer(uint16_t port);
  Peer(Peer&& other) noexcept;
  ~Peer();

  bool send(std::string_view bytes);
  /// The next answer, by its Content-Length; a status of 0 when there is none.
  RawAnswer answer(bool is_head = false);
  /// Reads until the text came; answers all bytes before and with it, "" when it does not come.
  std::string read_to(std::string_view text);
  /// Everything up to the end of the connection.
  std::string read_rest();
  void stop_sending();

 private:
  bool read_more();
  int socket_;
  std::string in_;
};

/// A server with routes for every case, on a free port.
class Running {
 public:
  explicit Running(Options options = {}, StaticFiles files = {});
  ~Running();

  Peer connect() const { return Peer(server->port()); }
  RawAnswer ask(std::string_view request) const;
  /// GET with an operator's token.
  RawAnswer get(std::string_view target, std::string_view headers = {}) const;
  /// Until a handler keeps an answer back; false when it takes too long.
  bool wait_for_held();
  void answer_held();

  NoDesks desks;
  MemoryLive live;
  MemoryIdentity identity;
  std::unique_ptr<Server> server;

 private:
  desk::Routes routes();
  void hold(desk::Reply reply);

  std::mutex mutex_;
  std::condition_variable held_one_;
  std::vector<desk::Reply> held_;
  std::vector<std::thread> workers_;
};

}  // namespace lifeline::http
