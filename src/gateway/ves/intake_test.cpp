// SPDX-License-Identifier: Apache-2.0
// The VES door before real desks, in memory and on one thread: what arrives is what they count.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include <doctest/doctest.h>

#include "base/limits.h"
#include "command/incident/view.h"
#include "command/unit/view.h"
#include "gateway/ves/alarm_log.h"
#include "gateway/ves/api.h"
#include "network/alarm/view.h"
#include "network/element/view.h"
#include "network/planned_work/view.h"
#include "network/scenario/view.h"
#include "network/source/view.h"

namespace lifeline::ves {
namespace {

constexpr UnitCode hubei_desk{420000};

class DesksInMemory final : public desk::Desks {
 public:
  DesksInMemory() {
    for (const UnitCode id : plan_.desks()) {
      std::vector<std::unique_ptr<desk::Module>> modules;
      modules.push_back(unit::make_module());
      modules.push_back(incident::make_module());
      modules.push_back(element::make_module());
      modules.push_back(alarm::make_module());
      modules.push_back(source::make_module());
      modules.push_back(planned_work::make_module());
      modules.push_back(scenario::make_module());
      desks_.emplace(id, std::make_unique<desk::Desk>(id, plan_, std::move(modules)));
    }
  }
  const desk::Plan& plan() const override { return plan_; }
  Instant now() const override { return {1'600'000'000'000'000}; }
  void submit(UnitCode id, desk::Intent intent, desk::Answer answer, desk::Reply reply) override {
    std::optional<journal::Batch> batch;
    const desk::Outcome outcome = desks_.at(id)->handle(intent, now(), batch);
    reply(answer(outcome, desks_.at(id)->nouns()));
  }
  void read(UnitCode, desk::Look, desk::Reply) override { FAIL("nothing is read"); }
  void read_each(std::function<void(size_t, UnitCode, const desk::Nouns&)>,
                 std::function<desk::Response()>, desk::Reply) override {
    FAIL("nothing is read");
  }
  template <class T>
  const T& get(UnitCode id) const {
    return desks_.at(id)->nouns().get<T>();
  }
  uint64_t position(UnitCode id) const { return desks_.at(id)->position(); }

 private:
  desk::Plan plan_{{group_unit, hubei_desk}};
  std::map<UnitCode, std::unique_ptr<desk::Desk>> desks_;
};

struct Intake {
  door::SourceDirectory directory;
  Counters counters;
  desk::Routes table = routes(directory, counters);
  DesksInMemory desks;

  int post(std::string body) {
    const auto door = std::ranges::find(table, "/eventListener/v7/eventBatch", &desk::Route::path);
    REQUIRE(door != table.end());
    auto request = std::make_shared<desk::Request>();
    request->content_type = "application/json";
    request->body = std::move(body);
    request->caller = {.name = "oss-1", .role = desk::Role::operator_, .unit = group_unit};
    int status = 0;
    door->handler(request, desks, [&](const desk::Response& r) { status = r.status; });
    return status;
  }

  void post_log(const AlarmLog& log, size_t batch, int times) {
    for (size_t at = 0; at < log.reports.size(); at += batch) {
      const auto reports = std::span(log.reports).subspan(at);
      const std::string body = batch_body(log, reports.first(std::min(batch, reports.size())));
      for (int i = 0; i < times; ++i) REQUIRE(post(body) == 202);
    }
  }

  ExpectedTotals totals() const {
    ExpectedTotals sum;
    for (const UnitCode id : desks.plan().desks()) {
      const auto& totals = desks.get<alarm::View>(id).totals;
      sum.raised += totals.raised;
      sum.repeated += totals.repeated;
      sum.cleared += totals.cleared;
      sum.clear_unmatched += totals.clear_unmatched;
      sum.clear_held += totals.clear_held;
      sum.settled += totals.settled;
    }
    return sum;
  }
};

constexpr std::string_view five_alarms =
    "alarm_id,device_id,start_timestamp,end_timestamp\n"
    "1,7,10,20\n1,7,15,25\n2,8,20,40\n1,7,25,30\n1,7,30,30\n";

TEST_CASE("desks count of a log what its keys say, wherever its sources belong") {
  const auto log = read_alarm_log(five_alarms);
  REQUIRE(log);
  for (const size_t batch : {1u, 3u, 100u}) {
    Intake intake;
    intake.directory.add(std::vector<std::string>{"device-8"}, hubei_desk);
    intake.post_log(*log, batch, 1);
    CHECK(intake.totals() == expected_totals(*log, log->reports));
    CHECK(intake.desks.get<alarm::View>(hubei_desk).totals.raised == 1);
    CHECK(intake.counters.events(Domain::fault, Fate::accepted) == 10);
  }
}

TEST_CASE("a batch that is sent again changes nothing") {
  const auto log = read_alarm_log(five_alarms);
  REQUIRE(log);
  Intake once, thrice;
  once.post_log(*log, 4, 1);
  thrice.post_log(*log, 4, 3);
  CHECK(thrice.totals() == once.totals());
  CHECK(thrice.desks.position(group_unit) == once.desks.position(group_unit));
  CHECK(thrice.counters.requests(Fate::accepted) == 3);
  CHECK(thrice.counters.requests(Fate::repeated) == 6);
}

TEST_CASE("a heartbeat is heard on the desk of its source") {
  Intake intake;
  CHECK(intake.post(R"({"eventList":[{"commonEventHeader":{"version":"4.1",)"
                    R"("vesEventListenerVersion":"7.2.1","domain":"heartbeat","eventId":"1",)"
                    R"("eventName":"Heartbeat_Omc","sequence":0,"priority":"Normal",)"
                    R"("reportingEntityName":"omc-1","sourceName":"omc-1",)"
                    R"("startEpochMicrosec":1,"lastEpochMicrosec":1}}]})") == 202);
  const auto& sources = intake.desks.get<source::State>(group_unit).sources;
  REQUIRE(sources.contains("omc-1"));
  CHECK(sources.at("omc-1").interval_s == 60);
}

TEST_CASE("nothing that is read is refused by a desk: the limits are the same") {
  const std::string long_name(limits::name_bytes_max, 'n');
  const std::string long_text(limits::text_bytes_max, 't');
  const auto event = [&](std::string_view severity) {
    return R"({"commonEventHeader":{"version":"4.1","vesEventListenerVersion":"7.2.1",)"
           R"("domain":"fault","eventId":"1","eventName":"n","sequence":0,"priority":"Normal",)"
           R"("reportingEntityName":"r","sourceName":")" +
           long_name +
           R"(",)"
           R"("startEpochMicrosec":1,"lastEpochMicrosec":1},)"
           R"("faultFields":{"faultFieldsVersion":"4.0","alarmCondition":")" +
           long_name + R"(","alarmInterfaceA":")" + long_name +
           R"(","eventSourceType":"other",)"
           R"("specificProblem":")" +
           long_text + R"(","eventSeverity":")" + std::string(severity) +
           R"(","vfStatus":"Active","alarmAdditionalInformation":{"k":")" + long_text +
           R"(","l":"m"}}})";
  };
  Intake intake;
  CHECK(intake.post("{\"eventList\":[" + event("MINOR") + "," + event("NORMAL") + "]}") == 202);
  CHECK(intake.totals() == ExpectedTotals{.raised = 1, .cleared = 1});
}

