// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/client.h"

#include <doctest/doctest.h>

#include "gateway/http/fixture_test.h"

namespace lifeline::http {
namespace {

std::string url_of(const Running& running, std::string_view user = {}) {
  return "http://" + std::string(user) + "127.0.0.1:" + std::to_string(running.server->port());
}

TEST_CASE("a client asks with its token over one connection") {
  Running running;
  auto client = Client::connect(url_of(running), "operator-token");
  REQUIRE(client);
  for (int i = 0; i < 3; ++i) {
    const auto answer = client->request({.method = "POST",
                                         .target = "/api/v1/echo",
                                         .content_type = "application/json",
                                         .body = "{}"});
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(answer->body == "operator-token:{}");
    CHECK(answer->header("content-type") == "application/json");
  }
  CHECK(client->request({.method = "HEAD", .target = "/healthz"})->body.empty());
  CHECK(client->request({.target = "/healthz"})->body == "{\"alive\":true}");
}

TEST_CASE("a client gives a name and password from its URL") {
  Running running;
  auto client = Client::connect(url_of(running, "ves:pw@"));
  REQUIRE(client);
  CHECK(client->request({.method = "POST", .target = "/eventListener/v7", .body = "x"})->body ==
        "ves:x");
}

TEST_CASE("requests sent ahead are answered in order") {
  Running running;
  auto client = Client::connect(url_of(running), "viewer-token");
  REQUIRE(client);
  for (int i = 0; i < 30; ++i) {
    const std::string target = "/api/v1/later/" + std::to_string(i);
    REQUIRE(client->send({.target = target}));
  }
  for (int i = 0; i < 30; ++i) CHECK(client->receive()->body == std::to_string(i));
  CHECK(!client->receive());
}

TEST_CASE("a client opens its connection again when the server has closed it") {
  Options options;
  options.waits.idle = std::chrono::milliseconds(20);
  Running running(std::move(options));
  auto client = Client::connect(url_of(running));
  REQUIRE(client);
  CHECK(client->request({.target = "/healthz"})->status == 200);
  CHECK(running.connect().read_rest().empty());  // until idle connections have been closed
  CHECK(client->request({.target = "/healthz"})->status == 200);
}

TEST_CASE("a client does not wait for ever") {
  Running running;
  auto client = Client::connect(url_of(running), "viewer-token", std::chrono::milliseconds(50));
  REQUIRE(client);
  const auto answer = client->request({.target = "/api/v1/held"});
  REQUIRE(!answer);
  CHECK(answer.error().name == "server_must_answer_in_time");
  running.answer_held();
}

TEST_CASE("a client needs a URL and a server") {
  for (const char* url : {"", "https://a", "http://", "http://:80", "http://a:"})
    CHECK(Client::connect(url).error().name == "url_must_be_well_formed");
  uint16_t port = 0;
  {
    Running running;
    port = running.server->port();
  }
  CHECK(Client::connect("http://127.0.0.1:" + std::to_string(port)).error().name ==
        "server_must_be_reachable");
}

}  // namespace
}  // namespace lifeline::http
