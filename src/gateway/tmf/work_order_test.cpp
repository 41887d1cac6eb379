// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/work_order.h"

#include <doctest/doctest.h>

#include "base/json_text.h"
#include "command/order/api.h"
#include "gateway/tmf/answer.h"
#include "gateway/tmf/api.h"
#include "gateway/tmf/hub.h"
#include "tests/small_network.h"

namespace lifeline::tmf {
namespace {

using desk::Role;
using tests::member;
using tests::person;

const auto head = person(Role::commander, tests::hubei);
const auto wuchang = person(Role::commander, tests::wuchang);
const auto elsewhere = person(Role::commander, tests::yichang);
const std::string work_orders = "/tmf-api/workOrder/v4/workOrder";
const std::string cancels = "/tmf-api/workOrder/v4/cancelWorkOrder";
const std::string item = R"("workOrderItem":[{"id":"1","action":"add"}])";

std::string party(const std::string& id, const std::string& role) {
  return R"({"id":")" + id + R"(","role":")" + role + R"(","@referredType":"Organization"})";
}
std::string posted(const std::string& recipients, const std::string& more = {}) {
  return R"({"category":"order","description":"Guard",)" + item + R"(,"relatedParty":[)" +
         recipients + "]" + more + "}";
}
const std::string both = party("420106", "recipient") + "," + party("420103", "recipient");

std::string answered(const desk::Response& answer) {
  if (answer.status < 400) return member(answer.body, "state");
  const auto said = dialect().worded(answer);
  return member(said.body, "status") + " " + member(said.body, "reason");
}

struct WorkOrders {
  tests::LocalDesks desks;
  desk::Routes all = routes(work_order());
  size_t seen = 0;

  WorkOrders() {
    for (auto& route : routes(cancel_work_order())) all.push_back(std::move(route));
    for (auto& route : order::routes()) all.push_back(std::move(route));
  }
  desk::Response ask(std::string method, std::string target, std::string body = {},
                     desk::Actor who = head) {
    desks.set_now(seconds_after(desks.now(), 60));
    return desks.send(all, {std::move(method), std::move(target), std::move(body)}, who);
  }
  std::string act(const std::string& verb, const std::string& unit, const std::string& more = {}) {
    const std::string target = "/api/v1/orders/420000-1/" + verb;
    const auto done = ask("POST", target, R"({"unit":")" + unit + "\"" + more + "}");
    CHECK_MESSAGE(done.status == 200, done.body);
    return answered(ask("GET", work_orders + "/order-420000-1"));
  }
  std::string ids(const std::string& query, desk::Actor who = head,
                  const std::string& path = work_orders) {
    std::string ids;
    auto take = [&](std::string_view row) {
      ids += json_text_of(json_member(row, "id")) + " ";
      return true;
    };
    each_json_item(ask("GET", path + "?" + query, {}, who).body, take);
    return ids;
  }
  // What the hub tells of what Hubei's journal has had since it was asked last.
  std::string told() {
    std::string text;
    const auto resource = work_order();
    const auto& journal = desks.journal(tests::hubei);
    for (; seen < journal.size(); ++seen)
      for (const auto& one : render(*resource, journal[seen], desks.desk(tests::hubei).nouns()))
        text += member(one.body, "eventType") + " " + one.id + " ";
    return text;
  }
};

}  // namespace

