// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/parameters.h"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

namespace lifeline::rehearsal {
namespace {

// Takes values out of one table; the first thing wrong is kept and ends all further reading.
class Fields {
 public:
  Fields(const toml::table& table, std::string_view file) : table_(&table), file_(file) {}

  template <class T>
  void take(std::string_view key, T& value) {
    const toml::node* node = table_->get(key);
    if (node == nullptr || error_) return;
    if constexpr (std::is_same_v<T, std::string>) {
      if (const auto text = node->value_exact<std::string>())
        value = *text;
      else
        refuse(*node, key, "a text");
    } else if constexpr (std::is_floating_point_v<T>) {
      const auto number = node->value<double>();
      if (number && *number >= 0)
        value = *number;
      else
        refuse(*node, key, "a number from 0");
    } else {
      const auto number = node->value_exact<int64_t>();
      if (number && *number >= 0)
        value = static_cast<T>(*number);
      else
        refuse(*node, key, "a whole number from 0");
    }
  }

  void take(std::string_view key, Instant& value) {
    std::string text;
    take(key, text);
    if (error_ || text.empty()) return;
    if (const auto instant = parse_rfc3339(text))
      value = *instant;
    else
      refuse(*table_->get(key), key, "a time such as 2020-01-23T10:00:00+08:00");
  }

  void take_units(std::string_view key, std::vector<UnitCode>& units) {
    const toml::node* node = table_->get(key);
    if (node == nullptr || error_) return;
    const toml::array* items = node->as_array();
    if (items == nullptr) return refuse(*node, key, "an array of unit codes");
    for (const toml::node& item : *items) {
      const auto code = parse_unit_code(item.value<std::string>().value_or("?"));
      if (!code || !*code) return refuse(item, key, "unit codes such as \"420000\"");
      units.push_back(*code);
    }
  }

  void need(std::string_view key) {
    if (!error_ && !table_->contains(key)) refuse(*table_, key, "there");
  }

  /// Reads a table of this one; one that is missing is as good as empty.
  template <class Read>
  void within(std::string_view key, Read read) {
    const toml::node* node = table_->get(key);
    if (node == nullptr || error_) return;
    const toml::table* table = node->as_table();
    if (table == nullptr) return refuse(*node, key, "a table");
    const toml::table* outer = std::exchange(table_, table);
    read(*this);
    table_ = outer;
  }

  const std::optional<Error>& error() const { return error_; }

 private:
  void refuse(const toml::node& node, std::string_view key, std::string_view wanted) {
    error_ = Error{Code::invalid, "scenario_must_be_well_formed",
                   file_ + ":" + std::to_string(node.source().begin.line) + ": " +
                       std::string(key) + " must be " + std::string(wanted),
                   std::string(key)};
  }

