// SPDX-License-Identifier: Apache-2.0
// One thread's event loop and its sockets, over Boost.Asio, which stays behind this door (it costs
// 12 s a file to compile).
//
// Operation: run() serves until stop(). Sockets are awaited by coroutines: one read and one write
// at a time each. Other threads speak to the loop through its Door; what arrives while the loop is
// busy is taken in one go.
// Concurrency: all but Loop::stop() and Door::post() on the loop's thread.
#pragma once

#include <chrono>
#include <coroutine>
#include <functional>
#include <memory>
#include <string_view>

namespace lifeline::http {

using Clock = std::chrono::steady_clock;

class Loop {
 public:
  /// Something brought to the loop's thread.
  class Note {
   public:
    virtual ~Note() = default;
    virtual void arrive() = 0;
  };
  /// The way in from other threads; it may outlive the loop, and then drops what comes.
  class Door {
   public:
    virtual ~Door() = default;
    virtual void post(std::shared_ptr<Note> note) = 0;
    virtual bool is_own_thread() const = 0;
  };

  Loop();
  ~Loop();

  void run();
  void stop();
  const std::shared_ptr<Door>& door() const;
  /// Calls `tick` again and again.
  void every(std::chrono::milliseconds period, std::function<void()> tick);
  /// Takes over a listening socket and calls `accepted` with each new one, not blocking.
  void accept(int listening_socket, std::function<void(int socket)> accepted);
  void stop_accepting();

 private:
  friend class Socket;
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

/// A connected stream socket on a loop; closed with the object.
class Socket {
 public:
  Socket(Loop& loop, int connected);
  ~Socket();

  class [[nodiscard]] Read {
   public:
    explicit Read(Socket& socket) : socket_(&socket) {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> reader);
    size_t await_resume() const;

   private:
    Socket* socket_;
  };
  class [[nodiscard]] Write {
   public:
    explicit Write(Socket& socket) : socket_(&socket) {}
    bool await_ready();  // most answers go into the socket's buffer at once
    void await_suspend(std::coroutine_handle<> writer);
    bool await_resume() const;

   private:
    Socket* socket_;
  };

  /// Answers how many bytes came; 0: the peer ended it, an error, or cancelled.
  Read read(char* to, size_t size);
  /// Writes both texts whole, or answers false.
  Write write(std::string_view first, std::string_view second = {});
  /// Of the write under way: tells a slow peer from one that is gone.
  size_t unwritten() const;
  /// Ends reads and writes under way.
  void cancel();
  /// No more will be written; the peer sees the end after what was.
  void shut_down_writing();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace lifeline::http
