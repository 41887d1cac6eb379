// SPDX-License-Identifier: Apache-2.0
#include "network/topology/topology.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "network/topology/api.h"
#include "tests/small_network.h"

namespace lifeline::topology {
namespace {

using element::Kind;
using tests::element_on;
using tests::hubei;
using tests::member;
using tests::SmallNetwork;

Topology drawn(SmallNetwork& net, std::string root, std::set<std::string> open = {}) {
  const Question question{.root = std::move(root), .hit = {}, .open = std::move(open)};
  return topology_of(question, net.desks.desk(hubei).nouns());
}

const Node* node(const Topology& topology, std::string_view id) {
  const auto found = std::ranges::find(topology.nodes, id, &Node::id);
  return found == topology.nodes.end() ? nullptr : &*found;
}

const Edge* edge(const Topology& topology, std::string_view from, std::string_view to) {
  const auto found = std::ranges::find_if(
      topology.edges, [&](const Edge& one) { return one.from == from && one.to == to; });
  return found == topology.edges.end() ? nullptr : &*found;
}

bool has(const Topology& topology, Remark remark) {
  return std::ranges::find(topology.remarks, remark) != topology.remarks.end();
}

void add(SmallNetwork& net, std::vector<element::Element> elements) {
  REQUIRE(net.desks.act(hubei, element::Command(element::Import{std::move(elements)})));
}

TEST_CASE("the root stands on top, what it took down below, the sites at the bottom") {
  SmallNetwork net;
  REQUIRE(net.raise("NODE"));
  const Topology topology = drawn(net, "NODE");
  REQUIRE(topology.nodes.size() == 6);
  CHECK(topology.nodes.front().id == "NODE");
  CHECK(topology.nodes.front().role == Role::root);
  CHECK(topology.nodes.front().own == "down");
  CHECK(topology.nodes.front().alarms_open == 1);
  CHECK(topology.nodes.front().sure_percent == 100);
  CHECK(node(topology, "BTS-1")->role == Role::explained);
  CHECK(node(topology, "BTS-1")->level == 1);
  CHECK(node(topology, "BTS-1")->root == "NODE");
  CHECK(node(topology, "H3")->role == Role::site);
  CHECK(node(topology, "H3")->level == 2);
  CHECK(node(topology, "H3")->condition == "down");
  CHECK(node(topology, "H3")->services == std::vector<std::string>{"4g"});
  REQUIRE(edge(topology, "BTS-1", "NODE") != nullptr);
  CHECK(edge(topology, "BTS-1", "NODE")->relation == Relation::needed);
  CHECK(edge(topology, "H3", "BTS-2") != nullptr);
  CHECK(topology.elements_hit == 2);
  CHECK(topology.sites_hit == 3);
  CHECK(topology.remarks.empty());
}

TEST_CASE("a root that says nothing is drawn with how sure it is, and nothing else is doubted") {
  SmallNetwork net;
  REQUIRE(net.raise("BTS-1"));
  REQUIRE(net.raise("BTS-2"));
  const Topology topology = drawn(net, "NODE");
  CHECK(topology.nodes.front().id == "NODE");
  CHECK(topology.nodes.front().sure_percent > 90);
  CHECK(topology.nodes.front().sure_percent < 100);
  CHECK(node(topology, "BTS-1")->sure_percent == 100);
}

TEST_CASE("the alternative that carries on is shown beside what it keeps up") {
  SmallNetwork net;
  add(net, {element_on("RING-A", Kind::fibre), element_on("RING-B", Kind::fibre),
            element_on("HUB", Kind::transport_node, "RING-A|RING-B")});
  REQUIRE(net.raise("RING-A"));
  const Topology topology = drawn(net, "RING-A");
  CHECK(node(topology, "HUB")->condition == "degraded");
  REQUIRE(node(topology, "RING-B") != nullptr);
  CHECK(node(topology, "RING-B")->role == Role::carries_on);
  CHECK(node(topology, "RING-B")->level == 0);
  CHECK(edge(topology, "HUB", "RING-B")->relation == Relation::alternative);
  CHECK(edge(topology, "HUB", "RING-A")->group == edge(topology, "HUB", "RING-B")->group);
}

TEST_CASE("a neighbour that still stands is shown as carrying on") {
  SmallNetwork net;
  add(net, {element_on("RING-A", Kind::fibre), element_on("RING-B", Kind::fibre),
            element_on("HUB", Kind::transport_node, "RING-A|RING-B")});
  REQUIRE(net.raise("RING-A", alarm::Severity::minor));
  const Topology topology = drawn(net, "RING-A");
  REQUIRE(node(topology, "HUB") != nullptr);
  CHECK(node(topology, "HUB")->role == Role::carries_on);
  CHECK(has(topology, Remark::nothing_behind));
}

TEST_CASE("an element stands on the level of the longest way to the root") {
  SmallNetwork net;
  add(net,
      {element_on("A", Kind::fibre), element_on("B", Kind::transport_node, "A"),
       element_on("C", Kind::transport_node, "B"), element_on("D", Kind::base_station, "A;C")});
  REQUIRE(net.raise("A"));
  const Topology topology = drawn(net, "A");
  CHECK(node(topology, "D")->level == 3);
  CHECK(edge(topology, "D", "A")->group == 0);
  CHECK(edge(topology, "D", "C")->group == 1);
}

TEST_CASE("a crowd is one node with a count, and opens when it is asked to") {
  SmallNetwork net;
  std::vector<element::Element> cells;
  for (int i = 100; i < 148; ++i)
    cells.push_back(element_on("CELL-" + std::to_string(i), Kind::cell, "BTS-1"));
  add(net, std::move(cells));
  REQUIRE(net.raise("NODE"));
  const Topology closed = drawn(net, "NODE");
  REQUIRE(node(closed, "2:cell:down") != nullptr);
  CHECK(node(closed, "2:cell:down")->count == 48);
  CHECK(node(closed, "CELL-100") == nullptr);
  CHECK(edge(closed, "2:cell:down", "BTS-1")->count == 48);
  CHECK(closed.elements_hit == 50);
  const Topology open = drawn(net, "NODE", {"2:cell:down"});
  CHECK(node(open, "2:cell:down") == nullptr);
  CHECK(node(open, "CELL-147")->level == 2);
  CHECK(open.left_out == 0);
}

TEST_CASE("more than the picture holds is counted") {
  SmallNetwork net;
  std::vector<element::Element> cells;
  for (int i = 1000; i < 1400; ++i)
    cells.push_back(element_on("CELL-" + std::to_string(i), Kind::cell, "BTS-1"));
  add(net, std::move(cells));
  REQUIRE(net.raise("NODE"));
  const Topology open = drawn(net, "NODE", {"2:cell:down"});
  CHECK(open.nodes.size() <= limits::topology_nodes_max + 1);
  CHECK(open.left_out > 0);
  CHECK(open.left_out + open.nodes.size() >= 400);
}

TEST_CASE("what the picture cannot show is said") {
  SmallNetwork net;
  CHECK(has(drawn(net, ""), Remark::no_root));
  CHECK(drawn(net, "").nodes.empty());
  const Topology unknown = drawn(net, "NOWHERE");
  CHECK(has(unknown, Remark::root_unknown));
  CHECK(has(unknown, Remark::nothing_behind));
  REQUIRE(unknown.nodes.size() == 1);
  CHECK_FALSE(unknown.nodes[0].known);
  CHECK(unknown.nodes[0].condition.empty());
  CHECK(has(drawn(net, "NODE"), Remark::root_normal));
  REQUIRE(net.raise("BTS-1"));
  const Topology half = drawn(net, "BTS-1");
  CHECK(has(half, Remark::nothing_behind));
  CHECK(node(half, "NODE")->role == Role::carries_on);  // it stands on what is well
  CHECK(node(half, "NODE")->level == -1);
  CHECK(node(half, "H1")->role == Role::site);
}

TEST_CASE("an incident's topology is answered to whoever sees the incident") {
  SmallNetwork net;
  REQUIRE(net.raise("NODE"));
  const auto get = [&](const std::string& id, UnitCode unit) {
    return net.desks.get(routes(), "/api/v1/incidents/" + id + "/topology",
                         tests::person(desk::Role::viewer, unit));
  };
  const auto seen = get("420000-1", tests::hankou);
  CHECK(seen.status == 200);
  CHECK(member(seen.body, "incident") == "420000-1");
  CHECK(member(seen.body, "root") == "NODE");
  CHECK(get("420000-1", tests::yichang).status == 404);
  CHECK(get("420000-9", tests::wuchang).status == 404);
  REQUIRE(
      net.desks.act(hubei, incident::Command(incident::Open{.title_zh = "积水",
                                                            .title_en = {},
                                                            .severity = incident::Severity::minor,
                                                            .unit = tests::wuchang,
                                                            .region = {},
                                                            .text = {}})));
  CHECK(get("420000-2", tests::wuchang).body.find("no_root") != std::string::npos);
}

}  // namespace
}  // namespace lifeline::topology