  const toml::table* table_;
  std::string file_;
  std::optional<Error> error_;
};

template <class Read>
Result<void> read_toml(std::string_view text, std::string_view file, Read read) {
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    const auto& error = parsed.error();
    return invalid("scenario_must_be_well_formed", {},
                   std::string(file) + ":" + std::to_string(error.source().begin.line) + ": " +
                       std::string(error.description()));
  }
  Fields fields(parsed.table(), file);
  read(fields);
  if (fields.error()) return tl::unexpected(*fields.error());
  return {};
}

void take_kinds(Fields& f, std::array<double, element_kinds>& by_kind) {
  for (size_t i = 0; i < element_kinds; ++i)
    f.take(enum_text(static_cast<element::Kind>(i)), by_kind[i]);
}

void take_topology(Fields& f, Topology& t) {
  f.take("core_nodes_per_city", t.core_nodes_per_city);
  f.take("core_nodes_per_province", t.core_nodes_per_province);
  f.take("aggregation_nodes_per_county", t.aggregation_nodes_per_county);
  f.take("rings_per_city", t.rings_per_city);
  f.take("rings_wuhan", t.rings_wuhan);
  f.take("ring_protected_share", t.ring_protected_share);
  f.take("ring_sites_max", t.ring_sites_max);
  f.take("cross_ring_same_duct_share", t.cross_ring_same_duct_share);
}

void take_stations(Fields& f, Stations& s) {
  f.take("per_site_min", s.per_site_min);
  f.take("per_site_max", s.per_site_max);
  f.take("radius_km", s.radius_km);
  f.take("radius_rural_km", s.radius_rural_km);
  f.take("cells_per_station", s.cells_per_station);
  f.take("share_5g", s.share_5g);
  f.take("share_indoor", s.share_indoor);
}

void take_lines(Fields& f, Lines& l) {
  f.take("per_hospital", l.per_hospital);
  f.take("per_disease_control", l.per_disease_control);
  f.take("per_government", l.per_government);
  f.take("per_other", l.per_other);
  f.take("dual_route_share_tier1", l.dual_route_share[0]);
  f.take("dual_route_share_tier2", l.dual_route_share[1]);
  f.take("dual_route_share_tier3", l.dual_route_share[2]);
}

void take_power(Fields& f, Power& p) {
  f.take("grid_feeds_tier1", p.grid_feeds_tier1);
  f.take("grid_feeds_other", p.grid_feeds_other);
  f.take("battery_h_station", p.battery_h_station);
  f.take("battery_h_station_spread", p.battery_h_station_spread);
  f.take("battery_h_node", p.battery_h_node);
  f.take("generator_share_node", p.generator_share_node);
  f.take("generator_share_station", p.generator_share_station);
  f.take("cold_battery_factor", p.cold_battery_factor);
}

void take_effects(Fields& f, Effects& e) {
  f.take("load_exponent", e.load_exponent);
  f.take("rain_factor", e.rain_factor);
  f.take("sleet_factor", e.sleet_factor);
  f.take("snow_factor", e.snow_factor);
  f.take("self_clear_share", e.self_clear_share);
  f.take("alarms_per_fault_median", e.alarms_per_fault_median);
  f.take("alarms_per_storm_60s", e.alarms_per_storm_60s);
  f.take("duplicate_alarm_share", e.duplicate_alarm_share);
  f.take("flapping_share", e.flapping_share);
}

void take_repair(Fields& f, Repair& r) {
  take_kinds(f, r.median_min);
  f.take("sigma", r.sigma);
  f.take("protective_clothing_extra_min", r.protective_clothing_extra_min);
  f.take("permit_extra_min", r.permit_extra_min);
}

void take_crews(Fields& f, Crews& c) {
  f.take("per_county_wuhan", c.per_county_wuhan);
  f.take("per_city_other", c.per_city_other);
  f.take("per_province_other", c.per_province_other);
  f.take("skills_share_fibre", c.skills_share_fibre);
  f.take("skills_share_power", c.skills_share_power);
  f.take("skills_share_radio", c.skills_share_radio);
  f.take("speed_km_h_town", c.speed_km_h_town);
  f.take("speed_km_h_country", c.speed_km_h_country);
  f.take("check_point_min", c.check_point_min);
  f.take("absent_share", c.absent_share);
}

void take_staff(Fields& f, Staffing& s) {
  for (size_t i = 0; i < unit_levels; ++i)
    f.within(enum_text(static_cast<unit::Level>(i)), [&](Fields& level) {
      level.take("acknowledge_median_s", s.levels[i].acknowledge_median_s);
      level.take("acknowledge_never_share", s.levels[i].acknowledge_never_share);
      level.take("report_delay_median_min", s.levels[i].report_delay_median_min);
    });
  f.within("common", [&](Fields& all) {
    all.take("acknowledge_sigma", s.acknowledge_sigma);
    all.take("night_factor", s.night_factor);
    all.take("holiday_factor", s.holiday_factor);
    all.take("refuse_share", s.refuse_share);
    all.take("substitute_after_s", s.substitute_after_s);
  });
}

void take_people(Fields& f, PeopleOfUnits& p) {
  f.take("duty_per_unit", p.duty_per_unit);
  f.take("leaders_per_unit", p.leaders_per_unit);
  f.take("shift_h", p.shift_h);
  f.take("silent_share", p.silent_share);
  f.take("decline_share", p.decline_share);
  f.take("absent_share", p.absent_share);
  f.take("absence_h", p.absence_h);
}

void take_orders(Fields& f, OrdersFromAbove& o) {
  f.take("per_day", o.per_day);
  f.take("acknowledge_within_min", o.acknowledge_within_min);
  f.take("finish_within_h", o.finish_within_h);
}

void take_header(Fields& f, Header& header) {
  Scenario& s = header.scenario;
  for (const auto key : {"name", "starts", "ends", "desks", "files"}) f.need(key);
  f.take("name", s.name);
  f.take("title_zh", s.title_zh);
  f.take("title_en", s.title_en);
  f.take("starts", s.starts);
  f.take("ends", s.ends);
  f.take("zone", s.zone);
  f.take("speed_default", s.speed);
  f.take_units("desks", s.desks);
  f.within("files", [&](Fields& files) {
    for (const auto key : {"units", "sites", "timeline", "network"}) files.need(key);
    files.take("units", header.units_file);
    files.take("sites", header.sites_file);
    files.take("timeline", header.timeline_file);
    files.take("network", header.network_file);
  });
}

}  // namespace

Result<Header> read_header(std::string_view text, std::string_view file) {
  Header header;
  auto read = read_toml(text, file, [&](Fields& f) { take_header(f, header); });
  if (!read) return tl::unexpected(read.error());
  return header;
}

Result<Parameters> read_parameters(std::string_view text, std::string_view file) {
  Parameters p;
  auto read = read_toml(text, file, [&](Fields& f) {
    f.take("seed", p.seed);
    f.within("topology", [&](Fields& t) { take_topology(t, p.topology); });
    f.within("stations", [&](Fields& t) { take_stations(t, p.stations); });
    f.within("private_lines", [&](Fields& t) { take_lines(t, p.lines); });
    f.within("power", [&](Fields& t) { take_power(t, p.power); });
    f.within("faults_per_day", [&](Fields& t) { take_kinds(t, p.faults_per_day); });
    f.within("fault_effects", [&](Fields& t) { take_effects(t, p.effects); });
    f.within("repair_min", [&](Fields& t) { take_repair(t, p.repair); });
    f.within("crews", [&](Fields& t) { take_crews(t, p.crews); });
    f.within("staff", [&](Fields& t) { take_staff(t, p.staff); });
    f.within("people", [&](Fields& t) { take_people(t, p.people); });
    f.within("orders", [&](Fields& t) { take_orders(t, p.orders); });
  });
  if (!read) return tl::unexpected(read.error());
  return p;
}

}  // namespace lifeline::rehearsal
