// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/http_peer.h"

#include <sstream>

#include <doctest/doctest.h>

#include "rehearsal/fixture_test.h"
#include "rehearsal/play.h"

namespace lifeline::rehearsal {
namespace {

// A server that answers from a table by the beginning of the target; else 200 with an empty list.
struct Server {
  std::map<std::string, HttpAnswer> answers;
  std::vector<HttpQuestion> asked;
  bool is_away = false;

  Ask ask() {
    return [this](const HttpQuestion& question) -> Result<HttpAnswer> {
      asked.push_back(question);
      if (is_away) return unavailable("server_must_be_reachable");
      for (const auto& [target, answer] : answers)
        if (question.target.starts_with(target)) return answer;
      return HttpAnswer{.status = 200, .body = question.method == "GET" ? "[]" : "{}"};
    };
  }
  std::vector<HttpQuestion> posts() const {
    std::vector<HttpQuestion> found;
    for (const HttpQuestion& question : asked)
      if (question.method == "POST") found.push_back(question);
    return found;
  }
};

Report linkdown(bool raised) {
  return {.source = "A-ACC",
          .condition = "link\"Down",
          .interface = "p1",
          .severity = alarm::Severity::major,
          .event_type = "communicationsAlarm",
          .specific_problem = "断纤",
          .raised = raised,
          .region = {420102},
          .at = {1579744800000000}};
}

}  // namespace

TEST_CASE("reports in a row travel together, what comes between keeps its place") {
  Server server;
  HttpPeer peer(server.ask(), "r1");
  const Report reports[] = {linkdown(true), linkdown(false)};
  peer.report(reports);
  peer.acknowledge(order::OrderId{420000, 7}, order::Who{{420106}, {}});
  peer.beat({.name = "EMS-420000", .region = {420000}, .interval_s = 900});
  REQUIRE(peer.flush());
  REQUIRE(server.asked.size() == 3);
  CHECK(server.asked[0].target == "/eventListener/v7/eventBatch");
  CHECK(server.asked[1].target == "/api/v1/orders/420000-7/acknowledge");
  CHECK(server.asked[1].body == R"({"unit":"420106"})");
  JsonDocument document;
  const auto batch = document.parse(server.asked[0].body);
  REQUIRE(batch);
  REQUIRE(batch->at("eventList")->size() == 2);
  std::vector<std::string> severities;
  std::set<std::string> ids;
  auto visit = [&](Json event) {
    const auto header = *event.at("commonEventHeader");
    CHECK(header.at("sourceName")->text() == "A-ACC");
    CHECK(header.at("lastEpochMicrosec")->integer() == 1579744800000000);
    ids.insert(std::string(header.at("eventId")->text()));
    const auto fault = *event.at("faultFields");
    CHECK(fault.at("alarmCondition")->text() == "link\"Down");
    CHECK(fault.at("specificProblem")->text() == "断纤");
    severities.emplace_back(fault.at("eventSeverity")->text());
    return true;
  };
  batch->at("eventList")->each(visit);
  CHECK(severities == std::vector<std::string>{"MAJOR", "NORMAL"});
  CHECK(ids.size() == 2);
  JsonDocument other;
  const auto beat = other.parse(server.asked[2].body);
  REQUIRE(beat);
  CHECK(server.asked[2].body.find(R"("heartbeatInterval":900)") != std::string::npos);
}

TEST_CASE("an outage loses nothing, a refusal is dropped and counted") {
  Server server;
  HttpPeer peer(server.ask(), "r1");
  peer.close({420000, 3}, "done");
  server.is_away = true;
  CHECK_FALSE(peer.flush());
  server.is_away = false;
  server.answers["/api/v1/incidents"] = {.status = 503, .body = {}};
  CHECK_FALSE(peer.flush());
  CHECK(peer.sent() == 0);
  server.answers["/api/v1/incidents"] = {.status = 400, .body = "text_must_be_short"};
  CHECK(peer.flush());
  CHECK(peer.refused() == 1);
  CHECK(peer.refusal().find("text_must_be_short") != std::string::npos);
  server.answers["/api/v1/incidents"] = {.status = 409, .body = "incident_must_be_resolved"};
  peer.close({420000, 3}, "done");
  CHECK(peer.flush());
  CHECK(peer.late() == 1);  // somebody else was there first, as happens
  CHECK(peer.refused() == 1);
  server.asked.clear();
  CHECK(peer.flush());
  CHECK(server.asked.empty());
}

TEST_CASE("only what the server does not have is installed") {
  Server server;
  server.answers["/api/v1/elements?"] = {.status = 200, .body = R"([{"id":"E1"}])"};
  HttpPeer peer(server.ask(), "r1");
  REQUIRE(peer.learn());
  const element::Element known{.id = "E1", .name = "a", .kind = element::Kind::core};
  const element::Element missing{.id = "E2",
                                 .name = "b, c",
                                 .kind = element::Kind::fibre,
                                 .region = {420106},
                                 .longitude_deg = 114.3,
                                 .latitude_deg = 30.5,
                                 .depends_on = {{"E1"}, {"X", "Y"}}};
  peer.install(std::vector<element::Element>{known});
  peer.install(std::vector<element::Element>{known, missing});
  peer.install(fixture::small_scenario().sites);
  REQUIRE(peer.flush());
  const auto posts = server.posts();
  REQUIRE(posts.size() == 2);
  CHECK(posts[0].target == "/api/v1/elements/import");
  CHECK(posts[0].body ==
        "id,name,kind,region,longitude_deg,latitude_deg,depends_on\r\n"
        "E2,\"b, c\",fibre,420106,114.30000,30.50000,E1;X|Y\r\n");
  CHECK(posts[1].target == "/api/v1/sites/import");
}

TEST_CASE("a look hands out what changed, once") {
  Server server;
  server.answers["/api/v1/incidents"] = {
      .status = 200,
      .body = R"([{"id":"420000-1","phase":"opened","unit":"420106","element":"E1"}])"};
  server.answers["/api/v1/orders?"] = {.status = 200,
                                       .body = R"([{"id":"420000-5","state":"open"}])"};
  server.answers["/api/v1/orders/420000-5"] = {
      .status = 200,
      .body = R"({"id":"420000-5","incident":"420000-1","state":"open","recipients":[)"
              R"({"unit":"420106","state":"delivered","escalated_at":"2020-01-20T01:00:00Z"},)"
              R"({"unit":"420100","state":"acknowledged","escalated_at":""}]})"};
  server.answers["/api/v1/alarms"] = {
      .status = 200,
      .body = R"([{"id":"420000-9","unit":"420106","perceived_severity":"critical"}])"};
  HttpPeer peer(server.ask(), "r1");
  REQUIRE(peer.look());
  const Observation first = peer.observe();
  REQUIRE(first.incidents.size() == 1);
  CHECK(first.incidents[0].root == "E1");
  REQUIRE(first.duties.size() == 2);
  CHECK(first.duties[0].acknowledge_missed);
  CHECK(first.duties[0].incident == incident::IncidentId{420000, 1});
  CHECK(first.duties[1].step == order::Step::acknowledged);
  CHECK_FALSE(first.duties[1].acknowledge_missed);
  REQUIRE(first.alarms.size() == 1);
  CHECK(first.alarms[0].severity == alarm::Severity::critical);
  REQUIRE(peer.look());
  const Observation second = peer.observe();
  CHECK(second.incidents.empty());
  CHECK(second.duties.empty());
  CHECK(second.alarms.empty());
  server.answers["/api/v1/incidents"] = {.status = 200, .body = "[]"};
  REQUIRE(peer.look());
  const Observation third = peer.observe();
  REQUIRE(third.incidents.size() == 1);
  CHECK(third.incidents[0].phase == incident::Phase::closed);
}

namespace {

// A clock that runs two minutes a tick.
struct Played {
  Server server;
  Instant now;
  int ticks = 0;

