// SPDX-License-Identifier: Apache-2.0
#include "network/site/api.h"

#include <doctest/doctest.h>

#include "tests/small_network.h"

namespace lifeline::site {
namespace {

using desk::Role;
using tests::member;
using tests::person;
using tests::SmallNetwork;

const auto viewer = person(Role::viewer, tests::wuhan);
const auto at_work = person(Role::operator_, tests::wuhan);

TEST_CASE("sites are listed within reach, with their states") {
  SmallNetwork net;
  REQUIRE(net.raise("BTS-2"));
  const auto ids = [&](const std::string& query, desk::Actor who = viewer) {
    return net.desks.get(routes(), "/api/v1/sites?fields=id" + query, std::move(who)).body;
  };
  CHECK(ids("") == R"([{"id":"H1"},{"id":"H2"},{"id":"H3"}])");
  CHECK(ids("&state=down&region=420106") == R"([{"id":"H2"}])");
  CHECK(ids("&incident=420000-1") == R"([{"id":"H2"},{"id":"H3"}])");
  CHECK(ids("&id=H1,H3") == R"([{"id":"H1"},{"id":"H3"}])");
  CHECK(ids("", person(Role::viewer, tests::hankou)) == R"([{"id":"H3"}])");
}

TEST_CASE("one site tells why it is down, link by link, and since when") {
  SmallNetwork net;
  REQUIRE(net.raise("NODE"));
  const auto answer = net.desks.get(routes(), "/api/v1/sites/H1", viewer);
  CHECK(member(answer.body, "state") == "down");
  CHECK(answer.body.find(R"("services":[{"kind":"4g","state":"down","elements":["BTS-1"]}])") !=
        std::string::npos);
  CHECK(answer.body.find(
            R"("reasons":[{"service":"4g","chain":[{"element":"BTS-1","name":"BTS-1 name",)"
            R"("kind":"base_station","condition":"down","alarm":""},{"element":"NODE",)"
            R"("name":"NODE name","kind":"transport_node","condition":"down",)"
            R"("alarm":"420000-1"}],"suppressed_by":""}])") != std::string::npos);
  CHECK(answer.body.find(R"("text_zh":"正常 → 中断","text_en":"normal → down")") !=
        std::string::npos);
}

TEST_CASE("a site out of reach or unknown is not there") {
  SmallNetwork net;
  const auto hankou = person(Role::viewer, tests::hankou);
  for (const std::string id : {"H1", "H9"}) {
    const auto answer = net.desks.get(routes(), "/api/v1/sites/" + id, hankou);
    CHECK(answer.status == 404);
    CHECK(member(answer.body, "name") == "site_must_exist");
  }
}

// Two entries of Wuchang's people's hospital.
void add_twins(SmallNetwork& net) {
  Site left = tests::hospital("T1", tests::wuchang, {"BTS-1"});
  Site right = tests::hospital("T2", tests::wuchang, {"BTS-2"});
  left.name_zh = "武汉大学人民医院";
  right.name_zh = "武汉大学人民医院";
  REQUIRE(net.desks.act(tests::hubei, Command(Import{{left, right}})));
}

TEST_CASE("likely duplicates are shown until a person has decided") {
  SmallNetwork net;
  add_twins(net);
  const auto pairs = [&] { return net.desks.get(routes(), "/api/v1/sites/duplicates", at_work); };
  CHECK(tests::header_of(pairs(), "X-Total-Count") == "1");
  CHECK(pairs().body.starts_with(R"([{"left":{"id":"T1")"));
  CHECK(member(pairs().body, "similarity") == "1");
  const auto decided =
      net.desks.post(routes(), "/api/v1/sites/duplicates/decide",
                     R"({"left":"T1","right":"T2","same":true,"reason":"one address"})", at_work);
  CHECK(decided.body == R"({"left":"T1","right":"T2","same":true})");
  CHECK(pairs().body == "[]");
}

TEST_CASE("a decision on sites that are not there, or not one's own, is refused") {
  SmallNetwork net;
  add_twins(net);
  const auto decide = [&](const std::string& body, desk::Actor who) {
    const auto answer =
        net.desks.post(routes(), "/api/v1/sites/duplicates/decide", body, std::move(who));
    return member(answer.body, "name") + " " + member(answer.body, "field");
  };
  CHECK(decide(R"({"left":"T9","right":"T2"})", at_work) == "site_must_exist left");
  CHECK(decide(R"({"left":"T1","right":"T9"})", at_work) == "site_must_exist right");
  CHECK(decide(R"({"left":"T1","right":"T2"})", person(Role::operator_, tests::hankou)) ==
        "unit_must_be_within_reach ");
}

}  // namespace
}  // namespace lifeline::site
