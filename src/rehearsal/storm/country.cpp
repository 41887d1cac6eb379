// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/storm/country.h"

#include <array>

#include "rehearsal/chance.h"

namespace lifeline::rehearsal {
namespace {

using element::Kind;

constexpr std::array<uint64_t, 31> provinces{
    420000, 110000, 120000, 130000, 140000, 150000, 210000, 220000, 230000, 310000, 320000,
    330000, 340000, 350000, 360000, 370000, 410000, 430000, 440000, 450000, 460000, 500000,
    510000, 520000, 530000, 540000, 610000, 620000, 630000, 640000, 650000};
constexpr uint32_t stations_of_node = 200;
constexpr uint32_t stations_of_feeder = 40;
constexpr uint32_t stations_of_spur = 6;
constexpr uint32_t stations_of_ring = 8;

unit::Unit unit_of(uint64_t code, unit::Level level, uint64_t parent) {
  return {.code = {code},
          .name_zh = "单位" + std::to_string(code),
          .name_en = "Unit " + std::to_string(code),
          .level = level,
          .parent = {parent},
          .duty_name = "值班室",
          .duty_phone = "+861000000001"};
}

class Province {
 public:
  Province(Country& country, uint64_t code, const CountrySize& size, uint64_t seed)
      : country_(country),
        code_(code),
        size_(size),
        chance_(seed, std::to_string(code)),
        prefix_(std::to_string(code / 10000)) {}

  void build(uint32_t stations, uint32_t sites) {
    add("C1", Kind::core, {});
    add("C2", Kind::core, {});
    for (uint32_t i = 0; i < stations; ++i) {
      if (i % stations_of_node == 0) begin_node(i / stations_of_node);
      if (i % stations_of_feeder == 0)
        add(feeder_ = "M" + number(i / stations_of_feeder), Kind::power, {});
      if (left_ == 0) begin_access();
      --left_;
      add_station(i);
    }
    for (uint32_t i = 0; i < sites && stations > 1; ++i)
      add_site(i, static_cast<uint32_t>(uint64_t{i} * (stations - 1) / sites));
  }

 private:
  std::string number(uint32_t n) const { return std::to_string(n); }
  std::string id(std::string_view name) const { return prefix_ + "-" + std::string(name); }

  std::string add(std::string_view name, Kind kind, element::Groups groups) {
    for (auto& group : groups)
      for (std::string& on : group) on = id(on);
    country_.network.nodes.push_back({.element = {.id = id(name),
                                                  .name = id(name),
                                                  .kind = kind,
                                                  .region = {code_ + 100},
                                                  .longitude_deg = 100 + 20 * place_.unit(),
                                                  .latitude_deg = 24 + 16 * place_.unit(),
                                                  .depends_on = std::move(groups)},
                                      .site = {},
                                      .backup_h = 0});
    return std::string(name);
  }

  void begin_node(uint32_t n) {
    const std::string left = add("B" + number(n) + "a", Kind::fibre, {{"C1"}});
    const std::string right = add("B" + number(n) + "b", Kind::fibre, {{"C2"}});
    node_ = add("A" + number(n), Kind::transport_node, {{left, right}});
    left_ = 0;
  }

  void begin_access() {
    const std::string fibre = "F" + number(fibres_++);
    if (chance_.happens(0.6)) {
      left_ = stations_of_spur;
      way_ = {add(fibre, Kind::fibre, {{node_}})};
    } else {
      left_ = stations_of_ring;
      way_ = {add(fibre + "a", Kind::fibre, {{node_}}), add(fibre + "b", Kind::fibre, {{node_}})};
    }
  }

  void add_station(uint32_t i) {
    const std::string n = number(i);
    add("L" + n, Kind::fibre, {way_});
    add("P" + n, Kind::power, {{feeder_}});
    add("S" + n, Kind::base_station, {{"L" + n}, {"P" + n}});
    for (uint32_t cell = 0; cell < size_.cells; ++cell)
      add("S" + n + "." + number(cell), Kind::cell, {{"S" + n}});
    stations_.push_back({.node = node_, .feeder = feeder_});
  }

  void add_site(uint32_t i, uint32_t station) {
    using site::Service;
    const std::string n = number(i);
    const auto cells = [&](uint32_t cell) {
      return std::vector<std::string>{id("S" + number(station) + "." + number(cell)),
                                      id("S" + number(station + 1) + "." + number(cell))};
    };
    const std::string line = id(add("W" + n, Kind::private_line, {{stations_[station].node}}));
    const std::string power = id(add("G" + n, Kind::power, {{stations_[station].feeder}}));
    const uint32_t last = size_.cells - 1;
    country_.network.sites.push_back(
        {.id = id("SITE" + n),
         .name_zh = "重点站点" + n,
         .name_en = "Key site " + n,
         .kind = i % 2 == 0 ? site::Kind::hospital : site::Kind::disease_control,
         .tier = static_cast<int>(1 + i % 3),
         .region = {code_ + 100},
         .unit = {code_ + 100},
         .longitude_deg = 100 + 20 * place_.unit(),
         .latitude_deg = 24 + 16 * place_.unit(),
         .address = {},
         .services = {{Service::_5g, cells(0)},
                      {Service::_4g, cells(last / 2)},
                      {Service::voice, cells(last)},
                      {Service::private_line, {line}},
                      {Service::power, {power}}}});
  }

  struct Station {
    std::string node;
    std::string feeder;
  };

  Country& country_;
  uint64_t code_;
  const CountrySize& size_;
  Chance chance_;
  Chance place_{1};
  std::string prefix_;
  std::string node_;
  std::string feeder_;
  std::vector<std::string> way_;
  std::vector<Station> stations_;
  uint32_t left_ = 0;
  uint32_t fibres_ = 0;
};

}  // namespace

Country build_country(const CountrySize& size, uint64_t seed) {
  Country country;
  country.units.push_back(unit_of(group_unit.value, unit::Level::group, 0));
  const uint32_t count = std::min<uint32_t>(size.provinces, provinces.size());
  const auto share = [&](uint32_t whole, uint32_t i) {
    return whole * (i + 1) / count - whole * i / count;
  };
  for (uint32_t i = 0; i < count; ++i) {
    const uint64_t code = provinces[i];
    country.units.push_back(unit_of(code, unit::Level::province, group_unit.value));
    country.units.push_back(unit_of(code + 100, unit::Level::city, code));
    country.desks.push_back({code});
    Province(country, code, size, seed).build(share(size.stations, i), share(size.sites, i));
  }
  return country;
}

}  // namespace lifeline::rehearsal
