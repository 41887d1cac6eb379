// SPDX-License-Identifier: Apache-2.0
// What every api.cpp is made of: bodies in, intents to a desk, rows out.
//
//   request ── body_of ──▶ struct ──▶ command ── intent_of ──▶ submit ──▶ changed row | problem
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/json_read.h"
#include "base/json_schema.h"
#include "desk/desks.h"

namespace lifeline::desk {

using Requested = std::shared_ptr<const Request>;

/// A body of nothing but the reason that is kept with the events.
struct ReasonBody {
  std::string reason;
};
LIFELINE_STRUCT(ReasonBody, reason)

/// Errors: content_type_must_be_json.
Result<void> must_be_json(const Request& request);

/// The body, strictly: a member that the struct does not have is refused. No body at all is a body
/// without members. Errors: content_type_must_be_json, body_must_be_json, field_must_be_known, ….
template <class T>
Result<T> body_of(const Request& request) {
  if (request.body.empty()) return T{};
  if (auto json = must_be_json(request); !json) return tl::unexpected(std::move(json.error()));
  return from_json<T>(request.body, Unknown::refused);
}

/// The id that makes the request's Idempotency-Key one of this account and path; "" without a key.
/// Errors: idempotency_key_must_be_short, idempotency_key_must_be_printable.
Result<std::string> idempotency_id(const Request& request);

/// `why` is the reason given with the request. Errors: those of idempotency_id, text_must_be_short.
template <class Command>
Result<Intent> intent_of(const Request& request, Command command, std::string why = {}) {
  if (why.size() > limits::text_bytes_max) return invalid("text_must_be_short", "reason");
  auto id = idempotency_id(request);
  if (!id) return tl::unexpected(std::move(id.error()));
  return intent(request.caller, std::move(command), std::move(*id), std::move(why));
}

/// Writes the answer from the row that the first command made or changed; a repeated id comes here
/// again with the same subject.
using RowAnswer = std::function<Response(const RowKey& subject, const Nouns&)>;

/// Decides on a desk and answers the row, or the problem of the refusal.
void submit(Desks& desks, UnitCode desk, Result<Intent> intent, RowAnswer answer, Reply reply);

template <class Row>
Response row_response(int status, const Row& row) {
  return json_response(status, to_json(row));
}
/// 201 with the new row's place.
Response created_response(std::string location, std::string body);

/// Two structs as one object: the row and what its own page adds.
std::string joined_objects(std::string first, std::string_view second);
template <class Row, class More>
std::string joined_json(const Row& row, const More& more) {
  return joined_objects(to_json(row), to_json(more));
}
template <class Row, class More>
std::string joined_schema() {
  return "{\"allOf\":[" + json_schema<Row>() + "," + json_schema<More>() + "]}";
}

/// Looks for one thing on every desk; what the first desk has of it is answered, else the problem.
using Find = std::function<std::optional<Response>(const Nouns&)>;
void find_on_any(Desks& desks, Find find, Error missing, Reply reply);

/// Finds the first desk that has something, then goes on there; none: no desk has it.
using Has = std::function<bool(const Nouns&)>;
void find_desk(Desks& desks, Has has, std::function<void(UnitCode)> then);

/// The handler of GET …/{id}: `show` answers a page within the caller's reach, or nothing.
template <class AnId, class Show>
Handler one_handler(std::string missing, Show show) {
  return [missing, show](Requested request, Desks& desks, Reply reply) {
    const auto id = known_id<AnId>(desks, request->path_value("id"), missing);
    if (!id) return reply(problem(id.error()));
    const auto look = [=, id = *id](const Nouns& nouns) {
      std::optional<Response> found = show(id, request->caller, nouns);
      return found ? std::move(*found) : problem(not_found(missing, "id").value());
    };
    desks.read(UnitCode{id->desk}, look, std::move(reply));
  };
}

/// The handler of POST …/{id}/…: make(id, body) is the command, on the desk that the id names;
/// `row` answers what has become of it. A Body has a member `reason`.
template <class AnId, class Body, class Make, class Row>
Handler act_handler(std::string missing, Make make, Row row) {
  return [=](Requested request, Desks& desks, Reply reply) {
    const auto id = known_id<AnId>(desks, request->path_value("id"), missing);
    if (!id) return reply(problem(id.error()));
    auto body = body_of<Body>(*request);
    if (!body) return reply(problem(body.error()));
    std::string why = body->reason;
    auto answer = [row, id = *id](const RowKey&, const Nouns& nouns) { return row(id, nouns); };
    submit(desks, UnitCode{id->desk},
           intent_of(*request, make(*id, std::move(*body)), std::move(why)), std::move(answer),
           std::move(reply));
  };
}

}  // namespace lifeline::desk
