// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/trouble_ticket.h"

#include <doctest/doctest.h>

#include "base/json_text.h"
#include "command/ticket/view.h"
#include "gateway/tmf/answer.h"
#include "gateway/tmf/api.h"
#include "gateway/tmf/hub.h"
#include "tests/small_network.h"

namespace lifeline::tmf {
namespace {

using desk::Role;
using tests::member;
using tests::person;
using tests::SmallNetwork;

const auto commander = person(Role::commander, tests::hubei);
const std::string tickets = "/tmf-api/troubleTicket/v4/troubleTicket";
const std::string minimal =
    R"({"description":"No service","severity":"Major","ticketType":"incident")";

struct Api {
  SmallNetwork net{tests::orders_at_once};
  desk::Routes all = routes(trouble_ticket());

  desk::Response ask(std::string method, std::string target, std::string body = {},
                     desk::Actor who = commander) {
    return net.desks.send(all, {std::move(method), std::move(target), std::move(body)}, who);
  }
  std::string ids(const std::string& query) {
    const auto answer = ask("GET", tickets + "?fields=none&" + query);
    std::string ids;
    auto take = [&](std::string_view row) {
      ids += json_text_of(json_member(row, "id")) + " ";
      return true;
    };
    each_json_item(answer.body, take);
    return ids + "of " + std::string(tests::header_of(answer, "X-Total-Count"));
  }
};

std::string error(const desk::Response& problem) {
  const auto said = dialect().worded(problem);
  return member(said.body, "status") + " " + member(said.body, "reason");
}

}  // namespace

TEST_CASE("a posted ticket is answered with what was posted and what its incident says") {
  Api api;
  const auto made = api.ask("POST", tickets, minimal + R"(,"a":1.50,"b":{"c":"\u4e2d"}})");
  CHECK(made.status == 201);
  CHECK(tests::header_of(made, "Location") == "http://localhost" + tickets + "/420000-1");
  CHECK(made.body ==
        R"({"id":"420000-1","href":"http://localhost/tmf-api/troubleTicket/v4/troubleTicket/)"
        R"(420000-1","name":"No service","description":"No service","ticketType":"incident",)"
        R"("severity":"Major","status":"acknowledged",)"
        R"("creationDate":"2020-01-23T04:00:00.000000Z",)"
        R"("lastUpdate":"2020-01-23T04:00:00.000000Z",)"
        R"("statusChangeDate":"2020-01-23T04:00:00.000000Z",)"
        R"("relatedParty":[{"id":"420000","href":"http://localhost/api/v1/units/420000",)"
        R"("name":"Hubei","role":"unit","@type":"RelatedParty","@referredType":"Organization"}],)"
        R"("statusChange":[{"status":"acknowledged","changeDate":"2020-01-23T04:00:00.000000Z",)"
        R"("@type":"StatusChange"}],"@type":"TroubleTicket","a":1.50,"b":{"c":"\u4e2d"}})");
  CHECK(api.ask("GET", tickets + "/420000-1").body == made.body);
}

TEST_CASE("an incident of the network is a ticket on the list of whoever sees it") {
  Api api;
  REQUIRE(api.net.raise("NODE"));
  CHECK(api.ids("relatedEntity.id=H3") == "420000-1 of 1");
  CHECK(api.ids("relatedEntity.role=order") == "420000-1 of 1");
  CHECK(api.ids("relatedEntity.id=H9") == "of 0");
  const auto elsewhere = person(Role::operator_, tests::yichang);
  CHECK(api.ask("GET", tickets + "/420000-1", {}, elsewhere).status == 404);
  CHECK(api.ask("GET", tickets, {}, elsewhere).body == "[]");
  CHECK(error(api.ask("DELETE", tickets + "/420000-1")) == "409 status: sites must be relieved");
}

