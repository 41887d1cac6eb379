// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/network.h"

#include <algorithm>
#include <set>

#include "rehearsal/access.h"
#include "rehearsal/geography.h"

namespace lifeline::rehearsal {
namespace {

using element::Kind;
constexpr int64_t beat_interval_s = 900;

// A county of a directly governed place (429004 Xiantao) is a city of its own.
UnitCode city_of(UnitCode region) {
  const bool is_direct = region.value / 100 % 100 == 90;
  if (region.value % 100 == 0 || is_direct) return region;
  return enclosing(region);
}

UnitCode province_of(UnitCode region) { return {region.value / 10000 * 10000}; }

constexpr UnitCode wuhan{420100};

// The greedy walk to the nearest next one: neighbours on the map become neighbours on a ring.
std::vector<const site::Site*> chained(std::vector<const site::Site*> open) {
  std::vector<const site::Site*> chain;
  while (!open.empty()) {
    size_t next = 0;
    if (!chain.empty()) {
      const auto distance = [&](const site::Site* site) {
        return distance_squared_km2({site->longitude_deg, site->latitude_deg},
                                    {chain.back()->longitude_deg, chain.back()->latitude_deg});
      };
      for (size_t i = 1; i < open.size(); ++i)
        if (distance(open[i]) < distance(open[next])) next = i;
    }
    chain.push_back(open[next]);
    open.erase(open.begin() + static_cast<ptrdiff_t>(next));
  }
  return chain;
}

struct City {
  UnitCode code;
  Point centre;
  std::vector<const site::Site*> sites;  // there from the start
  std::vector<const site::Site*> late_sites;
  std::map<UnitCode, std::vector<std::string>> aggregation;  // county → its pair
  std::vector<std::string> cores;
};

class Builder {
 public:
  Builder(const Scenario& scenario, uint64_t seed)
      : scenario_(scenario), parameters_(scenario.parameters), seed_(seed), plot_(network_) {}

  Network build() {
    group_by_city();
    for (auto& [code, city] : cities_) {
      build_cores(city);
      build_aggregation(city);
      build_rings(city);
    }
    AccessBuilder access(scenario_, seed_, plot_);
    for (const auto& [id, access_site] : access_sites_) access.build(access_site);
    network_.sites = access.take_sites();
    build_beaters();
    return std::move(network_);
  }

 private:
  std::string name_of(UnitCode region) const {
    for (UnitCode code = region; code; code = enclosing(code))
      for (const unit::Unit& unit : scenario_.units)
        if (unit.code == code) {
          std::string name = unit.name_zh;
          for (const std::string_view ending : {"分公司", "公司"})
            if (name.ends_with(ending)) return name.substr(0, name.size() - ending.size());
          return name;
        }
    return to_text(region);
  }

  void group_by_city() {
    for (const site::Site& site : scenario_.sites) {
      City& city = cities_[city_of(site.region)];
      city.code = city_of(site.region);
      const bool is_late = static_cast<bool>(opens_at(scenario_, site.id));
      (is_late ? city.late_sites : city.sites).push_back(&site);
      city.centre.longitude_deg += site.longitude_deg;
      city.centre.latitude_deg += site.latitude_deg;
      ++cities_in_province_[province_of(site.region)][city.code];
    }
    for (auto& [code, city] : cities_) {
      const auto count = static_cast<double>(city.sites.size() + city.late_sites.size());
      city.centre = {rounded_deg(city.centre.longitude_deg / count),
                     rounded_deg(city.centre.latitude_deg / count)};
    }
  }

  // A power plant with a battery, and in most places a generator that makes the battery last.
  std::string power(const std::string& id, const std::string& name, UnitCode region, Point at) {
    Chance chance(seed_, id);
    const bool has_generator = chance.happens(parameters_.power.generator_share_node);
    const double backup_h = parameters_.power.battery_h_node * (has_generator ? 6 : 1);
    plot_.add({.id = id, .name = name, .kind = Kind::power, .region = region}, at, {}, backup_h);
    return id;
  }

