// SPDX-License-Identifier: Apache-2.0
#include "command/person/api.h"

#include "command/person/view.h"
#include "command/roster/view.h"
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"

namespace lifeline::person {
namespace {

constexpr const char* missing = "person_must_exist";

Instant now_of(const desk::Nouns& nouns) { return nouns.get<desk::Present>().now; }

struct PersonList {
  using Row = person::Row;
  static constexpr std::string_view sort = "id";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    unit::Reach reach(nouns, caller);
    const Instant now = now_of(nouns);
    for (const Person* person : nouns.get<State>().by_unit) {
      if (person->copy) break;  // the own ones come first
      if (reach.holds(person->unit)) show(row_of(*person, now, caller));
    }
  }
};

/// A standing list that the person is in.
struct Listed {
  roster::RosterId id;
  roster::Kind kind = roster::Kind::leading_group;
  UnitCode unit;
  std::string name_zh;
  std::string name_en;
  std::string post;
};
LIFELINE_STRUCT(Listed, id, kind, unit, name_zh, name_en, post)

/// What one person's page has beyond the row.
struct More {
  std::string substitute_name_zh;
  std::string substitute_name_en;
  std::string stand_in;  // who answers for the person now: itself, a substitute, or "" for nobody
  std::string stand_in_name_zh;
  std::string stand_in_name_en;
  std::vector<Listed> rosters;  // within the caller's reach
};
LIFELINE_STRUCT(More, substitute_name_zh, substitute_name_en, stand_in, stand_in_name_zh,
                stand_in_name_en, rosters)

std::vector<Listed> lists_of(const Person& person, const desk::Actor& caller,
                             const desk::Nouns& nouns) {
  std::vector<Listed> lists;
  unit::Reach reach(nouns, caller);
  for (const auto& [id, roster] : nouns.get<roster::State>().rosters) {
    if (!reach.holds(roster.unit)) continue;
    const auto is_named = [&](const auto& one) { return one.person == person.id; };
    const auto member = std::ranges::find_if(roster.members, is_named);
    const bool is_member = member != roster.members.end();
    if (!is_member && std::ranges::none_of(roster.shifts, is_named)) continue;
    lists.push_back({.id = id,
                     .kind = roster.kind,
                     .unit = roster.unit,
                     .name_zh = roster.name_zh,
                     .name_en = roster.name_en,
                     .post = is_member ? member->post : std::string()});
  }
  return lists;
}

const Person* own_person(std::string_view id, const desk::Nouns& nouns) {
  const Person* person = find(nouns.get<State>(), id);
  return person != nullptr && !person->copy ? person : nullptr;
}

desk::Response page_of(const Person& person, const desk::Actor& caller, const desk::Nouns& nouns) {
  const auto& state = nouns.get<State>();
  const Instant now = now_of(nouns);
  More more;
  if (const Person* substitute = find(state, person.substitute)) {
    more.substitute_name_zh = substitute->name_zh;
    more.substitute_name_en = substitute->name_en;
  }
  if (const Person* stand_in = present_for(state, person.id, now)) {
    more.stand_in = stand_in->id;
    more.stand_in_name_zh = stand_in->name_zh;
    more.stand_in_name_en = stand_in->name_en;
  }
  more.rosters = lists_of(person, caller, nouns);
  return desk::json_response(200, desk::joined_json(row_of(person, now, caller), more));
}

void answer_one(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  const auto find = [request](const desk::Nouns& nouns) -> std::optional<desk::Response> {
    const Person* person = own_person(request->path_value("id"), nouns);
    if (person == nullptr) return std::nullopt;
    if (!unit::Reach(nouns, request->caller).holds(person->unit) &&
        !is_oneself(*person, request->caller))
      return std::nullopt;
    return page_of(*person, request->caller, nouns);
  };
  desk::find_on_any(desks, find, not_found(missing, "id").value(), std::move(reply));
}

struct AbsenceBody {
  Instant from;
  Instant until;
  std::string reason;
};
LIFELINE_STRUCT(AbsenceBody, from, until, reason)

struct SubstituteBody {
  std::string person;
  std::string reason;
};
LIFELINE_STRUCT(SubstituteBody, person, reason)

// First the desk that owns the person, then the decision there.
template <class Body, class Make>
desk::Route action(const std::string& path, std::string operation, std::string summary, Make make) {
  const auto handler = [make](desk::Requested request, desk::Desks& desks, desk::Reply reply) {
    const auto body = desk::body_of<Body>(*request);
    if (!body) return reply(desk::problem(body.error()));
    const std::string id(request->path_value("id"));
    const auto has = [id](const desk::Nouns& nouns) { return own_person(id, nouns) != nullptr; };
    const auto decide = [=, &desks, body = *body](UnitCode desk) {
      if (!desk) return reply(desk::problem(not_found(missing, "id").value()));
      const auto answer = [id, request](const desk::RowKey&, const desk::Nouns& nouns) {
        const Person* person = own_person(id, nouns);
        if (person == nullptr) return desk::problem(not_found(missing, "id").value());
        return desk::row_response(200, row_of(*person, now_of(nouns), request->caller));
      };
      desk::submit(desks, desk, desk::intent_of(*request, Command(make(id, body)), body.reason),
                   answer, reply);
    };
    desk::find_desk(desks, has, decide);
  };
  return {.method = "POST",
          .path = "/api/v1/people/{id}/" + path,
          .operation = std::move(operation),
          .tag = "person",
          .summary = std::move(summary),
          .role = desk::Role::viewer,  // a person its own; the decider asks
          .handler = handler,
          .body_schema = json_schema<Body>(),
          .answer_schema = json_schema<Row>()};
}

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(desk::list_route<PersonList>("/api/v1/people", "list_people", "person",
                                                "People of the caller's units, and who is away"));
  routes.push_back({.method = "GET",
                    .path = "/api/v1/people/{id}",
                    .operation = "get_person",
                    .tag = "person",
                    .summary = "A person, who stands in, and the standing lists it is in",
                    .handler = answer_one,
                    .answer_schema = desk::joined_schema<Row, More>()});
  routes.push_back(action<AbsenceBody>(
      "absence", "enter_absence", "A person is away; without an end until the return",
      [](const std::string& id, const AbsenceBody& body) {
        return EnterAbsence{
            .id = id, .absence = {.from = body.from, .until = body.until, .reason = body.reason}};
      }));
  routes.push_back(action<desk::ReasonBody>(
      "return", "end_absence", "A person is back, or will not be away after all",
      [](const std::string& id, const desk::ReasonBody&) { return Return{.id = id}; }));
  routes.push_back(action<SubstituteBody>(
      "substitute", "name_substitute", "Who stands in when the person is away; \"\" for nobody",
      [](const std::string& id, const SubstituteBody& body) {
        return NameSubstitute{.id = id, .substitute = body.person};
      }));
  return routes;
}

}  // namespace lifeline::person
