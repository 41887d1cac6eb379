// SPDX-License-Identifier: Apache-2.0
#include "command/order/api.h"

#include "command/order/view.h"
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"

namespace lifeline::order {
namespace {

constexpr const char* missing = "order_must_exist";

// An order is seen by whoever answers for its issuer or for one of its recipients.
bool is_in_reach(const Order& order, unit::Reach& reach) {
  return reach.holds(order.what.issuer) ||
         std::ranges::any_of(order.recipients,
                             [&](const Recipient& r) { return reach.holds(r.unit); });
}

// Each order once: from the desk that issued it.
struct OrderList {
  using Row = order::Row;
  static constexpr std::string_view sort = "-issued_at";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    unit::Reach reach(nouns, caller);
    for (const auto& [id, order] : nouns.get<State>().orders)
      if (order.owned && is_in_reach(order, reach)) show(row_of(order));
  }
};

struct RecipientRow {
  UnitCode unit;
  std::string unit_name_zh;
  std::string unit_name_en;
  Step state = Step::issued;
  bool by_escalation = false;
  Instant acknowledge_by;
  Instant finish_by;
  Instant received_at;
  Instant acknowledged_at;
  std::string acknowledged_by;
  Instant done_at;
  std::string note;
  Instant escalated_at;
  UnitCode escalated_to;
};
LIFELINE_STRUCT(RecipientRow, unit, unit_name_zh, unit_name_en, state, by_escalation,
                acknowledge_by, finish_by, received_at, acknowledged_at, acknowledged_by, done_at,
                note, escalated_at, escalated_to)

/// What one order's page has beyond its row.
struct More {
  std::vector<RecipientRow> recipients;  // within the caller's reach; all, for the issuer
};
LIFELINE_STRUCT(More, recipients)

struct IssueBody {
  std::string subject_zh;
  std::string subject_en;
  std::string text;
  Priority priority = Priority::normal;
  std::vector<UnitCode> recipients;
  int64_t acknowledge_within_s = 0;
  int64_t finish_within_s = 0;
  IncidentId incident;
  std::string reason;
};
LIFELINE_STRUCT(IssueBody, subject_zh, subject_en, text, priority, recipients, acknowledge_within_s,
                finish_within_s, incident, reason)

struct UnitBody {
  UnitCode unit;
  std::string reason;
};
LIFELINE_STRUCT(UnitBody, unit, reason)

struct FinishBody {
  UnitCode unit;
  std::string note;
  std::string reason;
};
LIFELINE_STRUCT(FinishBody, unit, note, reason)

RecipientRow row_of(const Recipient& r, const unit::State& tree) {
  RecipientRow row{.unit = r.unit,
                   .unit_name_zh = {},
                   .unit_name_en = {},
                   .state = r.step,
                   .by_escalation = r.by_escalation,
                   .acknowledge_by = r.acknowledge_by,
                   .finish_by = r.finish_by,
                   .received_at = r.received_at,
                   .acknowledged_at = r.acknowledged_at,
                   .acknowledged_by = r.acknowledged_by,
                   .done_at = r.done_at,
                   .note = r.note,
                   .escalated_at = r.escalated_at,
                   .escalated_to = r.escalated_to};
  if (const auto unit = tree.units.find(r.unit); unit != tree.units.end()) {
    row.unit_name_zh = unit->second.name_zh;
    row.unit_name_en = unit->second.name_en;
  }
  return row;
}

std::optional<desk::Response> page(OrderId id, const desk::Actor& caller,
                                   const desk::Nouns& nouns) {
  const auto& orders = nouns.get<State>().orders;
  const auto found = orders.find(id);
  unit::Reach reach(nouns, caller);
  if (found == orders.end() || !is_in_reach(found->second, reach)) return std::nullopt;
  const Order& order = found->second;
  const bool sees_all = reach.holds(order.what.issuer);
  More more;
  for (const Recipient& recipient : order.recipients)
    if (sees_all || reach.holds(recipient.unit))
      more.recipients.push_back(row_of(recipient, nouns.get<unit::State>()));
  return desk::json_response(200, desk::joined_json(row_of(order), more));
}

desk::Response order_row(OrderId id, const desk::Nouns& nouns) {
  const auto& orders = nouns.get<State>().orders;
  const auto found = orders.find(id);
  if (found == orders.end()) return desk::problem(not_found(missing, "id").value());
  return desk::row_response(200, row_of(found->second));
}

void issue(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  auto body = desk::body_of<IssueBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  const std::string why = body->reason;
  Issue command{.what = {.subject_zh = std::move(body->subject_zh),
                         .subject_en = std::move(body->subject_en),
                         .text = std::move(body->text),
                         .priority = body->priority,
                         .issuer = request->caller.unit,
                         .incident = body->incident,
                         .acknowledge_within_s = body->acknowledge_within_s,
                         .finish_within_s = body->finish_within_s},
                .recipients = std::move(body->recipients)};
  const auto answer = [](const desk::RowKey& subject, const desk::Nouns& nouns) {
    desk::Response row = order_row(parse_id<Tag>(subject).value_or(OrderId{}), nouns);
    if (row.status != 200) return row;
    return desk::created_response("/api/v1/orders/" + subject, std::move(row.body));
  };
  desk::submit(desks, desks.plan().desk_of(request->caller.unit),
               desk::intent_of(*request, Command(std::move(command)), why), answer,
               std::move(reply));
}

/// A recipient's answer on its way to the desk that decides it.
struct Answering {
  desk::Requested request;
  desk::Desks& desks;
  desk::Reply reply;
  OrderId id;
  Command command;
  std::string why;

