// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/stream.h"

#include <doctest/doctest.h>

#include "base/limits.h"
#include "gateway/http/fixture_test.h"

namespace lifeline::http {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view live_as_viewer =
    "GET /api/v1/live HTTP/1.1\r\nHost: h\r\nCookie: lifeline_session=viewer-token\r\n";

EventQueue::Event event(size_t bytes) { return std::make_shared<const std::string>(bytes, 'e'); }

Peer follow(const Running& running, std::string_view headers = {}) {
  Peer peer = running.connect();
  peer.send(std::string(live_as_viewer) + std::string(headers) + "\r\n");
  const std::string head = peer.read_to("\r\n\r\n");
  CHECK(head.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(head.find("Content-Type: text/event-stream\r\n") != std::string::npos);
  CHECK(head.find("X-Accel-Buffering: no\r\n") != std::string::npos);
  CHECK(head.find("Content-Length") == std::string::npos);
  CHECK(!peer.read_to("\n\n").empty());
  return peer;
}

TEST_CASE("a queue wakes its session once, and is over when it is full") {
  int woken = 0;
  EventQueue queue([&woken] { ++woken; });
  std::vector<EventQueue::Event> taken;
  CHECK(queue.offer(event(10)));
  CHECK(queue.offer(event(10)));
  CHECK(woken == 1);
  CHECK(queue.take(taken));
  CHECK(taken.size() == 2);
  CHECK(queue.take(taken));
  CHECK(queue.offer(event(limits::live_backlog_bytes_max)));
  CHECK(!queue.offer(event(1)));
  CHECK(!queue.offer(event(1)));
  CHECK(woken == 3);
  CHECK(queue.take(taken));
  CHECK(!queue.take(taken));
}

TEST_CASE("a stream ends when the log-in that opened it does") {
  Options options;
  options.waits.heartbeat = milliseconds(50);
  Running running(std::move(options));
  Peer peer = follow(running);
  REQUIRE(running.live.wait_for_subscribers(1));
  CHECK(peer.read_to(":\n\n") == ":\n\n");
  running.identity.revoked = true;
  CHECK(running.live.wait_for_subscribers(0));
}

TEST_CASE("a console gets events, and leaves the hub when it goes") {
  Running running;
  {
    Peer peer = follow(running);
    REQUIRE(running.live.wait_for_subscribers(1));
    CHECK(running.live.caller == "viewer-token");
    CHECK(running.live.since.empty());
    CHECK(running.live.publish("event: change\nid: 1\ndata: {}\n\n") == 1);
    CHECK(peer.read_to("\n\n") == "event: change\nid: 1\ndata: {}\n\n");
    const std::string large = "data: " + std::string(1'000'000, 'd') + "\n\n";
    CHECK(running.live.publish(large) == 1);
    CHECK(running.live.publish("data: after\n\n") == 1);
    CHECK(peer.read_to("\n\n") == large);
    CHECK(peer.read_to("\n\n") == "data: after\n\n");
  }
  CHECK(running.live.wait_for_subscribers(0));
}

TEST_CASE("a console continues from its last event") {
  Running running;
  {
    Peer peer = follow(running, "Last-Event-ID: 100000.12-420000.4567\r\n");
    CHECK(running.live.since == "100000.12-420000.4567");
  }
  Peer peer = running.connect();
  peer.send(
      "GET /api/v1/live?since=100000.3 HTTP/1.1\r\nHost: h\r\n"
      "Authorization: Bearer viewer-token\r\n\r\n");
  CHECK(!peer.read_to("\n\n").empty());
  CHECK(running.live.since == "100000.3");
}

TEST_CASE("a silent stream is kept open by comments") {
  Options options;
  options.waits.heartbeat = milliseconds(30);
  Running running(std::move(options));
  Peer peer = follow(running);
  CHECK(peer.read_to("\n\n") == ":\n\n");
  CHECK(peer.read_to("\n\n") == ":\n\n");
  CHECK(running.live.publish("data: x\n\n") == 1);
  CHECK(peer.read_to("data: x\n\n").ends_with("data: x\n\n"));
}

TEST_CASE("a console that does not read is let go") {
  Options options;
  options.waits.write = milliseconds(100);
  Running running(std::move(options));
  Peer peer = follow(running);
  const std::string large(limits::live_backlog_bytes_max / 2, 'd');
  while (running.live.publish(large) == 1) continue;
  CHECK(running.live.wait_for_subscribers(0));
}

TEST_CASE("a stream needs a caller, a hub with room, and ends with the server") {
  Running running;
  CHECK(running.ask("GET /api/v1/live HTTP/1.1\r\nHost: h\r\n\r\n").status == 401);
  running.live.full = true;
  CHECK(running.get("/api/v1/live").status == 503);
  running.live.full = false;
  Peer head = running.connect();
  head.send("HEAD" + std::string(live_as_viewer.substr(3)) + "\r\n");
  CHECK(head.answer(true).header("Content-Type") == "text/event-stream");
  Peer peer = follow(running);
  REQUIRE(running.live.wait_for_subscribers(1));
  running.server->stop(milliseconds(5000));
  CHECK(peer.read_rest().empty());
  CHECK(running.live.wait_for_subscribers(0));
}

}  // namespace
}  // namespace lifeline::http
