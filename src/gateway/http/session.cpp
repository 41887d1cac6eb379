// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/session.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <utility>

#include "base/limits.h"
#include "gateway/http/problem.h"

namespace lifeline::http {
namespace {

constexpr size_t buffer_bytes_idle = 4 * 1024;    // of a connection that waits
constexpr size_t buffer_bytes_max = 64 * 1024;    // read at once of a body
constexpr size_t joined_body_bytes = 16 * 1024;   // a smaller body is copied behind its head
constexpr size_t out_bytes_max = 64 * 1024;       // of answers that wait for others
constexpr size_t skipped_body_bytes = 64 * 1024;  // of a refused request; more ends the connection

bool is_under(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

uint64_t us_since(Clock::time_point began) {
  return static_cast<uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began).count());
}

}  // namespace

// Brings an answer home, or says that there will be none when it is dropped.
class Session::Pledge : public Loop::Note, public std::enable_shared_from_this<Pledge> {
 public:
  explicit Pledge(std::shared_ptr<Session> session)
      : session_(std::move(session)), serial_(session_->serial_), door_(session_->door_) {}
  Pledge(std::shared_ptr<Session> session, uint64_t serial, desk::Response response)
      : session_(std::move(session)),
        serial_(serial),
        response_(std::move(response)),
        kept_(true) {}
  ~Pledge() override {
    if (kept_) return;
    auto broken = desk::problem({Code::internal, "handler_must_answer", {}, {}});
    door_->post(std::make_shared<Pledge>(std::move(session_), serial_, std::move(broken)));
  }

  void keep(desk::Response response) {
    if (kept_.exchange(true)) return;
    if (door_->is_own_thread() && session_->calling_ && session_->serial_ == serial_)
      return session_->answered(serial_, std::move(response));
    response_ = std::move(response);
    door_->post(shared_from_this());
  }
  void arrive() override { session_->answered(serial_, std::move(response_)); }

 private:
  std::shared_ptr<Session> session_;
  uint64_t serial_;
  std::shared_ptr<Loop::Door> door_;
  desk::Response response_;
  std::atomic<bool> kept_ = false;
};

class Session::KnownCaller : public Loop::Note {
 public:
  KnownCaller(std::shared_ptr<Session> session, uint64_t serial, Result<desk::Actor> caller)
      : session_(std::move(session)), serial_(serial), caller_(std::move(caller)) {}
  void arrive() override { session_->identified(serial_, std::move(caller_)); }

 private:
  std::shared_ptr<Session> session_;
  uint64_t serial_;
  Result<desk::Actor> caller_;
};

class Session::StreamNews : public Loop::Note {
 public:
  explicit StreamNews(std::weak_ptr<Session> session) : session_(std::move(session)) {}
  void arrive() override {
    if (const auto session = session_.lock()) session->signal_.fire();
  }

 private:
  std::weak_ptr<Session> session_;
};

void Session::begin(Sessions& sessions, const Site& site, int socket, bool turned_away) {
  auto session = std::make_shared<Session>(sessions, site, socket);
  session->turned_away_ = turned_away;
  session->ending_ = sessions.stopping;
  sessions.open.insert(session.get());
  run(std::move(session));
}

Session::Session(Sessions& sessions, const Site& site, int socket)
    : sessions_(sessions),
      site_(site),
      door_(sessions.loop.door()),
      socket_(std::make_unique<Socket>(sessions.loop, socket)) {
  site_.traffic.connections.add(1);
}

bool Session::is_late(Clock::time_point now) {
  if (waiting_ == Waiting::nothing || now < deadline_) return false;
  if (waiting_ == Waiting::write && socket_->unwritten() < unwritten_) {
    unwritten_ = socket_->unwritten();
    deadline_ = now + site_.waits.write;
    return false;
  }
  return true;
}

void Session::expire() {
  late_ = true;
  if (waiting_ == Waiting::answer)
    signal_.fire();
  else if (waiting_ != Waiting::nothing)
    socket_->cancel();
}

void Session::end_soon() {
  ending_ = true;
  if (waiting_ == Waiting::read && between_)
    socket_->cancel();
  else
    signal_.fire();
}

void Session::end_now() {
  ending_ = aborted_ = true;
  socket_->cancel();
  signal_.fire();
}

Detached Session::run(std::shared_ptr<Session> self) {
  bool open = true;
  while (open) open = co_await self->serve_one();
  if (!self->out_.empty()) co_await self->write_out(std::string_view());
  if (self->lingers_) co_await self->linger();
  ++self->serial_;  // answers that still come are not waited for
  self->socket_.reset();
  self->site_.traffic.connections.add(-1);
  self->sessions_.open.erase(self.get());
  self->sessions_.ended();
}

