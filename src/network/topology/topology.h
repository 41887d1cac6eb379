// SPDX-License-Identifier: Apache-2.0
// What one incident looks like in the network: its root on top, below it what the root took down or
// degraded, the key sites that are hit at the bottom, and beside them what carries on.
//
//   root ── level 0        what depends on it and is not normal ── level 1, 2, … (the longest way)
//   site ── below all      carries_on ── the level of what it stands beside
//
// Edges go from what depends to what it depends on, with the number of the group of alternatives.
// A crowd of equal nodes (one level, kind and condition) is one node with a count unless it is
// asked to be opened. Limits: limits::topology_walk_max elements are looked at, about
// limits::topology_nodes_max nodes are answered; what is left out is counted.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "network/element/view.h"
#include "network/site/view.h"

namespace lifeline::topology {

enum class Role { root, explained, carries_on, site };
LIFELINE_ENUM(Role, root, explained, carries_on, site)

enum class Relation { needed, alternative };
LIFELINE_ENUM(Relation, needed, alternative)

/// What the picture cannot show, said.
enum class Remark {
  no_root,             // a person opened the incident
  root_unknown,        // the root is no element that is known here
  root_normal,         // the root is normal again
  nothing_behind,      // nothing that depends on the root is worse for it
  dependency_unknown,  // something depends on an element that is not known
  cut                  // more lies behind the root than is looked at
};
LIFELINE_ENUM(Remark, no_root, root_unknown, root_normal, nothing_behind, dependency_unknown, cut)

struct Node {
  std::string id;  // of the element or site; of a crowd "<level>:<kind>:<condition>"
  std::string name;
  std::string name_en;    // of a site
  std::string kind;       // of element::Kind or site::Kind
  std::string condition;  // of element::Condition, of site::Health for a site
  std::string own;        // by its own alarms
  std::string root;       // that explains it
  Instant since;
  uint64_t alarms_open = 0;
  Role role = Role::explained;
  int level = 0;
  uint64_t count = 1;      // more in a crowd
  bool known = true;       // false: named by a dependency or an incident, and nothing else
  int sure_percent = 100;  // that the root is the root
  std::vector<std::string> services;  // of a site, that suffer from the root
};
LIFELINE_STRUCT(Node, id, name, name_en, kind, condition, own, root, since, alarms_open, role,
                level, count, known, sure_percent, services)

struct Edge {
  std::string from;  // depends
  std::string to;    // on this
  int group = 0;     // alternatives of one group share its number
  Relation relation = Relation::needed;
  uint64_t count = 1;  // between crowds

  friend bool operator<(const Edge& a, const Edge& b) {
    return std::tie(a.from, a.to, a.group) < std::tie(b.from, b.to, b.group);
  }
};
LIFELINE_STRUCT(Edge, from, to, group, relation, count)

struct Topology {
  std::string root;
  std::vector<Remark> remarks;
  std::vector<Node> nodes;  // by level, the root first
  std::vector<Edge> edges;
  uint64_t elements_hit = 0;  // behind the root and not normal
  uint64_t sites_hit = 0;
  uint64_t sites_standing = 0;  // served by what is hit, and normal all the same
  uint64_t left_out = 0;        // nodes that are not answered, crowds counted whole
};
LIFELINE_STRUCT(Topology, root, remarks, nodes, edges, elements_hit, sites_hit, sites_standing,
                left_out)

/// The sites of `hit` are those that the incident names now; `open` are crowds to be shown singly.
struct Question {
  std::string root;
  std::set<std::string> hit;
  std::set<std::string> open;
};

Topology topology_of(const Question& question, const desk::Nouns& nouns);

}  // namespace lifeline::topology