TEST_CASE("a work order of the category order is an order to its recipients") {
  WorkOrders api;
  const auto made = api.ask("POST", work_orders,
                            posted(both, R"(,"priority":"0","note":{"text":"all night"},)"
                                         R"("requestedCompletionDate":"2020-01-23T06:00:00Z")"));
  CHECK(made.status == 201);
  CHECK(tests::header_of(made, "Location") == "http://localhost" + work_orders + "/order-420000-1");
  CHECK(made.body ==
        R"({"id":"order-420000-1",)"
        R"("href":"http://localhost/tmf-api/workOrder/v4/workOrder/order-420000-1",)"
        R"("description":"Guard","state":"acknowledged","category":"order","priority":"0",)"
        R"("version":"0","orderDate":"2020-01-23T04:01:00.000000Z",)"
        R"("requestedCompletionDate":"2020-01-23T06:00:00.000000Z",)"
        R"("stateChangeDate":"2020-01-23T04:01:00.000000Z",)"
        R"("note":{"text":"all night","author":"commander","date":"2020-01-23T04:01:00.000000Z",)"
        R"("@type":"Note"},"relatedParty":[{"id":"420000",)"
        R"("href":"http://localhost/api/v1/units/420000","name":"Hubei","role":"issuer",)"
        R"("@type":"RelatedParty","@referredType":"Organization"},{"id":"420106",)"
        R"("href":"http://localhost/api/v1/units/420106","name":"Wuchang","role":"recipient",)"
        R"("@type":"RelatedParty","@referredType":"Organization"},{"id":"420103",)"
        R"("href":"http://localhost/api/v1/units/420103","name":"Hankou","role":"recipient",)"
        R"("@type":"RelatedParty","@referredType":"Organization"}],)"
        R"("workOrderItem":[{"id":"420106","action":"add","description":"Wuchang",)"
        R"("state":"acknowledged","@type":"WorkOrderItem"},{"id":"420103","action":"add",)"
        R"("description":"Hankou","state":"acknowledged","@type":"WorkOrderItem"}],)"
        R"("@type":"WorkOrder"})");
  CHECK(api.ask("GET", work_orders + "/order-420000-1").body == made.body);
  CHECK(answered(api.ask("GET", work_orders + "/420000-1")) == "404 id: work order must exist");
}

TEST_CASE("the state of an order is what its recipients tell") {
  WorkOrders api;
  CHECK(answered(api.ask("POST", work_orders, posted(both))) == "acknowledged");
  CHECK(api.act("acknowledge", "420106") == "pending");
  CHECK(api.act("start", "420106") == "inProgress");
  CHECK(api.act("finish", "420106", R"(,"note":"guarded")") == "inProgress");
  CHECK(api.act("finish", "420103") == "completed");
  const auto done = api.ask("GET", work_orders + "/order-420000-1");
  CHECK(member(done.body, "completionDate") == member(done.body, "stateChangeDate"));
  CHECK(member(done.body, "startDate") < member(done.body, "completionDate"));
  CHECK(done.body.find(R"("state":"completed","@type":"WorkOrderItem","note":{"text":"guarded")") !=
        std::string::npos);
  CHECK(api.ids("state=completed") == "order-420000-1 ");
  CHECK(api.ids("workOrderItem.state=rejected") == "");
}

TEST_CASE("whoever sees an order sees of its recipients what the order's page shows") {
  WorkOrders api;
  api.ask("POST", work_orders, posted(both));
  const auto own = api.ask("GET", work_orders + "/order-420000-1", {}, wuchang);
  CHECK(own.body.find("Wuchang") != std::string::npos);
  CHECK(own.body.find("Hankou") == std::string::npos);
  CHECK(api.ids("relatedParty.id=420103", wuchang) == "");
  CHECK(api.ids("relatedParty.id=420103") == "order-420000-1 ");
  CHECK(answered(api.ask("GET", work_orders + "/order-420000-1", {}, elsewhere)) ==
        "404 id: work order must exist");
  CHECK(api.ids("", elsewhere) == "");
}