  int play(int ticks_max) {
    const Ask plain = server.ask();
    const Ask ask = [&](const HttpQuestion& question) -> Result<HttpAnswer> {
      if (question.target == "/api/v1/clock" && !server.is_away)
        server.answers["/api/v1/clock"] = {
            .status = 200,
            .body = R"({"now":")" + to_rfc3339(now) +
                    R"(","speed":480,"rehearsal":true,"zone":"Asia/Shanghai"})"};
      return plain(question);
    };
    const Wait wait = [&](std::chrono::milliseconds) {
      now = seconds_after(now, 120);
      return ++ticks < ticks_max;
    };
    PlayOptions options{.folder = LIFELINE_SOURCE_DIR "/scenarios/wuhan-2020"};
    options.outage_ticks_max = 10;
    return rehearsal::play(options, ask, wait, out);
  }
  std::ostringstream out;
};

size_t count_of(const std::vector<HttpQuestion>& asked, std::string_view target) {
  size_t count = 0;
  for (const HttpQuestion& question : asked) count += question.target == target ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("a play installs what is missing and is lively within the first simulated hour") {
  Played played;
  played.now = *parse_rfc3339("2020-01-20T00:00:03+08:00");
  CHECK(played.play(30) == 0);
  CHECK(count_of(played.server.asked, "/api/v1/units/import") == 1);
  CHECK(count_of(played.server.asked, "/api/v1/elements/import") == 1);
  CHECK(count_of(played.server.asked, "/api/v1/sites/import") == 1);
  size_t critical = 0;
  for (const HttpQuestion& question : played.server.asked)
    for (size_t at = 0; (at = question.body.find("CRITICAL", at)) != std::string::npos; ++at)
      ++critical;
  CHECK(critical >= 5);
  CHECK(played.out.str().find("playing wuhan-2020") != std::string::npos);
}

TEST_CASE("a play that is started again clears what the first one left open") {
  Played played;
  played.now = *parse_rfc3339("2020-01-22T12:00:00+08:00");
  played.server.answers["/api/v1/elements?"] = {.status = 200,
                                                .body = R"([{"id":"WH-SIXTH-ACC"}])"};
  played.server.answers["/api/v1/alarms?state=raised&sort"] = {
      .status = 200,
      .body = R"([{"id":"420000-9","source_name":"WH-SIXTH-ACC","probable_cause":"adopted",)"
              R"("perceived_severity":"minor","state":"raised"}])"};
  CHECK(played.play(20) == 0);
  size_t cleared = 0;
  for (const HttpQuestion& question : played.server.asked)
    cleared += question.body.find("adopted") != std::string::npos ? 1 : 0;
  CHECK(cleared == 1);
}

TEST_CASE("a play waits for its server, and gives up in the end") {
  Played played;
  played.server.is_away = true;
  CHECK(played.play(1000) == 69);
  CHECK(played.ticks == 10);
}

TEST_CASE("a server on the machine's own clock is not played into") {
  Server server;
  server.answers["/api/v1/clock"] = {
      .status = 200, .body = R"({"now":"2020-01-20T00:00:00Z","speed":1,"rehearsal":false})"};
  std::ostringstream out;
  const Wait wait = [](std::chrono::milliseconds) { return true; };
  CHECK(play({.folder = LIFELINE_SOURCE_DIR "/scenarios/wuhan-2020"}, server.ask(), wait, out) ==
        76);
  CHECK(server.posts().empty());
}

}  // namespace lifeline::rehearsal
