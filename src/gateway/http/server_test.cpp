// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/server.h"

#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "gateway/http/fixture_test.h"

namespace lifeline::http {
namespace {

using std::chrono::milliseconds;

const std::string post_open = "POST /open HTTP/1.1\r\nHost: h\r\n";
const std::string get_health = "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n";

std::string name_in(const RawAnswer& answer) {
  const size_t at = answer.body.find("\"name\":\"");
  if (at == std::string::npos) return answer.body;
  return answer.body.substr(at + 8, answer.body.find('"', at + 8) - at - 8);
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a connection is kept for one request after another") {
  Running running;
  Peer peer = running.connect();
  for (int i = 0; i < 3; ++i) {
    peer.send(post_open + "Content-Length: 2\r\n\r\nab");
    const auto answer = peer.answer();
    CHECK(answer.status == 200);
    CHECK(answer.body == ":ab");
    CHECK(answer.header("Connection").empty());
    CHECK(answer.header("X-Content-Type-Options") == "nosniff");
    CHECK(!answer.header("Date").empty());
  }
}

TEST_CASE("pipelined requests are answered in their order") {
  Running running;
  Peer peer = running.connect();
  std::string all;
  for (int i = 0; i < 50; ++i)
    all += "GET /api/v1/later/" + std::to_string(i) +
           " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer viewer-token\r\n\r\n" + get_health;
  peer.send(all);
  for (int i = 0; i < 50; ++i) {
    CHECK(peer.answer().body == std::to_string(i));
    CHECK(peer.answer().body == "{\"alive\":true}");
  }
}

TEST_CASE("HTTP/1.0 and Connection: close end the connection after the answer") {
  Running running;
  for (const char* request : {"GET /healthz HTTP/1.0\r\n\r\n",
                              "GET /healthz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"}) {
    Peer peer = running.connect();
    peer.send(request);
    const std::string all = peer.read_rest();
    CHECK(all.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(holds(all, "Connection: close\r\n"));
    CHECK(all.ends_with("{\"alive\":true}"));
  }
}

TEST_CASE("HEAD has GET's head and no body") {
  Running running;
  Peer peer = running.connect();
  peer.send("HEAD /healthz HTTP/1.1\r\nHost: h\r\n\r\n" + get_health);
  const auto head = peer.answer(true);
  CHECK(head.header("Content-Length") == "14");
  CHECK(peer.answer().body == "{\"alive\":true}");
}

TEST_CASE("bodies come chunked, in small pieces and after 100 Continue") {
  Running running;
  Peer peer = running.connect();
  peer.send(post_open + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  CHECK(peer.answer().body == ":abcde");
  for (const char c : post_open + "Content-Length: 2\r\n\r\nxy") peer.send({&c, 1});
  CHECK(peer.answer().body == ":xy");
  peer.send(post_open + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  CHECK(peer.answer().status == 100);
  peer.send("zz");
  CHECK(peer.answer().body == ":zz");
}

TEST_CASE("a large body and a large answer arrive whole") {
  Running running;
  const std::string body(1'500'000, 'b');
  const auto answer =
      running.ask(post_open + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  CHECK(answer.body == ":" + body);
}

TEST_CASE("a body beyond its route's limit is refused before it is taken") {
  Running running;
  for (const char* framing : {"Content-Length: 11\r\n\r\n", "Content-Length: 99999999999\r\n\r\n",
                              "Transfer-Encoding: chunked\r\n\r\nb\r\n"}) {
    Peer peer = running.connect();
    peer.send(std::string("POST /small HTTP/1.1\r\nHost: h\r\n") + framing);
    const auto answer = peer.answer();
    CHECK(answer.status == 413);
    CHECK(name_in(answer) == "body_must_not_be_too_large");
    CHECK(holds(answer.body, "\"field\":\"body\""));
    CHECK(answer.header("Content-Type") == "application/problem+json");
    peer.stop_sending();
    CHECK(peer.read_rest().empty());
  }
}

TEST_CASE("a peer that sends much after a refusal still reads why") {
  Running running;
  Peer peer = running.connect();
  peer.send("POST /api/v1/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\n");
  peer.send(std::string(1'000'000, 'b'));
  CHECK(peer.answer().status == 401);
}

TEST_CASE("a small body of a refused request is passed over and the connection kept") {
  Running running;
  Peer peer = running.connect();
  peer.send("POST /api/v1/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc" + get_health);
  CHECK(peer.answer().status == 401);
  CHECK(peer.answer().status == 200);
}

TEST_CASE("broken requests are told so and the connection ends") {
  Running running;
  for (const char* text : {"nonsense\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01\x02\x03",
                           "GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n",
                           "GET / HTTP/1.1\r\nHost: h\r\nBad Header: x\r\n\r\n"}) {
    CAPTURE(text);
    Peer peer = running.connect();
    peer.send(text);
    const auto answer = peer.answer();
    CHECK(answer.status == 400);
    CHECK(answer.header("Content-Type") == "application/problem+json");
    CHECK(answer.header("Connection") == "close");
    peer.stop_sending();
    CHECK(peer.read_rest().empty());
  }
}

TEST_CASE("a slow head and a slow body are cut with 408, an idle connection silently") {
  Options options;
  options.waits.head = options.waits.body = options.waits.idle = milliseconds(60);
  Running running(std::move(options));
  Peer slow_head = running.connect();
  slow_head.send("GET / HT");
  Peer slow_body = running.connect();
  slow_body.send(post_open + "Content-Length: 5\r\n\r\nab");
  Peer idle = running.connect();
  const auto answer = slow_head.answer();
  CHECK(answer.status == 408);
  CHECK(name_in(answer) == "request_must_arrive_in_time");
  CHECK(slow_body.answer().status == 408);
  CHECK(idle.read_rest().empty());
}

TEST_CASE("a peer that sends a byte at a time does not hold the head open") {
  Options options;
  options.waits.head = milliseconds(60);
  Running running(std::move(options));
  Peer peer = running.connect();
  bool open = peer.send("GET / HTTP/1.1\r\nX: ");
  const auto began = std::chrono::steady_clock::now();
  while (open && std::chrono::steady_clock::now() - began < milliseconds(300))
    open = peer.send("a");
  CHECK(holds(peer.read_rest(), " 4"));  // 408, or 431 where the bytes were faster
}

TEST_CASE("beyond the limit connections are told 503") {
  Options options;
  options.connections_max = 2;
  Running running(std::move(options));
  Peer one = running.connect();
  Peer two = running.connect();
  one.send(get_health);
  two.send(get_health);
  CHECK(one.answer().status == 200);
  CHECK(two.answer().status == 200);
  const auto third = running.ask(get_health);
  CHECK(third.status == 503);
  CHECK(name_in(third) == "connections_must_not_be_too_many");
  one.send(get_health);
  CHECK(one.answer().status == 200);
}

TEST_CASE("a thousand idle connections do not matter") {
  Running running;
  std::vector<Peer> idle;
  for (int i = 0; i < 1000; ++i) idle.push_back(running.connect());
  CHECK(running.ask(get_health).status == 200);
  for (size_t i = 0; i < idle.size(); i += 100) {
    idle[i].send(get_health);
    CHECK(idle[i].answer().status == 200);
  }
}

TEST_CASE("a handler that drops, throws or forgets its answer fails the one request") {
  Options options;
  options.waits.answer = milliseconds(60);
  Running running(std::move(options));
  CHECK(running.get("/api/v1/dropped").status == 500);
  CHECK(name_in(running.get("/api/v1/dropped")) == "handler_must_answer");
  CHECK(holds(running.get("/api/v1/thrown").body, "broken"));
  const auto late = running.get("/api/v1/held");
  CHECK(late.status == 503);
  CHECK(name_in(late) == "answer_must_come_in_time");
  running.answer_held();
  CHECK(running.ask(get_health).status == 200);
}

TEST_CASE("callers are known by token, cookie, or name and password under /eventListener") {
  Running running;
  const std::string post = "POST /api/v1/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n";
  const std::string listen = "POST /eventListener/v7 HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n";
  CHECK(running.ask(post + "Authorization: Bearer operator-token\r\n\r\n").body ==
        "operator-token:");
  CHECK(running.ask(post + "Cookie: lifeline_session=commander-token\r\nOrigin: http://h\r\n\r\n")
            .body == "commander-token:");
  CHECK(running.ask(listen + "Authorization: Basic dmVzOnB3\r\n\r\n").body == "ves:");
  const auto wrong = running.ask(listen + "Authorization: Basic dmVzOm5v\r\n\r\n");
  CHECK(wrong.status == 401);
  CHECK(name_in(wrong) == "password_must_match");
  CHECK(wrong.header("WWW-Authenticate").starts_with("Basic"));
  const auto unknown = running.ask(post + "\r\n");
  CHECK(name_in(unknown) == "caller_must_be_known");
  CHECK(unknown.header("WWW-Authenticate").starts_with("Bearer"));
  const auto low = running.ask(post + "Authorization: Bearer viewer-token\r\n\r\n");
  CHECK(low.status == 403);
  CHECK(name_in(low) == "role_must_suffice");
  const auto forged = running.ask(post + "Cookie: lifeline_session=operator-token\r\n\r\n");
  CHECK(name_in(forged) == "request_must_come_from_the_same_site");
}

TEST_CASE("pipelined requests with passwords keep their order") {
  Running running;
  Peer peer = running.connect();
  std::string all;
  for (int i = 0; i < 20; ++i)
    all +=
        "POST /eventListener/v7 HTTP/1.1\r\nHost: h\r\nAuthorization: Basic dmVzOnB3\r\n"
        "Content-Length: 2\r\n\r\n" +
        std::to_string(10 + i);
  peer.send(all);
  for (int i = 0; i < 20; ++i) CHECK(peer.answer().body == "ves:" + std::to_string(10 + i));
}

TEST_CASE("large answers are gzip where it is taken") {
  Running running;
  CHECK(running.get("/api/v1/rows").body.size() == 100'000);
  const auto coded = running.get("/api/v1/rows", "Accept-Encoding: gzip\r\n");
  CHECK(coded.header("Content-Encoding") == "gzip");
  CHECK(coded.body.size() < 10'000);
}

TEST_CASE("the server describes, measures and judges itself") {
  bool ready = true;
  Options options;
  options.ready = [&ready] { return Readiness{.ready = ready, .reason = ready ? "" : "replay"}; };
  options.add_metrics = [](std::string& out) { out += "desk_events_total 7\n"; };
  Running running(std::move(options));
  CHECK(running.get("/readyz").status == 200);
  ready = false;
  CHECK(running.get("/readyz").status == 503);
  CHECK(running.get("/readyz").body == "{\"ready\":false,\"reason\":\"replay\"}");
  const std::string metrics = running.get("/metrics").body;
  CHECK(holds(metrics,
              "lifeline_http_requests_total{method=\"GET\",route=\"/readyz\","
              "status=\"503\"} 2\n"));
  CHECK(holds(metrics, "\nlifeline_http_connections "));
  CHECK(holds(metrics, "lifeline_http_request_seconds_count{method=\"GET\",route=\"/readyz\"} 3"));
  CHECK(holds(metrics, "\ndesk_events_total 7\n"));
  const auto json = running.get("/api/v1/openapi.json");
  CHECK(holds(json.body, "\"/api/v1/later/{id}\""));
  CHECK(running.get("/api/v1/openapi.json", "If-None-Match: " + json.header("ETag") + "\r\n")
            .status == 304);
  CHECK(holds(running.get("/api").body, "Lifeline API"));
}

TEST_CASE("stop waits for what is being answered, and no longer than the deadline") {
  Running running;
  Peer idle = running.connect();
  Peer asking = running.connect();
  asking.send("GET /api/v1/held HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer viewer-token\r\n\r\n");
  REQUIRE(running.wait_for_held());
  std::thread stopping([&running] { running.server->stop(milliseconds(5000)); });
  CHECK(idle.read_rest().empty());  // stop has begun
  running.answer_held();
  stopping.join();
  CHECK(asking.answer().body == "\"held\"");

  Running stuck;
  Peer waiting = stuck.connect();
  waiting.send(
      "GET /api/v1/held HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer viewer-token\r\n\r\n");
  REQUIRE(stuck.wait_for_held());
  const auto began = std::chrono::steady_clock::now();
  stuck.server->stop(milliseconds(50));
  CHECK(std::chrono::steady_clock::now() - began < milliseconds(2000));
  CHECK(waiting.read_rest().empty());
}

TEST_CASE("an answer that comes after the server is gone is dropped") {
  auto running = std::make_unique<Running>();
  Peer peer = running->connect();
  peer.send("GET /api/v1/held HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer viewer-token\r\n\r\n");
  REQUIRE(running->wait_for_held());
  running->server->stop(milliseconds(0));
  running->server.reset();
  running->answer_held();
}

TEST_CASE("threads share the connections") {
  Options options;
  options.threads = 3;
  Running running(std::move(options));
  std::vector<Peer> peers;
  for (int i = 0; i < 9; ++i) peers.push_back(running.connect());
  for (auto& peer : peers) peer.send(get_health);
  for (auto& peer : peers) CHECK(peer.answer().status == 200);
}

TEST_CASE("an address must be free and numeric, routes distinct") {
  Running running;
  Options options;
  options.port = running.server->port();
  const auto start = [&](Options with, desk::Routes routes) {
    Server server(std::move(with), std::move(routes), running.desks, running.live,
                  running.identity);
    const auto started = server.start();
    return started ? std::string() : started.error().name;
  };
  CHECK(start(options, {}) == "address_must_be_free");
  options.address = "here";
  CHECK(start(options, {}) == "address_must_be_numeric");
  const desk::Route health = running.server->routes().at(running.server->routes().size() - 3);
  CHECK(start({}, {health}) == "routes_must_be_distinct");
}

}  // namespace
}  // namespace lifeline::http