TEST_CASE("a real network's log is counted to the last report") {
  const std::string path =
      LIFELINE_SOURCE_DIR "/../shared/data/alarms-telecom/18V_55N_Wireless/alarm.csv";
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    MESSAGE("not run: the log of the 18V_55N_Wireless network is not here");
    return;
  }
  const std::string csv{std::istreambuf_iterator<char>(file), {}};
  const auto log = read_alarm_log(csv);
  REQUIRE(log);
  CHECK(log->rows.size() == 34'838);
  Intake intake;
  intake.post_log(*log, 100, 1);
  const ExpectedTotals expected = expected_totals(*log, log->reports);
  CHECK(intake.totals() == expected);
  CHECK(expected.raised + expected.repeated == log->rows.size());
  CHECK(expected.cleared + expected.clear_unmatched + expected.clear_held == log->rows.size());
  const auto& state = intake.desks.get<alarm::State>(group_unit);
  CHECK(expected.raised == expected.cleared + expected.settled + state.open.size());
  CHECK(state.open.size() == state.holding.size());
  MESSAGE("new ", expected.raised, ", repeated ", expected.repeated, ", clears unmatched ",
          expected.clear_unmatched, ", clears of flapping alarms held ", expected.clear_held);
}

}  // namespace
}  // namespace lifeline::ves
