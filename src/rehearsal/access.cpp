// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/access.h"

#include <algorithm>

namespace lifeline::rehearsal {
namespace {

using element::Kind;
using site::Service;

Point place_of(const site::Site& site) { return {site.longitude_deg, site.latitude_deg}; }

bool is_hospital(const site::Site& site) { return site.kind <= site::Kind::hospital; }

bool lists(const site::Site& site, Service service) {
  return std::ranges::any_of(site.services,
                             [&](const site::ServiceNeed& need) { return need.kind == service; });
}

std::string two_digits(int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

}  // namespace

// Segments first, then the paths: westward from the first end on, eastward from the last one back.
std::vector<std::vector<std::string>> build_paths(Plot& plot, const Ring& ring) {
  const size_t count = ring.sites.size();
  const auto region = [&](size_t i) { return ring.sites[std::min(i, count - 1)]->region; };
  const auto at = [&](size_t i) { return place_of(*ring.sites[std::min(i, count - 1)]); };
  element::Groups duct;
  if (ring.shares_duct) {
    duct = {{ring.code + "-DUCT"}};
    plot.add({.id = ring.code + "-DUCT",
              .name = ring.name + "同沟管道",
              .kind = Kind::fibre,
              .region = region(0)},
             at(0), ring.late);
  }
  const size_t segments = ring.is_protected ? count + 1 : count;
  std::vector<std::string> segment(segments);
  for (size_t i = 0; i < segments; ++i) {
    segment[i] = ring.code + "-S" + std::to_string(i + 1);
    element::Groups needs = i == 0 || i == count ? duct : element::Groups{};
    if (i == 0) needs.push_back({ring.ends.front()});
    if (i > 0 && !ring.is_protected) needs.push_back({segment[i - 1]});
    if (i == count) needs.push_back({ring.ends.back()});
    plot.add({.id = segment[i],
              .name = ring.name + "光缆段" + std::to_string(i + 1),
              .kind = Kind::fibre,
              .region = region(i),
              .depends_on = std::move(needs)},
             at(i), ring.late);
  }
  std::vector<std::vector<std::string>> paths(count);
  if (!ring.is_protected) {
    for (size_t i = 0; i < count; ++i) paths[i] = {segment[i]};
    return paths;
  }
  const auto add_path = [&](size_t i, std::string_view side, size_t over, std::string before) {
    const std::string id = ring.sites[i]->id + (side == "东" ? "-PATH-E" : "-PATH-W");
    element::Groups needs = {{segment[over]}};
    if (!before.empty()) needs.push_back({std::move(before)});
    plot.add({.id = id,
              .name = ring.sites[i]->name_zh + std::string(side) + "向光路",
              .kind = Kind::other,
              .region = region(i),
              .depends_on = std::move(needs)},
             at(i), ring.late);
    paths[i].push_back(id);
  };
  for (size_t i = 0; i < count; ++i)
    add_path(i, "西", i, i == 0 ? std::string() : ring.sites[i - 1]->id + "-PATH-W");
  for (size_t i = count; i-- > 0;)
    add_path(i, "东", i + 1, i + 1 == count ? std::string() : ring.sites[i + 1]->id + "-PATH-E");
  return paths;
}

void AccessBuilder::build(const AccessSite& access) {
  const site::Site& site = *access.site;
  Draft draft{.access = access,
              .site = site,
              .chance = Chance(seed_, site.id),
              .at = place_of(site),
              .late = site.id,
              .node = {}};
  add_power(draft);
  add_node(draft);
  add_stations(draft);
  add_lines(draft);
  fill(draft);
}

void AccessBuilder::add_power(Draft& draft) {
  const Power& power = parameters_.power;
  const int64_t feeds = draft.site.tier == 1 ? power.grid_feeds_tier1 : power.grid_feeds_other;
  for (int64_t i = 1; i <= std::max<int64_t>(1, feeds); ++i) {
    draft.feeds.push_back(draft.site.id + "-PWR-" + std::to_string(i));
    plot_.add({.id = draft.feeds.back(),
               .name = draft.site.name_zh + "市电" + std::to_string(i) + "路",
               .kind = Kind::power,
               .region = draft.site.region},
              draft.at, draft.late, power.battery_h_node);
  }
}

void AccessBuilder::add_node(Draft& draft) {
  draft.node = draft.site.id + "-ACC";
  nodes_[draft.site.id] = draft.node;
  plot_.add({.id = draft.node,
             .name = draft.site.name_zh + "接入设备",
             .kind = Kind::transport_node,
             .region = draft.site.region,
             .depends_on = {draft.feeds, draft.access.paths}},
            draft.at, draft.late);
}

// Large sites have more stations; the last one outdoors hangs on a neighbour's access node, so that
// the loss of one node leaves some coverage.
void AccessBuilder::add_stations(Draft& draft) {
  const Stations& stations = parameters_.stations;
  const int64_t middle = (stations.per_site_min + stations.per_site_max) / 2;
  const int64_t count = draft.site.tier == 1 ? draft.chance.between(middle, stations.per_site_max)
                                             : draft.chance.between(stations.per_site_min, middle);
  int64_t with_5g = 0;
  if (lists(draft.site, Service::_5g))
    with_5g = std::max<int64_t>(
        1, static_cast<int64_t>(static_cast<double>(count) * stations.share_5g + 0.5));
  for (int64_t i = 1; i <= count; ++i) {
    const bool is_5g = i > count - with_5g && i > 1;
    const bool is_indoor =
        is_hospital(draft.site) && i < count && draft.chance.happens(stations.share_indoor);
    add_station(draft, i, is_5g, is_indoor);
  }
}

std::string AccessBuilder::add_station_power(Draft& draft, int64_t number, Point at) {
  const Power& power = parameters_.power;
  const std::string id = draft.site.id + "-SPW-" + std::to_string(number);
  double backup_h =
      power.battery_h_station + power.battery_h_station_spread * draft.chance.normal();
  if (draft.chance.happens(power.generator_share_station)) backup_h += 48;
  plot_.add({.id = id,
             .name = draft.site.name_zh + "基站电源" + two_digits(number),
             .kind = Kind::power,
             .region = draft.site.region},
            at, draft.late, std::max(0.5, backup_h));
  return id;
}

// 5G of 2020 needs a 4G station of the same site as its anchor.
void AccessBuilder::add_station(Draft& draft, int64_t number, bool is_5g, bool is_indoor) {
  const site::Site& site = draft.site;
  const bool is_town = site.region.value / 100 == 4201;
  const Stations& stations = parameters_.stations;
  const Point at = is_indoor ? draft.at
                             : point_near(draft.chance, draft.at,
                                          is_town ? stations.radius_km : stations.radius_rural_km);
  std::string node = draft.node;
  const auto neighbour = nodes_.find(draft.access.neighbour);
  if (number == 2 && !is_indoor && !draft.access.is_late && neighbour != nodes_.end())
    node = neighbour->second;
  element::Groups needs;
  if (is_indoor) {
    const std::string fibre = site.id + "-INF-" + std::to_string(number);
    plot_.add({.id = fibre,
               .name = site.name_zh + "室分光缆" + two_digits(number),
               .kind = Kind::fibre,
               .region = site.region,
               .depends_on = {{node}}},
              at, draft.late);
    needs = {draft.feeds, {fibre}};
  } else {
    needs = {{add_station_power(draft, number, at)}, {node}};
  }
  if (is_5g) needs.push_back(draft.stations_4g);
  const std::string id = site.id + (is_5g ? "-GNB-" : "-ENB-") + std::to_string(number);
  const std::string name =
      site.name_zh + (is_5g ? "5G" : "4G") + (is_indoor ? "室分" : "宏站") + two_digits(number);
  plot_.add({.id = id,
             .name = name,
             .kind = Kind::base_station,
             .region = site.region,
             .depends_on = std::move(needs)},
            at, draft.late);
  (is_5g ? draft.stations_5g : draft.stations_4g).push_back(id);
  if (site.tier == 1 && !is_indoor) add_cells(draft, id, name, at);
}

// Cells stand one by one at tier 1 sites; elsewhere a station stands for its cells.
void AccessBuilder::add_cells(Draft& draft, const std::string& station, const std::string& name,
                              Point at) {
  for (int64_t i = 1; i <= parameters_.stations.cells_per_station; ++i)
    plot_.add({.id = station + "-C" + std::to_string(i),
               .name = name + "-" + std::to_string(i) + "小区",
               .kind = Kind::cell,
               .region = draft.site.region,
               .depends_on = {{station}}},
              at, draft.late);
}

void AccessBuilder::add_lines(Draft& draft) {
  const site::Site& site = draft.site;
  const Lines& lines = parameters_.lines;
  int64_t count = lines.per_other;
  if (is_hospital(site)) count = lines.per_hospital;
  if (site.kind == site::Kind::disease_control) count = lines.per_disease_control;
  if (site.kind == site::Kind::government || site.kind == site::Kind::command_centre)
    count = lines.per_government;
  const double share = lines.dual_route_share[static_cast<size_t>(site.tier - 1)];
  std::vector<std::string> routes = {draft.node};
  if (draft.chance.happens(share)) {
    const std::string route = site.id + "-RT-2";
    plot_.add({.id = route,
               .name = site.name_zh + "专线第二路由光缆",
               .kind = Kind::fibre,
               .region = site.region,
               .depends_on = {{draft.access.second_route}}},
              draft.at, draft.late);
    routes.push_back(route);
  }
  for (int64_t i = 1; i <= std::max<int64_t>(1, count); ++i) {
    draft.lines.push_back(site.id + "-PL-" + std::to_string(i));
    plot_.add({.id = draft.lines.back(),
               .name = site.name_zh + "专线" + two_digits(i),
               .kind = Kind::private_line,
               .region = site.region,
               .depends_on = {routes}},
              draft.at, draft.late);
  }
}

void AccessBuilder::fill(const Draft& draft) {
  site::Site site = draft.site;
  for (site::ServiceNeed& need : site.services) {
    switch (need.kind) {
      case Service::_5g:
        need.elements = draft.stations_5g.empty() ? draft.stations_4g : draft.stations_5g;
        break;
      case Service::_4g: need.elements = draft.stations_4g; break;
      case Service::voice: need.elements = {draft.node, draft.stations_4g.front()}; break;
      case Service::private_line:
      case Service::video: need.elements = draft.lines; break;
      case Service::power: need.elements = draft.feeds; break;
    }
  }
  sites_[site.id] = std::move(site);
}

std::vector<site::Site> AccessBuilder::take_sites() {
  std::vector<site::Site> sites;
  for (const site::Site& site : scenario_.sites) sites.push_back(std::move(sites_.at(site.id)));
  return sites;
}

}  // namespace lifeline::rehearsal