void Session::begin_request() {
  reader_.start();
  ++serial_;
  between_ = true;
  late_ = false;
  refusal_.reset();
  ready_.reset();
  token_.clear();
  caller_.reset();
  answer_.reset();
  place_ = site_.traffic.no_place();
  began_ = Clock::now();
  read_deadline_ = began_ + site_.waits.idle;
}

Co<bool> Session::serve_one() {
  begin_request();
  const bool has_head = co_await read_until(Reader::State::head_done);
  began_ = Clock::now();
  if (!has_head || reader_.state() == Reader::State::failed) co_return co_await refuse_message();
  keep_alive_ = reader_.keep_alive();
  co_await decide_entry();
  const bool has_body = co_await take_body();
  if (!has_body) co_return co_await refuse_message();
  if (refusal_ || ready_) {
    outgoing_ = std::move(refusal_ ? *refusal_ : *ready_);
    co_return co_await send();
  }
  if (!match_.route->handler) co_return co_await stream();
  co_return co_await handle();
}

Co<bool> Session::read_until(Reader::State wanted) {
  for (;;) {
    begin_ += reader_.take(unread());
    const Reader::State state = reader_.state();
    if (between_ && state != Reader::State::between) {
      between_ = false;
      read_deadline_ = Clock::now() + site_.waits.head;
    }
    if (state == wanted || state == Reader::State::failed) co_return true;
    if (!out_.empty()) {
      const bool written = co_await write_out(std::string_view());
      if (!written) co_return false;
    }
    if (aborted_ || (ending_ && between_)) co_return false;
    make_room();
    deadline_ = read_deadline_;
    waiting_ = Waiting::read;
    const size_t count = co_await socket_->read(in_.get() + end_, capacity_ - end_);
    waiting_ = Waiting::nothing;
    site_.traffic.bytes_in.add(count);
    end_ += count;
    if (count == 0 || late_) co_return false;
  }
}

void Session::make_room() {
  if (begin_ == end_) begin_ = end_ = 0;
  const bool in_body = reader_.state() == Reader::State::in_body;
  size_t wanted = capacity_;
  if (in_body && reader_.content_length().value_or(buffer_bytes_max) > buffer_bytes_idle)
    wanted = buffer_bytes_max;
  else if (between_ && end_ == 0)
    wanted = buffer_bytes_idle;
  else if (end_ - begin_ == capacity_)
    wanted = std::max(buffer_bytes_idle, 2 * capacity_);
  if (wanted == capacity_) {
    if (end_ == capacity_) {
      std::memmove(in_.get(), in_.get() + begin_, end_ - begin_);
      end_ -= std::exchange(begin_, 0);
    }
    return;
  }
  auto larger = std::make_unique_for_overwrite<char[]>(wanted);
  if (end_ != begin_) std::memcpy(larger.get(), in_.get() + begin_, end_ - begin_);
  end_ -= std::exchange(begin_, 0);
  in_ = std::move(larger);
  capacity_ = wanted;
}

// What cannot be read any further is told why, and the connection ends.
Co<bool> Session::refuse_message() {
  if (reader_.state() == Reader::State::failed) {
    outgoing_ = Answer(problem_of(reader_.error_status(), reader_.error()));
  } else if (late_ && !between_ && !aborted_) {
    outgoing_ = Answer(problem_of(
        408, {Code::invalid, "request_must_arrive_in_time", "the request came too slowly", {}}));
  } else {
    co_return false;
  }
  keep_alive_ = false;
  lingers_ = true;
  late_ = false;
  co_return co_await send();
}

void Session::find_route() {
  desk::Request& request = *reader_.request();
  if (turned_away_) {
    keep_alive_ = false;
    return refuse(desk::problem({Code::unavailable, "connections_must_not_be_too_many", {}, {}}));
  }
  match_ = site_.router.match(request.method, reader_.target());
  if (match_.route) {
    place_ = match_.index;
    request.path_values = std::move(match_.path_values);
    return;
  }
  FileAnswer file;
  const bool is_read = request.method == "GET" || request.method == "HEAD";
  if (!is_read || !match_.allow.empty() || !site_.files.find(request.path, request, file))
    return refuse(no_route(match_));
  ready_.emplace(std::move(file));
  place_ = site_.traffic.files_place();
}

