// SPDX-License-Identifier: Apache-2.0
// What the routes of crews and of vehicles share: both have ids of the operator's own, so that a
// request first looks for the desk that has the thing, and both tell where they are.
//
//   struct Moving {                                    beside what position_report.h asks of it
//     using EntryBody = …;                             a body with `id`, `unit` and `reason`
//     static constexpr const char* path = "/api/v1/crews";
//     static constexpr const char* tag = "crew";
//     static constexpr const char* must_be_new = "crew_must_be_new";
//     static Command created(const EntryBody&);
//     static Response page(const std::string& id, const Actor&, const Nouns&);    200, or 404
//     static std::string answer_schema();
//   };
#pragma once

#include <type_traits>

#include "desk/exchange.h"
#include "desk/position_report.h"

namespace lifeline::desk {

/// Answers POST of a new one: decided by the desk of its unit, new on every desk.
template <class Moving>
Handler creating() {
  return [](Requested request, Desks& desks, Reply reply) {
    auto body = body_of<typename Moving::EntryBody>(*request);
    if (!body) return reply(problem(body.error()));
    if (!body->unit) body->unit = request->caller.unit;
    const UnitCode desk = desks.plan().desk_of(body->unit);
    const std::string id = body->id;
    const auto has = [id](const Nouns& nouns) { return Moving::is_own(id, nouns); };
    find_desk(desks, has, [=, &desks, body = std::move(*body)](UnitCode holder) {
      if (holder && holder != desk)
        return reply(problem(conflict(Moving::must_be_new, "id", id).value()));
      const auto answer = [id, request](const RowKey&, const Nouns& nouns) {
        Response page = Moving::page(id, request->caller, nouns);
        if (page.status != 200) return page;
        return created_response(std::string(Moving::path) + "/" + id, std::move(page.body));
      };
      submit(desks, desk, intent_of(*request, Moving::created(body), body.reason), answer, reply);
    });
  };
}

/// Answers POST of an action: decided by the desk that owns the thing. 204 when it is gone then.
template <class Moving, class Body, class Make>
Handler acting(Make make) {
  return [make](Requested request, Desks& desks, Reply reply) {
    const auto body = body_of<Body>(*request);
    if (!body) return reply(problem(body.error()));
    const std::string id(request->path_value("id"));
    const auto has = [id](const Nouns& nouns) { return Moving::is_own(id, nouns); };
    find_desk(desks, has, [=, &desks, body = *body](UnitCode desk) {
      if (!desk) return reply(problem(not_found(Moving::missing, "id").value()));
      const auto answer = [id, body, request](const RowKey&, const Nouns& nouns) {
        if constexpr (std::is_same_v<Body, PositionBody>) {
          const Instant now = nouns.get<Present>().now;
          Moving::newest(nouns).take(
              {.id = id, .place = body.place, .at = body.at ? body.at : now});
        }
        if (!Moving::is_own(id, nouns)) return Response{.status = 204};
        return Moving::page(id, request->caller, nouns);
      };
      using Command = typename Moving::Command;
      submit(desks, desk, intent_of(*request, Command(make(id, body)), body.reason), answer, reply);
    });
  };
}

/// Whoever is out with it may tell of it: the decider asks, not the route.
template <class Moving, class Body, class Make>
Route action(const std::string& verb, std::string operation, std::string summary, Make make) {
  return {.method = "POST",
          .path = std::string(Moving::path) + "/{id}/" + verb,
          .operation = std::move(operation),
          .tag = Moving::tag,
          .summary = std::move(summary),
          .role = Role::viewer,
          .handler = acting<Moving, Body>(make),
          .body_schema = json_schema<Body>(),
          .answer_schema = Moving::answer_schema()};
}

}  // namespace lifeline::desk
