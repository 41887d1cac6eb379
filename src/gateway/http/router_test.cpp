// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/router.h"

#include <doctest/doctest.h>

namespace lifeline::http {
namespace {

desk::Route route(std::string method, std::string path) {
  return {.method = std::move(method),
          .path = std::move(path),
          .operation = {},
          .tag = {},
          .summary = {},
          .handler = {}};
}

Router table() {
  auto made =
      Router::make({route("GET", "/"), route("GET", "/alarms"), route("GET", "/alarms/{id}"),
                    route("POST", "/alarms/{id}/clear"), route("POST", "/alarms/import"),
                    route("GET", "/alarms/latest"), route("DELETE", "/alarms/{name}")});
  REQUIRE(made);
  return std::move(*made);
}

Match matched(std::string_view method, std::string_view target) {
  static const Router router = table();
  return router.match(method, *parse_target(target));
}

std::string path_of(const Match& match) { return match.route ? match.route->path : ""; }

TEST_CASE("a literal wins over a name") {
  CHECK(path_of(matched("GET", "/alarms/latest")) == "/alarms/latest");
  CHECK(path_of(matched("GET", "/alarms/7")) == "/alarms/{id}");
  CHECK(path_of(matched("GET", "/")) == "/");
}

TEST_CASE("a literal without the method leaves the path to the name") {
  CHECK(path_of(matched("GET", "/alarms/import")) == "/alarms/{id}");
  CHECK(path_of(matched("POST", "/alarms/import")) == "/alarms/import");
}

TEST_CASE("path values carry the names of their own route") {
  const desk::Pairs id = {{"id", "a/b"}};
  CHECK(matched("GET", "/alarms/a%2Fb").path_values == id);
  const desk::Pairs name = {{"name", "import"}};
  CHECK(matched("DELETE", "/alarms/import").path_values == name);
}

TEST_CASE("HEAD is answered by GET") {
  CHECK(path_of(matched("HEAD", "/alarms")) == "/alarms");
  CHECK(!matched("HEAD", "/alarms/7/clear").route);
}

TEST_CASE("a path without a route is 404, a method without one 405 with Allow") {
  CHECK(no_route(matched("GET", "/nothing")).status == 404);
  CHECK(no_route(matched("GET", "/alarms/7/clear/x")).status == 404);
  CHECK(no_route(matched("GET", "/alarms/")).status == 404);
  const auto refused = no_route(matched("PATCH", "/alarms/import"));
  CHECK(refused.status == 405);
  REQUIRE(refused.headers.size() == 1);
  CHECK(refused.headers[0].second == "DELETE, GET, HEAD, POST");
  CHECK(refused.body.find("\"method_must_be_allowed\"") != std::string::npos);
}

TEST_CASE("a path with too many segments matches nothing") {
  std::string deep;
  for (int i = 0; i < 20; ++i) deep += "/alarms";
  CHECK(!matched("GET", deep).route);
}

TEST_CASE("a table must be well formed and distinct") {
  CHECK(Router::make({route("GET", "alarms")}).error().name == "pattern_must_be_well_formed");
  CHECK(Router::make({route("GET", "/a/{x}"), route("GET", "/a/{y}")}).error().name ==
        "routes_must_be_distinct");
}

}  // namespace
}  // namespace lifeline::http
