// SPDX-License-Identifier: Apache-2.0
#include "app/crew_orders.h"

#include <algorithm>
#include <array>

#include "command/incident/view.h"
#include "command/job/body.h"
#include "command/job/view.h"
#include "command/order/view.h"
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/module.h"
#include "network/element/view.h"
#include "network/site/view.h"

namespace lifeline::app {
namespace {

using Words = std::array<std::string_view, 3>;

// What crews call the skill that mends such an element.
Words skills_of(element::Kind kind) {
  switch (kind) {
    case element::Kind::base_station:
    case element::Kind::cell: return {"radio", "无线", "基站"};
    case element::Kind::transport_node:
    case element::Kind::fibre:
    case element::Kind::private_line: return {"transmission", "传输", "光缆"};
    case element::Kind::power: return {"power", "电源", "发电"};
    default: return {"core", "核心网", ""};
  }
}

// As the desk's crews have it; none of them: any crew may go.
std::vector<std::string> known_skill(const Words& words, const desk::Nouns& nouns) {
  for (const std::string_view word : words)
    for (const auto& [id, crew] : nouns.get<crew::State>().crews)
      if (!word.empty() && !crew.copy && crew::has_skill(crew, word)) return {std::string(word)};
  return {};
}

void put_on_site(job::What& what, const std::string& id, const desk::Nouns& nouns) {
  const auto& sites = nouns.get<site::State>().sites;
  const auto site = sites.find(id);
  if (site == sites.end()) return;
  what.site = id;
  what.place = {.longitude_deg = site->second.longitude_deg,
                .latitude_deg = site->second.latitude_deg};
}

// At the root of the incident, where the desk knows it; else at the first site that is hit.
void put_at_root(job::What& what, const desk::Nouns& nouns) {
  const auto& pages = nouns.get<incident::View>().pages;
  const auto page = pages.find(what.source.incident);
  if (page == pages.end()) return;
  if (!page->second.sites.empty()) put_on_site(what, *page->second.sites.begin(), nouns);
  const auto& elements = nouns.get<element::State>().elements;
  const auto root = elements.find(page->second.row.element);
  if (root == elements.end()) return;
  const element::Element& element = root->second;
  what.element = element.id;
  what.skills = known_skill(skills_of(element.kind), nouns);
  const LonLat place{.longitude_deg = element.longitude_deg, .latitude_deg = element.latitude_deg};
  if (is_given(place)) what.place = place;
}

constexpr int64_t usual_duration_s = 3600;

job::What job_for(order::OrderId id, const order::Text& text, UnitCode recipient,
                  const desk::Nouns& nouns) {
  job::What what;
  what.title_zh = text.subject_zh;
  what.title_en = text.subject_en;
  what.unit = recipient;
  what.source = {
      .incident = text.incident, .order = id, .recipient = recipient, .planned_work = {}};
  what.priority = text.priority;
  what.duration_s = usual_duration_s;
  put_at_root(what, nouns);
  return what;
}

bool has_crews(UnitCode unit, const desk::Nouns& nouns) {
  const auto& tree = nouns.get<unit::State>();
  return std::ranges::any_of(nouns.get<crew::State>().crews, [&](const auto& one) {
    return !one.second.copy && unit::is_within(tree, one.second.what.unit, unit);
  });
}

void cancel_jobs(const order::Recalled& e, const desk::Context& at, desk::Commands& out) {
  const auto& state = at.get<job::State>();
  for (auto jobs = state.by_order.lower_bound({e.id, UnitCode{}});
       jobs != state.by_order.end() && jobs->first.first == e.id; ++jobs)
    for (const job::JobId id : jobs->second)
      if (state.open.contains(id))
        out.add<job::Command>(job::Cancel{.id = id, .why = "order recalled: " + e.reason});
}

/// A job for an order on its way: what is not said comes from the order.
struct Asking {
  desk::Requested request;
  desk::Desks& desks;
  desk::Reply reply;
  order::OrderId id;
  job::JobBody body;
  Result<job::What> what = not_found("order_must_exist", "id");
};

// The recipient that is named, or the first within the caller's reach that owes something.
UnitCode recipient_of(const order::Order& order, const Asking& asking, const desk::Nouns& nouns) {
  if (asking.body.recipient) return *asking.body.recipient;
  unit::Reach reach(nouns, asking.request->caller);
  for (const order::Recipient& one : order.recipients)
    if (one.owes() && reach.holds(one.unit)) return one.unit;
  return {};
}

const order::Order* find_order(const Asking& asking, const desk::Nouns& nouns) {
  const auto& orders = nouns.get<order::State>().orders;
  const auto found = orders.find(asking.id);
  return found == orders.end() ? nullptr : &found->second;
}

// On the desk of the recipient's ground, which hears of the order a moment after it is issued.
void make_there(const std::shared_ptr<Asking>& asking) {
  const UnitCode desk = asking->desks.plan().desk_of(*asking->body.recipient);
  const auto look = [asking](const desk::Nouns& nouns) {
    const order::Order* order = find_order(*asking, nouns);
    if (order == nullptr)
      return desk::problem(conflict("order_must_be_heard_of", "recipient").value());
    asking->body.order = asking->id;
    asking->what = job::what_of(asking->body,
                                job_for(asking->id, order->what, *asking->body.recipient, nouns));
    return asking->what ? desk::Response{} : desk::problem(asking->what.error());
  };
  asking->desks.read(desk, look, [asking, desk](const desk::Response& answer) {
    if (answer.status != 200) return asking->reply(answer);
    desk::submit(asking->desks, desk,
                 desk::intent_of(*asking->request, job::Command(job::Create{.what = *asking->what}),
                                 asking->body.reason),
                 job::created_answer, asking->reply);
  });
}

// The desk that issued the order knows its recipients.
void make_job(const desk::Requested& request, desk::Desks& desks, desk::Reply reply) {
  const auto id =
      desk::known_id<order::OrderId>(desks, request->path_value("id"), "order_must_exist");
  if (!id) return reply(desk::problem(id.error()));
  const auto body = desk::body_of<job::JobBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  const auto asking = std::make_shared<Asking>(Asking{
      .request = request, .desks = desks, .reply = std::move(reply), .id = *id, .body = *body});
  const auto look = [asking](const desk::Nouns& nouns) {
    const order::Order* order = find_order(*asking, nouns);
    if (order == nullptr) return desk::problem(not_found("order_must_exist", "id").value());
    const UnitCode recipient = recipient_of(*order, *asking, nouns);
    if (!recipient)
      return desk::problem(conflict("order_must_have_a_recipient", "recipient").value());
    asking->body.recipient = recipient;
    return desk::Response{};
  };
  desks.read(UnitCode{id->desk}, look, [asking](const desk::Response& answer) {
    if (answer.status != 200) return asking->reply(answer);
    make_there(asking);
  });
}

}  // namespace

// Lifeline's own orders for an incident; what a person issues is that person's to send crews for.
void send_crews(const order::Event& event, const desk::Context& at, desk::Commands& out) {
  if (const auto* recalled = std::get_if<order::Recalled>(&event))
    return cancel_jobs(*recalled, at, out);
  const auto* issued = std::get_if<order::Issued>(&event);
  if (issued == nullptr || !issued->what.incident || at.who.role != desk::Role::system) return;
  for (const UnitCode unit : issued->recipients)
    if (at.plan.desk_of(unit) == at.desk && has_crews(unit, at.nouns))
      out.add<job::Command>(job::Create{.what = job_for(issued->id, issued->what, unit, at.nouns)});
}

std::unique_ptr<desk::Module> make_order_module() {
  return std::make_unique<desk::ModuleOf<order::Noun>>(
      std::vector<desk::Reaction<order::Event>>{send_crews});
}

desk::Routes crew_order_routes() {
  desk::Routes routes;
  routes.push_back({.method = "POST",
                    .path = "/api/v1/orders/{id}/jobs",
                    .operation = "create_order_job",
                    .tag = "job",
                    .summary = "Makes a job of the order: at its incident's root unless it says "
                               "otherwise; done, it finishes the order for its recipient",
                    .role = desk::Role::operator_,
                    .handler = make_job,
                    .body_schema = json_schema<job::JobBody>(),
                    .answer_schema = json_schema<job::Row>()});
  return routes;
}

}  // namespace lifeline::app
