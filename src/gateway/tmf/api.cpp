// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/api.h"

#include "base/json_text.h"
#include "desk/exchange.h"
#include "gateway/tmf/answer.h"
#include "gateway/tmf/list.h"

namespace lifeline::tmf {
namespace {

using desk::Requested;
using Shared = std::shared_ptr<const Resource>;

/// Answers one row as it is now, within the caller's reach.
std::optional<std::string> row_text(const Resource& resource, const desk::Nouns& nouns,
                                    const desk::Request& request, std::string_view id,
                                    const std::vector<std::string>* fields = nullptr) {
  std::optional<std::string> text;
  resource.find(nouns, id, [&](const Row& row) {
    if (resource.is_gone && resource.is_gone(row)) return;
    if (!resource.sees(row, request.caller)) return;
    text = based(write_row(resource, seen_by(row, request.caller), fields), base_of(request));
  });
  return text;
}

void list(const Shared& resource, Requested request, desk::Desks& desks, desk::Reply reply) {
  if (auto refused = unspeakable(*request)) return reply(std::move(*refused));
  answer_list(resource, std::move(request), desks, std::move(reply));
}

void read_one(const Shared& resource, Requested request, desk::Desks& desks, desk::Reply reply) {
  if (auto refused = unspeakable(*request)) return reply(std::move(*refused));
  auto query = parse_query(request->query);
  if (!query) return reply(desk::problem(query.error()));
  const std::string id(request->path_value("id"));
  const auto show = [resource, request, id, fields = query->fields](
                        const desk::Nouns& nouns) -> std::optional<desk::Response> {
    auto text = row_text(*resource, nouns, *request, id, fields ? &*fields : nullptr);
    if (!text) return std::nullopt;
    return desk::json_response(200, std::move(*text));
  };
  if (!resource->desk_of)
    return desk::find_on_any(desks, show, resource->missing, std::move(reply));
  const auto desk = resource->desk_of(desks.plan(), id);
  if (!desk) return reply(desk::problem(resource->missing));
  const auto look = [resource, show](const desk::Nouns& nouns) {
    auto found = show(nouns);
    return found ? std::move(*found) : desk::problem(resource->missing);
  };
  desks.read(*desk, look, std::move(reply));
}

// Decides it; a refusal blames the field in the resource's own words.
void submit(Result<Made> made, desk::Desks& desks, desk::RowAnswer answer, desk::Reply reply) {
  if (!made) return reply(desk::problem(made.error()));
  const auto respond = [answer = std::move(answer), before = std::move(made->id_begins),
                        field_of = made->field_of](const desk::Outcome& outcome,
                                                   const desk::Nouns& nouns) {
    const bool is_refused =
        !outcome.repeated && !outcome.each.empty() && !outcome.each.front().has_value();
    if (!is_refused) return answer(before + outcome.subject, nouns);
    Error error = outcome.each.front().error();
    if (field_of != nullptr) error.field = field_of(error.field);
    return desk::problem(error);
  };
  desks.submit(made->desk, std::move(made->intent), respond, std::move(reply));
}

void create(const Shared& resource, Requested request, desk::Desks& desks, desk::Reply reply) {
  if (auto refused = unspeakable(*request)) return reply(std::move(*refused));
  auto values = posted_values(*resource, request->body, false);
  if (!values) return reply(desk::problem(values.error()));
  const auto answer = [resource, request](const desk::RowKey& id, const desk::Nouns& nouns) {
    auto text = row_text(*resource, nouns, *request, id);
    // Made for a ground that the caller does not see, or gone as soon as it was made.
    if (!text) return desk::problem(resource->missing);
    return desk::created_response(base_of(*request) + resource->path() + "/" + id,
                                  std::move(*text));
  };
  if (resource->carry) {
    const auto then = [&desks, answer, reply](Result<Made> made) {
      submit(std::move(made), desks, answer, reply);
    };
    Carrying carrying{
        .request = request, .values = std::move(*values), .desks = desks, .reply = reply};
    return resource->carry(std::move(carrying), then);
  }
  submit(resource->create({.request = *request,
                           .plan = desks.plan(),
                           .id = {},
                           .values = std::move(*values),
                           .now = desks.now()}),
         desks, answer, std::move(reply));
}

void change(const Shared& resource, Requested request, desk::Desks& desks, desk::Reply reply) {
  if (auto refused = unspeakable(*request)) return reply(std::move(*refused));
  const std::string id(request->path_value("id"));
  if (!resource->desk_of(desks.plan(), id)) return reply(desk::problem(resource->missing));
  auto values = posted_values(*resource, request->body, true);
  if (!values) return reply(desk::problem(values.error()));
  const auto answer = [resource, request, id](const desk::RowKey&, const desk::Nouns& nouns) {
    auto text = row_text(*resource, nouns, *request, id);
    return text ? desk::json_response(200, std::move(*text)) : desk::problem(resource->missing);
  };
  submit(resource->change({.request = *request,
                           .plan = desks.plan(),
                           .id = id,
                           .values = std::move(*values),
                           .now = desks.now()}),
         desks, answer, std::move(reply));
}

void remove(const Shared& resource, Requested request, desk::Desks& desks, desk::Reply reply) {
  const std::string id(request->path_value("id"));
  if (!resource->desk_of(desks.plan(), id)) return reply(desk::problem(resource->missing));
  const auto answer = [](const desk::RowKey&, const desk::Nouns&) {
    return desk::Response{.status = 204, .content_type = {}, .body = {}, .headers = {}};
  };
  submit(
      resource->remove(
          {.request = *request, .plan = desks.plan(), .id = id, .values = {}, .now = desks.now()}),
      desks, answer, std::move(reply));
}

using Act = void (*)(const Shared&, Requested, desk::Desks&, desk::Reply);
desk::Handler handler(const Shared& resource, Act act) {
  return [resource, act](Requested request, desk::Desks& desks, desk::Reply reply) {
    act(resource, std::move(request), desks, std::move(reply));
  };
}

std::string_view type_word(Type type) {
  switch (type) {
    case Type::number: return "number";
    case Type::boolean: return "boolean";
    case Type::object: return "object";
    case Type::array: return "array";
    default: return "string";
  }
}

void write_object(std::string& out, const std::vector<Attribute>& attributes, bool is_posted);

void write_schema(std::string& out, const Attribute& attribute, bool is_posted) {
  if (attribute.type == Type::object) return write_object(out, attribute.members, is_posted);
  out.append("{\"type\":\"").append(type_word(attribute.type)).append("\"");
  if (attribute.type == Type::date_time) out += ",\"format\":\"date-time\"";
  if (attribute.type == Type::array && !attribute.members.empty()) {
    out += ",\"items\":";
    write_object(out, attribute.members, is_posted);
  }
  if (!attribute.words.empty()) {
    out += ",\"enum\":";
    write_json(out, attribute.words);
  }
  out += '}';
}

void write_object(std::string& out, const std::vector<Attribute>& attributes, bool is_posted) {
  std::vector<std::string_view> needed;
  out += "{\"type\":\"object\",\"properties\":{";
  for (const Attribute& attribute : attributes) {
    if (&attribute != &attributes.front()) out += ',';
    append_json_text(out, attribute.name);
    out += ':';
    write_schema(out, attribute, is_posted);
    if (attribute.is_mandatory) needed.push_back(attribute.name);
  }
  out += '}';
  if (!needed.empty()) {
    out += ",\"required\":";
    write_json(out, needed);
  }
  out += '}';
}

std::vector<desk::Parameter> list_parameters(const Resource& resource) {
  std::vector<desk::Parameter> parameters{
      {"offset", "rows to pass over, from 0"},
      {"limit", "rows to answer, up to " + std::to_string(limits::page_rows_max)},
      {"sort", "attributes, comma between, - before one for descending"},
      {"fields", "attributes to answer beside id and href, comma between"}};
  for (const Attribute& attribute : resource.attributes)
    parameters.push_back({std::string(attribute.name),
                          "equal to this; also .gt .gte .lt .lte .ne, and paths below it"});
  return parameters;
}

desk::Route route(const Resource& resource, std::string method, std::string verb,
                  std::string summary) {
  const bool is_of_one = verb == "get" || verb == "change" || verb == "delete";
  return {.method = std::move(method),
          .path = resource.path() + (is_of_one ? "/{id}" : ""),
          .operation = verb + "_" + resource.noun,
          .tag = resource.noun,
          .summary = std::move(summary)};
}

}  // namespace

std::string schema_of(const Resource& resource, bool is_posted) {
  std::vector<Attribute> attributes;
  for (const Attribute& attribute : resource.attributes) {
    const bool is_given = attribute.name == resource.attributes.front().name;
    if (is_posted && is_given) continue;
    attributes.push_back(attribute);
    if (is_given) attributes.push_back({.name = "href"});
  }
  std::string out;
  write_object(out, attributes, is_posted);
  return out;
}

desk::Routes routes(Shared resource) {
  const Resource& r = *resource;
  desk::Routes routes;
  desk::Route listed = route(r, "GET", "list", "A page of " + r.name);
  listed.handler = handler(resource, list);
  listed.parameters = list_parameters(r);
  listed.answer_schema = "{\"type\":\"array\",\"items\":{\"type\":\"object\"}}";
  routes.push_back(std::move(listed));
  desk::Route one = route(r, "GET", "get", "One " + r.name);
  one.handler = handler(resource, read_one);
  one.parameters = {{"fields", "attributes to answer beside id and href, comma between"}};
  one.answer_schema = "{\"type\":\"object\"}";
  routes.push_back(std::move(one));
  const auto add_change = [&](desk::Route route, Act act, desk::Role role) {
    route.role = role;
    route.handler = handler(resource, act);
    if (route.method != "DELETE") {
      route.body_schema = schema_of(r, true);
      route.answer_schema = schema_of(r, false);
    }
    if (route.method == "PATCH") {
      route.body_type = "application/merge-patch+json";
      route.body_schema = "{\"type\":\"object\"}";
    }
    routes.push_back(std::move(route));
  };
  if (r.create || r.carry)
    add_change(route(r, "POST", "create", "Makes a " + r.name), create, desk::Role::operator_);
  if (r.change)
    add_change(route(r, "PATCH", "change", "Changes a " + r.name + " by JSON merge patch"), change,
               desk::Role::operator_);
  if (r.remove) {
    desk::Route gone = route(r, "DELETE", "delete", "Takes a " + r.name + " away");
    gone.parameters = {{"reason", "kept with it"}};
    add_change(std::move(gone), remove, r.remove_role);
  }
  return routes;
}

}  // namespace lifeline::tmf
