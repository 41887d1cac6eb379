// SPDX-License-Identifier: Apache-2.0
#include "base/limits.h"
#include "base/text.h"
#include "command/job/api.h"
#include "command/job/count.h"
#include "command/unit/view.h"
#include "desk/asked.h"
#include "desk/exchange.h"

namespace lifeline::job {
namespace {

struct CountRow {
  UnitCode unit;
  std::string name_zh;
  std::string name_en;
  std::string day;
  uint64_t outings = 0;
  uint64_t person_times = 0;
  uint64_t vehicle_times = 0;
};
LIFELINE_STRUCT(CountRow, unit, name_zh, name_en, day, outings, person_times, vehicle_times)

struct CountAnswer {
  UnitCode unit;
  Instant from;
  Instant until;
  int64_t zone_minutes = 0;
  Figures total;
  std::vector<CountRow> rows;
};
LIFELINE_STRUCT(CountAnswer, unit, from, until, zone_minutes, total, rows)

Result<void> must_be_a_period(const Asked& asked) {
  if (asked.until && asked.until <= asked.from) return invalid("from_must_be_before_until", "from");
  const Instant last = seconds_after(asked.from, limits::field_count_days_max * 24 * 3600);
  if (asked.by_day && asked.from && asked.until > last)
    return invalid("period_must_be_shorter", "from",
                   "at most " + std::to_string(limits::field_count_days_max) + " days");
  return {};
}

Result<Asked> asked_of(const desk::Request& request) {
  Asked asked;
  if (const auto by = request.query_value("by"); !by.empty()) {
    asked.by_unit = false;
    for (const std::string_view word : split(by, ',')) {
      if (word != "unit" && word != "day")
        return invalid("value_must_be_well_formed", "by", "unit, day or unit,day");
      (word == "unit" ? asked.by_unit : asked.by_day) = true;
    }
  }
  const auto over = desk::span_of(request);
  if (!over) return tl::unexpected(over.error());
  asked.unit = over->unit;
  asked.from = over->from;
  asked.until = over->until;
  asked.zone_minutes = over->zone_minutes;
  if (auto period = must_be_a_period(asked); !period) return tl::unexpected(period.error());
  return asked;
}

// Each desk fills its own share; they are joined when all have spoken.
struct Round {
  Asked asked;
  std::vector<Rows> shares;  // by desk
  unit::State tree;          // of headquarters' desk, as what follows
  bool is_within_reach = true;
};

desk::Response answer_of(const Round& round) {
  if (!round.is_within_reach) return desk::problem(forbidden("unit_must_be_within_reach").value());
  Rows rows;
  CountAnswer answer{.unit = round.asked.unit,
                     .from = round.asked.from,
                     .until = round.asked.until,
                     .zone_minutes = round.asked.zone_minutes,
                     .total = {},
                     .rows = {}};
  for (const Rows& share : round.shares)
    for (const auto& [key, figures] : share) {
      add(rows[key], figures);
      add(answer.total, figures);
    }
  for (const auto& [key, figures] : rows) {
    CountRow row{.unit = key.unit,
                 .name_zh = {},
                 .name_en = {},
                 .day = key.day,
                 .outings = figures.outings,
                 .person_times = figures.person_times,
                 .vehicle_times = figures.vehicle_times};
    const auto named = round.tree.units.find(key.unit);
    if (named != round.tree.units.end()) row.name_zh = named->second.name_zh;
    if (named != round.tree.units.end()) row.name_en = named->second.name_en;
    answer.rows.push_back(std::move(row));
  }
  return desk::row_response(200, answer);
}

void show_count(const desk::Requested& request, desk::Desks& desks, desk::Reply reply) {
  const auto asked = asked_of(*request);
  if (!asked) return reply(desk::problem(asked.error()));
  const auto round = std::make_shared<Round>();
  round->asked = *asked;
  round->shares.resize(desks.plan().desks().size());
  const auto look = [round, request](size_t index, UnitCode, const desk::Nouns& nouns) {
    const auto& tree = nouns.get<unit::State>();
    const bool is_within = unit::is_within(tree, round->asked.unit, request->caller.unit);
    if (index == 0) round->tree = tree;
    if (index == 0) round->is_within_reach = is_within;
    if (is_within) round->shares[index] = count(nouns.get<State>(), nouns, round->asked);
  };
  desks.read_each(
      look, [round] { return answer_of(*round); }, std::move(reply));
}

}  // namespace

desk::Route count_route() {
  return {.method = "GET",
          .path = "/api/v1/fieldCounts",
          .operation = "count_outings",
          .tag = "job",
          .summary = "Outings of crews, person-times and vehicle-times, by unit and day",
          .handler = show_count,
          .parameters = {{"by", "unit, day or unit,day; unit unless given"},
                         {"unit", "and all below it; the caller's unless given"},
                         {"from", "RFC 3339; from the beginning unless given"},
                         {"until", "RFC 3339, not included; no end unless given"},
                         {"zone_minutes", "of the days, ahead of UTC; 480 unless given"}},
          .answer_schema = json_schema<CountAnswer>()};
}

}  // namespace lifeline::job
