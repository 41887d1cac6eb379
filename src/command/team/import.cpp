// SPDX-License-Identifier: Apache-2.0
#include "command/team/import.h"

#include <array>
#include <unordered_map>

#include "base/limits.h"
#include "command/team/checks.h"
#include "command/unit/model.h"

namespace lifeline::team {
namespace {

struct Importing {
  using Row = Known;
  using Command = team::Command;
  static constexpr std::string_view noun = "team";
  static constexpr std::string_view path = "/api/v1/teams/import";
  static constexpr std::array<std::string_view, 8> columns = {
      "id", "kind", "name_zh", "name_en", "unit", "leader", "region", "purpose"};
  static constexpr std::string_view ground_column = "unit";

  static Known read(desk::RowFields& fields) {
    Known team;
    team.id = fields.id("id");
    team.what.kind = fields.word<Kind>("kind");
    team.what.name_zh = fields.name("name_zh");
    team.what.name_en = fields.optional_name("name_en");
    team.what.unit = fields.code("unit");
    team.what.leader = fields.optional_name("leader");
    team.what.region = fields.optional_code("region");
    team.what.purpose = fields.text("purpose");
    if (team.what.name_en.empty()) team.what.name_en = team.what.name_zh;
    if (!team.what.region) team.what.region = team.what.unit;
    return team;
  }
  static std::string id(const Known& team) { return team.id; }
  static UnitCode desk_of(const Known& team, const desk::Plan& plan) {
    return plan.desk_of(team.what.unit);
  }
  static desk::Checked check(const std::vector<Known>& teams, const desk::Nouns& nouns,
                             const desk::Actor& who) {
    return team::check(nouns.get<State>(), teams, nouns, who);
  }
  static bool is_known(const std::string& id, const desk::Nouns& nouns) {
    return nouns.get<State>().teams.contains(id);
  }
  static Command command(std::vector<Known> teams) { return Import{.teams = std::move(teams)}; }
};

Result<void> unit_must_be_right(UnitCode unit, std::string_view column, const desk::Nouns& nouns,
                                const desk::Actor& who) {
  const auto& units = nouns.get<unit::State>();
  if (!units.units.contains(unit)) return invalid("unit_must_be_known", column, to_text(unit));
  if (who.role == desk::Role::system || unit::is_within(units, unit, who.unit)) return {};
  return refuse(Code::forbidden, "unit_must_be_within_reach", column,
                to_text(unit) + " is not below " + to_text(who.unit));
}

// An id such as 420000-17 is one that a desk gives to a team that comes without.
Result<void> id_must_be_free(const Known& team) {
  const auto given = parse_id<Tag>(team.id);
  if (!given || !*given) return {};
  return invalid("id_must_not_be_a_serial", "id", team.id + " is one that a desk gives");
}

}  // namespace

desk::Checked check(const State& state, const std::vector<Known>& teams, const desk::Nouns& nouns,
                    const desk::Actor& who) {
  desk::Checked checked;
  const auto find = [&](size_t row, const Result<void>& rule) {
    if (!rule) checked.findings.push_back({.row = row, .error = rule.error()});
  };
  for (size_t row = 0; row < teams.size(); ++row) {
    const Known& team = teams[row];
    const auto found = state.teams.find(team.id);
    const bool is_new = found == state.teams.end();
    ++(is_new                            ? checked.added
       : found->second.what == team.what ? checked.unchanged
                                         : checked.changed);
    find(row, unit_must_be_right(team.what.unit, "unit", nouns, who));
    if (!is_new) find(row, unit_must_be_right(found->second.what.unit, "unit", nouns, who));
    if (is_new) find(row, id_must_be_free(team));
    find(row, must_have_texts(team.what));
    if (is_new && state.teams.size() + checked.added > limits::teams_max)
      find(row, too_many("teams_must_be_fewer"));
  }
  return checked;
}

desk::Checked check(const State& state, const std::vector<Listed>& members,
                    const desk::Nouns& nouns, const desk::Actor& who) {
  desk::Checked checked;
  const auto find = [&](size_t row, const Result<void>& rule) {
    if (!rule) checked.findings.push_back({.row = row, .error = rule.error()});
  };
  std::unordered_map<std::string, size_t> added;
  for (size_t row = 0; row < members.size(); ++row) {
    const auto& [id, member] = members[row];
    const auto found = state.teams.find(id);
    if (found == state.teams.end()) {
      find(row, invalid("team_must_be_known", "team", id));
      continue;
    }
    const Team& team = found->second;
    const Member* known = find_present(team, member);
    ++(known == nullptr                 ? checked.added
       : has_same_facts(*known, member) ? checked.unchanged
                                        : checked.changed);
    find(row, unit_must_be_right(team.what.unit, "team", nouns, who));
    find(row, must_be_a_member(member, {}, nouns));
    if (known == nullptr && team.members.size() + ++added[id] > limits::team_members_max)
      find(row, invalid("members_must_be_fewer", "team", id));
  }
  return checked;
}

desk::Route import_route() { return desk::import_route<Importing>(); }

}  // namespace lifeline::team
