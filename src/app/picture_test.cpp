// SPDX-License-Identifier: Apache-2.0
#include "app/picture.h"

#include <doctest/doctest.h>

#include "app/modules.h"
#include "base/json_read.h"
#include "command/incident/view.h"
#include "command/order/view.h"
#include "command/unit/view.h"
#include "network/alarm/view.h"
#include "network/element/view.h"
#include "network/site/view.h"

namespace lifeline::app {
namespace {

constexpr UnitCode hubei{420000};
constexpr UnitCode wuhan{420100};
constexpr UnitCode wuchang{420106};
constexpr Instant noon{1'579'780'800'000'000};

// Headquarters' desk alone, with three units, a site and the element that it lives on.
struct Scene {
  std::unique_ptr<desk::Desk> desk = make_desk(group_unit, desk::Plan({group_unit}));

  Scene() {
    using unit::Level;
    handle(unit::Command(unit::Import{
        {{.code = group_unit, .name_zh = "集团", .level = Level::group},
         {.code = hubei, .name_zh = "湖北", .level = Level::province, .parent = group_unit},
         {.code = wuhan, .name_zh = "武汉", .level = Level::city, .parent = hubei},
         {.code = wuchang, .name_zh = "武昌", .level = Level::county, .parent = wuhan}}}));
    handle(element::Command(element::Import{{{.id = "BS-1",
                                              .name = "一号站",
                                              .kind = element::Kind::base_station,
                                              .region = wuchang}}}));
    handle(site::Command(
        site::Import{{{.id = "H-1",
                       .name_zh = "医院",
                       .kind = site::Kind::hospital,
                       .tier = 1,
                       .region = wuchang,
                       .unit = wuhan,
                       .services = {{.kind = site::Service::voice, .elements = {"BS-1"}}}}}}));
    desk->take_touched();
  }
  template <class Command>
  void handle(Command command) {
    std::optional<journal::Batch> batch;
    const auto outcome =
        desk->handle(desk::intent(desk::system_actor(), std::move(command)), noon, batch);
    for (const auto& answer : outcome.each)
      REQUIRE_MESSAGE(answer.has_value(), answer.error().name, " ", answer.error().field);
  }
  desk::LiveTick tick() {
    desk::LiveTick made{
        .desk = group_unit, .position = desk->position(), .rows = {}, .figures = {}};
    render_tick(desk->take_touched(), desk->nouns(), made);
    return made;
  }
  void raise(const std::string& condition, alarm::Severity severity,
             const std::string& source = "BS-1") {
    handle(alarm::Command(alarm::Raise{
        .source_name = source, .condition = condition, .severity = severity, .reported_at = noon}));
  }
};

std::string ground_text(const std::vector<UnitCode>& ground) {
  std::string text;
  for (const UnitCode unit : ground) text += to_text(unit) + " ";
  return text;
}

// The rows of a list with their ground.
std::string rows_of(const desk::LiveTick& tick, std::string_view list) {
  std::string text;
  for (const auto& row : tick.rows) {
    if (row.list != list) continue;
    JsonDocument document;
    const auto json = document.parse(row.json);
    REQUIRE(json.has_value());
    text += std::string(json->at("id")->text()) + ": " + ground_text(row.ground) + "; ";
  }
  return text;
}

// A figure of the picture summed over the group, as "sites.down".
int64_t figure(const desk::LiveTick& tick, const std::string& group, const std::string& name) {
  desk::Figures sum{};
  for (const auto& unit : tick.figures)
    for (size_t i = 0; i < sum.size(); ++i) sum[i] += unit.figures[i];
  std::string text;
  write_picture(text, sum, {{group_unit, tick.position}});
  JsonDocument document;
  const auto picture = document.parse(text);
  REQUIRE(picture.has_value());
  const auto of = picture->at(group);
  REQUIRE(of);
  REQUIRE(of->at(name));
  return of->at(name)->integer().value_or(-1);
}

}  // namespace

TEST_CASE("the picture has every figure that the console shows, each in its place") {
  desk::Figures figures{};
  for (size_t i = 0; i < figures.size(); ++i) figures[i] = i + 1;
  std::string text;
  write_picture(text, figures, {{group_unit, 12}, {hubei, 3}});
  CHECK(text ==
        R"({"position":"100000.12-420000.3",)"
        R"("sites":{"normal":1,"suppressed":2,"stale":3,"degraded":4,"down":5},)"
        R"("alarms":{"open":6,"unacknowledged":7,"unmapped":8,"indeterminate":9,"warning":10,)"
        R"("minor":11,"major":12,"critical":13,"reports_total":14},)"
        R"("incidents":{"open":15,"warning":16,"minor":17,"major":18,"critical":19},)"
        R"("orders":{"open":20,"overdue":21,"unacknowledged":22}})");
}

TEST_CASE("a quiet country has its sites normal and nothing else") {
  Scene scene;
  const auto tick = scene.tick();
  CHECK(tick.rows.empty());
  CHECK(figure(tick, "sites", "normal") == 1);
  CHECK(figure(tick, "sites", "down") == 0);
  CHECK(figure(tick, "alarms", "open") == 0);
  CHECK(figure(tick, "incidents", "open") == 0);
  CHECK(figure(tick, "orders", "open") == 0);
  REQUIRE(tick.figures.size() >= 1);
}

TEST_CASE("an alarm that takes a site down shows in every list and figure") {
  Scene scene;
  scene.raise("power lost", alarm::Severity::critical);
  const auto tick = scene.tick();
  CHECK(rows_of(tick, "sites") == "H-1: 420100 420000 100000 ; ");
  CHECK(rows_of(tick, "alarms").starts_with("100000-1: 420106 420100 420000 100000 ; "));
  CHECK(rows_of(tick, "incidents").starts_with("100000-1: "));
  CHECK(tick.alarms_more == 0);
  CHECK(figure(tick, "sites", "normal") == 0);
  CHECK(figure(tick, "sites", "down") == 1);
  CHECK(figure(tick, "alarms", "open") == 1);
  CHECK(figure(tick, "alarms", "critical") == 1);
  CHECK(figure(tick, "alarms", "unacknowledged") == 1);
  CHECK(figure(tick, "alarms", "unmapped") == 0);
  CHECK(figure(tick, "alarms", "reports_total") == 1);
  CHECK(figure(tick, "incidents", "open") == 1);
  CHECK(scene.tick().rows.empty());  // once
}

TEST_CASE("an alarm of a source that nobody knows counts as unmapped") {
  Scene scene;
  scene.raise("link down", alarm::Severity::minor, "somewhere");
  const auto tick = scene.tick();
  CHECK(figure(tick, "alarms", "unmapped") == 1);
  CHECK(figure(tick, "alarms", "minor") == 1);
}

TEST_CASE("a storm shows its newest fifty alarms and says how many more there are") {
  Scene scene;
  for (int i = 0; i < 70; ++i)
    scene.raise("condition " + std::to_string(i), alarm::Severity::warning);
  const auto tick = scene.tick();
  size_t shown = 0;
  bool has_oldest = false, has_newest = false;
  for (const auto& row : tick.rows) {
    if (row.list != "alarms") continue;
    ++shown;
    has_oldest = has_oldest || row.json.find("\"id\":\"100000-1\"") != std::string::npos;
    has_newest = has_newest || row.json.find("\"id\":\"100000-70\"") != std::string::npos;
  }
  CHECK(shown == 50);
  CHECK(tick.alarms_more == 20);
  CHECK(has_newest);
  CHECK(!has_oldest);
  CHECK(figure(tick, "alarms", "open") == 70);
}

TEST_CASE("an order counts for each unit that owes its word or its end") {
  Scene scene;
  scene.handle(order::Command(order::Issue{.what = {.subject_zh = "保障",
                                                    .text = "x",
                                                    .priority = order::Priority::urgent,
                                                    .issuer = group_unit,
                                                    .acknowledge_within_s = 600,
                                                    .finish_within_s = 3600},
                                           .recipients = {wuhan, wuchang}}));
  const auto tick = scene.tick();
  CHECK(rows_of(tick, "orders").starts_with("100000-1: "));
  CHECK(figure(tick, "orders", "open") == 2);
  CHECK(figure(tick, "orders", "unacknowledged") == 2);
  CHECK(figure(tick, "orders", "overdue") == 0);
  scene.handle(order::Command(order::Acknowledge{.id = {group_unit.value, 1}, .unit = wuhan}));
  CHECK(figure(scene.tick(), "orders", "unacknowledged") == 1);
  scene.handle(
      order::Command(order::Finish{.id = {group_unit.value, 1}, .unit = wuhan, .note = "done"}));
  CHECK(figure(scene.tick(), "orders", "open") == 1);
}

}  // namespace lifeline::app
