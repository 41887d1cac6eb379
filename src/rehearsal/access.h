// SPDX-License-Identifier: Apache-2.0
// The last mile of a made-up network: rings, the paths over them, and all that stands at a site.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rehearsal/geography.h"
#include "rehearsal/network.h"

namespace lifeline::rehearsal {

/// Adds elements to a network; what they depend on must be there already.
class Plot {
 public:
  explicit Plot(Network& network) : network_(network) {}
  void add(element::Element element, Point at, std::string site = {}, double backup_h = 0) {
    element.longitude_deg = at.longitude_deg;
    element.latitude_deg = at.latitude_deg;
    network_.nodes.push_back(
        {.element = std::move(element), .site = std::move(site), .backup_h = backup_h});
  }

 private:
  Network& network_;
};

struct Ring {
  std::string code;
  std::string name;
  std::vector<const site::Site*> sites;  // in their order on the ring
  std::vector<std::string> ends;         // the nodes it starts and ends at
  std::string late;                      // built for this site, which opens later; else ""
  bool is_protected = false;             // closes; else a spur from the first end
  bool shares_duct = false;              // its two ends lie in one duct: one dig cuts both
};

/// The alternatives by which each site of the ring is reached.
std::vector<std::vector<std::string>> build_paths(Plot& plot, const Ring& ring);

struct AccessSite {
  const site::Site* site = nullptr;
  std::vector<std::string> paths;
  std::string neighbour;     // on the same ring, "" for none
  std::string second_route;  // a node that dual private lines reach on their own
  bool is_late = false;
};

class AccessBuilder {
 public:
  AccessBuilder(const Scenario& scenario, uint64_t seed, Plot& plot)
      : scenario_(scenario), parameters_(scenario.parameters), seed_(seed), plot_(plot) {}

  void build(const AccessSite& access);
  /// In the scenario's order.
  std::vector<site::Site> take_sites();

 private:
  struct Draft {
    const AccessSite& access;
    const site::Site& site;
    Chance chance;
    Point at;
    std::string late;  // for Node::site
    std::vector<std::string> feeds;
    std::string node;
    std::vector<std::string> stations_4g;
    std::vector<std::string> stations_5g;
    std::vector<std::string> lines;
  };

  void add_power(Draft& draft);
  void add_node(Draft& draft);
  void add_stations(Draft& draft);
  void add_station(Draft& draft, int64_t number, bool is_5g, bool is_indoor);
  std::string add_station_power(Draft& draft, int64_t number, Point at);
  void add_cells(Draft& draft, const std::string& station, const std::string& name, Point at);
  void add_lines(Draft& draft);
  void fill(const Draft& draft);

  const Scenario& scenario_;
  const Parameters& parameters_;
  uint64_t seed_;
  Plot& plot_;
  std::map<std::string, site::Site> sites_;
  std::map<std::string, std::string> nodes_;  // site → its access node
};

}  // namespace lifeline::rehearsal
