// SPDX-License-Identifier: Apache-2.0
#include "network/outage/api.h"

#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"
#include "network/outage/view.h"

namespace lifeline::outage {
namespace {

// A site that is not known any more leaves its outages to the desk's own unit.
UnitCode unit_of(const Outage& outage, const desk::Nouns& nouns) {
  const auto& sites = nouns.get<site::State>().sites;
  const auto found = sites.find(outage.site);
  return found == sites.end() ? UnitCode{outage.id.desk} : found->second.unit;
}

struct OutageList {
  using Row = outage::Row;
  static constexpr std::string_view sort = "-from";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    unit::Reach reach(nouns, caller);
    for (const auto& [id, outage] : nouns.get<View>().outages)
      if (reach.holds(unit_of(outage, nouns))) show(row_of(outage, nouns));
  }
};

// `within` narrows the caller's ground to a unit of it, so that the list holds what the unit and
// all below it have.
void answer_list(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  static const desk::Handler list =
      desk::listing::handler_of(desk::listing::list_type<OutageList>());
  const auto asked = parse_unit_code(request->query_value("within"));
  if (!asked) return reply(desk::problem(invalid("unit_must_be_known", "within").value()));
  if (!*asked) return list(std::move(request), desks, std::move(reply));
  auto narrowed = std::make_shared<desk::Request>(*request);
  std::erase_if(narrowed->query, [](const auto& pair) { return pair.first == "within"; });
  narrowed->caller.unit = *asked;
  narrowed->caller.role = std::min(narrowed->caller.role, desk::Role::administrator);
  const auto has = [unit = *asked, caller = request->caller](const desk::Nouns& nouns) {
    return nouns.get<unit::State>().units.contains(unit) && unit::Reach(nouns, caller).holds(unit);
  };
  const auto go_on = [narrowed, &desks, reply](UnitCode desk) {
    if (!desk) return reply(desk::problem(invalid("unit_must_be_known", "within").value()));
    list(narrowed, desks, reply);
  };
  desk::find_desk(desks, has, go_on);
}

constexpr const char* missing = "outage_must_exist";

desk::Response row_response_of(OutageId id, const desk::Nouns& nouns) {
  const Outage* outage = find(nouns.get<View>(), id);
  if (outage == nullptr) return desk::problem(not_found(missing, "id").value());
  return desk::row_response(200, row_of(*outage, nouns));
}

std::optional<desk::Response> page(OutageId id, const desk::Actor& caller,
                                   const desk::Nouns& nouns) {
  const Outage* outage = find(nouns.get<View>(), id);
  if (outage == nullptr || !unit::Reach(nouns, caller).holds(unit_of(*outage, nouns)))
    return std::nullopt;
  return desk::row_response(200, row_of(*outage, nouns));
}

struct ExcludeBody {
  Exclusion kind = Exclusion::none;
  std::string text;
  std::string reason;
};
LIFELINE_STRUCT(ExcludeBody, kind, text, reason)

template <class Body, class Make>
desk::Route action(const std::string& verb, std::string summary, Make make) {
  return {.method = "POST",
          .path = "/api/v1/outages/{id}/" + verb,
          .operation = verb + "_outage",
          .tag = "outage",
          .summary = std::move(summary),
          .role = desk::Role::commander,
          .handler = desk::act_handler<OutageId, Body>(missing, make, row_response_of),
          .body_schema = json_schema<Body>(),
          .answer_schema = json_schema<Row>()};
}

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  desk::Route list = desk::list_route<OutageList>(
      "/api/v1/outages", "list_outages", "outage",
      "Outages of key sites: each stretch of time in which one was not normal");
  list.handler = answer_list;
  list.parameters.push_back({"within", "a unit's code: its outages and those of all below it"});
  routes.push_back(std::move(list));
  routes.push_back({.method = "GET",
                    .path = "/api/v1/outages/{id}",
                    .operation = "get_outage",
                    .tag = "outage",
                    .summary = "An outage",
                    .handler = desk::one_handler<OutageId>(missing, page),
                    .answer_schema = json_schema<Row>()});
  routes.push_back(action<ExcludeBody>(
      "exclude", "It does not count against the service level, and why",
      [](OutageId id, const ExcludeBody& body) {
        return Command(Exclude{.id = id, .reason = body.kind, .text = body.text});
      }));
  routes.push_back(action<desk::ReasonBody>(
      "readmit", "It counts again", [](OutageId id, const desk::ReasonBody& body) {
        return Command(Readmit{.id = id, .text = body.reason});
      }));
  routes.push_back(service_level_route());
  return routes;
}

}  // namespace lifeline::outage
