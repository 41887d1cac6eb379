// SPDX-License-Identifier: Apache-2.0
#include "gateway/notify/map.h"

#include <doctest/doctest.h>

#include "command/notice/view.h"
#include "command/person/view.h"
#include "command/report/view.h"
#include "gateway/notify/phrases.h"
#include "tests/local_desks.h"

namespace lifeline::notify {
namespace {

using notice::About;
using tests::LocalDesks;

struct Ordering {
  LocalDesks desks;

  ChannelId add(UnitCode desk, UnitCode unit, Priority least = Priority::normal) {
    const auto row = desks.act(
        desk, notice::Command(notice::AddChannel{
                  .kind = Kind::webhook,
                  .unit = unit,
                  .wish = {.address = "https://" + to_text(unit) + ".example",
                           .about = {About::issued, About::amended, About::recalled,
                                     About::escalated, About::supervised, About::handed_back,
                                     About::declined, About::done, About::report_released},
                           .priority_min = least,
                           .label = {}}}));
    REQUIRE(row);
    return *parse_id<notice::Tag>(*row);
  }
  OrderId issue(UnitCode desk, UnitCode issuer, std::vector<UnitCode> to,
                Priority priority = Priority::normal) {
    const auto row =
        desks.act(desk, order::Command(order::Issue{.what = {.subject_zh = "抢修",
                                                             .subject_en = "Repair",
                                                             .priority = priority,
                                                             .issuer = issuer,
                                                             .acknowledge_within_s = 60,
                                                             .finish_within_s = 120},
                                                    .recipients = std::move(to)}));
    REQUIRE(row);
    desks.hear_all();
    return *parse_id<order::Tag>(*row);
  }
  // What is told of a desk's whole journal: type and unit of each.
  std::vector<std::string> told(UnitCode desk) {
    std::vector<std::string> all;
    for (const auto& batch : desks.journal(desk)) {
      const auto drafts = drafts_of(batch, desks.desk(desk).nouns(), how);
      REQUIRE(drafts);
      for (const Draft& draft : *drafts) {
        all.push_back(draft.told.type + " " + to_text(draft.told.unit));
        last = draft.told;
        if (!draft.person.empty()) all.back() += " to " + draft.person + " " + draft.address;
      }
    }
    return all;
  }
  Telling how{.plan = desks.plan(), .public_url = "https://console.example"};
  Told last;
};

TEST_CASE("an order of headquarters is told at headquarters, and on the ground it is received on") {
  Ordering on;
  on.add(group_unit, group_unit);
  on.add(tests::hubei, tests::wuhan);
  on.add(tests::hubei, tests::yichang);
  const OrderId id = on.issue(group_unit, group_unit, {tests::wuchang});
  CHECK(on.told(group_unit) == std::vector<std::string>{"order.issued 100000"});
  CHECK(on.told(tests::hubei) == std::vector<std::string>{"order.issued 420100"});
  CHECK(on.last.order.id == id);
  CHECK(on.last.order.units == std::vector<UnitCode>{tests::wuchang});
  CHECK(on.last.order.acknowledge_by == seconds_after(tests::noon, 60));
  CHECK(on.last.url == "https://console.example/orders?open=order:100000-1");
  CHECK(on.last.id.ends_with("-420000-1"));
}

TEST_CASE("what recipients do is told to the issuer's channel as well as to their own") {
  Ordering on;
  on.add(tests::hubei, tests::wuhan);
  on.add(tests::hubei, tests::yichang);
  const OrderId id = on.issue(tests::hubei, tests::wuhan, {tests::wuchang, tests::hankou});
  REQUIRE(on.desks.act(tests::hubei, order::Command(order::Decline{
                                         .id = id, .unit = tests::wuchang, .reason = "no crew"})));
  CHECK(on.told(tests::hubei) == std::vector<std::string>{"order.issued 420100",
                                                          "order.declined 420100",
                                                          "order.escalated 420100"});
  CHECK(on.last.by == tests::wuchang);
  REQUIRE(on.desks.act(tests::hubei,
                       order::Command(order::Finish{.id = id, .unit = tests::hankou, .note = {}})));
  CHECK(on.told(tests::hubei).back() == "order.done 420100");
  REQUIRE(on.desks.act(tests::hubei, order::Command(order::Recall{.id = id, .reason = "over"})));
  CHECK(on.told(tests::hubei).back() == "order.recalled 420100");
  CHECK(on.last.reason == "over");
  CHECK(on.last.order.units_total >= 2);
}

TEST_CASE("an escalation that leaves the desk is told where it arrives") {
  Ordering on;
  on.add(group_unit, group_unit, Priority::high);
  on.issue(tests::hubei, tests::hubei, {tests::hubei}, Priority::urgent);
  on.desks.pass_time_to(seconds_after(tests::noon, 61));
  on.desks.hear_all();
  CHECK(on.told(group_unit) == std::vector<std::string>{"order.escalated 100000"});
  CHECK(on.last.to == group_unit);
}

TEST_CASE(
    "a released report is told to its unit's channels and to those above, whatever they press") {
  Ordering on;
  on.add(tests::hubei, tests::hubei, Priority::urgent);
  on.add(tests::hubei, tests::wuhan);
  on.add(tests::hubei, tests::wuchang);
  on.add(tests::hubei, tests::yichang);
  const auto act = [&](auto command) {
    const auto row = on.desks.act(tests::hubei, report::Command(std::move(command)));
    REQUIRE(row);
    return *parse_id<report::Tag>(*row);
  };
  const report::ReportId id = act(report::DrawUpOnce{.unit = tests::wuhan,
                                                     .from = seconds_after(tests::noon, -3600),
                                                     .cut_off = tests::noon,
                                                     .languages = {}});
  CHECK(on.told(tests::hubei).empty());
  act(report::Release{.id = id, .digest = std::string(64, 'a'), .journals = {}, .note = {}});
  CHECK(on.told(tests::hubei) ==
        std::vector<std::string>{"report.released 420000", "report.released 420100"});
  CHECK(on.last.report.id == id);
  CHECK(on.last.report.unit == tests::wuhan);
  CHECK(on.last.report.digest == std::string(64, 'a'));
  CHECK(on.last.url == "https://console.example/reports/420000-1");
  CHECK(subject_of(on.last).find("420000-1") != std::string::npos);
  CHECK(text_of(on.last).find(std::string(64, 'a')) != std::string::npos);
  CHECK(text_of(on.last).find("Order") == std::string::npos);
}

TEST_CASE("a channel hears nothing from before it was there, nor below its priority") {
  Ordering on;
  on.issue(tests::hubei, tests::hubei, {tests::wuhan}, Priority::urgent);
  const ChannelId id = on.add(tests::hubei, tests::wuhan, Priority::high);
  on.issue(tests::hubei, tests::hubei, {tests::wuhan}, Priority::normal);
  CHECK(on.told(tests::hubei).empty());
  on.issue(tests::hubei, tests::hubei, {tests::wuhan}, Priority::high);
  CHECK(on.told(tests::hubei).size() == 1);
  REQUIRE(on.desks.act(tests::hubei, notice::Command(notice::PauseChannel{id})));
  CHECK(on.told(tests::hubei).empty());
}

TEST_CASE("a person whom an order names is told from the desk of its ground, where there is mail") {
  Ordering on;
  const auto add_person = [&](UnitCode desk, std::string id, UnitCode unit) {
    const person::Entry entry{
        .id = id, .name_zh = id, .name_en = id, .unit = unit, .email = id + "@operator.example"};
    REQUIRE(on.desks.act(desk, person::Command(person::Import{.people = {entry}})));
  };
  add_person(tests::hubei, "W1", tests::wuhan);
  add_person(group_unit, "G1", group_unit);
  on.desks.hear_all();
  REQUIRE(on.desks.act(group_unit, order::Command(order::Issue{.what = {.subject_zh = "抢修",
                                                                        .issuer = group_unit,
                                                                        .acknowledge_within_s = 60,
                                                                        .finish_within_s = 120},
                                                               .recipients = {},
                                                               .people = {"W1", "G1"}})));
  on.desks.hear_all();
  CHECK(on.told(group_unit).empty());
  on.how.tells_people = true;
  CHECK(on.told(group_unit) ==
        std::vector<std::string>{"order.issued 100000 to G1 G1@operator.example"});
  CHECK(on.told(tests::hubei) ==
        std::vector<std::string>{"order.issued 420100 to W1 W1@operator.example"});
  REQUIRE(
      on.desks.act(group_unit, order::Command(order::Recall{.id = {100000, 1}, .reason = "x"})));
  on.desks.hear_all();
  CHECK(on.told(tests::hubei).back() == "order.recalled 420100 to W1 W1@operator.example");
}

TEST_CASE("a superior's check and a result handed back are told to whom they concern") {
  Ordering on;
  on.add(tests::hubei, tests::wuhan);
  const OrderId id = on.issue(group_unit, group_unit, {tests::wuhan});
  REQUIRE(on.desks.act(
      group_unit,
      order::Command(order::Supervise{
          .id = id, .who = {tests::wuhan, {}}, .note = "how far?", .answer_within_s = 60})));
  on.desks.hear_all();
  CHECK(on.told(tests::hubei).back() == "order.supervised 420100");
  CHECK(on.last.reason == "how far?");
  REQUIRE(on.desks.act(
      tests::hubei, order::Command(order::Finish{.id = id, .unit = tests::wuhan, .note = "done"})));
  on.desks.hear_all();
  REQUIRE(on.desks.act(
      group_unit,
      order::Command(order::HandBack{
          .id = id, .who = {tests::wuhan, {}}, .reason = "not yet", .finish_within_s = 600})));
  on.desks.hear_all();
  CHECK(on.told(tests::hubei) ==
        std::vector<std::string>{"order.issued 420100", "order.supervised 420100",
                                 "order.done 420100", "order.handed_back 420100"});
}

TEST_CASE("an order to many names some of them and counts the rest") {
  Ordering on;
  unit::Import many;
  std::vector<UnitCode> to;
  for (uint64_t i = 0; i < 30; ++i) {
    many.units.push_back(
        tests::unit_named({420106000 + i}, "grid", unit::Level::grid, tests::wuchang));
    to.push_back(many.units.back().code);
  }
  REQUIRE(on.desks.act(group_unit, unit::Command(many)));
  on.desks.hear_all();
  on.add(tests::hubei, tests::wuhan);
  on.issue(tests::hubei, tests::hubei, to);
  CHECK(on.told(tests::hubei).size() == 1);
  CHECK(on.last.order.units.size() == 20);
  CHECK(on.last.order.units_total == 30);
}

}  // namespace
}  // namespace lifeline::notify
