// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/event.h"

#include <algorithm>
#include <deque>

#include "base/json_text.h"
#include "desk/exchange.h"
#include "gateway/tmf/answer.h"

namespace lifeline::tmf {
namespace {

using desk::Requested;

constexpr const char* event_api = "/tmf-api/event/v4";

/// What the routes share.
struct Board {
  Topics topics;
  journal::Journal& journal;
};
using SharedBoard = std::shared_ptr<const Board>;

std::string topic_path(const std::string& id) { return std::string(event_api) + "/topic/" + id; }

std::string topic_text(const std::string& id, const Resource& resource, std::string_view base) {
  std::string text = "{\"id\":" + json_quoted(id) + ",\"href\":";
  text += json_quoted(std::string(base) + topic_path(id)) + ",\"name\":" + json_quoted(id);
  text += ",\"headerQuery\":";
  std::string types;
  for (const std::string& kind : resource.event_kinds)
    types += (types.empty() ? "eventType=" : ",") + resource.type + kind + "Event";
  return text + json_quoted(types) + ",\"@type\":\"Topic\"}";
}

// The page of texts that the query asks for, with how many there are.
desk::Response page_of(const std::vector<std::string>& all, const Query& query) {
  const size_t first = std::min(query.offset, all.size());
  const size_t last = std::min(first + query.limit, all.size());
  std::string body = "[";
  for (size_t i = first; i < last; ++i) body.append(i == first ? "" : ",").append(all[i]);
  auto response = desk::json_response(200, body + "]");
  response.headers.emplace_back("X-Total-Count", std::to_string(all.size()));
  response.headers.emplace_back("X-Result-Count", std::to_string(last - first));
  return response;
}

bool passes(const Query& query, std::string_view text) {
  return std::ranges::all_of(
      query.tests, [&](const Test& test) { return test.holds(json_member(text, test.attribute)); });
}

void list_topics(const SharedBoard& board, Requested request, desk::Desks&, desk::Reply reply) {
  const auto query = parse_query(request->query);
  if (!query) return reply(desk::problem(query.error()));
  std::vector<std::string> all;
  for (const auto& [id, resource] : board->topics) {
    std::string text = topic_text(id, *resource, base_of(*request));
    if (passes(*query, text)) all.push_back(std::move(text));
  }
  reply(page_of(all, *query));
}

Error no_topic() { return not_found("topic_must_exist", "id").value(); }

void read_topic(const SharedBoard& board, Requested request, desk::Desks&, desk::Reply reply) {
  const auto topic = board->topics.find(std::string(request->path_value("id")));
  if (topic == board->topics.end()) return reply(desk::problem(no_topic()));
  reply(desk::json_response(200, topic_text(topic->first, *topic->second, base_of(*request))));
}

/// A question for the events of a topic, on its way over the desks.
struct Asking {
  std::shared_ptr<const Resource> resource;
  Requested request;
  Query query;
  std::string event_id;                             // of the only one, "" for a list
  std::vector<std::deque<journal::Batch>> batches;  // by desk
  std::vector<std::vector<std::string>> texts;      // by desk
};
using SharedAsking = std::shared_ptr<Asking>;

Result<void> read_newest(journal::Journal& journal, UnitCode desk, const Resource& resource,
                         std::deque<journal::Batch>& batches) {
  const auto head = journal.head(desk);
  if (!head) return tl::unexpected(head.error());
  const uint64_t most = limits::topic_positions_max;
  const uint64_t from = head->position > most ? head->position - most : 1;
  auto visit = [&](const journal::Batch& batch) {
    batches.push_back(batch);
    if (batches.size() > limits::topic_batches_max) batches.pop_front();
    return true;
  };
  return journal.read(desk, from, resource.told_nouns, visit);
}

// Oldest first; those of one moment stay in the order of the desks.
std::vector<std::string> in_order(const Asking& asking) {
  std::vector<std::pair<std::string, std::string>> timed;
  for (const auto& part : asking.texts)
    for (const std::string& text : part)
      timed.emplace_back(json_text_of(json_member(text, "eventTime")), text);
  std::ranges::stable_sort(timed, {}, &std::pair<std::string, std::string>::first);
  std::vector<std::string> all;
  all.reserve(timed.size());
  for (auto& [time, text] : timed) all.push_back(std::move(text));
  return all;
}

desk::Response answer_events(const Asking& asking) {
  const auto all = in_order(asking);
  if (asking.event_id.empty()) return page_of(all, asking.query);
  for (const std::string& text : all)
    if (json_text_of(json_member(text, "eventId")) == asking.event_id)
      return desk::json_response(200, text);
  return desk::problem(not_found("event_must_exist", "id").value());
}

void ask_for_events(const SharedBoard& board, Requested request, desk::Desks& desks,
                    desk::Reply reply) {
  if (auto refused = unspeakable(*request)) return reply(std::move(*refused));
  const auto topic = board->topics.find(std::string(request->path_value("topicId")));
  if (topic == board->topics.end()) return reply(desk::problem(no_topic()));
  auto query = parse_query(request->query);
  if (!query) return reply(desk::problem(query.error()));
  auto asking = std::make_shared<Asking>(Asking{.resource = topic->second,
                                                .request = request,
                                                .query = std::move(*query),
                                                .event_id = std::string(request->path_value("id")),
                                                .batches = {},
                                                .texts = {}});
  const auto& units = desks.plan().desks();
  asking->batches.resize(units.size());
  asking->texts.resize(units.size());
  for (size_t i = 0; i < units.size(); ++i) {
    auto read = read_newest(board->journal, units[i], *topic->second, asking->batches[i]);
    if (!read) return reply(desk::problem(read.error()));
  }
  const auto look = [asking](size_t index, UnitCode, const desk::Nouns& nouns) {
    for (const auto& batch : asking->batches[index])
      for (const Rendered& one : render(*asking->resource, batch, nouns)) {
        std::string body = body_for(one, asking->request->caller, nouns);
        if (body.empty()) continue;
        body = based(std::move(body), base_of(*asking->request));
        if (passes(asking->query, body)) asking->texts[index].push_back(std::move(body));
      }
  };
  desks.read_each(
      look, [asking] { return answer_events(*asking); }, std::move(reply));
}

}  // namespace

// Of two places of one API the first.
Topics topics_of(const Resources& apis) {
  Topics topics;
  for (const auto& resource : apis) topics.try_emplace(resource->name, resource);
  return topics;
}

HubPlace topic_hub(const std::string& id) {
  std::string noun = "topic_";
  for (const char c : id) {
    const bool is_capital = c >= 'A' && c <= 'Z';
    if (is_capital) noun += '_';
    noun += is_capital ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return {.path = topic_path(id) + "/hub", .noun = noun};
}

desk::Routes event_routes(const Topics& topics, journal::Journal& journal) {
  const auto board = std::make_shared<const Board>(Board{.topics = topics, .journal = journal});
  desk::Routes routes;
  const auto add = [&](std::string path, std::string operation, std::string summary, auto act) {
    routes.push_back(
        {.method = "GET",
         .path = event_api + path,
         .operation = std::move(operation),
         .tag = "topic",
         .summary = std::move(summary),
         .handler = [board, act](Requested request, desk::Desks& desks, desk::Reply reply) {
           act(board, std::move(request), desks, std::move(reply));
         }});
    routes.back().answer_schema = "{\"type\":\"object\"}";
  };
  const std::vector<desk::Parameter> page{
      {"offset", "rows to pass over, from 0"},
      {"limit", "rows to answer, up to " + std::to_string(limits::page_rows_max)}};
  const std::string rows = "{\"type\":\"array\",\"items\":{\"type\":\"object\"}}";
  add("/topic", "list_topics", "The kinds of things that are told of", list_topics);
  routes.back().parameters = page;
  routes.back().answer_schema = rows;
  add("/topic/{id}", "get_topic", "One topic", read_topic);
  add("/topic/{topicId}/event", "list_topic_events", "The newest events of a topic, oldest first",
      ask_for_events);
  routes.back().parameters = page;
  routes.back().parameters.push_back({"eventType", "equal to this, comma between several"});
  routes.back().answer_schema = rows;
  add("/topic/{topicId}/event/{id}", "get_topic_event", "One event", ask_for_events);
  return routes;
}

}  // namespace lifeline::tmf