TEST_CASE("of many recipients the first hundred are shown, and the note says of how many") {
  WorkOrders api;
  std::vector<unit::Unit> grids;
  std::string parties;
  for (uint64_t i = 1; i <= 120; ++i) {
    const UnitCode code{tests::wuchang.value * 1000 + i};
    grids.push_back(tests::unit_named(code, "grid", unit::Level::grid, tests::wuchang));
    parties += (i == 1 ? "" : ",") + party(to_text(code), "recipient");
  }
  api.desks.act(group_unit, unit::Command(unit::Import{.units = grids}));
  api.desks.hear_all();
  const auto made = api.ask("POST", work_orders, posted(parties));
  REQUIRE(made.status == 201);
  const auto count = [&](std::string_view name) {
    size_t items = 0;
    auto take = [&](std::string_view) { return ++items > 0; };
    each_json_item(json_member(made.body, name), take);
    return items;
  };
  CHECK(count("workOrderItem") == 100);
  CHECK(count("relatedParty") == 101);
  const std::string note = "The first 100 of 120 recipients are shown.";
  CHECK(member(made.body, "text") == note);
  const auto own = api.ask("GET", work_orders + "/order-420000-1", {}, wuchang);
  CHECK(member(own.body, "text") == note);
}

TEST_CASE("jobs come before orders on each desk, and pages follow each other") {
  WorkOrders api;
  api.ask("POST", work_orders, posted(both));
  const std::string job = "{" + item + R"(,"relatedParty":[)" + party("420106", "unit") + "]}";
  CHECK(api.ask("POST", work_orders, job).status == 201);
  api.ask("POST", work_orders, posted(party("420106", "recipient")),
          person(Role::commander, group_unit));
  const auto chief = person(Role::commander, group_unit);
  CHECK(api.ids("", chief) == "order-100000-1 420000-1 order-420000-1 ");
  CHECK(api.ids("offset=1&limit=1", chief) == "420000-1 ");
  CHECK(api.ids("category=order", chief) == "order-100000-1 order-420000-1 ");
  api.desks.hear_all();
  CHECK(api.ids("", chief) == "order-100000-1 420000-1 order-420000-1 ");
}

TEST_CASE("a patch amends an order; its state and its end are not a patch's") {
  WorkOrders api;
  const std::string one = work_orders + "/order-420000-1";
  api.ask("POST", work_orders, posted(both));
  const auto patch = [&](const std::string& body, desk::Actor who = head) {
    return api.ask("PATCH", one, body, std::move(who));
  };
  const auto amended =
      patch(R"({"description":"Guard both","priority":"1","note":{"text":"two doors"},)"
            R"("requestedCompletionDate":"2020-01-23T08:00:00Z"})");
  CHECK(member(amended.body, "description") == "Guard both");
  CHECK(member(amended.body, "priority") == "1");
  CHECK(member(amended.body, "version") == "1");
  CHECK(member(amended.body, "requestedCompletionDate") == "2020-01-23T08:00:00.000000Z");
  CHECK(patch(R"({"description":"Guard both"})").body == amended.body);
  CHECK(answered(patch(R"({"state":"cancelled"})")) ==
        "409 state: state must be told by recipients");
  CHECK(answered(patch(R"({"externalId":"x"})")) == "400 externalId: attribute must be changeable");
  CHECK(answered(patch(R"({"description":null})")) == "400 description: attribute must be given");
  CHECK(answered(patch(R"({"requestedCompletionDate":"2020-01-23T03:00:00Z"})")) ==
        "400 requestedCompletionDate: deadline must lie ahead");
  CHECK(answered(patch(R"({"description":"x"})", wuchang)) == "403 unit must be within reach");
  CHECK(answered(api.ask("DELETE", one)) == "409 id: work order must be a job");
  CHECK(api.ask("GET", one).body == amended.body);
}

