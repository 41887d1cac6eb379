// SPDX-License-Identifier: Apache-2.0
#include "app/system_api.h"

#include <algorithm>
#include <mutex>

#include "app/picture.h"
#include "base/json_write.h"
#include "base/limits.h"
#include "command/unit/view.h"
#include "desk/following.h"

namespace lifeline::app {

struct ClockRow {
  Instant now;
  double speed = 1;
  bool rehearsal = false;
  std::string zone;
  std::string scenario;
};
LIFELINE_STRUCT(ClockRow, now, speed, rehearsal, zone, scenario)

struct Follower {
  UnitCode desk;
  uint64_t position = 0;  // of the other's journal, heard up to
};
LIFELINE_STRUCT(Follower, desk, position)

struct DeskRow {
  UnitCode desk;
  std::string name_zh;
  std::string name_en;
  uint64_t position = 0;
  Instant heard_at;  // the newest event that headquarters has heard of
  bool stale = false;
  Instant stale_since;  // headquarters cannot hear it
  std::vector<Follower> followers;
};
LIFELINE_STRUCT(DeskRow, desk, name_zh, name_en, position, heard_at, stale, stale_since, followers)

namespace {

using desk::Desks;
using desk::Reply;
using SharedRequest = std::shared_ptr<const desk::Request>;

void show_clock(const Clock& clock, const Setting& setting, Reply reply) {
  reply(desk::json_response(200, to_json(ClockRow{.now = clock.now(),
                                                  .speed = clock.speed(),
                                                  .rehearsal = clock.is_scenario(),
                                                  .zone = setting.zone,
                                                  .scenario = setting.scenario})));
}

// What each desk says of itself, combined when all have spoken.
struct Round {
  std::mutex mutex;
  desk::Figures figures{};
  desk::Positions positions;
  std::map<UnitCode, DeskRow> rows;
  std::map<UnitCode, std::map<UnitCode, desk::following::Point>> heard;
  desk::Silence silence;  // towards headquarters
};

void show_picture(const SharedRequest& request, Desks& desks, Reply reply) {
  auto round = std::make_shared<Round>();
  desks.read_each(
      [round, scope = request->caller.unit](size_t, UnitCode id, const desk::Nouns& nouns) {
        desk::LiveTick tick{.desk = id, .rows = {}, .figures = {}};
        render_tick({}, nouns, tick);
        const std::lock_guard lock(round->mutex);
        round->positions[id] = nouns.get<desk::Position>().value;
        for (const auto& unit : tick.figures) {
          if (std::ranges::find(unit.ground, scope) == unit.ground.end()) continue;
          for (size_t i = 0; i < unit.figures.size(); ++i) round->figures[i] += unit.figures[i];
        }
      },
      [round] {
        std::string out;
        write_picture(out, round->figures, round->positions);
        return desk::json_response(200, std::move(out));
      },
      std::move(reply));
}

void list_desks(Desks& desks, Reply reply) {
  auto round = std::make_shared<Round>();
  desks.read_each(
      [round](size_t, UnitCode id, const desk::Nouns& nouns) {
        const auto& units = nouns.get<unit::State>().units;
        const auto named = units.find(id);
        DeskRow row{.desk = id,
                    .name_zh = {},
                    .name_en = {},
                    .position = nouns.get<desk::Position>().value,
                    .heard_at = {},
                    .stale_since = {},
                    .followers = {}};
        if (named != units.end()) row.name_zh = named->second.name_zh;
        if (named != units.end()) row.name_en = named->second.name_en;
        const std::lock_guard lock(round->mutex);
        round->heard[id] = nouns.get<desk::following::State>().heard;
        if (id == group_unit) round->silence = nouns.get<desk::Silence>();
        round->rows[id] = std::move(row);
      },
      [round] {
        std::vector<DeskRow> rows;
        for (auto& [id, row] : round->rows) {
          for (const auto& [follower, heard] : round->heard)
            if (const auto point = heard.find(id); point != heard.end())
              row.followers.push_back({.desk = follower, .position = point->second.position});
          if (const auto at = round->heard[group_unit].find(id);
              at != round->heard[group_unit].end())
            row.heard_at = at->second.heard_at;
          if (const auto since = round->silence.since.find(id);
              since != round->silence.since.end()) {
            row.stale = true;
            row.stale_since = since->second;
          }
          rows.push_back(std::move(row));
        }
        return desk::json_response(200, to_json(rows));
      },
      std::move(reply));
}

}  // namespace

desk::Routes system_routes(const Clock& clock, const Setting& setting) {
  using desk::Role;
  const auto clock_here = [&clock, &setting](auto, auto&, auto reply) {
    show_clock(clock, setting, std::move(reply));
  };
  const auto desks_here = [](auto, auto& desks, auto reply) {
    list_desks(desks, std::move(reply));
  };
  return {
      {"GET", "/api/v1/clock", "show_clock", "system", "The time that the desks go by",
       Role::nobody, clock_here},
      {"GET", "/api/v1/picture", "show_picture", "system",
       "How many of everything, on the caller's ground", Role::viewer, show_picture},
      {"GET", "/api/v1/desks", "list_desks", "system", "The desks and how far they follow",
       Role::viewer, desks_here},
  };
}

}  // namespace lifeline::app
