// SPDX-License-Identifier: Apache-2.0
#include "network/scenario/api.h"

#include "base/text.h"
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"
#include "desk/present.h"
#include "network/planned_work/view.h"
#include "network/scenario/templates.h"
#include "network/scenario/view.h"
#include "network/site/view.h"

namespace lifeline::scenario {
namespace {

constexpr const char* missing = "scenario_must_exist";

struct ScenarioList {
  using Row = scenario::Row;
  static constexpr std::string_view sort = "-from";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    unit::Reach reach(nouns, caller);
    const Instant now = nouns.get<desk::Present>().now;
    for (const auto& [id, page] : nouns.get<View>().pages)
      if (reach.holds(page.row.unit)) show(row_of(page, nouns, now));
  }
};

struct ShiftRow {
  Instant from;
  Instant until;
  std::string person;
  std::string phone;  // masked below commander
  bool now = false;   // on duty
};
LIFELINE_STRUCT(ShiftRow, from, until, person, phone, now)

struct SiteOf {
  std::string id;
  std::string name_zh;
  std::string name_en;
  site::Health state = site::Health::normal;
  Instant since;
  std::string incident;
};
LIFELINE_STRUCT(SiteOf, id, name_zh, name_en, state, since, incident)

struct Conflict {
  planned_work::WorkId work;
  std::string title;
  planned_work::Phase state = planned_work::Phase::planned;
  Instant from;
  Instant until;
};
LIFELINE_STRUCT(Conflict, work, title, state, from, until)

/// What one scenario's page has beyond its row.
struct More {
  Rules rules;
  TakeUp usual_take_up_within;  // as it is without a scenario
  std::vector<ShiftRow> roster;
  std::vector<SiteOf> sites;  // the worst first
  std::vector<Conflict> planned_works;
  std::deque<ReportEntry> reports;  // newest first
  std::deque<Entry> timeline;       // oldest first
};
LIFELINE_STRUCT(More, rules, usual_take_up_within, roster, sites, planned_works, reports, timeline)

struct PlanBody {
  std::string name_zh;
  std::string name_en;
  Kind made_from = Kind::own;
  UnitCode unit;
  Instant from;
  Instant until;
  std::vector<std::string> sites;
  Selection select;
  std::optional<Rules> rules;  // none: the template's
  std::vector<Shift> roster;
  std::string reason;
};
LIFELINE_STRUCT(PlanBody, name_zh, name_en, made_from, unit, from, until, sites, select, rules,
                roster, reason)

struct StaffBody {
  std::vector<Shift> roster;
  std::string reason;
};
LIFELINE_STRUCT(StaffBody, roster, reason)

struct ExtendBody {
  Instant until;
  std::string reason;
};
LIFELINE_STRUCT(ExtendBody, until, reason)

TakeUp usual_take_up() {
  using incident::Severity;
  TakeUp usual;
  for (const Severity severity :
       {Severity::warning, Severity::minor, Severity::major, Severity::critical})
    take_up_of(usual, severity) = incident::take_up_within_s(severity);
  return usual;
}

// A scenario that names neither template nor rules is as tight as everything is anyway.
Rules rules_of(const PlanBody& body) {
  if (body.rules) return *body.rules;
  for (const Template& one : templates())
    if (one.kind == body.made_from) return one.rules;
  return {.take_up_within = usual_take_up()};
}

What what_of(const PlanBody& body) {
  return {.name_zh = body.name_zh,
          .name_en = body.name_en,
          .made_from = body.made_from,
          .unit = body.unit,
          .from = body.from,
          .until = body.until,
          .sites = body.sites,
          .rules = rules_of(body),
          .roster = body.roster};
}

std::vector<ShiftRow> roster_of(const What& what, const desk::Actor& caller, Instant now) {
  std::vector<ShiftRow> rows;
  for (const Shift& shift : what.roster)
    rows.push_back(
        {.from = shift.from,
         .until = shift.until,
         .person = shift.person,
         .phone = caller.role < desk::Role::commander ? masked_phone(shift.phone) : shift.phone,
         .now = shift.from <= now && now < shift.until});
  std::ranges::stable_sort(rows, {}, &ShiftRow::from);
  return rows;
}

std::vector<SiteOf> sites_of(const What& what, const desk::Nouns& nouns) {
  std::vector<SiteOf> sites;
  const auto& known = nouns.get<site::State>().sites;
  for (const std::string& id : what.sites) {
    const auto found = known.find(id);
    if (found == known.end()) continue;
    const site::Row row = site::row_of(found->second, nouns);
    sites.push_back({.id = id,
                     .name_zh = row.name_zh,
                     .name_en = row.name_en,
                     .state = row.state,
                     .since = row.since,
                     .incident = row.incident});
  }
  std::ranges::stable_sort(sites, std::greater<>(), &SiteOf::state);
  return sites;
}

More more_of(const Page& page, const desk::Nouns& nouns, const desk::Actor& caller) {
  More more{.rules = page.what.rules,
            .usual_take_up_within = usual_take_up(),
            .roster = roster_of(page.what, caller, nouns.get<desk::Present>().now),
            .sites = sites_of(page.what, nouns),
            .planned_works = {},
            .reports = page.reports,
            .timeline = page.timeline};
  for (const auto id : conflicts_of(page.row.id, nouns)) {
    const auto& work = nouns.get<planned_work::State>().open.at(id);
    more.planned_works.push_back({.work = id,
                                  .title = work.what.title,
                                  .state = work.phase,
                                  .from = work.what.from,
                                  .until = work.what.until});
  }
  return more;
}

desk::Response answer_row(ScenarioId id, const desk::Nouns& nouns) {
  const auto& pages = nouns.get<View>().pages;
  const auto found = pages.find(id);
  if (found == pages.end()) return desk::problem(not_found(missing, "id").value());
  return desk::row_response(200, row_of(found->second, nouns, nouns.get<desk::Present>().now));
}

std::optional<desk::Response> answer_page(ScenarioId id, const desk::Actor& caller,
                                          const desk::Nouns& nouns) {
  const auto& pages = nouns.get<View>().pages;
  const auto found = pages.find(id);
  if (found == pages.end()) return std::nullopt;
  if (!unit::Reach(nouns, caller).holds(found->second.row.unit)) return std::nullopt;
  const Row row = row_of(found->second, nouns, nouns.get<desk::Present>().now);
  return desk::json_response(200, desk::joined_json(row, more_of(found->second, nouns, caller)));
}

void plan_on(UnitCode unit, PlanBody body, const desk::Requested& request, desk::Desks& desks,
             desk::Reply reply) {
  body.unit = unit;
  const auto answer = [](const desk::RowKey& subject, const desk::Nouns& nouns) {
    desk::Response row = answer_row(parse_id<Tag>(subject).value_or(ScenarioId{}), nouns);
    if (row.status != 200) return row;
    return desk::created_response("/api/v1/scenarios/" + subject, std::move(row.body));
  };
  Command command = Plan{.what = what_of(body), .select = body.select};
  desk::submit(desks, desks.plan().desk_of(unit),
               desk::intent_of(*request, std::move(command), body.reason), answer,
               std::move(reply));
}

// On the desk whose ground the unit answers for. When none is named: the region that is selected,
// else the unit of the desk that has the first site, else the caller's own.
void plan(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  const auto body = desk::body_of<PlanBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  const UnitCode unit = body->unit ? body->unit : body->select.region;
  if (unit || body->sites.empty())
    return plan_on(unit ? unit : request->caller.unit, *body, request, desks, reply);
  const auto has = [first = body->sites.front()](const desk::Nouns& nouns) {
    return nouns.get<site::State>().sites.contains(first);
  };
  desk::find_desk(desks, has, [=, &desks, body = *body](UnitCode desk) {
    const UnitCode own = request->caller.unit;
    const bool is_below = desk && desks.plan().desk_of(own) == desk;
    plan_on(!desk || is_below ? own : desk, body, request, desks, reply);
  });
}

void list_templates(desk::Requested, desk::Desks&, desk::Reply reply) {
  const auto all = templates();
  reply(desk::row_response(200, std::vector<Template>(all.begin(), all.end())));
}

template <class Body, class Make>
desk::Route action(const std::string& verb, std::string summary, Make make) {
  return {.method = "POST",
          .path = "/api/v1/scenarios/{id}/" + verb,
          .operation = verb + "_scenario",
          .tag = "scenario",
          .summary = std::move(summary),
          .role = desk::Role::commander,
          .handler = desk::act_handler<ScenarioId, Body>(missing, make, answer_row),
          .body_schema = json_schema<Body>(),
          .answer_schema = json_schema<Row>()};
}

template <class Made>
auto with_reason() {
  return [](ScenarioId id, const desk::ReasonBody& body) {
    return Command(Made{.id = id, .reason = body.reason});
  };
}

void add_actions(desk::Routes& routes) {
  using desk::ReasonBody;
  routes.push_back(action<PlanBody>("change", "All of it anew; one that runs keeps its start",
                                    [](ScenarioId id, const PlanBody& body) {
                                      return Command(Change{
                                          .id = id, .what = what_of(body), .select = body.select});
                                    }));
  routes.push_back(
      action<StaffBody>("staff", "Who is on duty when", [](ScenarioId id, StaffBody body) {
        return Command(Staff{.id = id, .roster = std::move(body.roster)});
      }));
  routes.push_back(action<ReasonBody>("start", "It begins before its time", with_reason<Start>()));
  routes.push_back(action<ReasonBody>("end", "It ends before its time", with_reason<End>()));
  routes.push_back(
      action<ExtendBody>("extend", "It lasts longer", [](ScenarioId id, const ExtendBody& body) {
        return Command(Extend{.id = id, .until = body.until, .reason = body.reason});
      }));
  routes.push_back(action<ReasonBody>("cancel", "It will not take place", with_reason<Cancel>()));
}

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(desk::list_route<ScenarioList>("/api/v1/scenarios", "list_scenarios", "scenario",
                                                  "Assurance scenarios, how they stand now"));
  routes.push_back({.method = "GET",
                    .path = "/api/v1/scenarios/templates",
                    .operation = "list_scenario_templates",
                    .tag = "scenario",
                    .summary = "What a scenario may be made from",
                    .handler = list_templates,
                    .answer_schema = json_schema<std::vector<Template>>()});
  routes.push_back({.method = "POST",
                    .path = "/api/v1/scenarios",
                    .operation = "plan_scenario",
                    .tag = "scenario",
                    .summary = "Plans an assurance scenario over named sites, or over all sites of "
                               "some kind, tier or region",
                    .role = desk::Role::commander,
                    .handler = plan,
                    .body_schema = json_schema<PlanBody>(),
                    .answer_schema = json_schema<Row>()});
  routes.push_back({.method = "GET",
                    .path = "/api/v1/scenarios/{id}",
                    .operation = "get_scenario",
                    .tag = "scenario",
                    .summary = "A scenario with its rules, roster, sites and reports",
                    .handler = desk::one_handler<ScenarioId>(missing, answer_page),
                    .answer_schema = desk::joined_schema<Row, More>()});
  add_actions(routes);
  return routes;
}

}  // namespace lifeline::scenario
