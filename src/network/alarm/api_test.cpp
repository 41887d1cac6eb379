// SPDX-License-Identifier: Apache-2.0
#include "network/alarm/api.h"

#include <doctest/doctest.h>

#include "tests/small_network.h"

namespace lifeline::alarm {
namespace {

using desk::Role;
using tests::member;
using tests::person;
using tests::SmallNetwork;

const auto at_work = person(Role::operator_, tests::wuchang);

TEST_CASE("alarms are listed within reach, the newest first, as they are asked for") {
  SmallNetwork net;
  REQUIRE(net.raise("NODE", Severity::critical));
  net.desks.set_now(seconds_after(tests::noon, 60));
  REQUIRE(net.raise("BTS-1", Severity::minor));
  REQUIRE(net.raise("UNKNOWN", Severity::major));
  const auto ids = [&](const std::string& query, desk::Actor who = at_work) {
    return net.desks.get(routes(), "/api/v1/alarms?fields=id" + query, std::move(who)).body;
  };
  CHECK(ids("") == R"([{"id":"420000-2"},{"id":"420000-1"}])");
  CHECK(ids("&perceived_severity=critical,major") == R"([{"id":"420000-1"}])");
  CHECK(ids("&element=BTS-1&state=raised") == R"([{"id":"420000-2"}])");
  CHECK(ids("&incident=420000-1") == R"([{"id":"420000-1"}])");
  CHECK(ids("&sites=3") == R"([{"id":"420000-1"}])");
  CHECK(ids("&mapped=false") == "[]");
  CHECK(ids("&mapped=false", person(Role::viewer, tests::hubei)) == R"([{"id":"420000-3"}])");
  CHECK(ids("", person(Role::viewer, tests::yichang)) == "[]");
}

TEST_CASE("one alarm knows its incident and how many sites that hits") {
  SmallNetwork net;
  REQUIRE(net.raise("NODE"));
  const auto answer = net.desks.get(routes(), "/api/v1/alarms/420000-1", at_work);
  CHECK(member(answer.body, "incident") == "420000-1");
  CHECK(member(answer.body, "sites") == "3");
  CHECK(net.desks.get(routes(), "/api/v1/alarms/420000-1", person(Role::viewer, tests::yichang))
            .status == 404);
}

TEST_CASE("an operator acknowledges, takes it back, remarks and clears") {
  SmallNetwork net;
  REQUIRE(net.raise("NODE"));
  const auto act = [&](const std::string& verb, const std::string& body, std::string shown) {
    const auto answer = net.desks.post(routes(), "/api/v1/alarms/420000-1/" + verb, body, at_work);
    return member(answer.body, answer.status == 200 ? shown : "name");
  };
  CHECK(act("acknowledge", "{}", "ack_state") == "acknowledged");
  CHECK(act("acknowledge", "{}", "ack_state") == "alarm_must_be_unacknowledged");
  CHECK(act("unacknowledge", R"({"reason":"not ours"})", "ack_state") == "unacknowledged");
  CHECK(act("comment", R"({"text":"crew sent"})", "state") == "raised");
  CHECK(act("comment", R"({"words":"x"})", "state") == "field_must_be_known");
  CHECK(act("clear", "{}", "state") == "reason_must_be_given");
  CHECK(act("clear", R"({"reason":"mended"})", "state") == "cleared");
  CHECK(act("clear", R"({"reason":"mended"})", "state") == "alarm_must_be_open");
}

TEST_CASE("the history tells each step, with who and why") {
  SmallNetwork net;
  REQUIRE(net.raise("NODE"));
  net.desks.post(routes(), "/api/v1/alarms/420000-1/acknowledge", R"({"reason":"on it"})", at_work);
  net.desks.post(routes(), "/api/v1/alarms/420000-1/clear", R"({"reason":"mended"})", at_work);
  const std::string body = net.desks.get(routes(), "/api/v1/alarms/420000-1/history", at_work).body;
  const size_t raised = body.find(R"("kind":"raised","who":"NODE")");
  const size_t acknowledged =
      body.find(R"("kind":"acknowledged","who":"operator","text_zh":"on it")");
  const size_t cleared = body.find(R"("kind":"cleared","who":"operator","text_zh":"mended")");
  CHECK(raised < acknowledged);
  CHECK(acknowledged < cleared);
  CHECK(cleared != std::string::npos);
}

}  // namespace
}  // namespace lifeline::alarm
