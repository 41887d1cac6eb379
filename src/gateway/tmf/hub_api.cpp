// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/hub_api.h"

#include "command/unit/model.h"
#include "desk/exchange.h"
#include "gateway/tmf/answer.h"

namespace lifeline::tmf {
namespace {

using desk::Requested;
using subscription::Subscribed;

struct HubBody {
  std::string callback;
  std::optional<std::string> query;
};
LIFELINE_STRUCT(HubBody, callback, query)

/// A subscription as it is answered: TMF630's members, then how it is doing.
struct Shown {
  SubscriptionId id;
  std::string href;
  std::string callback;
  std::string query;
  std::string owner;  // the account
  std::string state;
  uint64_t delivered = 0;
  uint64_t refused = 0;
  uint64_t waiting = 0;
  std::string last_error;
  Instant failing_since;
};
LIFELINE_STRUCT(Shown, id, href, callback, query, owner, state, delivered, refused, waiting,
                last_error, failing_since)

constexpr const char* no_subscription = "subscription_must_exist";

/// What the routes of one hub share.
struct Desk {
  std::shared_ptr<const Resource> resource;
  std::string path;
  Hub& hub;
  AllowedCallbacks allowed;
};
using SharedDesk = std::shared_ptr<const Desk>;

Shown shown(const Desk& desk, const Subscribed& what, const desk::Request& request) {
  const Standing standing = desk.hub.standing(what.id);
  return {.id = what.id,
          .href = base_of(request) + desk.path + "/" + to_text(what.id),
          .callback = what.callback,
          .query = what.query,
          .owner = what.owner,
          .state = standing.state,
          .delivered = standing.delivered,
          .refused = standing.refused,
          .waiting = standing.waiting,
          .last_error = standing.last_error,
          .failing_since = standing.failing_since};
}

bool is_seen(const Desk& desk, const Subscribed& what, const desk::Nouns& nouns,
             const desk::Actor& caller) {
  return what.api == desk.resource->api &&
         unit::is_within(nouns.get<unit::State>(), what.unit, caller.unit);
}

const Subscribed* known(const Desk& desk, const HubBody& body, const desk::Nouns& nouns,
                        const desk::Actor& caller) {
  for (const auto& [id, what] : nouns.get<subscription::State>().subscriptions)
    if (what.api == desk.resource->api && what.owner == caller.name &&
        what.callback == body.callback && what.query == body.query.value_or(""))
      return &what;
  return nullptr;
}

Result<HubBody> body_of(const Desk& desk, const desk::Request& request) {
  auto body = from_json<HubBody>(request.body, Unknown::ignored);
  if (!body) return body;
  if (body->callback.empty()) return invalid("callback_must_be_given", "callback");
  const auto callback = parse_callback(body->callback);
  if (!callback) return tl::unexpected(callback.error());
  if (auto tests = tests_of(body->query.value_or("")); !tests) return tl::unexpected(tests.error());
  if (auto may = desk.allowed.check(*callback); !may) return tl::unexpected(may.error());
  return body;
}

/// A POST on its way over the desks: first where each stands, then the subscription.
struct Joining {
  SharedDesk desk;
  Requested request;
  HubBody body;
  Positions from;
  std::vector<uint64_t> positions;  // by desk
  std::optional<Shown> existing;
  desk::Desks& desks;
  desk::Reply reply;
};

desk::Response created(const Joining& joining, const Shown& subscription) {
  return desk::created_response(
      base_of(*joining.request) + joining.desk->path + "/" + to_text(subscription.id),
      to_json(subscription));
}

void subscribe(const std::shared_ptr<Joining>& joining) {
  if (joining->existing) {
    joining->desk->hub.nudge(joining->existing->id);
    return joining->reply(created(*joining, *joining->existing));
  }
  const auto& desks = joining->desks.plan().desks();
  for (size_t i = 0; i < desks.size(); ++i) joining->from[desks[i]] = joining->positions[i];
  const auto answer = [joining](const desk::RowKey& subject, const desk::Nouns& nouns) {
    const auto id = parse_id<subscription::Tag>(subject).value_or(SubscriptionId{});
    const auto& all = nouns.get<subscription::State>().subscriptions;
    const auto found = all.find(id);
    if (found == all.end()) return desk::problem(not_found(no_subscription, "id").value());
    return created(*joining, shown(*joining->desk, found->second, *joining->request));
  };
  auto intent = desk::intent_of(*joining->request, subscription::Command(subscription::Subscribe{
                                                       .api = joining->desk->resource->api,
                                                       .callback = joining->body.callback,
                                                       .query = joining->body.query.value_or(""),
                                                       .base = base_of(*joining->request),
                                                       .from = joining->from}));
  desk::submit(joining->desks, group_unit, std::move(intent), answer, joining->reply);
}

void join(const SharedDesk& desk, Requested request, desk::Desks& desks, desk::Reply reply) {
  if (auto refused = unspeakable(*request)) return reply(std::move(*refused));
  auto body = body_of(*desk, *request);
  if (!body) return reply(desk::problem(body.error()));
  auto joining = std::make_shared<Joining>(Joining{.desk = desk,
                                                   .request = std::move(request),
                                                   .body = std::move(*body),
                                                   .from = {},
                                                   .positions = {},
                                                   .existing = {},
                                                   .desks = desks,
                                                   .reply = std::move(reply)});
  joining->positions.resize(desks.plan().desks().size());
  const auto look = [joining](size_t index, UnitCode unit, const desk::Nouns& nouns) {
    joining->positions[index] = nouns.get<desk::Position>().value;
    if (unit != group_unit) return;
    const auto* same = known(*joining->desk, joining->body, nouns, joining->request->caller);
    if (same != nullptr) joining->existing = shown(*joining->desk, *same, *joining->request);
  };
  desks.read_each(
      look, [] { return desk::Response{}; },
      [joining](const desk::Response& answer) {
        if (answer.status != 200) return joining->reply(answer);
        subscribe(joining);
      });
}

void list_subscriptions(const SharedDesk& desk, Requested request, desk::Desks& desks,
                        desk::Reply reply) {
  if (auto refused = unspeakable(*request)) return reply(std::move(*refused));
  const auto look = [desk, request](const desk::Nouns& nouns) {
    std::vector<Shown> all;
    for (const auto& [id, what] : nouns.get<subscription::State>().subscriptions)
      if (is_seen(*desk, what, nouns, request->caller)) all.push_back(shown(*desk, what, *request));
    auto response = desk::json_response(200, to_json(all));
    response.headers.emplace_back("X-Total-Count", std::to_string(all.size()));
    response.headers.emplace_back("X-Result-Count", std::to_string(all.size()));
    return response;
  };
  desks.read(group_unit, look, std::move(reply));
}

void read_subscription(const SharedDesk& desk, Requested request, desk::Desks& desks,
                       desk::Reply reply) {
  if (auto refused = unspeakable(*request)) return reply(std::move(*refused));
  const auto id = parse_id<subscription::Tag>(request->path_value("id")).value_or(SubscriptionId{});
  const auto look = [desk, request, id](const desk::Nouns& nouns) {
    const auto& all = nouns.get<subscription::State>().subscriptions;
    const auto found = all.find(id);
    if (found == all.end() || !is_seen(*desk, found->second, nouns, request->caller))
      return desk::problem(not_found(no_subscription, "id").value());
    return desk::row_response(200, shown(*desk, found->second, *request));
  };
  desks.read(group_unit, look, std::move(reply));
}

void leave(const SharedDesk& desk, Requested request, desk::Desks& desks, desk::Reply reply) {
  const auto id = parse_id<subscription::Tag>(request->path_value("id")).value_or(SubscriptionId{});
  const auto answer = [](const desk::RowKey&, const desk::Nouns&) {
    return desk::Response{.status = 204, .content_type = {}, .body = {}, .headers = {}};
  };
  desk::submit(desks, group_unit,
               desk::intent_of(*request, subscription::Command(subscription::Unsubscribe{
                                             .id = id, .api = desk->resource->api})),
               answer, std::move(reply));
}

}  // namespace

HubPlace hub_of(const Resource& resource) {
  return {.path = resource.api + "/hub", .noun = resource.noun};
}

desk::Routes hub_routes(std::shared_ptr<const Resource> resource, const HubPlace& place, Hub& hub,
                        AllowedCallbacks allowed) {
  const std::string noun = place.noun, name = resource->name;
  const auto desk = std::make_shared<const Desk>(Desk{.resource = std::move(resource),
                                                      .path = place.path,
                                                      .hub = hub,
                                                      .allowed = std::move(allowed)});
  desk::Routes routes;
  const auto add = [&](std::string method, std::string verb, std::string summary, auto act) {
    const bool is_of_one = verb == "get" || verb == "leave";
    routes.push_back(
        {.method = std::move(method),
         .path = desk->path + (is_of_one ? "/{id}" : ""),
         .operation = verb + "_" + noun + "_hub",
         .tag = noun,
         .summary = std::move(summary),
         .role = desk::Role::operator_,
         .handler = [desk, act](Requested request, desk::Desks& desks, desk::Reply reply) {
           act(desk, std::move(request), desks, std::move(reply));
         }});
  };
  add("POST", "join", "Notifications of " + name + " go to a callback from now on", join);
  routes.back().body_schema = json_schema<HubBody>();
  routes.back().answer_schema = json_schema<Shown>();
  add("GET", "list", "Who is told of " + name, list_subscriptions);
  routes.back().answer_schema = json_schema<std::vector<Shown>>();
  add("GET", "get", "One subscription, and how it is doing", read_subscription);
  routes.back().answer_schema = json_schema<Shown>();
  add("DELETE", "leave", "Nothing more is sent to that callback", leave);
  return routes;
}

}  // namespace lifeline::tmf
