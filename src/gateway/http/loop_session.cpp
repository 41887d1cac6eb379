// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <mutex>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <sys/socket.h>
#include <sys/uio.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>

#include "gateway/http/loop.h"

namespace lifeline::http {
namespace asio = boost::asio;

namespace {

using Executor = asio::io_context::executor_type;
using TcpSocket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Descriptor = asio::posix::basic_stream_descriptor<Executor>;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

constexpr int accepts_at_once = 64;  // then the connections that there are have their turn

}  // namespace

class Inbox final : public Loop::Door, public std::enable_shared_from_this<Inbox> {
 public:
  explicit Inbox(asio::io_context& context) : context_(&context) {}

  void post(std::shared_ptr<Loop::Note> note) override {
    const std::lock_guard lock(mutex_);
    if (!context_) return;
    notes_.push_back(std::move(note));
    if (notes_.size() == 1)
      asio::post(*context_, [self = shared_from_this()] { self->hand_out(); });
  }
  bool is_own_thread() const override {
    return thread_.load(std::memory_order_relaxed) == std::this_thread::get_id();
  }
  void claim() { thread_ = std::this_thread::get_id(); }
  void close() {
    std::vector<std::shared_ptr<Loop::Note>> dropped;
    const std::lock_guard lock(mutex_);
    context_ = nullptr;
    dropped.swap(notes_);
  }

 private:
  void hand_out() {
    {
      const std::lock_guard lock(mutex_);
      taken_.swap(notes_);
    }
    for (const auto& note : taken_) note->arrive();
    taken_.clear();
  }

  std::mutex mutex_;
  asio::io_context* context_;
  std::vector<std::shared_ptr<Loop::Note>> notes_;
  std::vector<std::shared_ptr<Loop::Note>> taken_;  // of the loop's thread
  std::atomic<std::thread::id> thread_;
};

struct Loop::Inside {
  asio::io_context context{1};
  std::shared_ptr<Inbox> inbox = std::make_shared<Inbox>(context);
  std::shared_ptr<Door> door = inbox;
  Timer ticker{context};
  std::chrono::milliseconds period{};
  std::function<void()> tick;
  std::optional<Descriptor> listener;
  std::function<void(int)> accepted;
  bool accept_at_tick = false;  // the process is out of descriptors: wait until some are free

  void wait_for_tick() {
    ticker.expires_after(period);
    ticker.async_wait([this](const boost::system::error_code& error) {
      if (error) return;
      tick();
      if (std::exchange(accept_at_tick, false)) wait_for_connections();
      wait_for_tick();
    });
  }

  void wait_for_connections() {
    if (!listener) return;
    listener->async_wait(Descriptor::wait_read, [this](const boost::system::error_code& error) {
      if (error || !listener) return;
      if (take_connections())
        wait_for_connections();
      else
        accept_at_tick = true;
    });
  }

  bool take_connections() {
    for (int i = 0; i < accepts_at_once && listener; ++i) {
      const int socket =
          ::accept4(listener->native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (socket >= 0)
        accepted(socket);
      else
        return errno == EAGAIN || errno == EINTR || errno == ECONNABORTED;
    }
    return true;
  }
};

Loop::Loop() : inside_(std::make_unique<Inside>()) {}
Loop::~Loop() { inside_->inbox->close(); }

void Loop::run() {
  inside_->inbox->claim();
  const auto work = asio::make_work_guard(inside_->context);
  inside_->context.run();
}
void Loop::stop() { inside_->context.stop(); }
const std::shared_ptr<Loop::Door>& Loop::door() const { return inside_->door; }

void Loop::every(std::chrono::milliseconds period, std::function<void()> tick) {
  inside_->period = period;
  inside_->tick = std::move(tick);
  inside_->wait_for_tick();
}

void Loop::accept(int listening_socket, std::function<void(int)> accepted) {
  inside_->accepted = std::move(accepted);
  inside_->listener.emplace(inside_->context, listening_socket);
  inside_->wait_for_connections();
}

void Loop::stop_accepting() { inside_->listener.reset(); }

struct Socket::Inside {
  TcpSocket socket;
  char* read_to = nullptr;
  size_t read_size = 0;
  size_t read_count = 0;
  std::coroutine_handle<> reader;
  std::array<std::string_view, 2> texts;  // not yet written
  bool written = false;
  std::coroutine_handle<> writer;

  size_t unwritten() const { return texts[0].size() + texts[1].size(); }
  void take_written(size_t count) {
    for (auto& text : texts) {
      const size_t taken = std::min(count, text.size());
      text.remove_prefix(taken);
      count -= taken;
    }
  }
  void write_on() {
    const std::array<asio::const_buffer, 2> rest = {
        asio::const_buffer(texts[0].data(), texts[0].size()),
        asio::const_buffer(texts[1].data(), texts[1].size())};
    socket.async_write_some(rest, [this](const boost::system::error_code& error, size_t count) {
      take_written(count);
      if (!error && unwritten() != 0) return write_on();
      written = !error;
      writer.resume();
    });
  }
};

Socket::Socket(Loop& loop, int connected)
    : inside_(std::make_unique<Inside>(Inside{
          .socket = TcpSocket(loop.inside_->context), .reader = {}, .texts = {}, .writer = {}})) {
  boost::system::error_code failed;  // a socket that was never taken over fails its first read
  inside_->socket.assign(asio::ip::tcp::v4(), connected, failed);
  if (failed) ::close(connected);
  const int on = 1;
  ::setsockopt(connected, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}
Socket::~Socket() = default;

Socket::Read Socket::read(char* to, size_t size) {
  inside_->read_to = to;
  inside_->read_size = size;
  return Read(*this);
}

void Socket::Read::await_suspend(std::coroutine_handle<> reader) {
  Inside* inside = socket_->inside_.get();
  inside->reader = reader;
  inside->socket.async_read_some(asio::buffer(inside->read_to, inside->read_size),
                                 [inside](const boost::system::error_code& error, size_t count) {
                                   inside->read_count = error ? 0 : count;
                                   inside->reader.resume();
                                 });
}
size_t Socket::Read::await_resume() const { return socket_->inside_->read_count; }

Socket::Write Socket::write(std::string_view first, std::string_view second) {
  inside_->texts = {first, second};
  return Write(*this);
}

bool Socket::Write::await_ready() {
  Inside& inside = *socket_->inside_;
  std::array<iovec, 2> parts{};
  size_t wanted = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    parts[i] = {.iov_base = const_cast<char*>(inside.texts[i].data()),
                .iov_len = inside.texts[i].size()};
    wanted += parts[i].iov_len;
  }
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = inside.texts[1].empty() ? 1 : 2;
  const ssize_t sent =
      ::sendmsg(inside.socket.native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  inside.written = sent >= 0 && static_cast<size_t>(sent) == wanted;
  if (inside.written || (sent < 0 && errno != EAGAIN)) return true;
  inside.take_written(sent < 0 ? 0 : static_cast<size_t>(sent));
  return false;
}

void Socket::Write::await_suspend(std::coroutine_handle<> writer) {
  socket_->inside_->writer = writer;
  socket_->inside_->write_on();
}
bool Socket::Write::await_resume() const { return socket_->inside_->written; }

size_t Socket::unwritten() const { return inside_->unwritten(); }

void Socket::cancel() {
  boost::system::error_code ignored;  // nothing to cancel is fine
  inside_->socket.cancel(ignored);
}

void Socket::shut_down_writing() {
  boost::system::error_code ignored;  // the peer may be gone already
  inside_->socket.shutdown(TcpSocket::shutdown_send, ignored);
}

}  // namespace lifeline::http
