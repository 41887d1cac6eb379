// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/alarm.h"

#include <doctest/doctest.h>

#include "base/json_text.h"
#include "gateway/tmf/alarm_carry.h"
#include "gateway/tmf/answer.h"
#include "gateway/tmf/api.h"
#include "gateway/tmf/hub.h"
#include "tests/small_network.h"

namespace lifeline::tmf {
namespace {

using desk::Role;
using tests::member;
using tests::person;

const auto chief = person(Role::commander, group_unit);
const std::string alarm_list = "/tmf-api/alarmManagement/v4/alarm";

struct AlarmDesks {
  tests::SmallNetwork net;
  door::SourceDirectory sources;
  std::shared_ptr<const Resource> alarms;
  desk::Routes all;
  std::map<UnitCode, size_t> seen;

  AlarmDesks() {
    const std::vector<std::string> names{"NODE", "BTS-1", "BTS-2"};
    sources.add(names, tests::hubei);
    alarms = alarm_resource(alarm_management(), sources);
    for (auto resource = alarms; resource; resource = resource->told_beside)
      for (auto& route : routes(resource)) all.push_back(std::move(route));
    told();
  }
  desk::Response ask(std::string method, std::string target, std::string body = {},
                     std::string key = {}) {
    net.desks.set_now(seconds_after(net.desks.now(), 1));
    return net.desks.send(
        all, {std::move(method), std::move(target), std::move(body), std::move(key)}, chief);
  }
  std::string post(const std::string& object, const std::string& more = {}) {
    const auto made =
        ask("POST", alarm_list,
            R"({"alarmType":"equipmentAlarm","perceivedSeverity":"minor","probableCause":"fan",)"
            R"("sourceSystemId":"oss","state":"raised","alarmRaisedTime":"2020-01-23T02:00:00Z",)"
            R"("alarmedObject":{"id":")" +
                object + "\"}" + more + "}");
    CHECK_MESSAGE(made.status == 201, made.body);
    return member(made.body, "id");
  }
  std::string changed(const std::string& task, const std::string& name, std::string body,
                      std::string key = {}) {
    const auto done = ask("POST", "/tmf-api/alarmManagement/v4/" + task, std::move(body), key);
    if (done.status != 201) return member(dialect().worded(done).body, "reason");
    std::string ids;
    auto take = [&](std::string_view row) {
      ids += json_text_of(json_member(row, "id")) + " ";
      return true;
    };
    each_json_item(json_member(done.body, name), take);
    return ids;
  }
  // What the hub tells of what the journals have had since it was asked last.
  std::string told() {
    std::string text;
    for (const UnitCode desk : net.desks.plan().desks()) {
      const auto& journal = net.desks.journal(desk);
      for (size_t& at = seen[desk]; at < journal.size(); ++at)
        for (const auto& one : render(*alarms, journal[at], net.desks.desk(desk).nouns()))
          text += member(one.body, "eventType") + " " + one.id + " ";
    }
    return text;
  }
};

}  // namespace

TEST_CASE("a task changes the alarms of several desks, and says which, also when asked again") {
  AlarmDesks api;
  const std::string here = api.post("BTS-1"), there = api.post("ELSEWHERE");
  CHECK(here == "420000-1");
  CHECK(there == "100000-1");
  const std::string body =
      R"({"ackSystemId":"oss","ackUserId":"li","alarmPattern":[{"probableCause":"fan"}]})";
  CHECK(api.changed("ackAlarms", "ackedAlarm", body, "once") == "100000-1 420000-1 ");
  CHECK(api.changed("ackAlarms", "ackedAlarm", body, "once") == "100000-1 420000-1 ");
  CHECK(api.changed("ackAlarms", "ackedAlarm", body).empty());
  CHECK(member(api.ask("GET", alarm_list + "/" + there).body, "ackUserId") == "li");
}

TEST_CASE("alarms of several desks make one group") {
  AlarmDesks api;
  const std::string parent = api.post("NODE"), here = api.post("BTS-1"), there = api.post("FAR");
  const std::string body =
      R"({"sourceSystemId":"oss","alarmChangedTime":"2020-01-23T04:00:00Z","parentAlarm":{"id":")" +
      parent + R"("},"correlatedAlarm":[{"id":")" + here + R"("},{"id":")" + there + R"("}]})";
  CHECK(api.changed("groupAlarms", "groupedAlarm", body) == there + " " + here + " ");
  for (const auto& child : {here, there}) {
    const auto shown = api.ask("GET", alarm_list + "/" + child);
    CHECK(member(shown.body, "parentAlarm").find(parent) != std::string::npos);
    CHECK(api.ask("GET", alarm_list + "/" + parent).body.find(child) != std::string::npos);
  }
  CHECK(api.changed("unGroupAlarms", "unGroupedAlarm", body) == there + " " + here + " ");
  CHECK(api.ask("GET", alarm_list + "/" + there).body.find("parentAlarm") == std::string::npos);
}

TEST_CASE("an alarm that is made in a batch has only its creation told") {
  AlarmDesks api;
  const std::string id = api.post("BTS-1", R"(,"externalAlarmId":"X","ackState":"acknowledged")");
  CHECK(api.told() == "AlarmCreateEvent " + id + " ");
  api.post("BTS-1");
  CHECK(api.told().empty());
  api.ask("PATCH", alarm_list + "/" + id, R"({"externalAlarmId":"Y","perceivedSeverity":"major"})");
  CHECK(api.told() == "AlarmAttributeValueChangeEvent " + id + " ");
  api.ask("PATCH", alarm_list + "/" + id, R"({"state":"cleared"})");
  CHECK(api.told() == "AlarmStateChangeEvent " + id + " ");
}

TEST_CASE("a pattern fits what has all of it") {
  CHECK(fits_pattern(R"({"a":1,"b":[{"c":"x"},{"c":"y","d":2}]})", R"({"b":[{"c":"y"}]})"));
  CHECK(!fits_pattern(R"({"a":1,"b":[{"c":"x"}]})", R"({"b":[{"c":"y"}]})"));
  CHECK(!fits_pattern("", "1"));
  CHECK(fits_pattern(R"("2020-01-23T02:00:00.000000Z")", R"("2020-01-23T10:00:00+08:00")"));
  CHECK(!fits_pattern(R"("major")", R"("minor")"));
}

}  // namespace lifeline::tmf
