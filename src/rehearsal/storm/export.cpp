// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/storm/export.h"

#include <array>
#include <fstream>
#include <span>

#include "base/csv.h"
#include "network/element/view.h"
#include "rehearsal/import_text.h"

namespace lifeline::rehearsal {
namespace {

class Table {
 public:
  Table(const std::string& folder, std::string_view name)
      : path_(folder + "/" + std::string(name)), file_(path_, std::ios::binary) {}

  template <size_t N>
  void add(const std::array<std::string, N>& fields) {
    text_.clear();
    append_csv_record(text_, fields);
    file_ << text_;
  }
  Result<void> end() {
    file_.close();
    if (!file_) return unavailable("file_must_be_writable", path_);
    return {};
  }

 private:
  std::string path_;
  std::ofstream file_;
  std::string text_;
};

Result<void> write_units(const std::vector<unit::Unit>& units, const std::string& folder) {
  Table table(folder, "units.csv");
  table.add<9>({"code", "name_zh", "name_en", "level", "parent", "duty_name", "duty_phone",
                "longitude_deg", "latitude_deg"});
  for (const unit::Unit& unit : units)
    table.add<9>({to_text(unit.code), unit.name_zh, unit.name_en,
                  std::string(enum_text(unit.level)), unit.parent ? to_text(unit.parent) : "",
                  unit.duty_name, unit.duty_phone, degrees_text(unit.longitude_deg),
                  degrees_text(unit.latitude_deg)});
  return table.end();
}

Result<void> write_elements(const Network& network, const std::string& folder) {
  Table table(folder, "elements.csv");
  table.add<7>({"id", "name", "kind", "region", "longitude_deg", "latitude_deg", "depends_on"});
  for (const Node& node : network.nodes) {
    const element::Element& e = node.element;
    table.add<7>({e.id, e.name, std::string(enum_text(e.kind)), to_text(e.region),
                  degrees_text(e.longitude_deg), degrees_text(e.latitude_deg),
                  element::groups_text(e.depends_on)});
  }
  return table.end();
}

Result<void> write_sites(const std::vector<site::Site>& sites, const std::string& folder) {
  Table table(folder, "sites.csv");
  table.add<11>({"id", "name_zh", "name_en", "kind", "tier", "region", "unit", "longitude_deg",
                 "latitude_deg", "address", "services"});
  for (const site::Site& s : sites)
    table.add<11>({s.id, s.name_zh, s.name_en, std::string(enum_text(s.kind)),
                   std::to_string(s.tier), to_text(s.region), to_text(s.unit),
                   degrees_text(s.longitude_deg), degrees_text(s.latitude_deg), s.address,
                   services_text(s)});
  return table.end();
}

}  // namespace

Result<void> write_country(const Country& country, const std::string& folder) {
  if (auto written = write_units(country.units, folder); !written) return written;
  if (auto written = write_elements(country.network, folder); !written) return written;
  return write_sites(country.network.sites, folder);
}

Result<void> write_storm(Plant& plant, const Storm& storm, Instant begin,
                         const std::string& folder) {
  Table table(folder, "storm.csv");
  table.add<6>({"at_ms", "reported_ms", "source", "condition", "severity", "raised"});
  const auto ms = [&](Instant at) { return std::to_string((at - begin).count() / 1000); };
  for (const auto* arrivals : {&storm.raises, &storm.clears})
    for (const Arrival& arrival : *arrivals)
      table.add<6>({ms(arrival.at), ms(arrival.report.at), arrival.report.source,
                    arrival.report.condition, std::string(enum_text(arrival.report.severity)),
                    arrival.report.raised ? "1" : "0"});
  if (auto written = table.end(); !written) return written;

  Table truth(folder, "truth.csv");
  truth.add<3>({"what", "id", "state"});
  for (const std::string& root : true_roots(plant, storm)) truth.add<3>({"root", root, "down"});
  for (size_t i = 0; i < plant.sites().size(); ++i)
    truth.add<3>({"site", plant.sites()[i].id, std::string(enum_text(plant.site_condition(i)))});
  return truth.end();
}

}  // namespace lifeline::rehearsal