Co<void> Session::decide_entry() {
  find_route();
  if (refusal_ || ready_) co_return;
  auto proof = proof_of(*match_.route, *reader_.request());
  if (!proof) {
    refuse(unauthenticated(proof.error(), takes_basic(match_.route->path)));
    co_return;
  }
  if (proof->kind == Proof::Kind::none) co_return;
  if (proof->kind == Proof::Kind::token) {
    token_ = std::move(proof->token);
    caller_.emplace(site_.identity.by_token(token_));
  } else {
    site_.identity.by_password(std::move(proof->name), std::move(proof->password), takes_caller());
    co_await wait_for_answer();
    late_ = false;
  }
  if (!caller_)
    refuse(desk::problem({Code::unavailable, "answer_must_come_in_time", {}, {}}));
  else
    let_in(std::move(*caller_));
}

std::function<void(Result<desk::Actor>)> Session::takes_caller() {
  return [door = door_, self = shared_from_this(), serial = serial_](Result<desk::Actor> caller) {
    door->post(std::make_shared<KnownCaller>(self, serial, std::move(caller)));
  };
}

void Session::let_in(Result<desk::Actor> caller) {
  const bool basic = takes_basic(match_.route->path);
  if (!caller) return refuse(unauthenticated(caller.error(), basic));
  if (auto may = may_take(*match_.route, *caller); !may) return refuse(desk::problem(may.error()));
  reader_.request()->caller = std::move(*caller);
}

Co<bool> Session::take_body() {
  if (!reader_.has_body()) {
    reader_.want_body(0);
    co_return true;
  }
  if (match_.route && !refusal_) {
    reader_.want_body(match_.route->body_bytes_max);
  } else if (reader_.expects_continue() ||
             reader_.content_length().value_or(skipped_body_bytes + 1) > skipped_body_bytes) {
    keep_alive_ = false;
    lingers_ = true;
    co_return true;
  } else {
    reader_.skip_body(skipped_body_bytes);
  }
  if (reader_.state() == Reader::State::failed) co_return false;
  if (reader_.expects_continue() && unread().empty()) out_ += "HTTP/1.1 100 Continue\r\n\r\n";
  read_deadline_ = Clock::now() + site_.waits.body;
  const bool read = co_await read_until(Reader::State::complete);
  if (!read) co_return false;
  co_return reader_.state() == Reader::State::complete;
}

Co<bool> Session::handle() {
  call_handler();
  co_await wait_for_answer();
  if (!answer_) {
    if (aborted_) co_return false;
    ++serial_;
    keep_alive_ = late_ = false;
    answer_ = desk::problem({Code::unavailable, "answer_must_come_in_time", {}, {}});
  }
  outgoing_ = Answer(std::move(*answer_));
  co_return co_await send();
}

void Session::call_handler() {
  const auto pledge = std::make_shared<Pledge>(shared_from_this());
  calling_ = true;
  try {
    match_.route->handler(reader_.request(), site_.desks,
                          [pledge](desk::Response response) { pledge->keep(std::move(response)); });
  } catch (const std::exception& thrown) {
    pledge->keep(desk::problem({Code::internal, "handler_must_answer", thrown.what(), {}}));
  }
  calling_ = false;
}

void Session::answered(uint64_t serial, desk::Response response) {
  if (serial != serial_ || answer_) return;
  answer_.emplace(std::move(response));
  signal_.fire();
}

void Session::identified(uint64_t serial, Result<desk::Actor> caller) {
  if (serial != serial_ || caller_) return;
  caller_.emplace(std::move(caller));
  signal_.fire();
}

// Of the handler, or of the one who checks a password: whichever was asked.
Co<void> Session::wait_for_answer() {
  const bool has_caller = caller_.has_value();
  if (answer_) co_return;
  if (!out_.empty()) co_await write_out(std::string_view());
  wait_at_most(site_.waits.answer);
  waiting_ = Waiting::answer;
  while (!answer_ && caller_.has_value() == has_caller && !late_ && !aborted_) co_await signal_;
  waiting_ = Waiting::nothing;
}

Manner Session::manner() const {
  return {.http_1_1 = reader_.http_1_1(), .keep_alive = keep_alive_, .date = sessions_.date};
}

void Session::speak_dialect() {
  desk::Response& response = outgoing_.response;
  if (outgoing_.file || response.content_type != desk::problem_type) return;
  for (const desk::Dialect& dialect : site_.dialects)
    if (is_under(reader_.request()->path, dialect.path)) response = dialect.worded(response);
}

