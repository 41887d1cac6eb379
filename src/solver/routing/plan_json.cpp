// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/plan_json.h"

#include <algorithm>

#include "base/json_write.h"

namespace lifeline::routing {
namespace {

void append_id(std::string& out, const std::string& id) {
  const bool is_number =
      !id.empty() && id.size() < 10 && (id == "0" || id.front() != '0') &&
      std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (is_number)
    out += id;
  else
    append_json_text(out, id);
}

void append_member(std::string& out, std::string_view name, double value) {
  out += ",\"";
  out += name;
  out += "\":";
  append_json_number(out, value);
}

template <class Items, class Append>
void append_list(std::string& out, std::string_view name, const Items& items, Append append) {
  out += ",\"";
  out += name;
  out += "\":[";
  bool is_first = true;
  for (const auto& item : items) {
    if (!is_first) out += ',';
    is_first = false;
    append(item);
  }
  out += ']';
}

void append_route(std::string& out, const Problem& problem, const Route& route) {
  out += "{\"vehicle\":";
  append_id(out, problem.vehicles[route.vehicle].id);
  std::vector<Stop> jobs;
  std::copy_if(route.stops.begin(), route.stops.end(), std::back_inserter(jobs),
               [](const Stop& stop) { return stop.job != none; });
  append_list(out, "stops", jobs,
              [&](const Stop& stop) { append_id(out, problem.jobs[stop.job].id); });
  const auto depot = std::find_if(route.stops.begin(), route.stops.end(),
                                  [](const Stop& stop) { return stop.job == none; });
  out += ",\"depot_before\":";
  if (depot == route.stops.end())
    out += "null";
  else if (depot + 1 == route.stops.end())
    out += "\"end\"";
  else
    append_id(out, problem.jobs[depot[1].job].id);
  append_member(out, "depart", route.depart);
  append_member(out, "back", route.back);
  append_member(out, "distance", route.distance);
  append_list(out, "times", jobs, [&](const Stop& stop) {
    out += "{\"arrive\":";
    append_json_number(out, stop.arrive);
    append_member(out, "start", stop.start);
    append_member(out, "leave", stop.leave);
    out += '}';
  });
  append_list(out, "breaks", route.breaks, [&](double at) { append_json_number(out, at); });
  out += '}';
}

std::string_view objective_name(Objective objective) {
  switch (objective) {
    case Objective::distance: return "distance";
    case Objective::vehicles: return "vehicles";
    case Objective::duration: return "duration";
    case Objective::dispatch: break;
  }
  return "dispatch";
}

}  // namespace

std::string plan_json(const Problem& problem, const Plan& plan,
                      const std::vector<Explanation>& why) {
  std::string out = "{\"objective\":\"";
  out += objective_name(problem.objective);
  out += '"';
  append_member(out, "cost", plan.cost);
  append_member(out, "distance", plan.distance);
  append_member(out, "duration", plan.duration);
  out += ",\"vehicles\":" + std::to_string(plan.routes.size());
  out += ",\"iterations\":" + std::to_string(plan.iterations);
  append_list(out, "routes", plan.routes,
              [&](const Route& route) { append_route(out, problem, route); });
  append_list(out, "unassigned", plan.unassigned, [&](const Unassigned& one) {
    out += "{\"job\":";
    append_id(out, problem.jobs[one.job].id);
    out += ",\"reason\":";
    append_json_text(out, one.reason);
    out += '}';
  });
  if (!why.empty())
    append_list(out, "why", why, [&](const Explanation& one) {
      out += "{\"job\":";
      append_id(out, problem.jobs[one.job].id);
      out += ",\"text\":";
      append_json_text(out, one.text);
      out += '}';
    });
  out += "}\n";
  return out;
}

}  // namespace lifeline::routing
