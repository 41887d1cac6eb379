// SPDX-License-Identifier: Apache-2.0
// One connection: requests in, answers out, in order.
//
//   between ──▶ head ──▶ route, caller, limits ──▶ body ──▶ handler ──▶ answer ──▶ between
//                │                 │ refused                                  │
//                └── 4xx, close    └── small body skipped, else close         └── or closed
//
// Operation: requests of a connection are answered one after another; a peer that pipelines is read
// ahead, and answers that are ready together leave in one write. The live stream takes the
// connection for good. Concurrency: all on the loop's thread; answers come from any through the
// loop's door. Limits: limits.h for sizes and waits, Waits for what tests shorten.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "desk/desks.h"
#include "desk/live.h"
#include "gateway/http/access.h"
#include "gateway/http/answer.h"
#include "gateway/http/loop.h"
#include "gateway/http/reader.h"
#include "gateway/http/router.h"
#include "gateway/http/static_files.h"
#include "gateway/http/stream.h"
#include "gateway/http/task.h"
#include "gateway/http/traffic.h"
#include "gateway/http/waits.h"

namespace lifeline::http {

/// What all sessions share; it outlives them.
struct Site {
  const Router& router;
  const StaticFiles& files;
  desk::Desks& desks;
  desk::Live& live;
  desk::Identity& identity;
  Traffic& traffic;
  Waits waits;
  const std::vector<desk::Dialect>& dialects;
};

class Session;

/// The sessions of one loop.
struct Sessions {
  Loop loop;
  std::unordered_set<Session*> open;
  bool stopping = false;
  std::string date;             // of the tick before
  std::function<void()> ended;  // one of them
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  /// Serves a connected socket; `turned_away`: its first request is answered 503.
  static void begin(Sessions& sessions, const Site& site, int socket, bool turned_away);
  Session(Sessions& sessions, const Site& site, int socket);

  bool is_late(Clock::time_point now);
  void expire();
  /// Ends after the request that is being answered, at once if there is none.
  void end_soon();
  void end_now();

 private:
  class Pledge;
  class KnownCaller;
  class StreamNews;
  enum class Waiting { nothing, read, write, answer };

  static Detached run(std::shared_ptr<Session> self);
  static Detached watch_peer(std::shared_ptr<Session> self);
  Co<bool> serve_one();
  Co<bool> read_until(Reader::State wanted);
  Co<bool> refuse_message();
  Co<void> decide_entry();
  Co<bool> take_body();
  Co<bool> handle();
  Co<bool> send();
  void speak_dialect();
  Co<bool> write_out(std::string_view body);
  Co<void> wait_for_answer();
  Co<bool> stream();
  Co<void> write_events(std::shared_ptr<EventQueue> queue);
  bool is_still_known() const;
  Co<void> linger();

  void begin_request();
  void find_route();
  void call_handler();
  void answered(uint64_t serial, desk::Response response);
  void identified(uint64_t serial, Result<desk::Actor> caller);
  std::function<void(Result<desk::Actor>)> takes_caller();
  std::function<void()> brings_news();
  void let_in(Result<desk::Actor> caller);
  void refuse(desk::Response response) { refusal_.emplace(std::move(response)); }
  void wait_at_most(std::chrono::milliseconds wait) { deadline_ = Clock::now() + wait; }
  std::string_view unread() const { return {in_.get() + begin_, end_ - begin_}; }
  void make_room();
  Manner manner() const;

  Sessions& sessions_;
  const Site& site_;
  std::shared_ptr<Loop::Door> door_;
  std::unique_ptr<Socket> socket_;  // gone when the session has ended
  bool turned_away_ = false;

  Reader reader_;
  std::unique_ptr<char[]> in_;
  size_t capacity_ = 0;
  size_t begin_ = 0;
  size_t end_ = 0;
  std::string out_;       // heads and small bodies not yet written
  size_t out_count_ = 0;  // answers in it

  // Of the request being served:
  Clock::time_point began_;
  Match match_;
  size_t place_ = 0;               // of Traffic
  std::optional<Answer> refusal_;  // decided before the body was taken
  std::optional<Answer> ready_;    // a file: no handler is asked
  std::string token_;              // that the caller showed, if any
  std::optional<Result<desk::Actor>> caller_;
  std::optional<desk::Response> answer_;
  Answer outgoing_;
  uint64_t serial_ = 0;  // tells answers to earlier requests from this one's
  bool calling_ = false;

  Waiting waiting_ = Waiting::nothing;
  Clock::time_point deadline_;       // of what is waited for
  Clock::time_point read_deadline_;  // of the head or body
  size_t unwritten_ = 0;             // when the deadline was set
  bool late_ = false;
  bool ending_ = false;   // after the request being answered
  bool aborted_ = false;  // at once
  bool between_ = true;   // no request has begun
  bool keep_alive_ = true;
  bool lingers_ = false;  // the peer may still be sending what is not read
  bool peer_gone_ = false;
  bool stream_over_ = false;
  Signal signal_;
};

}  // namespace lifeline::http
