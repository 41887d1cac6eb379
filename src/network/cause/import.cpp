// SPDX-License-Identifier: Apache-2.0
#include "network/cause/import.h"

#include <algorithm>
#include <array>
#include <map>

#include "desk/row_type.h"

namespace lifeline::cause {
namespace {

bool is_score(double score) { return score > 0 && score <= 1; }

struct Importing {
  using Row = Edge;
  using Command = cause::Command;
  static constexpr std::string_view noun = "cause";
  static constexpr std::string_view path = "/api/v1/causes/import";
  static constexpr std::array<std::string_view, 3> columns = {"cause", "effect", "score"};
  static constexpr std::string_view ground_column = "effect";
  static constexpr UnitCode home = group_unit;

  static Edge read(desk::RowFields& fields) {
    return {.cause = fields.name("cause"), .effect = fields.name("effect"), .score = score(fields)};
  }
  static double score(desk::RowFields& fields) {
    const std::string_view text = fields.raw("score");
    const auto score = desk::listing::number_of(text);
    if (score && is_score(*score)) return *score;
    fields.refuse("score", invalid("number_must_be_in_range", {},
                                   "more than 0, at most 1; " + desk::RowFields::quoted(text)));
    return 0;
  }
  static std::string id(const Edge& edge) { return edge.cause + " → " + edge.effect; }
  static UnitCode desk_of(const Edge&, const desk::Plan&) { return home; }
  static desk::Checked check(const std::vector<Edge>& edges, const desk::Nouns& nouns,
                             const desk::Actor& who) {
    return cause::check(nouns.get<State>(), edges, who);
  }
  // Every desk knows every edge: it has heard of it.
  static bool is_known(const std::string&, const desk::Nouns&) { return false; }
  static Command command(std::vector<Edge> edges) { return Import{.edges = std::move(edges)}; }
};

}  // namespace

Result<void> must_be_theirs_to_teach(const desk::Actor& who) {
  if (who.role < desk::Role::commander) return forbidden("role_must_suffice");
  if (who.unit != group_unit) return forbidden("unit_must_be_the_group");
  return {};
}

desk::Checked check(const State& state, const std::vector<Edge>& edges, const desk::Actor& who) {
  desk::Checked checked;
  const auto find = [&](size_t row, const Result<void>& rule) {
    if (!rule) checked.findings.push_back({.row = row, .error = rule.error()});
  };
  std::map<std::pair<std::string_view, std::string_view>, double> known;
  for (const Edge& edge : state.edges) known[{edge.cause, edge.effect}] = edge.score;
  if (!edges.empty()) find(0, must_be_theirs_to_teach(who));
  if (edges.size() > limits::learnt_causes_max)
    find(limits::learnt_causes_max,
         invalid("rows_must_be_fewer", {},
                 "at most " + std::to_string(limits::learnt_causes_max) + " causes"));
  for (size_t row = 0; row < edges.size(); ++row) {
    const Edge& edge = edges[row];
    const auto before = known.find({edge.cause, edge.effect});
    ++(before == known.end()          ? checked.added
       : before->second == edge.score ? checked.unchanged
                                      : checked.changed);
    if (edge.cause == edge.effect)
      find(row, invalid("cause_must_not_be_its_effect", "effect", edge.effect));
    if (!is_score(edge.score)) find(row, invalid("number_must_be_in_range", "score"));
  }
  checked.removed = known.size() - std::min(known.size(), checked.changed + checked.unchanged);
  return checked;
}

desk::Route import_route() {
  desk::Route route = desk::import_route<Importing>();
  route.summary =
      "Replaces all learnt causes by those of a CSV file; the columns are cause, "
      "effect, score";
  route.role = desk::Role::commander;
  return route;
}

}  // namespace lifeline::cause
