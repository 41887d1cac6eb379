// SPDX-License-Identifier: Apache-2.0
#include "gateway/ves/api.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "gateway/ves/answer.h"
#include "gateway/ves/map.h"

namespace lifeline::ves {
namespace {

constexpr UnitCode hubei{420000};

/// Keeps what is submitted until the test answers it, as a desk that is still writing would.
class WaitingDesks final : public desk::Desks {
 public:
  struct Submitted {
    UnitCode desk;
    desk::Intent intent;
    desk::Answer answer;
    desk::Reply reply;

    void done(desk::Outcome outcome) const { reply(answer(outcome, desk::Nouns())); }
  };

  const desk::Plan& plan() const override { return plan_; }
  Instant now() const override { return {}; }
  void submit(UnitCode desk, desk::Intent intent, desk::Answer answer, desk::Reply reply) override {
    submitted.push_back({desk, std::move(intent), std::move(answer), std::move(reply)});
  }
  void read(UnitCode, desk::Look, desk::Reply) override { FAIL("nothing is read"); }
  void read_each(std::function<void(size_t, UnitCode, const desk::Nouns&)>,
                 std::function<desk::Response()>, desk::Reply) override {
    FAIL("nothing is read");
  }

  std::vector<Submitted> submitted;

 private:
  desk::Plan plan_{{group_unit, hubei}};
};

std::string event_text(std::string_view domain, std::string_view source, std::string_view id) {
  std::string text = R"({"commonEventHeader":{"version":"4.1","vesEventListenerVersion":"7.2.1",)";
  text.append(R"("domain":")").append(domain).append(R"(","eventId":")").append(id);
  text.append(R"(","sourceName":")").append(source);
  text += R"(","eventName":"n","sequence":0,"priority":"Low","reportingEntityName":"r",)"
          R"("startEpochMicrosec":1,"lastEpochMicrosec":1})";
  if (domain == "fault")
    text += R"(,"faultFields":{"faultFieldsVersion":"4.0","alarmCondition":"c",)"
            R"("eventSourceType":"other","specificProblem":"p","eventSeverity":"MINOR",)"
            R"("vfStatus":"Active"})";
  return text + "}";
}

struct Door {
  door::SourceDirectory directory;
  Counters counters;
  desk::Routes table = routes(directory, counters);
  WaitingDesks desks;
  std::vector<desk::Response> replies;

  Door() { directory.add(std::vector<std::string>{"known"}, hubei); }