  std::vector<std::string> province_cores(UnitCode province) {
    auto& cores = province_cores_[province];
    if (!cores.empty()) return cores;
    Point at;
    for (const unit::Unit& unit : scenario_.units)
      if (unit.code == province) at = {unit.longitude_deg, unit.latitude_deg};
    const std::string code = to_text(province);
    const std::string name = name_of(province);
    const std::string supply = power(code + "-CORE-PWR", name + "核心机房电源", province, at);
    for (int64_t i = 1; i <= parameters_.topology.core_nodes_per_province; ++i) {
      cores.push_back(code + "-CORE-" + std::to_string(i));
      plot_.add({.id = cores.back(),
                 .name = name + "省干核心节点" + std::to_string(i),
                 .kind = Kind::core,
                 .region = province,
                 .depends_on = {{supply}}},
                at);
    }
    return cores;
  }

  // Where a province has but one city of the scenario, the city's cores stand on their own.
  void build_cores(City& city) {
    const UnitCode province = province_of(city.code);
    const std::string code = to_text(city.code);
    const std::string name = name_of(city.code);
    element::Groups needs = {
        {power(code + "-HUB-PWR", name + "枢纽机房电源", city.code, city.centre)}};
    if (cities_in_province_[province].size() > 1) {
      std::vector<std::string> backbone;
      for (const std::string& core : province_cores(province)) {
        backbone.push_back(code + "-BB-" + std::to_string(backbone.size() + 1));
        plot_.add({.id = backbone.back(),
                   .name = name + "干线光缆" + std::to_string(backbone.size()),
                   .kind = Kind::fibre,
                   .region = city.code,
                   .depends_on = {{core}}},
                  city.centre);
      }
      needs.push_back(std::move(backbone));
    }
    for (int64_t i = 1; i <= std::max<int64_t>(1, parameters_.topology.core_nodes_per_city); ++i) {
      city.cores.push_back(code + "-HUB-" + std::to_string(i));
      plot_.add({.id = city.cores.back(),
                 .name = name + "核心节点" + std::to_string(i),
                 .kind = Kind::core,
                 .region = city.code,
                 .depends_on = needs},
                city.centre);
    }
  }

  // A county's pair of aggregation nodes shares two uplinks and a power plant. A city with a single
  // site hangs on its cores directly.
  void build_aggregation(City& city) {
    std::map<UnitCode, Point> counties;
    for (const auto* sites : {&city.sites, &city.late_sites})
      for (const site::Site* site : *sites)
        counties.try_emplace(site->region, Point{site->longitude_deg, site->latitude_deg});
    const bool is_small = city.sites.size() + city.late_sites.size() == 1;
    for (const auto& [county, at] : counties) {
      auto& pair = city.aggregation[county];
      if (is_small) {
        pair = city.cores;
        continue;
      }
      const std::string code = to_text(county);
      const std::string name = county == city.code || name_of(county) == name_of(city.code)
                                   ? name_of(county) + code.substr(4)
                                   : name_of(county);
      const std::string supply = power(code + "-AGG-PWR", name + "汇聚机房电源", county, at);
      std::vector<std::string> uplinks;
      for (const std::string& core : city.cores) {
        uplinks.push_back(code + "-UPL-" + std::to_string(uplinks.size() + 1));
        plot_.add({.id = uplinks.back(),
                   .name = name + "汇聚上行光缆" + std::to_string(uplinks.size()),
                   .kind = Kind::fibre,
                   .region = county,
                   .depends_on = {{core}}},
                  at);
      }
      for (int64_t i = 1;
           i <= std::max<int64_t>(1, parameters_.topology.aggregation_nodes_per_county); ++i) {
        pair.push_back(code + "-AGG-" + std::to_string(i));
        plot_.add({.id = pair.back(),
                   .name = name + "汇聚节点" + std::to_string(i),
                   .kind = Kind::transport_node,
                   .region = county,
                   .depends_on = {{supply}, uplinks}},
                  at);
      }
    }
  }