  UnitCode home() const { return {id.desk}; }
};

// Decides on a desk. Where that is the recipient's own, the answer joins what it has just decided
// with the order as its issuer's desk knows it, which hears of it a moment later.
void decide_on(UnitCode desk, std::shared_ptr<Answering> work) {
  auto intent = desk::intent_of(*work->request, work->command, work->why);
  const auto here = [id = work->id](const desk::RowKey&, const desk::Nouns& nouns) {
    return order_row(id, nouns);
  };
  if (desk == work->home())
    return desk::submit(work->desks, desk, std::move(intent), here, work->reply);
  const auto copy = std::make_shared<Order>();
  const auto take_copy = [=](const desk::RowKey& key, const desk::Nouns& nouns) {
    const auto& orders = nouns.get<State>().orders;
    if (const auto found = orders.find(work->id); found != orders.end()) *copy = found->second;
    return here(key, nouns);
  };
  const auto join = [=](desk::Response response) {
    if (response.status != 200) return work->reply(std::move(response));
    const auto look = [=](const desk::Nouns& nouns) {
      const auto& orders = nouns.get<State>().orders;
      const auto found = orders.find(work->id);
      if (found == orders.end()) return response;
      return desk::row_response(200, row_of(brought_up_to_date(found->second, *copy)));
    };
    work->desks.read(work->home(), look, work->reply);
  };
  desk::submit(work->desks, desk, std::move(intent), take_copy, join);
}

// The desk of the recipient's ground decides if it has the order, else the issuer's, which may not
// have been heard there yet.
void decide_near(UnitCode ground, std::shared_ptr<Answering> work) {
  const UnitCode near = work->desks.plan().desk_of(ground);
  if (near == work->home()) return decide_on(near, work);
  const auto look = [id = work->id](const desk::Nouns& nouns) {
    return desk::Response{.status = nouns.get<State>().orders.contains(id) ? 200 : 404};
  };
  work->desks.read(near, look, [=](const desk::Response& found) {
    decide_on(found.status == 200 ? near : work->home(), work);
  });
}

template <class Body, class Make>
desk::Route answer_route(const std::string& verb, std::string summary, Make make) {
  const auto handler = [make](desk::Requested request, desk::Desks& desks, desk::Reply reply) {
    const auto id = desk::known_id<OrderId>(desks, request->path_value("id"), missing);
    if (!id) return reply(desk::problem(id.error()));
    const auto body = desk::body_of<Body>(*request);
    if (!body) return reply(desk::problem(body.error()));
    const UnitCode ground = body->unit ? body->unit : request->caller.unit;
    decide_near(ground, std::make_shared<Answering>(Answering{.request = std::move(request),
                                                              .desks = desks,
                                                              .reply = std::move(reply),
                                                              .id = *id,
                                                              .command = make(*id, *body),
                                                              .why = body->reason}));
  };
  return {.method = "POST",
          .path = "/api/v1/orders/{id}/" + verb,
          .operation = verb + "_order",
          .tag = "order",
          .summary = std::move(summary),
          .role = desk::Role::operator_,
          .handler = handler,
          .body_schema = json_schema<Body>(),
          .answer_schema = json_schema<Row>()};
}

void add_answers(desk::Routes& routes) {
  routes.push_back(answer_route<UnitBody>(
      "acknowledge", "A recipient takes the order", [](OrderId id, const UnitBody& body) {
        return Command(Acknowledge{.id = id, .unit = body.unit});
      }));
  routes.push_back(answer_route<FinishBody>(
      "finish", "A recipient has done what was ordered", [](OrderId id, const FinishBody& body) {
        return Command(Finish{.id = id, .unit = body.unit, .note = body.note});
      }));
  routes.push_back(answer_route<UnitBody>(
      "decline", "A recipient cannot do it; it goes up", [](OrderId id, const UnitBody& body) {
        return Command(Decline{.id = id, .unit = body.unit, .reason = body.reason});
      }));
}

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(desk::list_route<OrderList>("/api/v1/orders", "list_orders", "order",
                                               "Orders, each from its issuer's desk"));
  routes.push_back({.method = "POST",
                    .path = "/api/v1/orders",
                    .operation = "issue_order",
                    .tag = "order",
                    .summary = "Orders units to do something",
                    .role = desk::Role::commander,
                    .handler = issue,
                    .body_schema = json_schema<IssueBody>(),
                    .answer_schema = json_schema<Row>()});
  routes.push_back({.method = "GET",
                    .path = "/api/v1/orders/{id}",
                    .operation = "get_order",
                    .tag = "order",
                    .summary = "An order and where its recipients stand",
                    .handler = desk::one_handler<OrderId>(missing, page),
                    .answer_schema = desk::joined_schema<Row, More>()});
  add_answers(routes);
  routes.push_back({.method = "POST",
                    .path = "/api/v1/orders/{id}/recall",
                    .operation = "recall_order",
                    .tag = "order",
                    .summary = "The order is off",
                    .role = desk::Role::commander,
                    .handler = desk::act_handler<OrderId, desk::ReasonBody>(
                        missing,
                        [](OrderId id, const desk::ReasonBody& body) {
                          return Command(Recall{.id = id, .reason = body.reason});
                        },
                        order_row),
                    .body_schema = json_schema<desk::ReasonBody>(),
                    .answer_schema = json_schema<Row>()});
  return routes;
}

}  // namespace lifeline::order
