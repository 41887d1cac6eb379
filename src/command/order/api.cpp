// SPDX-License-Identifier: Apache-2.0
#include "command/order/api.h"

#include <algorithm>
#include <array>

#include "command/order/view.h"
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"

namespace lifeline::order {
namespace {

constexpr const char* missing = "order_must_exist";
constexpr uint64_t tree_levels_max = 12;

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

constexpr size_t shown_max = 200;  // recipients on the order's own page, the most pressing

/// What one order's page has beyond its row.
struct More {
  std::vector<RecipientRow> recipients;  // within the caller's reach; all, for the issuer
  std::vector<Who> widen_to;
  std::vector<Substitute> substitutes;
};
LIFELINE_STRUCT(More, recipients, widen_to, substitutes)

struct IssueBody {
  std::string subject_zh;
  std::string subject_en;
  std::string text;
  Priority priority = Priority::normal;
  std::vector<UnitCode> recipients;
  std::vector<std::string> people;
  std::vector<RosterId> rosters;
  std::vector<UnitCode> on_duty;
  unit::Level level = unit::Level::group;
  int64_t acknowledge_within_s = 0;
  int64_t start_within_s = 0;
  int64_t finish_within_s = 0;
  Evidence evidence;
  uint64_t quorum = 0;
  std::vector<Who> widen_to;
  std::vector<Substitute> substitutes;
  unit::Level pass_down_to = unit::Level::group;
  OrderId parent;
  IncidentId incident;
  std::string reason;
};
LIFELINE_STRUCT(IssueBody, subject_zh, subject_en, text, priority, recipients, people, rosters,
                on_duty, level, acknowledge_within_s, start_within_s, finish_within_s, evidence,
                quorum, widen_to, substitutes, pass_down_to, parent, incident, reason)

struct AmendBody {
  std::string subject_zh;
  std::string subject_en;
  std::string text;
  Priority priority = Priority::normal;
  int64_t acknowledge_within_s = 0;
  int64_t start_within_s = 0;
  int64_t finish_within_s = 0;
  Evidence evidence;
  uint64_t quorum = 0;
  std::vector<Who> widen_to;
  std::vector<Substitute> substitutes;
  std::string reason;
};
LIFELINE_STRUCT(AmendBody, subject_zh, subject_en, text, priority, acknowledge_within_s,
                start_within_s, finish_within_s, evidence, quorum, widen_to, substitutes, reason)

struct HandOnBody {
  UnitCode unit;
  std::string person;
  Who to;
  std::string reason;
};
LIFELINE_STRUCT(HandOnBody, unit, person, to, reason)

struct SuperviseBody {
  UnitCode unit;
  std::string person;
  int64_t answer_within_s = 0;
  std::string reason;
};
LIFELINE_STRUCT(SuperviseBody, unit, person, answer_within_s, reason)

struct HandBackBody {
  UnitCode unit;
  std::string person;
  int64_t finish_within_s = 0;
  std::string reason;
};
LIFELINE_STRUCT(HandBackBody, unit, person, finish_within_s, reason)

// The most pressing recipients, each group of them in the order of the issue.
std::vector<const Recipient*> most_pressing(const Order& order, unit::Reach& reach) {
  const bool sees_all = reach.holds(order.what.issuer);
  std::array<std::vector<const Recipient*>, urgency_max + 1> groups;
  for (const Recipient& recipient : order.recipients) {
    auto& group = groups[static_cast<size_t>(urgency_of(recipient))];
    if (group.size() < shown_max && (sees_all || reach.holds(recipient.unit)))
      group.push_back(&recipient);
  }
  std::vector<const Recipient*> shown;
  for (const auto& group : groups)
    for (const Recipient* recipient : group)
      if (shown.size() < shown_max) shown.push_back(recipient);
  return shown;
}

std::optional<desk::Response> page(OrderId id, const desk::Actor& caller,
                                   const desk::Nouns& nouns) {
  const auto& orders = nouns.get<State>().orders;
  const auto found = orders.find(id);
  unit::Reach reach(nouns, caller);
  if (found == orders.end() || !is_in_reach(found->second, reach)) return std::nullopt;
  const Order& order = found->second;
  More more{
      .recipients = {}, .widen_to = order.what.widen_to, .substitutes = order.what.substitutes};
  for (const Recipient* recipient : most_pressing(order, reach))
    more.recipients.push_back(row_of(order, *recipient, 0, nouns));
  return desk::json_response(200, desk::joined_json(row_of(order), more));
}

// Offers the recipients of an order and, deeper and deeper, of what came down from it. Names are
// looked up for those who are shown, unless they are asked for.
class Tree {
 public:
  Tree(const desk::listing::Selection& selection, const desk::Nouns& nouns, unit::Reach& reach)
      : best(selection, selection.offset + selection.limit), nouns_(nouns), reach_(reach) {
    whole_ =
        !selection.wanted.empty() || std::ranges::any_of(selection.used, [](const auto* column) {
          return std::ranges::find(looked_up, column->name) != looked_up.end();
        });
  }