  void build_rings(City& city) {
    const Topology& topology = parameters_.topology;
    const auto chain = chained(city.sites);
    const auto rings = static_cast<size_t>(
        std::max<int64_t>(1, city.code == wuhan ? topology.rings_wuhan : topology.rings_per_city));
    size_t length = (chain.size() + rings - 1) / rings;
    length = std::clamp<size_t>(length, 1,
                                static_cast<size_t>(std::max<int64_t>(1, topology.ring_sites_max)));
    int number = 0;
    for (size_t from = 0; from < chain.size(); from += length) {
      const size_t to = std::min(from + length, chain.size());
      build_ring(city, ++number,
                 {chain.begin() + static_cast<ptrdiff_t>(from),
                  chain.begin() + static_cast<ptrdiff_t>(to)});
    }
    for (const site::Site* site : city.late_sites) build_ring(city, ++number, {site});
  }

  // A ring holds where the timeline says that it does, and does not where service is lost.
  bool is_protected(const std::vector<const site::Site*>& sites, Chance& chance) const {
    bool must_hold = false;
    bool must_not = false;
    for (const Moment& moment : scenario_.timeline)
      for (const site::Site* site : sites)
        if (moment.place == site->id && moment.kind == Happening::fault &&
            moment.fault == FaultKind::fibre_cut)
          (moment.spare ? must_hold : must_not) = true;
    const bool holds = chance.happens(parameters_.topology.ring_protected_share);
    return must_hold || (!must_not && holds);
  }

  void build_ring(City& city, int number, const std::vector<const site::Site*>& sites) {
    const std::string digits = (number < 10 ? "0" : "") + std::to_string(number);
    const std::string code = to_text(city.code) + "-R" + digits;
    Chance chance(seed_, code);
    Ring ring{.code = code,
              .name = name_of(city.code) + "接入环" + digits,
              .sites = sites,
              .ends = city.aggregation.at(sites.front()->region),
              .late = opens_at(scenario_, sites.front()->id) ? sites.front()->id : std::string()};
    ring.is_protected = is_protected(sites, chance) && ring.ends.size() > 1;
    ring.shares_duct =
        ring.is_protected && chance.happens(parameters_.topology.cross_ring_same_duct_share);
    const auto paths = build_paths(plot_, ring);
    for (size_t i = 0; i < sites.size(); ++i)
      access_sites_[sites[i]->id] = {
          .site = sites[i],
          .paths = paths[i],
          .neighbour = sites.size() > 1 ? sites[(i + 1) % sites.size()]->id : std::string(),
          .second_route = second_route(city, *sites[i]),
          .is_late = !ring.late.empty()};
  }

  // Another county's aggregation where the city has one, else the last of its own pair.
  static std::string second_route(const City& city, const site::Site& site) {
    for (const auto& [county, pair] : city.aggregation)
      if (county != site.region) return pair.back();
    return city.aggregation.at(site.region).back();
  }

  void build_beaters() {
    std::set<UnitCode> provinces;
    for (const auto& [code, city] : cities_) provinces.insert(province_of(code));
    for (const UnitCode province : provinces) {
      const std::string id = "EMS-" + to_text(province);
      Point at;
      for (const unit::Unit& unit : scenario_.units)
        if (unit.code == province) at = {unit.longitude_deg, unit.latitude_deg};
      plot_.add({.id = id,
                 .name = name_of(province) + "综合网管",
                 .kind = Kind::other,
                 .region = province},
                at);
      network_.beaters.push_back({.name = id, .region = province, .interval_s = beat_interval_s});
    }
  }

  const Scenario& scenario_;
  const Parameters& parameters_;
  uint64_t seed_;
  Network network_;
  Plot plot_;
  std::map<UnitCode, City> cities_;
  std::map<UnitCode, std::map<UnitCode, int>> cities_in_province_;
  std::map<UnitCode, std::vector<std::string>> province_cores_;
  std::map<std::string, AccessSite> access_sites_;
};

}  // namespace

Network build_network(const Scenario& scenario, uint64_t seed) {
  return Builder(scenario, seed).build();
}

Instant opens_at(const Scenario& scenario, std::string_view site) {
  for (const Moment& moment : scenario.timeline)
    if (moment.kind == Happening::site_opens && moment.place == site) return moment.at;
  return {};
}

}  // namespace lifeline::rehearsal
