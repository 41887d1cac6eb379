// SPDX-License-Identifier: Apache-2.0
#include "command/team/api.h"
#include "command/team/view.h"
#include "command/unit/view.h"
#include "desk/asked.h"
#include "desk/exchange.h"

namespace lifeline::team {
namespace {

constexpr int64_t day_s = 24 * 3600;
constexpr int64_t usual_days = 7;

/// A row of a count: the unit, kind or day, and what narrows a list of teams, members or tasks to
/// it.
struct CountRow {
  std::string key;
  std::string name_zh;  // of a unit
  std::string name_en;
  std::string filter;  // "province=420000"; "" for a day
  uint64_t teams = 0;
  uint64_t posts = 0;
  uint64_t people = 0;
  uint64_t at_work = 0;
  uint64_t person_times = 0;
  double hours = 0;
  uint64_t tasks_done = 0;
};
LIFELINE_STRUCT(CountRow, key, name_zh, name_en, filter, teams, posts, people, at_work,
                person_times, hours, tasks_done)

struct CountAnswer {
  By by = By::unit;
  UnitCode unit;
  Instant from;
  Instant until;
  int64_t zone_minutes = 0;
  CountRow total;
  std::vector<CountRow> rows;
};
LIFELINE_STRUCT(CountAnswer, by, unit, from, until, zone_minutes, total, rows)

Result<Period> period_of(const desk::Span& over, By by, Instant now) {
  Period period{.from = over.from, .until = over.until};
  if (by == By::day) {
    if (!period.until) period.until = seconds_after(now, 1);
    if (!period.from) period.from = seconds_after(period.until, -usual_days * day_s);
    if (period.until > seconds_after(period.from, limits::team_count_days_max * day_s))
      return invalid("period_must_be_shorter", "from",
                     "at most " + std::to_string(limits::team_count_days_max) + " days");
  }
  if (period.until && period.until <= period.from)
    return invalid("from_must_be_before_until", "from");
  return period;
}

Result<Asked> asked_of(const desk::Request& request, Instant now) {
  Asked asked{.unit = {}, .period = {}, .now = now};
  if (const auto by = request.query_value("by"); !by.empty() && !enum_from_text(by, asked.by))
    return invalid("value_must_be_well_formed", "by", "unit, kind or day");
  const auto over = desk::span_of(request);
  if (!over) return tl::unexpected(over.error());
  asked.unit = over->unit;
  asked.zone_minutes = over->zone_minutes;
  const auto period = period_of(*over, asked.by, now);
  if (!period) return tl::unexpected(period.error());
  asked.period = *period;
  return asked;
}

std::string filter_of(By by, const std::string& key, UnitCode top, const unit::State& tree) {
  if (by == By::day) return {};
  if (by == By::kind) return "kind=" + key;
  const auto code = parse_unit_code(key).value_or(UnitCode{});
  const auto found = tree.units.find(code);
  const auto level = found == tree.units.end() ? unit::Level::grid : found->second.level;
  const bool has_column =
      level == unit::Level::province || level == unit::Level::city || level == unit::Level::county;
  if (code == top || !has_column) return "unit=" + key;
  return std::string(enum_text(level)) + "=" + key;
}

CountRow row_of(const Figures& figures) {
  return {.key = {},
          .name_zh = {},
          .name_en = {},
          .filter = {},
          .teams = figures.teams,
          .posts = figures.posts,
          .people = figures.people,
          .at_work = figures.at_work,
          .person_times = figures.person_times,
          .hours = figures.hours,
          .tasks_done = figures.tasks_done};
}

// What one desk says of itself.
struct Share {
  Rows rows;
  Figures total;
};

// Each desk fills its own share; they are joined when all have spoken.
struct Round {
  Asked asked;
  std::vector<Share> shares;  // by desk
  unit::State tree;           // of headquarters' desk, as what follows
  bool is_within_reach = true;
  Rows rows;
  Figures total;
};

void look_at(Round& round, size_t index, const desk::Nouns& nouns, const desk::Actor& caller) {
  const auto& tree = nouns.get<unit::State>();
  const bool is_within = unit::is_within(tree, round.asked.unit, caller.unit);
  if (index == 0) {
    round.tree = tree;
    round.is_within_reach = is_within;
  }
  if (!is_within) return;
  const auto& state = nouns.get<State>();
  round.shares[index] = {.rows = count(state, nouns, round.asked),
                         .total = total(state, nouns, round.asked)};
}

void join(Round& round) {
  for (const Share& share : round.shares) {
    for (const auto& [key, figures] : share.rows) add(round.rows[key], figures);
    add(round.total, share.total);
  }
}

desk::Response answer_of(Round& round) {
  if (!round.is_within_reach) return desk::problem(forbidden("unit_must_be_within_reach").value());
  join(round);
  const Asked& asked = round.asked;
  CountAnswer answer{.by = asked.by,
                     .unit = asked.unit,
                     .from = asked.period.from,
                     .until = asked.period.until,
                     .zone_minutes = asked.zone_minutes,
                     .total = row_of(round.total),
                     .rows = {}};
  for (const auto& [key, figures] : round.rows) {
    CountRow row = row_of(figures);
    row.key = key;
    row.filter = filter_of(asked.by, key, asked.unit, round.tree);
    const auto code = asked.by == By::unit ? parse_unit_code(key) : std::nullopt;
    const auto named = code ? round.tree.units.find(*code) : round.tree.units.end();
    if (named != round.tree.units.end()) row.name_zh = named->second.name_zh;
    if (named != round.tree.units.end()) row.name_en = named->second.name_en;
    answer.rows.push_back(std::move(row));
  }
  return desk::row_response(200, answer);
}

void show_count(const desk::Requested& request, desk::Desks& desks, desk::Reply reply) {
  const auto asked = asked_of(*request, desks.now());
  if (!asked) return reply(desk::problem(asked.error()));
  const auto round = std::make_shared<Round>();
  round->asked = *asked;
  round->shares.resize(desks.plan().desks().size());
  desks.read_each(
      [round, request](size_t index, UnitCode, const desk::Nouns& nouns) {
        look_at(*round, index, nouns, request->caller);
      },
      [round] { return answer_of(*round); }, std::move(reply));
}

}  // namespace

desk::Route count_route() {
  return {.method = "GET",
          .path = "/api/v1/teams/count",
          .operation = "count_teams",
          .tag = "team",
          .summary =
              "Teams, posts, people, person-times, hours and tasks done, by unit, kind or "
              "day; `filter` narrows a list to what a row has counted",
          .handler = show_count,
          .parameters = {{"by", "unit, kind or day; unit unless given"},
                         {"unit", "and all below it; the caller's unless given"},
                         {"from", "RFC 3339; from the beginning, or a week by day"},
                         {"until", "RFC 3339, not included; no end, or now by day"},
                         {"zone_minutes", "of the days, ahead of UTC; 480 unless given"}},
          .answer_schema = json_schema<CountAnswer>()};
}

}  // namespace lifeline::team
