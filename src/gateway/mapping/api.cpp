// SPDX-License-Identifier: Apache-2.0
#include "gateway/mapping/api.h"

#include "base/text.h"
#include "desk/exchange.h"
#include "desk/listing.h"

namespace lifeline::mappings {

struct ChangeBody {
  std::string text;
  uint64_t based_on = 0;
  std::string reason;
};
LIFELINE_STRUCT(ChangeBody, text, based_on, reason)

struct TryBody {
  std::optional<std::string> text;  // none: what the door works by
  std::string message;
  std::string peer;
};
LIFELINE_STRUCT(TryBody, text, message, peer)

namespace {

using desk::Desks;
using desk::Reply;
using desk::Requested;
using desk::Response;

std::string door_of(const Requested& request) { return std::string(request->path_value("door")); }

// What was wrong may have been cut within a letter.
Response problem_of(Error error) {
  error.detail.resize(utf8_prefix(error.detail));
  return desk::problem(error);
}

Response missing() { return desk::problem(not_found("mapping_must_exist", "door").value()); }

Response list(const Book& book, const desk::Request& request, const desk::Nouns& nouns) {
  const desk::listing::RowType& type = desk::listing::row_type<Row>();
  const auto selection = desk::listing::select(request, type, "door");
  if (!selection) return desk::problem(selection.error());
  desk::listing::Best best(*selection, selection->offset + selection->limit);
  for (Row& row : book.rows(nouns)) {
    if (!best.admits(&row)) continue;
    const auto kept = std::make_shared<Row>(std::move(row));
    best.keep({.row = kept.get(), .owner = kept});
  }
  std::vector<desk::listing::Part> parts(1);
  parts[0].rows = best.take();
  parts[0].total = best.admitted();
  return desk::listing::page_of(*selection, std::move(parts), "mappings");
}

void list_versions(const Book& book, const Requested& request, Desks& desks, Reply reply) {
  const auto look = [&book, name = door_of(request)](const desk::Nouns& nouns) {
    if (!book.knows(name, nouns.get<mapping::State>())) return missing();
    const auto& versions = nouns.get<mapping::View>().versions;
    const auto kept = versions.find(name);
    if (kept == versions.end()) return desk::json_response(200, "[]");
    return desk::json_response(200, to_json(kept->second));
  };
  desks.read(group_unit, look, std::move(reply));
}

void change(const Book& book, const Requested& request, Desks& desks, Reply reply) {
  const std::string name = door_of(request);
  if (!mapping::is_door(name)) return reply(missing());
  const auto body = desk::body_of<ChangeBody>(*request);
  if (!body) return reply(problem_of(body.error()));
  if (body->text.size() > mapping::text_bytes_max)
    return reply(problem_of(invalid("text_must_be_short", "text").value()));
  if (const auto read = book.must_read(name, body->text); !read)
    return reply(problem_of(read.error()));
  const mapping::Change change{
      .door = name, .text = body->text, .based_on = body->based_on, .reason = body->reason};
  const auto answer = [&book, name](const desk::RowKey&, const desk::Nouns& nouns) {
    return desk::row_response(200, book.row(name, nouns));
  };
  desk::submit(desks, group_unit, desk::intent_of(*request, mapping::Command(change), body->reason),
               answer, std::move(reply));
}

Response attempt(const Book& book, const door::SourceDirectory& sources, const Requested& request,
                 Instant now) {
  const std::string name = door_of(request);
  if (!mapping::is_door(name)) return missing();
  const auto body = desk::body_of<TryBody>(*request);
  if (!body) return problem_of(body.error());
  if (body->text && body->text->size() > mapping::text_bytes_max)
    return problem_of(invalid("text_must_be_short", "text").value());
  if (body->message.empty()) return problem_of(invalid("message_must_be_given", "message").value());
  if (body->peer.size() > limits::name_bytes_max)
    return problem_of(invalid("name_must_be_short", "peer").value());
  auto verdict =
      book.attempt(name, body->text, {.message = body->message, .peer = body->peer, .now = now});
  if (!verdict) return problem_of(verdict.error());
  verdict->known_source = door::SourceDirectory::Look(sources).knows(verdict->alarm.source_name);
  return desk::row_response(200, *verdict);
}

}  // namespace

desk::Routes routes(const Book& book, const door::SourceDirectory& sources) {
  desk::Routes all;
  all.push_back({.method = "GET",
                 .path = "/api/v1/mappings",
                 .operation = "list_mappings",
                 .tag = "mapping",
                 .summary = "Lists what the messages of each door of alarms mean",
                 .role = desk::Role::viewer,
                 .handler =
                     [&book](const Requested& request, Desks& desks, Reply reply) {
                       const auto look = [&book, request](const desk::Nouns& nouns) {
                         return list(book, *request, nouns);
                       };
                       desks.read(group_unit, look, std::move(reply));
                     },
                 .parameters = desk::listing::parameters_of(desk::listing::row_type<Row>()),
                 .answer_schema = json_schema<std::vector<Row>>()});
  all.push_back(
      {.method = "GET",
       .path = "/api/v1/mappings/{door}/versions",
       .operation = "list_mapping_versions",
       .tag = "mapping",
       .summary = "Lists the newest versions of a door's mapping, the newest first",
       .role = desk::Role::viewer,
       .handler = [&book](const Requested& request, Desks& desks,
                          Reply reply) { list_versions(book, request, desks, std::move(reply)); },
       .answer_schema = json_schema<std::vector<mapping::Version>>()});
  all.push_back(
      {.method = "PUT",
       .path = "/api/v1/mappings/{door}",
       .operation = "change_mapping",
       .tag = "mapping",
       .summary = "Changes what the messages of a door mean, from now on",
       .role = desk::Role::administrator,
       .handler = [&book](const Requested& request, Desks& desks,
                          Reply reply) { change(book, request, desks, std::move(reply)); },
       .body_schema = json_schema<ChangeBody>(),
       .answer_schema = json_schema<Row>()});
  all.push_back({.method = "POST",
                 .path = "/api/v1/mappings/{door}/try",
                 .operation = "try_mapping",
                 .tag = "mapping",
                 .summary = "Says what would become of a message; nothing does",
                 .role = desk::Role::operator_,
                 .handler =
                     [&book, &sources](const Requested& request, Desks& desks, const Reply& reply) {
                       reply(attempt(book, sources, request, desks.now()));
                     },
                 .body_schema = json_schema<TryBody>(),
                 .answer_schema = json_schema<Verdict>()});
  return all;
}

}  // namespace lifeline::mappings
