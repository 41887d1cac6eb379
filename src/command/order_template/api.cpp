// SPDX-License-Identifier: Apache-2.0
#include "command/order_template/api.h"

#include "command/order_template/view.h"
#include "command/unit/model.h"
#include "desk/exchange.h"
#include "desk/listing.h"

namespace lifeline::order_template {
namespace {

constexpr const char* missing = "order_template_must_exist";

// The unit's, those of the units above it, which serve it as well, and those below it.
bool is_shown(const What& what, const desk::Actor& caller, const desk::Nouns& nouns) {
  const auto& tree = nouns.get<unit::State>();
  return unit::is_within(tree, caller.unit, what.unit) ||
         unit::is_within(tree, what.unit, caller.unit);
}

// Each once: headquarters' desk lists its own, a province's copy of them stays away.
struct TemplateList {
  using Row = order_template::Row;
  static constexpr std::string_view sort = "name_zh";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    const View& view = nouns.get<View>();
    for (const auto& [id, what] : nouns.get<State>().templates)
      if (id.desk == view.desk.value && is_shown(what, caller, nouns)) show(row_of(id, what, view));
  }
};

struct KeepBody {
  std::string name_zh;
  std::string name_en;
  UnitCode unit;  // none: the caller's
  std::string subject_zh;
  std::string subject_en;
  std::string text;
  order::Priority priority = order::Priority::normal;
  int64_t acknowledge_within_s = 0;
  int64_t start_within_s = 0;
  int64_t finish_within_s = 0;
  uint64_t quorum = 0;
  unit::Level pass_down_to = unit::Level::group;
  order::Evidence evidence;
  std::string reason;
};
LIFELINE_STRUCT(KeepBody, name_zh, name_en, unit, subject_zh, subject_en, text, priority,
                acknowledge_within_s, start_within_s, finish_within_s, quorum, pass_down_to,
                evidence, reason)

What what_of(KeepBody body) {
  return {.name_zh = std::move(body.name_zh),
          .name_en = std::move(body.name_en),
          .unit = body.unit,
          .subject_zh = std::move(body.subject_zh),
          .subject_en = std::move(body.subject_en),
          .text = std::move(body.text),
          .priority = body.priority,
          .acknowledge_within_s = body.acknowledge_within_s,
          .start_within_s = body.start_within_s,
          .finish_within_s = body.finish_within_s,
          .quorum = body.quorum,
          .pass_down_to = body.pass_down_to,
          .evidence = std::move(body.evidence)};
}

desk::Response row_response(TemplateId id, const desk::Nouns& nouns) {
  const auto& templates = nouns.get<State>().templates;
  const auto found = templates.find(id);
  if (found == templates.end()) return desk::problem(not_found(missing, "id").value());
  return desk::row_response(200, row_of(id, found->second, nouns.get<View>()));
}

/// What one template's page has beyond its row.
struct More {
  std::vector<Entry> timeline;  // oldest first
};
LIFELINE_STRUCT(More, timeline)

std::optional<desk::Response> page(TemplateId id, const desk::Actor& caller,
                                   const desk::Nouns& nouns) {
  const auto& templates = nouns.get<State>().templates;
  const auto found = templates.find(id);
  if (found == templates.end() || !is_shown(found->second, caller, nouns)) return std::nullopt;
  const View& view = nouns.get<View>();
  More more;
  if (const auto known = view.timelines.find(id); known != view.timelines.end())
    more.timeline = known->second;
  return desk::json_response(200, desk::joined_json(row_of(id, found->second, view), more));
}

void keep(const desk::Requested& request, desk::Desks& desks, desk::Reply reply) {
  auto body = desk::body_of<KeepBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  if (!body->unit) body->unit = request->caller.unit;
  const UnitCode desk = desks.plan().desk_of(body->unit);
  const std::string why = body->reason;
  Command command = Keep{.what = what_of(std::move(*body))};
  const auto answer = [](const desk::RowKey& subject, const desk::Nouns& nouns) {
    desk::Response row = row_response(parse_id<Tag>(subject).value_or(TemplateId{}), nouns);
    if (row.status != 200) return row;
    return desk::created_response("/api/v1/order_templates/" + subject, std::move(row.body));
  };
  desk::submit(desks, desk, desk::intent_of(*request, std::move(command), why), answer,
               std::move(reply));
}

desk::Route change_route() {
  const auto make = [](TemplateId id, KeepBody body) {
    return Command(Change{.id = id, .what = what_of(std::move(body))});
  };
  return {.method = "POST",
          .path = "/api/v1/order_templates/{id}/change",
          .operation = "change_order_template",
          .tag = "order_template",
          .summary = "Words a template anew; orders already given stay as they are",
          .role = desk::Role::commander,
          .handler = desk::act_handler<TemplateId, KeepBody>(missing, make, row_response),
          .body_schema = json_schema<KeepBody>(),
          .answer_schema = json_schema<Row>()};
}

desk::Route drop_route() {
  const auto make = [](TemplateId id, const desk::ReasonBody&) { return Command(Drop{.id = id}); };
  const auto gone = [](TemplateId, const desk::Nouns&) {
    return desk::Response{.status = 204, .content_type = {}, .body = {}, .headers = {}};
  };
  return {.method = "POST",
          .path = "/api/v1/order_templates/{id}/drop",
          .operation = "drop_order_template",
          .tag = "order_template",
          .summary = "The template is no longer offered",
          .role = desk::Role::commander,
          .handler = desk::act_handler<TemplateId, desk::ReasonBody>(missing, make, gone),
          .body_schema = json_schema<desk::ReasonBody>()};
}

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(desk::list_route<TemplateList>(
      "/api/v1/order_templates", "list_order_templates", "order_template",
      "Named templates of orders: the caller's units' and those of the units above"));
  routes.push_back({.method = "POST",
                    .path = "/api/v1/order_templates",
                    .operation = "keep_order_template",
                    .tag = "order_template",
                    .summary = "Keeps an order by name, to be given again",
                    .role = desk::Role::commander,
                    .handler = keep,
                    .body_schema = json_schema<KeepBody>(),
                    .answer_schema = json_schema<Row>()});
  routes.push_back({.method = "GET",
                    .path = "/api/v1/order_templates/{id}",
                    .operation = "get_order_template",
                    .tag = "order_template",
                    .summary = "A template of an order",
                    .handler = desk::one_handler<TemplateId>(missing, page),
                    .answer_schema = json_schema<Row>()});
  routes.push_back(change_route());
  routes.push_back(drop_route());
  return routes;
}

}  // namespace lifeline::order_template