  void offer(const Order& order, uint64_t depth) {
    const bool sees_all = reach_.holds(order.what.issuer);
    for (const Recipient& recipient : order.recipients)
      if (sees_all || reach_.holds(recipient.unit)) offer(bare_row_of(order, recipient, depth));
    const auto& orders = nouns_.get<State>().orders;
    for (const OrderId child : order.children)
      if (const auto below = orders.find(child); below != orders.end() && depth < tree_levels_max)
        offer(below->second, depth + 1);
  }

  desk::listing::Best best;

 private:
  void offer(RecipientRow row) {
    if (whole_) complete(row, nouns_);
    if (!best.admits(&row)) return;
    if (!whole_) complete(row, nouns_);
    const auto kept = std::make_shared<RecipientRow>(std::move(row));
    best.keep({.row = kept.get(), .owner = kept});
  }

  const desk::Nouns& nouns_;
  unit::Reach& reach_;
  bool whole_ = false;
};

void list_recipients(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  const auto id = desk::known_id<OrderId>(desks, request->path_value("id"), missing);
  if (!id) return reply(desk::problem(id.error()));
  auto selection =
      desk::listing::select(*request, desk::listing::row_type<RecipientRow>(), "depth,urgency,key");
  if (!selection) return reply(desk::problem(selection.error()));
  const auto look = [id = *id, request,
                     selection = std::move(*selection)](const desk::Nouns& nouns) {
    const auto& orders = nouns.get<State>().orders;
    const auto found = orders.find(id);
    unit::Reach reach(nouns, request->caller);
    if (found == orders.end() || !is_in_reach(found->second, reach))
      return desk::problem(not_found(missing, "id").value());
    Tree tree(selection, nouns, reach);
    tree.offer(found->second, 0);
    std::vector<desk::listing::Part> parts(1);
    parts[0] = {.rows = tree.best.take(), .total = tree.best.admitted()};
    return desk::listing::page_of(selection, std::move(parts), "recipients");
  };
  desks.read(UnitCode{id->desk}, look, std::move(reply));
}

}  // namespace

desk::Response answer_row(OrderId id, const desk::Nouns& nouns) {
  const auto& orders = nouns.get<State>().orders;
  const auto found = orders.find(id);
  if (found == orders.end()) return desk::problem(not_found(missing, "id").value());
  return desk::row_response(200, row_of(found->second));
}

namespace {

// What an issue and an amendment say alike.
template <class Body>
Text text_of(const Body& body) {
  return {.subject_zh = body.subject_zh,
          .subject_en = body.subject_en,
          .text = body.text,
          .priority = body.priority,
          .issuer = {},
          .incident = {},
          .acknowledge_within_s = body.acknowledge_within_s,
          .finish_within_s = body.finish_within_s,
          .start_within_s = body.start_within_s,
          .evidence = body.evidence,
          .quorum = body.quorum,
          .widen_to = body.widen_to,
          .substitutes = body.substitutes};
}

void issue(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  auto body = desk::body_of<IssueBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  const std::string why = body->reason;
  Issue command{.what = text_of(*body),
                .recipients = std::move(body->recipients),
                .people = std::move(body->people),
                .rosters = std::move(body->rosters),
                .on_duty = std::move(body->on_duty),
                .level = body->level};
  command.what.issuer = request->caller.unit;
  command.what.incident = body->incident;
  command.what.pass_down_to = body->pass_down_to;
  command.what.parent = body->parent;
  const auto answer = [](const desk::RowKey& subject, const desk::Nouns& nouns) {
    desk::Response row = answer_row(parse_id<Tag>(subject).value_or(OrderId{}), nouns);
    if (row.status != 200) return row;
    return desk::created_response("/api/v1/orders/" + subject, std::move(row.body));
  };
  desk::submit(desks, desks.plan().desk_of(request->caller.unit),
               desk::intent_of(*request, Command(std::move(command)), why), answer,
               std::move(reply));
}

// What a superior does, on the desk that owns the order.
template <class Body, class Make>
desk::Route superior_route(const std::string& verb, std::string summary, Make make) {
  return {.method = "POST",
          .path = "/api/v1/orders/{id}/" + verb,
          .operation = verb + "_order",
          .tag = "order",
          .summary = std::move(summary),
          .role = desk::Role::commander,
          .handler = desk::act_handler<OrderId, Body>(missing, make, answer_row),
          .body_schema = json_schema<Body>(),
          .answer_schema = json_schema<Row>()};
}

void add_superiors(desk::Routes& routes) {
  routes.push_back(
      superior_route<desk::ReasonBody>("recall", "The order is off, and all that came down from it",
                                       [](OrderId id, const desk::ReasonBody& body) {
                                         return Command(Recall{.id = id, .reason = body.reason});
                                       }));
  routes.push_back(superior_route<AmendBody>(
      "amend", "The order reads differently; who is not done is asked anew",
      [](OrderId id, const AmendBody& body) {
        return Command(Amend{.id = id, .what = text_of(body), .reason = body.reason});
      }));
  routes.push_back(superior_route<HandOnBody>(
      "hand_on", "Somebody else takes a recipient's place", [](OrderId id, const HandOnBody& body) {
        return Command(HandOn{
            .id = id, .from = {body.unit, body.person}, .to = body.to, .reason = body.reason});
      }));
  routes.push_back(superior_route<SuperviseBody>(
      "supervise", "A superior asks how it goes, with a deadline for the answer",
      [](OrderId id, const SuperviseBody& body) {
        return Command(Supervise{.id = id,
                                 .who = {body.unit, body.person},
                                 .note = body.reason,
                                 .answer_within_s = body.answer_within_s});
      }));
  routes.push_back(superior_route<HandBackBody>(
      "hand_back", "A superior does not take the result", [](OrderId id, const HandBackBody& body) {
        return Command(HandBack{.id = id,
                                .who = {body.unit, body.person},
                                .reason = body.reason,
                                .finish_within_s = body.finish_within_s});
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
  routes.push_back(
      {.method = "GET",
       .path = "/api/v1/orders/{id}/recipients",
       .operation = "list_order_recipients",
       .tag = "order",
       .summary = "Its recipients and, deeper, those of the orders that came down from it",
       .handler = list_recipients,
       .parameters = desk::listing::parameters_of(desk::listing::row_type<RecipientRow>()),
       .answer_schema = json_schema<std::vector<RecipientRow>>()});
  for (desk::Route& route : answer_routes()) routes.push_back(std::move(route));
  add_superiors(routes);
  return routes;
}

}  // namespace lifeline::order