  void post(std::string_view path, std::string body,
            std::string content_type = "application/json") {
    const auto found = std::ranges::find(table, path, &desk::Route::path);
    REQUIRE(found != table.end());
    auto request = std::make_shared<desk::Request>();
    request->method = "POST";
    request->path = path;
    request->content_type = std::move(content_type);
    request->body = std::move(body);
    request->caller = {.name = "oss-1", .role = desk::Role::operator_, .unit = group_unit};
    found->handler(request, desks, [this](desk::Response r) { replies.push_back(std::move(r)); });
  }
  void post_one(std::string_view event) {
    post("/eventListener/v7", "{\"event\":" + std::string(event) + "}");
  }
  void post_list(std::initializer_list<std::string> events) {
    std::string body = "{\"eventList\":[";
    for (const std::string& event : events) body += (body.back() == '[' ? "" : ",") + event;
    post("/eventListener/v7/eventBatch", body + "]}");
  }
};

std::string_view header_of(const desk::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

void check_versions(const desk::Response& response) {
  CHECK(header_of(response, "X-MinorVersion") == "2");
  CHECK(header_of(response, "X-PatchVersion") == "1");
  CHECK(header_of(response, "X-LatestVersion") == "7.2.1");
}

TEST_CASE("both doors are for operators and take JSON") {
  Door door;
  REQUIRE(door.table.size() == 2);
  for (const desk::Route& route : door.table) {
    CHECK(route.method == "POST");
    CHECK(route.role == desk::Role::operator_);
    CHECK(route.body_type == "application/json");
  }
}

TEST_CASE("an event is answered when its desk has it, and not before") {
  Door door;
  door.post_one(event_text("fault", "known", "1"));
  REQUIRE(door.desks.submitted.size() == 1);
  CHECK(door.replies.empty());
  const auto& submitted = door.desks.submitted[0];
  CHECK(submitted.desk == hubei);
  CHECK(submitted.intent.who.name == "oss-1");
  CHECK(submitted.intent.id.starts_with("ves:oss-1:"));
  CHECK(submitted.intent.id.ends_with(":420000"));
  CHECK(submitted.intent.commands.items().size() == 1);
  submitted.done({});
  REQUIRE(door.replies.size() == 1);
  CHECK(door.replies[0].status == 202);
  CHECK(door.replies[0].body.empty());
  CHECK(door.replies[0].content_type.empty());
  check_versions(door.replies[0]);
  CHECK(door.counters.events(Domain::fault, Fate::accepted) == 1);
}

TEST_CASE("a batch for two desks is answered when both have it") {
  Door door;
  door.post_list({event_text("fault", "known", "1"), event_text("fault", "stranger", "2"),
                  event_text("fault", "known", "3")});
  REQUIRE(door.desks.submitted.size() == 2);
  CHECK(door.desks.submitted[0].intent.commands.items().size() == 2);
  CHECK(door.desks.submitted[1].desk == group_unit);
  CHECK(door.desks.submitted[0].intent.id != door.desks.submitted[1].intent.id);
  door.desks.submitted[1].done({});
  CHECK(door.replies.empty());
  door.desks.submitted[0].done({});
  REQUIRE(door.replies.size() == 1);
  CHECK(door.replies[0].status == 202);
  CHECK(door.counters.events(Domain::fault, Fate::accepted) == 3);
}

TEST_CASE("the same body again has the same ids and counts as repeated") {
  Door door;
  door.post_one(event_text("fault", "known", "1"));
  door.post_one(event_text("fault", "known", "1"));
  door.post_one(event_text("fault", "known", "2"));
  REQUIRE(door.desks.submitted.size() == 3);
  CHECK(door.desks.submitted[0].intent.id == door.desks.submitted[1].intent.id);
  CHECK(door.desks.submitted[0].intent.id != door.desks.submitted[2].intent.id);
  door.desks.submitted[1].done({.repeated = true});
  CHECK(door.replies.at(0).status == 202);
  CHECK(door.counters.events(Domain::fault, Fate::repeated) == 1);
  CHECK(door.counters.requests(Fate::repeated) == 1);
}

TEST_CASE("a desk that cannot keep up makes the whole request come again later") {
  Door door;
  door.post_list({event_text("fault", "known", "1"), event_text("fault", "stranger", "2")});
  REQUIRE(door.desks.submitted.size() == 2);
  door.desks.submitted[0].reply(desk::problem({Code::unavailable, "desk_must_keep_up", {}, {}}));
  CHECK(door.replies.empty());
  door.desks.submitted[1].done({});
  REQUIRE(door.replies.size() == 1);
  const desk::Response response = dialect().worded(door.replies[0]);
  CHECK(response.status == 503);
  CHECK(response.body.find("\"messageId\":\"SVC1000\"") != std::string::npos);
  CHECK(header_of(response, "Retry-After") == "1");
  check_versions(response);
  CHECK(door.counters.events(Domain::fault, Fate::unavailable) == 2);
  CHECK(door.counters.events(Domain::fault, Fate::accepted) == 0);
}

TEST_CASE("what a desk refuses is told to the sender") {
  Door door;
  door.post_one(event_text("fault", "known", "1"));
  REQUIRE(door.desks.submitted.size() == 1);
  desk::Outcome outcome;
  outcome.each.push_back(invalid("name_must_be_short", "sourceName"));
  door.desks.submitted[0].done(std::move(outcome));
  REQUIRE(door.replies.size() == 1);
  CHECK(door.replies[0].status == 400);
  CHECK(door.replies[0].body.find("\"sourceName\"") != std::string::npos);
  CHECK(door.counters.requests(Fate::refused) == 1);
}

TEST_CASE("a wrong event reaches no desk and is answered in the standard's words") {
  Door door;
  std::string wrong = event_text("fault", "known", "2");
  wrong.replace(wrong.find("\"sequence\":0"), 12, "\"sequence\":true");
  door.post_list({event_text("fault", "known", "1"), wrong});
  CHECK(door.desks.submitted.empty());
  REQUIRE(door.replies.size() == 1);
  CHECK(door.replies[0].status == 400);
  CHECK(door.replies[0].content_type == "application/json");
  CHECK(door.replies[0].body ==
        R"({"requestError":{"serviceException":{"messageId":"SVC0002",)"
        R"-("text":"Bad Parameter (invalid input value for message part %1: %2)",)-"
        R"("variables":["eventList[1].commonEventHeader.sequence",)"
        R"("field_must_have_the_right_type, expected an integer"]}}})");
  check_versions(door.replies[0]);
  CHECK(door.counters.requests(Fate::refused) == 1);
}

TEST_CASE("events that nothing is done about are accepted and counted") {
  Door door;
  door.post_list({event_text("measurement", "known", "1"), event_text("syslog", "x", "2")});
  CHECK(door.desks.submitted.empty());
  REQUIRE(door.replies.size() == 1);
  CHECK(door.replies[0].status == 202);
  CHECK(door.counters.events(Domain::measurement, Fate::accepted) == 1);
  CHECK(door.counters.events(Domain::syslog, Fate::accepted) == 1);
  CHECK(door.counters.requests(Fate::accepted) == 1);
}

TEST_CASE("a body that is not called JSON is refused") {
  Door door;
  const std::string body = "{\"event\":" + event_text("syslog", "x", "1") + "}";
  door.post("/eventListener/v7", body, "text/xml");
  door.post("/eventListener/v7", body, "application/JSON ; charset=utf-8");
  door.post("/eventListener/v7", body, "");
  REQUIRE(door.replies.size() == 3);
  CHECK(door.replies[0].status == 400);
  CHECK(door.replies[0].body.find("Content-Type") != std::string::npos);
  CHECK(door.replies[1].status == 202);
  CHECK(door.replies[2].status == 202);
}

TEST_CASE("a problem of the HTTP door keeps its headers and says the same in VES words") {
  desk::Response problem = desk::problem({Code::not_found, "path_must_exist", "no /x", "path"});
  problem.headers.emplace_back("Allow", "POST");
  const desk::Response response = dialect().worded(problem);
  CHECK(response.status == 404);
  CHECK(response.body.find("\"messageId\":\"SVC2000\"") != std::string::npos);
  CHECK(response.body.find("[\"path_must_exist, no /x\",\"404\"]") != std::string::npos);
  CHECK(header_of(response, "Allow") == "POST");
  check_versions(response);
}

TEST_CASE("each kind of refusal has its exception and status") {
  struct Row {
    Code code;
    std::string_view name;
    int status;
    std::string_view exception;
  };
  const Row rows[] = {
      {Code::invalid, "field_must_be_given", 400, R"("serviceException":{"messageId":"SVC0002")"},
      {Code::invalid, "events_must_be_fewer", 413, R"("policyException":{"messageId":"POL9003")"},
      {Code::unauthenticated, "x", 401, R"("policyException":{"messageId":"POL2000")"},
      {Code::forbidden, "x", 403, R"("policyException":{"messageId":"POL2000")"},
      {Code::not_found, "x", 404, R"("serviceException":{"messageId":"SVC2000")"},
      {Code::conflict, "x", 409, R"("serviceException":{"messageId":"SVC2000")"},
      {Code::too_many, "x", 429, R"("serviceException":{"messageId":"SVC2000")"},
      {Code::internal, "x", 500, R"("serviceException":{"messageId":"SVC1000")"},
      {Code::unavailable, "x", 503, R"("serviceException":{"messageId":"SVC1000")"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    const desk::Response response = refusal({row.code, std::string(row.name), {}, {}});
    CHECK(response.status == row.status);
    CHECK(response.body.find(row.exception) != std::string::npos);
    const bool may_retry = row.status == 429 || row.status == 503;
    CHECK(header_of(response, "Retry-After").empty() == !may_retry);
  }
}

TEST_CASE("metrics tell requests and events by outcome") {
  Door door;
  door.post_one(event_text("heartbeat", "known", "1"));
  REQUIRE(door.desks.submitted.size() == 1);
  door.desks.submitted[0].done({});
  door.post_one("{}");
  std::string out;
  door.counters.append_metrics(out);
  const auto has = [&](std::string_view line) { return out.find(line) != std::string::npos; };
  CHECK(has("# TYPE lifeline_ves_events_total counter\n"));
  CHECK(has("lifeline_ves_requests_total{outcome=\"accepted\"} 1\n"));
  CHECK(has("lifeline_ves_requests_total{outcome=\"refused\"} 1\n"));
  CHECK(has("lifeline_ves_events_total{domain=\"heartbeat\",outcome=\"accepted\"} 1\n"));
  CHECK(has("lifeline_ves_events_total{domain=\"fault\",outcome=\"accepted\"} 0\n"));
}

}  // namespace
}  // namespace lifeline::ves