Co<bool> Session::send() {
  const desk::Request& request = *reader_.request();
  speak_dialect();
  fit_to(outgoing_, request);
  const desk::Response& response = outgoing_.response;
  if (ending_) keep_alive_ = false;
  append_head(out_, outgoing_, manner());
  ++out_count_;
  site_.traffic.answered(place_, response.status, us_since(began_));
  const bool has_body = request.method != "HEAD" && may_have_body(response.status);
  std::string_view body = has_body ? outgoing_.body() : std::string_view();
  if (body.size() <= joined_body_bytes) {
    out_ += body;
    body = {};
  }
  const bool waits = body.empty() && keep_alive_ && !unread().empty() &&
                     out_count_ < limits::http_pipeline_max && out_.size() < out_bytes_max;
  if (waits) co_return true;
  const bool written = co_await write_out(body);
  lingers_ = lingers_ || (!keep_alive_ && !unread().empty());
  if (!written) co_return false;
  co_return keep_alive_;
}

Co<bool> Session::write_out(std::string_view body) {
  if (aborted_) co_return false;
  wait_at_most(site_.waits.write);
  unwritten_ = out_.size() + body.size();
  site_.traffic.bytes_out.add(unwritten_);
  waiting_ = Waiting::write;
  const bool written = co_await socket_->write(out_, body);
  waiting_ = Waiting::nothing;
  out_.clear();
  out_count_ = 0;
  if (out_.capacity() > joined_body_bytes) out_.shrink_to_fit();
  if (!written) aborted_ = true;  // nothing more can be said to this peer
  co_return written;
}

std::function<void()> Session::brings_news() {
  return
      [door = door_, news = std::make_shared<StreamNews>(weak_from_this())] { door->post(news); };
}

Co<bool> Session::stream() {
  const desk::Request& request = *reader_.request();
  std::string_view since = request.header("last-event-id");
  if (since.empty()) since = request.query_value("since");
  const auto queue = std::make_shared<EventQueue>(brings_news());
  const bool is_head = request.method == "HEAD";
  Result<std::shared_ptr<void>> subscription;
  if (!is_head)
    subscription = site_.live.subscribe(request.caller, since, [queue](EventQueue::Event event) {
      return queue->offer(std::move(event));
    });
  if (is_head || !subscription) {
    outgoing_ = Answer(is_head ? desk::Response() : desk::problem(subscription.error()));
    if (is_head) outgoing_.response.content_type = "text/event-stream";
    co_return co_await send();
  }
  append_stream_head(out_, sessions_.date);
  site_.traffic.answered(place_, 200, us_since(began_));
  site_.traffic.live_streams.add(1);
  watch_peer(shared_from_this());
  co_await write_events(queue);
  queue->close();
  subscription->reset();
  site_.traffic.live_streams.add(-1);
  stream_over_ = true;
  socket_->cancel();
  while (!peer_gone_) co_await signal_;
  co_return false;
}

// A stream lasts no longer than the log-in or token that opened it.
bool Session::is_still_known() const {
  return token_.empty() || site_.identity.by_token(token_).has_value();
}

Co<void> Session::write_events(std::shared_ptr<EventQueue> queue) {
  std::vector<EventQueue::Event> events;
  auto asked = Clock::now();
  for (;;) {
    if (Clock::now() - asked >= site_.waits.heartbeat) {
      if (!is_still_known()) co_return;
      asked = Clock::now();
    }
    const bool open = queue->take(events);
    for (const auto& event : events) {
      const bool large = out_.size() + event->size() > out_bytes_max;
      if (!large) out_ += *event;
      if (large) co_await write_out(*event);
    }
    events.clear();
    if (!out_.empty()) co_await write_out(std::string_view());
    if (!open || ending_ || aborted_ || peer_gone_) co_return;
    late_ = false;
    wait_at_most(site_.waits.heartbeat);
    waiting_ = Waiting::answer;
    co_await signal_;
    waiting_ = Waiting::nothing;
    if (late_) out_ += ":\n\n";
  }
}

// A stream's peer says nothing more; that it is gone is seen by reading.
Detached Session::watch_peer(std::shared_ptr<Session> self) {
  char ignored[64];
  size_t count = 1;
  while (count != 0 && !self->stream_over_)
    count = co_await self->socket_->read(ignored, sizeof ignored);
  self->peer_gone_ = true;
  self->signal_.fire();
}

// A peer that is still sending would be cut by a reset before it reads the answer.
Co<void> Session::linger() {
  if (aborted_) co_return;
  socket_->shut_down_writing();
  begin_ = end_ = 0;
  make_room();
  late_ = false;
  wait_at_most(site_.waits.linger);
  size_t count = 1;
  while (count != 0 && !late_ && !aborted_) {
    waiting_ = Waiting::read;
    count = co_await socket_->read(in_.get(), capacity_);
    waiting_ = Waiting::nothing;
  }
}

}  // namespace lifeline::http
