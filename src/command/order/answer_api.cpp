// SPDX-License-Identifier: Apache-2.0
#include "command/order/api.h"
#include "command/order/view.h"
#include "desk/exchange.h"

namespace lifeline::order {
namespace {

struct WhoBody {
  UnitCode unit;
  std::string person;
  std::string reason;
};
LIFELINE_STRUCT(WhoBody, unit, person, reason)

struct ReportBody {
  UnitCode unit;
  std::string person;
  std::string note;
  std::string reason;
};
LIFELINE_STRUCT(ReportBody, unit, person, note, reason)

struct FinishBody {
  UnitCode unit;
  std::string person;
  std::string note;
  std::optional<double> number;
  std::vector<std::string> photos;
  std::string reason;
};
LIFELINE_STRUCT(FinishBody, unit, person, note, number, photos, reason)

/// A recipient's answer on its way to the desk that decides it.
struct Answering {
  desk::Requested request;
  desk::Desks& desks;
  desk::Reply reply;
  OrderId id;
  Who named;
  Command command;
  std::string why;

  UnitCode home() const { return {id.desk}; }
};

// Decides on a desk. Where that is the recipient's own, the answer joins what it has just decided
// with the order as its issuer's desk knows it, which hears of it a moment later.
void decide_on(UnitCode desk, std::shared_ptr<Answering> work) {
  auto intent = desk::intent_of(*work->request, work->command, work->why);
  const auto here = [id = work->id](const desk::RowKey&, const desk::Nouns& nouns) {
    return answer_row(id, nouns);
  };
  if (desk == work->home())
    return desk::submit(work->desks, desk, std::move(intent), here, work->reply);
  const auto ahead = std::make_shared<Ahead>();
  const auto take_copy = [=](const desk::RowKey& key, const desk::Nouns& nouns) {
    const auto& orders = nouns.get<State>().orders;
    if (const auto found = orders.find(work->id); found != orders.end())
      *ahead = ahead_of(found->second, work->named, work->request->caller, nouns);
    return here(key, nouns);
  };
  const auto join = [=](desk::Response response) {
    if (response.status != 200) return work->reply(std::move(response));
    const auto look = [=](const desk::Nouns& nouns) {
      const auto& orders = nouns.get<State>().orders;
      const auto found = orders.find(work->id);
      if (found == orders.end()) return response;
      return desk::row_response(200, row_of(found->second, *ahead));
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
    const auto id = desk::known_id<OrderId>(desks, request->path_value("id"), "order_must_exist");
    if (!id) return reply(desk::problem(id.error()));
    const auto body = desk::body_of<Body>(*request);
    if (!body) return reply(desk::problem(body.error()));
    const UnitCode ground = body->unit ? body->unit : request->caller.unit;
    decide_near(ground, std::make_shared<Answering>(Answering{.request = std::move(request),
                                                              .desks = desks,
                                                              .reply = std::move(reply),
                                                              .id = *id,
                                                              .named = {body->unit, body->person},
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

}  // namespace

desk::Routes answer_routes() {
  desk::Routes routes;
  const auto step = [](Step step) {
    return [step](OrderId id, const WhoBody& body) {
      return Command(Report{.id = id, .unit = body.unit, .person = body.person, .step = step});
    };
  };
  routes.push_back(answer_route<WhoBody>("read", "A recipient has opened it", step(Step::read)));
  routes.push_back(answer_route<WhoBody>(
      "acknowledge", "A recipient takes the order", [](OrderId id, const WhoBody& body) {
        return Command(Acknowledge{.id = id, .unit = body.unit, .person = body.person});
      }));
  routes.push_back(answer_route<WhoBody>("start", "A recipient has begun", step(Step::started)));
  routes.push_back(answer_route<ReportBody>(
      "report", "A recipient says how it goes", [](OrderId id, const ReportBody& body) {
        return Command(
            Report{.id = id, .unit = body.unit, .person = body.person, .note = body.note});
      }));
  routes.push_back(answer_route<FinishBody>("finish", "A recipient has done what was ordered",
                                            [](OrderId id, const FinishBody& body) {
                                              return Command(Finish{.id = id,
                                                                    .unit = body.unit,
                                                                    .note = body.note,
                                                                    .person = body.person,
                                                                    .number = body.number,
                                                                    .photos = body.photos});
                                            }));
  routes.push_back(answer_route<WhoBody>(
      "decline", "A recipient cannot do it; it goes on or up", [](OrderId id, const WhoBody& body) {
        return Command(
            Decline{.id = id, .unit = body.unit, .reason = body.reason, .person = body.person});
      }));
  return routes;
}

}  // namespace lifeline::order
