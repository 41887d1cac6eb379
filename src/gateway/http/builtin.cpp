// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/builtin.h"

#include <memory>
#include <utility>

#include "base/json_write.h"
#include "gateway/http/openapi.h"

namespace lifeline::http {
namespace {

using desk::Response;

// A route that answers at once.
desk::Handler at_once(std::function<Response()> answer) {
  return [answer = std::move(answer)](std::shared_ptr<const desk::Request>, desk::Desks&,
                                      desk::Reply reply) { reply(answer()); };
}

Response ready_response(const Readiness& readiness) {
  std::string body = readiness.ready ? "{\"ready\":true" : "{\"ready\":false";
  body += ",\"reason\":";
  append_json_text(body, readiness.reason);
  body += '}';
  return desk::json_response(readiness.ready ? 200 : 503, std::move(body));
}

Response document(const std::string& text, std::string_view content_type) {
  Response response;
  response.content_type = content_type;
  response.body = text;
  response.headers = {
      {"ETag", "\"" + digest_of(text) + "\""},
      {"Cache-Control", "no-cache"},
      {"Content-Security-Policy",
       "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
       "frame-ancestors 'none'"},
      {"Referrer-Policy", "same-origin"}};
  return response;
}

desk::Route open_route(std::string path, std::string operation, std::string summary) {
  return {.method = "GET",
          .path = std::move(path),
          .operation = std::move(operation),
          .tag = "service",
          .summary = std::move(summary),
          .role = desk::Role::nobody,
          .handler = {}};
}

desk::Route live_route() {
  desk::Route live = open_route("/api/v1/live", "follow_live",
                                "What changes, as server-sent events: change, caught_up, reset");
  live.tag = "live";
  live.role = desk::Role::viewer;
  live.parameters = {
      {.name = "since",
       .summary = "the position to continue from, as in id:; the header Last-Event-ID wins"}};
  return live;
}

}  // namespace

desk::Routes with_builtin(desk::Routes routes, BuiltIn builtin) {
  struct Documents {
    Response json;
    Response page;
  };
  const auto documents = std::make_shared<Documents>();
  auto health = open_route("/healthz", "show_health", "The process is alive");
  health.handler = at_once([] { return desk::json_response(200, "{\"alive\":true}"); });
  auto ready = open_route("/readyz", "show_readiness", "Work can be taken; 503 and why if not");
  ready.handler = at_once([ask = std::move(builtin.ready)] { return ready_response(ask()); });
  auto metrics = open_route("/metrics", "show_metrics", "Figures for Prometheus");
  metrics.handler = at_once([write = std::move(builtin.write_metrics)] {
    Response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    write(response.body);
    return response;
  });
  auto json = open_route("/api/v1/openapi.json", "show_openapi", "This description, OpenAPI 3.1");
  json.handler = at_once([documents] { return documents->json; });
  auto page = open_route("/api", "show_api", "This description as a page");
  page.handler = at_once([documents] { return documents->page; });
  for (auto& route : {live_route(), json, page, health, ready, metrics}) routes.push_back(route);
  documents->json = document(openapi_json(routes), "application/json");
  documents->page = document(openapi_page(routes), "text/html; charset=utf-8");
  return routes;
}

}  // namespace lifeline::http
