// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/openapi.h"

#include <doctest/doctest.h>

#include "base/json_read.h"
#include "gateway/http/builtin.h"

namespace lifeline::http {
namespace {

desk::Routes some_routes() {
  const desk::Handler handler = [](auto, auto&, const desk::Reply& reply) { reply({}); };
  desk::Routes routes;
  routes.push_back({.method = "POST",
                    .path = "/api/v1/orders/{id}/acknowledge",
                    .operation = "acknowledge_order",
                    .tag = "order",
                    .summary = "Says that it is <read> & \"known\"",
                    .role = desk::Role::operator_,
                    .handler = handler,
                    .body_schema = R"({"type":"object","properties":{"unit":{"type":"string"}}})",
                    .answer_schema = R"({"type":"object"})"});
  routes.push_back({.method = "GET",
                    .path = "/api/v1/orders",
                    .operation = "list_orders",
                    .tag = "order",
                    .summary = "Lists orders",
                    .handler = handler,
                    .parameters = {{.name = "limit", .summary = "rows of a page"}}});
  routes.push_back({.method = "POST",
                    .path = "/eventListener/v7",
                    .operation = "take_event",
                    .tag = "ves",
                    .summary = "Takes an event",
                    .role = desk::Role::operator_,
                    .handler = handler});
  return with_builtin(std::move(routes),
                      {.ready = [] { return Readiness(); }, .write_metrics = [](std::string&) {}});
}

Json at(Json json, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    CAPTURE(key);
    const auto next = json.at(key);
    REQUIRE(next);
    json = *next;
  }
  return json;
}

Json first(Json array) {
  std::optional<Json> found;
  auto visit = [&](Json item) {
    found = item;
    return false;
  };
  array.each(visit);
  REQUIRE(found);
  return *found;
}

TEST_CASE("the description is JSON and has what OpenAPI 3.1 asks for") {
  const std::string text = openapi_json(some_routes());
  JsonDocument document;
  const auto root = document.parse(text);
  REQUIRE(root);
  CHECK(at(*root, {"openapi"}).text() == "3.1.0");
  CHECK(at(*root, {"info", "title"}).text() == "Lifeline");
  CHECK(!at(*root, {"info", "version"}).text().empty());
  CHECK(at(*root, {"components", "securitySchemes", "cookie", "name"}).text() ==
        "lifeline_session");
  CHECK(at(*root, {"components", "schemas", "Problem", "properties", "name"}).is_object());
  size_t operations = 0;
  auto operation_is_whole = [&](std::string_view, Json operation) {
    ++operations;
    CHECK(!at(operation, {"operationId"}).text().empty());
    CHECK(at(operation, {"tags"}).size() == 1);
    CHECK(at(operation, {"parameters"}).is_array());
    CHECK(at(operation, {"responses", "default"}).is_object());
    return true;
  };
  auto path_is_whole = [&](std::string_view path, Json item) {
    CHECK(path.starts_with('/'));
    item.each_member(operation_is_whole);
    return true;
  };
  at(*root, {"paths"}).each_member(path_is_whole);
  CHECK(operations == some_routes().size());
}

TEST_CASE("an operation shows its path values, query, body, answer and who may") {
  const std::string text = openapi_json(some_routes());
  JsonDocument document;
  const auto root = document.parse(text);
  REQUIRE(root);
  const Json post = at(*root, {"paths", "/api/v1/orders/{id}/acknowledge", "post"});
  CHECK(at(post, {"x-role"}).text() == "operator");
  CHECK(at(post, {"summary"}).text() == "Says that it is <read> & \"known\"");
  const Json parameter = first(at(post, {"parameters"}));
  CHECK(at(parameter, {"name"}).text() == "id");
  CHECK(at(parameter, {"in"}).text() == "path");
  CHECK(at(parameter, {"required"}).boolean());
  at(post, {"requestBody", "content", "application/json", "schema", "properties", "unit"});
  at(post, {"responses", "2XX", "content", "application/json", "schema"});
  const Json list = at(*root, {"paths", "/api/v1/orders", "get"});
  CHECK(at(first(at(list, {"parameters"})), {"in"}).text() == "query");
  CHECK(!list.at("requestBody"));
  CHECK(first(at(*root, {"paths", "/eventListener/v7", "post", "security"})).at("basic"));
  CHECK(at(*root, {"paths", "/healthz", "get", "security"}).size() == 0);
  at(*root, {"paths", "/api/v1/live", "get", "responses", "2XX", "content", "text/event-stream"});
}

TEST_CASE("the page shows every operation, escaped, and runs no script") {
  const auto routes = some_routes();
  const std::string page = openapi_page(routes);
  for (const auto& route : routes)
    CHECK(page.find("<details id=\"" + route.operation + "\"") != std::string::npos);
  CHECK(page.find("&lt;read&gt; &amp; &quot;known&quot;") != std::string::npos);
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("http://") == std::string::npos);
}

}  // namespace
}  // namespace lifeline::http
