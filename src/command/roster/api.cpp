// SPDX-License-Identifier: Apache-2.0
#include "command/roster/api.h"

#include "command/incident/view.h"
#include "command/order/view.h"
#include "command/person/view.h"
#include "command/roster/view.h"
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"

namespace lifeline::roster {
namespace {

constexpr const char* missing = "roster_must_exist";

Instant now_of(const desk::Nouns& nouns) { return nouns.get<desk::Present>().now; }

struct RosterList {
  using Row = roster::Row;
  static constexpr std::string_view sort = "unit,kind,id";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    unit::Reach reach(nouns, caller);
    const Instant now = now_of(nouns);
    for (const auto& [id, roster] : nouns.get<State>().rosters)
      if (!roster.copy && reach.holds(roster.unit)) show(row_of(roster, nouns, now));
  }
};

struct MemberRow {
  std::string person;
  std::string post;
  std::string name_zh;
  std::string name_en;
  UnitCode unit;
  std::string phone;  // masked below commander
  bool absent = false;
  Instant absent_until;
  std::string stand_in;  // of whoever is absent, "" for nobody
  std::string stand_in_name_zh;
  std::string stand_in_name_en;
};
LIFELINE_STRUCT(MemberRow, person, post, name_zh, name_en, unit, phone, absent, absent_until,
                stand_in, stand_in_name_zh, stand_in_name_en)

struct ShiftRow {
  Instant from;
  Instant until;
  std::string person;
  std::string name_zh;
  std::string name_en;
};
LIFELINE_STRUCT(ShiftRow, from, until, person, name_zh, name_en)

struct PassingRow {
  Instant at;
  std::string by;
  std::string from;
  std::string from_name_zh;
  std::string from_name_en;
  std::string to;
  std::string to_name_zh;
  std::string to_name_en;
  std::string note;
  std::vector<OrderId> open_orders;
  std::vector<IncidentId> open_incidents;
  uint64_t orders_total = 0;
  uint64_t incidents_total = 0;
  Instant taken_at;
  std::string taken_by;
};
LIFELINE_STRUCT(PassingRow, at, by, from, from_name_zh, from_name_en, to, to_name_zh, to_name_en,
                note, open_orders, open_incidents, orders_total, incidents_total, taken_at,
                taken_by)

/// What one list's page has beyond its row.
struct More {
  std::vector<MemberRow> members;      // in the order of rank
  std::vector<ShiftRow> shifts;        // by their begin
  std::vector<PassingRow> hand_overs;  // newest first
};
LIFELINE_STRUCT(More, members, shifts, hand_overs)

void put_name(const person::State& people, const std::string& id, std::string& zh,
              std::string& en) {
  const auto* person = person::find(people, id);
  if (person == nullptr) return;
  zh = person->name_zh;
  en = person->name_en;
}

MemberRow row_of(const Member& member, const person::State& people, Instant now,
                 const desk::Actor& caller) {
  MemberRow row{.person = member.person, .post = member.post};
  const auto* person = person::find(people, member.person);
  if (person == nullptr) return row;
  const person::Row shown = person::row_of(*person, now, caller);
  row.name_zh = shown.name_zh;
  row.name_en = shown.name_en;
  row.unit = shown.unit;
  row.phone = shown.phone;
  row.absent = shown.absent;
  if (!row.absent) return row;
  row.absent_until = shown.absent_until;
  if (const auto* stand_in = person::present_for(people, member.person, now)) {
    row.stand_in = stand_in->id;
    row.stand_in_name_zh = stand_in->name_zh;
    row.stand_in_name_en = stand_in->name_en;
  }
  return row;
}

PassingRow row_of(const Passing& passing, const person::State& people) {
  PassingRow row{.at = passing.at,
                 .by = passing.by,
                 .from = passing.from,
                 .to = passing.to,
                 .note = passing.note,
                 .open_orders = passing.open_orders,
                 .open_incidents = passing.open_incidents,
                 .orders_total = passing.orders_total,
                 .incidents_total = passing.incidents_total,
                 .taken_at = passing.taken_at,
                 .taken_by = passing.taken_by};
  put_name(people, row.from, row.from_name_zh, row.from_name_en);
  put_name(people, row.to, row.to_name_zh, row.to_name_en);
  return row;
}

More more_of(const Roster& roster, const desk::Actor& caller, const desk::Nouns& nouns) {
  const auto& people = nouns.get<person::State>();
  const Instant now = now_of(nouns);
  More more;
  for (const Member& member : roster.members)
    more.members.push_back(row_of(member, people, now, caller));
  for (const Shift& shift : roster.shifts) {
    ShiftRow row{.from = shift.from, .until = shift.until, .person = shift.person};
    put_name(people, row.person, row.name_zh, row.name_en);
    more.shifts.push_back(std::move(row));
  }
  const auto& all = nouns.get<View>().hand_overs;
  if (const auto own = all.find(roster.id); own != all.end())
    for (auto one = own->second.rbegin(); one != own->second.rend(); ++one)
      more.hand_overs.push_back(row_of(*one, people));
  return more;
}

// A member sees the list that it is in, whatever its unit.
const Roster* in_reach(RosterId id, const desk::Actor& caller, const desk::Nouns& nouns) {
  const Roster* roster = find(nouns.get<State>(), id);
  if (roster == nullptr) return nullptr;
  if (unit::Reach(nouns, caller).holds(roster->unit)) return roster;
  const auto* self = person::of_account(nouns.get<person::State>(), caller.name);
  if (self == nullptr || !person::is_oneself(*self, caller)) return nullptr;
  const auto is_self = [&](const auto& one) { return one.person == self->id; };
  const bool is_named = std::ranges::any_of(roster->members, is_self) ||
                        std::ranges::any_of(roster->shifts, is_self) || roster->next == self->id;
  return is_named ? roster : nullptr;
}

std::optional<desk::Response> page(RosterId id, const desk::Actor& caller,
                                   const desk::Nouns& nouns) {
  const Roster* roster = in_reach(id, caller, nouns);
  if (roster == nullptr) return std::nullopt;
  return desk::json_response(200, desk::joined_json(row_of(*roster, nouns, now_of(nouns)),
                                                    more_of(*roster, caller, nouns)));
}

struct OpenOrder {
  OrderId id;
  std::string subject_zh;
  std::string subject_en;
  order::Priority priority = order::Priority::normal;
  order::Progress state = order::Progress::open;
  Instant acknowledge_by;
  Instant finish_by;
  bool overdue = false;
};
LIFELINE_STRUCT(OpenOrder, id, subject_zh, subject_en, priority, state, acknowledge_by, finish_by,
                overdue)

struct OpenIncident {
  IncidentId id;
  std::string title_zh;
  std::string title_en;
  incident::Severity severity = incident::Severity::minor;
  incident::Phase phase = incident::Phase::opened;
  UnitCode unit;
  Instant opened_at;
};
LIFELINE_STRUCT(OpenIncident, id, title_zh, title_en, severity, phase, unit, opened_at)

/// What a hand-over would name now.
struct OpenPage {
  std::vector<OpenOrder> orders;        // the nearest deadline first
  std::vector<OpenIncident> incidents;  // the worst first
  uint64_t orders_total = 0;
  uint64_t incidents_total = 0;
};
LIFELINE_STRUCT(OpenPage, orders, incidents, orders_total, incidents_total)

std::optional<desk::Response> open_page(RosterId id, const desk::Actor& caller,
                                        const desk::Nouns& nouns) {
  const Roster* roster = in_reach(id, caller, nouns);
  if (roster == nullptr) return std::nullopt;
  const OpenWork work = open_work(nouns, roster->unit);
  OpenPage page{.orders = {},
                .incidents = {},
                .orders_total = work.orders_total,
                .incidents_total = work.incidents_total};
  for (const OrderId one : work.orders) {
    const order::Row row = order::row_of(nouns.get<order::State>().orders.at(one));
    page.orders.push_back({.id = row.id,
                           .subject_zh = row.subject_zh,
                           .subject_en = row.subject_en,
                           .priority = row.priority,
                           .state = row.state,
                           .acknowledge_by = row.acknowledge_by,
                           .finish_by = row.finish_by,
                           .overdue = row.overdue});
  }
  const auto& pages = nouns.get<incident::View>().pages;
  for (const IncidentId one : work.incidents) {
    const auto found = pages.find(one);
    if (found == pages.end()) continue;
    const incident::Row& row = found->second.row;
    page.incidents.push_back({.id = row.id,
                              .title_zh = row.title_zh,
                              .title_en = row.title_en,
                              .severity = row.severity,
                              .phase = row.phase,
                              .unit = row.unit,
                              .opened_at = row.opened_at});
  }
  return desk::row_response(200, page);
}

desk::Response own_row(RosterId id, const desk::Nouns& nouns) {
  const Roster* roster = find(nouns.get<State>(), id);
  if (roster == nullptr) return desk::problem(not_found(missing, "id").value());
  return desk::row_response(200, row_of(*roster, nouns, now_of(nouns)));
}

struct CreateBody {
  Kind kind = Kind::leading_group;
  UnitCode unit;  // none: the caller's
  std::string name_zh;
  std::string name_en;
  std::vector<Member> members;
  std::string reason;
};
LIFELINE_STRUCT(CreateBody, kind, unit, name_zh, name_en, members, reason)

struct ChangeBody {
  std::string name_zh;
  std::string name_en;
  std::vector<Member> members;
  std::string reason;
};
LIFELINE_STRUCT(ChangeBody, name_zh, name_en, members, reason)

struct ShiftsBody {
  std::vector<Shift> shifts;
  std::string reason;
};
LIFELINE_STRUCT(ShiftsBody, shifts, reason)

struct HandOverBody {
  std::string to;
  std::string note;
  std::string reason;
};
LIFELINE_STRUCT(HandOverBody, to, note, reason)

void create(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  auto body = desk::body_of<CreateBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  const UnitCode unit = body->unit ? body->unit : request->caller.unit;
  Create command{.what = {.kind = body->kind,
                          .unit = unit,
                          .name_zh = std::move(body->name_zh),
                          .name_en = std::move(body->name_en),
                          .members = std::move(body->members)}};
  const auto answer = [](const desk::RowKey& subject, const desk::Nouns& nouns) {
    desk::Response row = own_row(parse_id<Tag>(subject).value_or(RosterId{}), nouns);
    if (row.status != 200) return row;
    return desk::created_response("/api/v1/rosters/" + subject, std::move(row.body));
  };
  desk::submit(desks, desks.plan().desk_of(unit),
               desk::intent_of(*request, Command(std::move(command)), body->reason), answer,
               std::move(reply));
}

template <class Body, class Make>
desk::Route action(const std::string& verb, std::string operation, std::string summary, Make make) {
  return {.method = "POST",
          .path = "/api/v1/rosters/{id}/" + verb,
          .operation = std::move(operation),
          .tag = "roster",
          .summary = std::move(summary),
          .role = desk::Role::operator_,
          .handler = desk::act_handler<RosterId, Body>(missing, make, own_row),
          .body_schema = json_schema<Body>(),
          .answer_schema = json_schema<Row>()};
}

void add_watch(desk::Routes& routes) {
  desk::Route hand_over = action<HandOverBody>(
      "hand_over", "hand_over_watch",
      "Hands the watch to another, naming what is open; it stays until the other confirms",
      [](RosterId id, const HandOverBody& body) {
        return Command(HandOver{.id = id, .to = body.to, .note = body.note});
      });
  desk::Route take_over = action<desk::ReasonBody>(
      "take_over", "take_over_watch", "Confirms a hand-over, or takes a watch that nobody has",
      [](RosterId id, const desk::ReasonBody&) { return Command(TakeOver{.id = id}); });
  for (desk::Route* route : {&hand_over, &take_over}) {
    route->role = desk::Role::viewer;  // whoever has the watch, or gets it; the decider asks
    routes.push_back(std::move(*route));
  }
}

void add_actions(desk::Routes& routes) {
  routes.push_back(action<ChangeBody>("change", "change_roster", "Its name and members anew",
                                      [](RosterId id, ChangeBody body) {
                                        return Command(Change{.id = id,
                                                              .name_zh = std::move(body.name_zh),
                                                              .name_en = std::move(body.name_en),
                                                              .members = std::move(body.members)});
                                      }));
  routes.push_back(action<ShiftsBody>(
      "shifts", "plan_shifts", "All shifts of a duty roster that are not over, anew",
      [](RosterId id, ShiftsBody body) {
        return Command(PlanShifts{.id = id, .shifts = std::move(body.shifts)});
      }));
  desk::Route dissolve = action<desk::ReasonBody>(
      "dissolve", "dissolve_roster", "It is needed no more",
      [](RosterId id, const desk::ReasonBody&) { return Command(Dissolve{.id = id}); });
  dissolve.handler = desk::act_handler<RosterId, desk::ReasonBody>(
      missing, [](RosterId id, const desk::ReasonBody&) { return Command(Dissolve{.id = id}); },
      [](RosterId, const desk::Nouns&) { return desk::json_response(200, "{}"); });
  dissolve.answer_schema = R"({"type":"object"})";
  routes.push_back(std::move(dissolve));
  add_watch(routes);
}

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(desk::list_route<RosterList>(
      "/api/v1/rosters", "list_rosters", "roster",
      "Standing lists: leading groups, working groups, duty rosters and who has the watch"));
  routes.push_back({.method = "POST",
                    .path = "/api/v1/rosters",
                    .operation = "create_roster",
                    .tag = "roster",
                    .summary = "Creates a standing list of a unit",
                    .role = desk::Role::operator_,
                    .handler = create,
                    .body_schema = json_schema<CreateBody>(),
                    .answer_schema = json_schema<Row>()});
  routes.push_back({.method = "GET",
                    .path = "/api/v1/rosters/{id}",
                    .operation = "get_roster",
                    .tag = "roster",
                    .summary = "A standing list: members, shifts and the newest hand-overs",
                    .handler = desk::one_handler<RosterId>(missing, page),
                    .answer_schema = desk::joined_schema<Row, More>()});
  routes.push_back({.method = "GET",
                    .path = "/api/v1/rosters/{id}/open",
                    .operation = "get_roster_open",
                    .tag = "roster",
                    .summary = "What is open for the list's unit: what a hand-over names",
                    .handler = desk::one_handler<RosterId>(missing, open_page),
                    .answer_schema = json_schema<OpenPage>()});
  add_actions(routes);
  return routes;
}

}  // namespace lifeline::roster
