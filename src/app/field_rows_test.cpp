// SPDX-License-Identifier: Apache-2.0
#include "app/field_rows.h"

#include <doctest/doctest.h>

#include "app/modules.h"
#include "app/picture.h"
#include "base/json_read.h"
#include "command/crew/view.h"
#include "command/dispatch/view.h"
#include "command/job/view.h"
#include "command/unit/view.h"
#include "command/vehicle/view.h"

namespace lifeline::app {
namespace {

constexpr UnitCode province_unit{420000};
constexpr UnitCode city_unit{420100};
constexpr Instant dawn{1'579'780'800'000'000};
constexpr LonLat depot{114.3, 30.6};
constexpr job::JobId first_job{province_unit.value, 1};

job::What splice() {
  job::What what;
  what.title_zh = "抢修光缆";
  what.unit = city_unit;
  what.place = depot;
  return what;
}

dispatch::Proposal proposal_of(job::JobId job, std::string crew) {
  dispatch::Proposal one;
  one.job = job;
  one.crew = std::move(crew);
  one.position = 1;
  one.start_at = dawn;
  return one;
}

// A province's desk with a city, a crew and its car.
struct Field {
  std::unique_ptr<desk::Desk> desk =
      make_desk(province_unit, desk::Plan({group_unit, province_unit}));

  Field() {
    using unit::Level;
    handle(unit::Command(unit::Adopt{
        {{.code = group_unit, .name_zh = "集团", .level = Level::group},
         {.code = province_unit, .name_zh = "湖北", .level = Level::province, .parent = group_unit},
         {.code = city_unit, .name_zh = "武汉", .level = Level::city, .parent = province_unit}}}));
    vehicle::Entry car;
    car.id = "V1";
    car.kind = vehicle::Kind::power_car;
    car.name_zh = "发电车";
    car.unit = city_unit;
    handle(vehicle::Command(vehicle::Import{{car}}));
    handle(crew::Command(crew::Import{{crew_entry_of("C1")}}));
    desk->take_touched();
  }
  static crew::Entry crew_entry_of(std::string id) {
    crew::Entry entry;
    entry.id = std::move(id);
    entry.name_zh = "一班";
    entry.unit = city_unit;
    entry.size = 3;
    entry.phone = "+8613800001111";
    entry.base = depot;
    return entry;
  }
  template <class Command>
  void handle(Command command) {
    std::optional<journal::Batch> batch;
    const auto outcome =
        desk->handle(desk::intent(desk::system_actor(), std::move(command)), dawn, batch);
    for (const auto& answer : outcome.each)
      REQUIRE_MESSAGE(answer.has_value(), answer.error().name, " ", answer.error().field);
  }
  void propose(std::vector<dispatch::Proposal> proposals) {
    handle(dispatch::Command(dispatch::Propose{.proposals = std::move(proposals),
                                               .figures = {.began_at = dawn, .made_at = dawn}}));
  }
  desk::LiveTick tick() {
    desk->note_time(dawn);
    desk::LiveTick made{
        .desk = province_unit, .position = desk->position(), .rows = {}, .figures = {}};
    render_tick(desk->take_touched(), desk->nouns(), made);
    return made;
  }
};

std::vector<desk::LiveRow> in_list(const desk::LiveTick& tick, std::string_view list) {
  std::vector<desk::LiveRow> rows;
  for (const auto& row : tick.rows)
    if (row.list == list) rows.push_back(row);
  return rows;
}

std::string member_of(const desk::LiveRow& row, std::string_view name) {
  JsonDocument document;
  const auto json = document.parse(row.json);
  REQUIRE(json.has_value());
  const auto value = json->at(name);
  return value ? std::string(value->text()) : "absent";
}

}  // namespace

TEST_CASE("a job that is made shows to its ground and all above") {
  Field field;
  field.handle(job::Command(job::Create{splice()}));
  const auto jobs = in_list(field.tick(), "jobs");
  REQUIRE(jobs.size() == 1);
  CHECK(member_of(jobs[0], "id") == "420000-1");
  CHECK(member_of(jobs[0], "state") == "open");
  CHECK(jobs[0].ground == std::vector{city_unit, province_unit, group_unit});
  CHECK(field.tick().rows.empty());  // once
}

TEST_CASE("a plan shows what has changed of it, and its figures to the whole desk") {
  Field field;
  field.handle(job::Command(job::Create{splice()}));
  field.tick();
  field.propose({proposal_of(first_job, "C1")});
  const auto planned = field.tick();
  const auto proposals = in_list(planned, "proposals");
  REQUIRE(proposals.size() == 1);
  CHECK(member_of(proposals[0], "id") == "420000-1/1");
  CHECK(member_of(proposals[0], "crew") == "C1");
  CHECK(member_of(proposals[0], "title_zh") == "抢修光缆");
  const auto plans = in_list(planned, "plans");
  REQUIRE(plans.size() == 1);
  CHECK(member_of(plans[0], "unit") == "420000");
  CHECK(plans[0].ground == std::vector{province_unit, group_unit, city_unit});
  field.propose({proposal_of(first_job, "C1")});
  const auto same = field.tick();
  CHECK(in_list(same, "proposals").empty());
  CHECK(in_list(same, "plans").size() == 1);
}

TEST_CASE("a proposal that is withdrawn, or whose job is over, is said to be gone") {
  Field field;
  field.handle(job::Command(job::Create{splice()}));
  field.propose({proposal_of(first_job, "C1")});
  field.tick();
  field.propose({});
  const auto withdrawn = in_list(field.tick(), "proposals_gone");
  REQUIRE(withdrawn.size() == 1);
  CHECK(withdrawn[0].json == R"("420000-1/1")");
  CHECK(withdrawn[0].ground == std::vector{city_unit, province_unit, group_unit});
  field.propose({proposal_of(first_job, "C1")});
  field.tick();
  field.handle(job::Command(job::Cancel{.id = first_job, .why = "通了"}));
  const auto over = field.tick();
  CHECK(member_of(in_list(over, "jobs").at(0), "state") == "cancelled");
  CHECK(in_list(over, "proposals_gone").size() == 1);
  CHECK(in_list(over, "proposals").empty());
}

TEST_CASE("a proposal shows again when its job changes") {
  Field field;
  field.handle(job::Command(job::Create{splice()}));
  field.propose({proposal_of(first_job, "C1")});
  field.tick();
  job::What what = splice();
  what.title_zh = "抢修微波";
  field.handle(job::Command(job::Change{.id = first_job, .what = what}));
  const auto proposals = in_list(field.tick(), "proposals");
  REQUIRE(proposals.size() == 1);
  CHECK(member_of(proposals[0], "title_zh") == "抢修微波");
}

TEST_CASE("roads that are closed and opened, and the mode, show to the whole desk") {
  Field field;
  field.handle(dispatch::Command(dispatch::CloseRoad{.closure = {.id = {},
                                                                 .unit = city_unit,
                                                                 .place = depot,
                                                                 .radius_m = 400,
                                                                 .from = {},
                                                                 .until = seconds_after(dawn, 3600),
                                                                 .reason = "塌方",
                                                                 .by = {}}}));
  const auto closed = in_list(field.tick(), "closures");
  REQUIRE(closed.size() == 1);
  CHECK(member_of(closed[0], "id") == "420000-1");
  field.handle(
      dispatch::Command(dispatch::OpenRoad{.id = {province_unit.value, 1}, .reason = "通了"}));
  const auto opened = in_list(field.tick(), "closures_gone");
  REQUIRE(opened.size() == 1);
  CHECK(opened[0].json == R"("420000-1")");
  CHECK(opened[0].ground == std::vector{province_unit, group_unit, city_unit});
  field.handle(dispatch::Command(dispatch::SetMode{.mode = dispatch::Mode::automatic}));
  CHECK(member_of(in_list(field.tick(), "plans").at(0), "mode") == "automatic");
}

TEST_CASE("a crew's row goes out without its phone, and a vehicle's as it is") {
  Field field;
  field.handle(crew::Command(crew::SetWatch{.id = "C1", .interval_s = 900}));
  const auto crews = in_list(field.tick(), "crews");
  REQUIRE(crews.size() == 1);
  CHECK(member_of(crews[0], "id") == "C1");
  CHECK(member_of(crews[0], "phone") == "absent");
  CHECK(crews[0].ground == std::vector{city_unit, province_unit, group_unit});
  field.handle(vehicle::Command(vehicle::TakeOut{.id = "V1", .reason = "抛锚"}));
  const auto vehicles = in_list(field.tick(), "vehicles");
  REQUIRE(vehicles.size() == 1);
  CHECK(member_of(vehicles[0], "out_of_service_reason") == "抛锚");
}

TEST_CASE("positions that are told at once show each of their crews") {
  Field field;
  field.handle(
      crew::Command(crew::Import{{Field::crew_entry_of("C2"), Field::crew_entry_of("C3")}}));
  CHECK(in_list(field.tick(), "crews").size() == 2);
  field.handle(crew::Command(crew::ReportPositions{
      {{.id = "C1", .place = depot, .at = dawn}, {.id = "C2", .place = depot, .at = dawn}}}));
  CHECK(in_list(field.tick(), "crews").size() == 2);
}

TEST_CASE("of more crews than a message takes it says that there are more") {
  Field field;
  std::vector<crew::Entry> many;
  for (size_t i = 0; i < field_rows_max + 5; ++i)
    many.push_back(Field::crew_entry_of("N" + std::to_string(i)));
  field.handle(crew::Command(crew::Import{many}));
  const auto imported = field.tick();
  CHECK(in_list(imported, "crews").size() == field_rows_max);
  REQUIRE(in_list(imported, "more").size() == 1);
  CHECK(in_list(imported, "more")[0].json == R"("crews")");
  field.handle(crew::Command(crew::Remove{.id = "N1", .reason = "合并"}));
  const auto removed = field.tick();
  CHECK(in_list(removed, "crews").empty());
  REQUIRE(in_list(removed, "more").size() == 1);
}

}  // namespace lifeline::app