TEST_CASE("a wrong order is refused by the work order's own words") {
  WorkOrders api;
  const auto refused = [&](const std::string& body) {
    return answered(api.ask("POST", work_orders, body));
  };
  CHECK(refused(posted("")) == "400 relatedParty: recipients must be given");
  CHECK(refused(posted(party("999999", "recipient"))) == "400 relatedParty: unit must be known");
  CHECK(refused(posted(party("x", "recipient"))) == "400 relatedParty: unit must be known");
  CHECK(refused(posted(party("430000", "recipient"))) ==
        "400 relatedParty: recipient must be below the issuer");
  CHECK(refused(posted(both, R"(,"externalId":"x")")) == "400 externalId: field must be known");
  CHECK(refused(posted(both, R"(,"requestedCompletionDate":"2019-01-01T00:00:00Z")")) ==
        "400 requestedCompletionDate: deadline must lie ahead");
  CHECK(refused(posted(both, R"(,"relatedEntity":[{"id":"420000-9","role":"incident",)"
                             R"("@referredType":"TroubleTicket"}])")) ==
        "400 relatedEntity: incident must be known");
  CHECK(refused(posted(both, R"(,"state":"completed")")) ==
        "400 state: work order must begin acknowledged");
  CHECK(refused(R"({"category":"order",)" + item + R"(,"relatedParty":[)" + both + "]}") ==
        "400 description: subject must be given");
  CHECK(api.ids("") == "");
}

TEST_CASE("an order is recalled by the task that cancels a work order, once") {
  WorkOrders api;
  api.ask("POST", work_orders, posted(both));
  const std::string task =
      R"({"workOrder":{"id":"order-420000-1"},"cancellationReason":"calm","desk":7})";
  const auto made = api.ask("POST", cancels, task);
  CHECK(made.status == 201);
  CHECK(tests::header_of(made, "Location") == "http://localhost" + cancels + "/order-420000-1");
  CHECK(made.body ==
        R"({"id":"order-420000-1",)"
        R"("href":"http://localhost/tmf-api/workOrder/v4/cancelWorkOrder/order-420000-1",)"
        R"("cancellationReason":"calm",)"
        R"("effectiveCancellationDate":"2020-01-23T04:02:00.000000Z","state":"done",)"
        R"("workOrder":{"id":"order-420000-1"},"@type":"CancelWorkOrder","desk":7})");
  const auto order = api.ask("GET", work_orders + "/order-420000-1");
  CHECK(answered(order) == "cancelled");
  CHECK(member(order.body, "cancellationReason") == "calm");
  CHECK(member(order.body, "cancellationDate") == "2020-01-23T04:02:00.000000Z");
  CHECK(api.ids("", head, cancels) == "order-420000-1 ");
  CHECK(api.ids("", elsewhere, cancels) == "");
  CHECK(answered(api.ask("POST", cancels, task)) == "409 order must not be recalled");
  CHECK(answered(api.ask("POST", cancels, R"({"workOrder":{"id":"order-420000-7"}})")) ==
        "404 id: order must exist");
  CHECK(answered(api.ask("POST", cancels, R"({"workOrder":{"id":"order-7"}})")) ==
        "400 workOrder.id: work order must be known");
}

TEST_CASE("the hub tells of an order what its work order shows, from the desk that owns it") {
  WorkOrders api;
  api.ask("POST", work_orders, posted(both));
  CHECK(api.told() == "WorkOrderCreateEvent order-420000-1 ");
  api.act("read", "420106");
  CHECK(api.told() == "");
  api.act("acknowledge", "420106");
  CHECK(api.told() == "WorkOrderStateChangeEvent order-420000-1 ");
  api.act("acknowledge", "420103");
  CHECK(api.told() == "WorkOrderAttributeValueChangeEvent order-420000-1 ");
  api.ask("PATCH", work_orders + "/order-420000-1", R"({"priority":"0"})");
  CHECK(api.told() == "WorkOrderStateChangeEvent order-420000-1 ");
  api.ask("POST", cancels, R"({"workOrder":{"id":"order-420000-1"}})");
  CHECK(api.told() ==
        "WorkOrderStateChangeEvent order-420000-1 CancelWorkOrderCreateEvent order-420000-1 "
        "CancelWorkOrderStateChangeEvent order-420000-1 ");
  api.ask("POST", work_orders, posted(party("420106", "recipient")),
          person(Role::commander, group_unit));
  api.desks.hear_all();
  CHECK(api.told() == "");
}

}  // namespace lifeline::tmf