TEST_CASE("pages over two desks follow each other, sorted or not") {
  Api api;
  const auto group = person(Role::commander, group_unit);
  for (int i = 0; i < 4; ++i) {
    const std::string rank = R"(,"rank":)" + std::to_string(3 - i) + "}";
    CHECK(api.ask("POST", tickets, minimal + rank, i % 2 == 0 ? commander : group).status == 201);
  }
  const auto ids = [&](const std::string& query) {
    std::string ids;
    auto take = [&](std::string_view row) {
      ids += json_text_of(json_member(row, "id")) + " ";
      return true;
    };
    each_json_item(api.ask("GET", tickets + "?" + query, {}, group).body, take);
    return ids;
  };
  CHECK(ids("") == "100000-1 100000-2 420000-1 420000-2 ");
  CHECK(ids("sort=rank") == "100000-2 420000-2 100000-1 420000-1 ");
  CHECK(ids("sort=-rank&limit=2") == "420000-1 100000-1 ");
  CHECK(ids("sort=-rank&limit=2&offset=2") == "420000-2 100000-2 ");
  CHECK(ids("offset=3") == "420000-2 ");
  CHECK(ids("rank.gte=2&sort=rank") == "100000-1 420000-1 ");
}

TEST_CASE("a refused patch leaves a ticket as it was") {
  Api api;
  const auto made = api.ask("POST", tickets, minimal + "}");
  const std::string one = tickets + "/420000-1";
  CHECK(error(api.ask("PATCH", one, R"({"externalId":"x","status":"closed"})")) ==
        "409 status: incident must be resolved");
  CHECK(error(api.ask("PATCH", one, R"({"externalId":"x","creationDate":"x"})")) ==
        "400 creationDate: attribute must be changeable");
  CHECK(error(api.ask("PATCH", one, R"({"note":[{"text":7}]})")) ==
        "400 note[0].text: field must have the right type");
  CHECK(error(api.ask("PATCH", one, R"({"severity":null})")) ==
        "400 severity: attribute must be given");
  CHECK(error(api.ask("PATCH", one, "[]")) == "400 body: body must be an object");
  CHECK(api.ask("GET", one).body == made.body);
}

TEST_CASE("a batch tells of each ticket once for each kind") {
  Api api;
  const auto resource = trouble_ticket();
  size_t seen = api.net.desks.journal(tests::hubei).size();
  const auto told = [&] {
    std::string text;
    const auto& journal = api.net.desks.journal(tests::hubei);
    for (; seen < journal.size(); ++seen)
      for (const auto& one :
           render(*resource, journal[seen], api.net.desks.desk(tests::hubei).nouns()))
        text += json_text_of(json_member(one.body, "eventType")) + " ";
    return text;
  };
  REQUIRE(api.net.raise("NODE"));
  CHECK(told() == "TroubleTicketCreateEvent ");
  api.ask("PATCH", tickets + "/420000-1", R"({"status":"inProgress"})");
  CHECK(told() == "TroubleTicketStatusChangeEvent ");
  api.ask("PATCH", tickets + "/420000-1", R"({"priority":"x","note":[{"text":"a"}]})");
  CHECK(told() == "TroubleTicketAttributeValueChangeEvent ");
  REQUIRE(api.net.clear("NODE"));
  CHECK(told() ==
        "TroubleTicketAttributeValueChangeEvent TroubleTicketStatusChangeEvent "
        "TroubleTicketResolvedEvent ");
  api.ask("DELETE", tickets + "/420000-1");
  CHECK(told() == "TroubleTicketDeleteEvent ");
}

TEST_CASE("a query of a hub is about the event and its ticket") {
  const auto resource = trouble_ticket();
  const std::string body =
      R"({"eventType":"A","event":{"troubleTicket":{"severity":"Major","note":[{"text":"x"}]}}})";
  const auto is_told = [&](std::string_view query) {
    return is_asked(tests_of(query).value(), *resource, body);
  };
  CHECK(is_told(""));
  CHECK(is_told("eventType=A"));
  CHECK(is_told("?eventType=A,B&troubleTicket.severity=Major"));
  CHECK(is_told("severity=Major&troubleTicket.note.text=x"));
  CHECK_FALSE(is_told("eventType=B"));
  CHECK_FALSE(is_told("eventType=A&troubleTicket.severity=Minor"));
  CHECK(tests_of("fields=a").error().name == "query_must_be_a_filter");
  CHECK(tests_of("a=%zz").error().name == "query_must_be_a_filter");
}

}  // namespace lifeline::tmf
