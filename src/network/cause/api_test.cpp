// SPDX-License-Identifier: Apache-2.0
#include "network/cause/api.h"

#include <doctest/doctest.h>

#include "base/limits.h"
#include "network/cause/likely.h"
#include "tests/small_network.h"

namespace lifeline::cause {
namespace {

using desk::Role;
using tests::hubei;
using tests::member;
using tests::noon;
using tests::person;
using tests::SmallNetwork;

// Power fails, then links, then cells; rain also takes links, less often.
struct Taught {
  SmallNetwork net;

  Taught() {
    const Import import{
        {{"powerLost", "linkDown", 0.9}, {"rain", "linkDown", 0.4}, {"linkDown", "cellDown", 0.7}}};
    REQUIRE(net.desks.act(group_unit, Command(import), person(Role::commander, group_unit)));
    net.desks.hear_all();
    // An element that nothing is known of but where it stands.
    REQUIRE(net.desks.act(hubei,
                          element::Command(element::Import{
                              .elements = {tests::element_on("ALONE", element::Kind::base_station),
                                           tests::element_on("BESIDE", element::Kind::power)}})));
  }
  alarm::AlarmId raise(int64_t at_s, std::string source, std::string condition,
                       alarm::Severity severity = alarm::Severity::minor) {
    net.desks.set_now(seconds_after(noon, at_s));
    const auto key = net.raise(std::move(source), severity, std::move(condition));
    return *parse_id<alarm::Tag>(*key);
  }
  LikelyCauses causes_of(alarm::AlarmId id) {
    const auto& nouns = net.desks.desk(hubei).nouns();
    return likely_causes(nouns.get<alarm::View>().rows.at(id), nouns);
  }
  desk::Response ask(const std::string& id, UnitCode unit = hubei) {
    return net.desks.get(routes(), "/api/v1/alarms/" + id + "/likely_causes",
                         person(Role::viewer, unit));
  }
};

TEST_CASE("an unmapped source's alarm is put down to what its type follows, best first") {
  Taught given;
  const auto rain = given.raise(0, "X", "rain");
  const auto power = given.raise(20, "X", "powerLost");
  given.raise(21, "OTHER", "powerLost");  // of another source
  given.raise(22, "X", "unrelated");
  const auto link = given.raise(30, "X", "linkDown");
  const LikelyCauses found = given.causes_of(link);
  CHECK(found.basis == Basis::history);
  CHECK(found.type == "linkDown");
  CHECK(found.learnt == 2);
  REQUIRE(found.causes.size() == 2);
  CHECK(found.causes[0].alarm.id == power);
  CHECK(found.causes[0].score == 0.9);
  CHECK(found.causes[0].seconds_before == 10);
  CHECK(found.causes[1].alarm.id == rain);
  CHECK(given.causes_of(rain).learnt == 0);
  CHECK(given.causes_of(rain).causes.empty());
}

TEST_CASE("ten minutes before, and a minute late, is all that counts") {
  Taught given;
  given.raise(0, "X", "powerLost");
  CHECK(given.causes_of(given.raise(600, "X", "linkDown")).causes.size() == 1);
  Taught late;
  late.raise(0, "X", "powerLost");
  const auto link = late.raise(601, "X", "linkDown");
  CHECK(late.causes_of(link).causes.empty());
  late.raise(661, "X", "rain");
  REQUIRE(late.causes_of(link).causes.size() == 1);
  CHECK(late.causes_of(link).causes[0].seconds_before == -60);
  Taught later;
  const auto early = later.raise(0, "X", "linkDown");
  later.raise(61, "X", "rain");
  CHECK(later.causes_of(early).causes.empty());
}

TEST_CASE("a cause that is over already is still a cause") {
  Taught given;
  const auto power = given.raise(0, "X", "powerLost");
  REQUIRE(given.net.clear("X", "powerLost"));
  const auto found = given.causes_of(given.raise(5, "X", "linkDown"));
  REQUIRE(found.causes.size() == 1);
  CHECK(found.causes[0].alarm.id == power);
  CHECK(found.causes[0].alarm.state == alarm::Phase::cleared);
}

TEST_CASE("an element that depends on nothing looks at its own ground") {
  Taught given;
  const auto power = given.raise(0, "BESIDE", "powerLost");
  given.raise(1, "X", "powerLost");  // nobody knows where that is
  const auto found =
      given.causes_of(given.raise(3, "ALONE", "linkDown", alarm::Severity::critical));
  CHECK(found.basis == Basis::history);
  REQUIRE(found.causes.size() == 1);
  CHECK(found.causes[0].alarm.id == power);
}

TEST_CASE("where the topology knows, it answers, and history is not asked") {
  Taught given;
  given.raise(0, "BESIDE", "powerLost");
  const auto calm = given.raise(1, "BTS-1", "linkDown");
  CHECK(given.causes_of(calm).basis == Basis::topology);
  CHECK(given.causes_of(calm).root.empty());
  CHECK(given.causes_of(calm).causes.empty());
  given.raise(2, "NODE", "linkDown", alarm::Severity::critical);
  const auto explained = given.causes_of(calm);
  CHECK(explained.root == "NODE");
  CHECK(explained.sure_percent == 100);
  CHECK(explained.learnt == 2);
  CHECK(explained.causes.empty());
}

TEST_CASE("so many are named and no more, the nearest of each type first") {
  Taught given;
  given.raise(0, "X", "rain");
  for (int i = 1; i <= 30; ++i) {
    given.net.desks.set_now(seconds_after(noon, i));
    REQUIRE(given.net.desks.act(
        hubei, alarm::Command(alarm::Raise{.source_name = "X",
                                           .condition = "powerLost",
                                           .interface = "port " + std::to_string(i)})));
  }
  const auto found = given.causes_of(given.raise(40, "X", "linkDown"));
  REQUIRE(found.causes.size() == limits::likely_causes_max);
  CHECK(found.causes.front().seconds_before == 10);
  CHECK(found.causes.back().seconds_before == 29);
  for (const LikelyCause& cause : found.causes) CHECK(cause.score == 0.9);
}

TEST_CASE("likely causes are answered within reach, of an open alarm") {
  Taught given;
  given.raise(0, "X", "powerLost");
  given.raise(7, "X", "linkDown");
  const auto answer = given.ask("420000-2");
  CHECK(answer.status == 200);
  CHECK(member(answer.body, "basis") == "history");
  CHECK(member(answer.body, "id") == "420000-1");
  CHECK(member(answer.body, "seconds_before") == "7");
  CHECK(given.ask("420000-2", tests::yichang).status == 404);
  CHECK(given.ask("420000-9").status == 404);
  REQUIRE(given.net.clear("X", "linkDown"));
  CHECK(member(given.ask("420000-2").body, "name") == "alarm_must_be_open");
}

TEST_CASE("everybody may read what was learnt, the strongest first") {
  Taught given;
  const auto list = [&](const std::string& query) {
    return given.net.desks
        .get(routes(), "/api/v1/causes?fields=effect,score" + query,
             person(Role::viewer, tests::hunan))
        .body;
  };
  CHECK(list("") == R"([{"cause":"powerLost","effect":"linkDown","score":0.9},)"
                    R"({"cause":"linkDown","effect":"cellDown","score":0.7},)"
                    R"({"cause":"rain","effect":"linkDown","score":0.4}])");
  CHECK(list("&effect=linkDown&limit=1&offset=1") ==
        R"([{"cause":"rain","effect":"linkDown","score":0.4}])");
}

}  // namespace
}  // namespace lifeline::cause
