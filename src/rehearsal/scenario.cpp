// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/scenario.h"

#include <algorithm>
#include <charconv>
#include <fstream>

#include "base/csv.h"
#include "base/text.h"
#include "rehearsal/parameters.h"

namespace lifeline::rehearsal {
namespace {

Refusal ill_formed(std::string_view file, size_t line, const std::string& what) {
  return invalid("scenario_must_be_well_formed", {},
                 std::string(file) + ":" + std::to_string(line) + ": " + what);
}

Result<std::string> read_file(const std::string& folder, const std::string& name) {
  std::ifstream in(folder + "/" + name, std::ios::binary);
  if (!in) return not_found("scenario_must_be_readable", folder + "/" + name);
  std::string text;
  std::array<char, 65536> block;
  while (in.read(block.data(), block.size()) || in.gcount() > 0) {
    text.append(block.data(), static_cast<size_t>(in.gcount()));
    if (text.size() > scenario_bytes_max)
      return invalid("scenario_must_be_small", name, name + " is too large");
  }
  if (!is_utf8(text)) return ill_formed(name, 1, "the file must be UTF-8");
  return text;
}

// A row of a CSV file with named columns; the first field that is wrong is kept.
class Row {
 public:
  Row(const std::vector<std::string>& columns, const CsvRecord& record)
      : columns_(columns), record_(record) {}

  const std::string& text(std::string_view column) {
    static const std::string none;
    const auto found = std::ranges::find(columns_, column);
    if (found == columns_.end()) return blame("there is no column", column), none;
    return record_.fields[static_cast<size_t>(found - columns_.begin())];
  }
  void take(std::string_view column, std::string& value) { value = text(column); }
  void take(std::string_view column, double& value) {
    const std::string& field = text(column);
    const auto [rest, error] = std::from_chars(field.data(), field.data() + field.size(), value);
    if (error != std::errc{} || rest != field.data() + field.size())
      blame("a number is wanted in", column);
  }
  void take(std::string_view column, UnitCode& value) {
    const auto code = parse_unit_code(text(column));
    if (code)
      value = *code;
    else
      blame("a code of digits is wanted in", column);
  }
  void take(std::string_view column, Instant& value) {
    const auto instant = parse_rfc3339(text(column));
    if (instant && *instant)
      value = *instant;
    else
      blame("a time with an offset is wanted in", column);
  }
  template <DescribedEnum E>
  void take(std::string_view column, E& value) {
    if (!enum_from_text(text(column), value)) blame("an unknown word stands in", column);
  }
  void blame(std::string_view what, std::string_view column) {
    if (wrong_.empty()) wrong_ = std::string(what) + " '" + std::string(column) + "'";
  }
  const std::string& wrong() const { return wrong_; }

 private:
  const std::vector<std::string>& columns_;
  const CsvRecord& record_;
  std::string wrong_;
};

// Calls read(row) for each record below the header.
template <class Read>
Result<void> read_table(const std::string& folder, const std::string& file, Read read) {
  const auto text = read_file(folder, file);
  if (!text) return tl::unexpected(text.error());
  CsvReader reader(*text);
  CsvRecord header;
  CsvRecord record;
  auto more = reader.next(header);
  if (!more || !*more) return ill_formed(file, 1, "a line of column names is wanted");
  while ((more = reader.next(record)) && *more) {
    if (record.fields.size() != header.fields.size())
      return ill_formed(file, record.line, "as many fields as columns are wanted");
    Row row(header.fields, record);
    read(row);
    if (!row.wrong().empty()) return ill_formed(file, record.line, row.wrong());
  }
  if (!more) return ill_formed(file, record.line, more.error().name);
  return {};
}

void read_unit(Row& row, Scenario& scenario) {
  unit::Unit& unit = scenario.units.emplace_back();
  row.take("code", unit.code);
  row.take("name_zh", unit.name_zh);
  row.take("name_en", unit.name_en);
  row.take("level", unit.level);
  row.take("parent", unit.parent);
  row.take("duty_name", unit.duty_name);
  row.take("duty_phone", unit.duty_phone);
  row.take("longitude_deg", unit.longitude_deg);
  row.take("latitude_deg", unit.latitude_deg);
}

void read_site(Row& row, Scenario& scenario) {
  site::Site& site = scenario.sites.emplace_back();
  double tier = 0;
  row.take("id", site.id);
  row.take("name_zh", site.name_zh);
  row.take("name_en", site.name_en);
  row.take("kind", site.kind);
  row.take("tier", tier);
  row.take("region", site.region);
  row.take("unit", site.unit);
  row.take("longitude_deg", site.longitude_deg);
  row.take("latitude_deg", site.latitude_deg);
  row.take("address", site.address);
  site.tier = static_cast<int>(tier);
  if (site.tier < 1 || site.tier > 3) row.blame("1, 2 or 3 is wanted in", "tier");
  for (const auto kind : split(row.text("services"), ';')) {
    site::ServiceNeed need;
    if (enum_from_text(trimmed(kind), need.kind))
      site.services.push_back(std::move(need));
    else
      row.blame("a service that is not known stands in", "services");
  }
}

// "key=value;key=value"; keys that only repeat a figure of the title are left alone.
void read_figures(Row& row, Moment& moment) {
  for (const auto pair : split(row.text("parameters"), ';')) {
    const size_t equals = pair.find('=');
    if (trimmed(pair).empty()) continue;
    if (equals == std::string_view::npos) return row.blame("key=value is wanted in", "parameters");
    const std::string_view key = trimmed(pair.substr(0, equals));
    const std::string_view value = trimmed(pair.substr(equals + 1));
    const bool is_fault = moment.kind == Happening::fault || moment.kind == Happening::storm;
    double number = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool is_number = read.ec == std::errc{} && read.ptr == value.data() + value.size();
    bool good = true;
    if (key == "kind" && is_fault)
      good = enum_from_text(value, moment.fault);
    else if (key == "kind" && moment.kind == Happening::weather)
      good = enum_from_text(value, moment.weather);
    else if (key == "load")
      good = is_number, moment.load = number;
    else if (key == "hours")
      good = is_number, moment.hours = number;
    else if (key == "scale" && is_fault)
      good = is_number, moment.scale = static_cast<int64_t>(number);
    else if (key == "repair_min" && is_fault)
      good = is_number, moment.repair_min = number;
    else if (key == "spare" && is_fault)
      good = is_number, moment.spare = number != 0;
    else if (key == "alarms" && is_fault)
      good = is_number, moment.alarms = static_cast<int64_t>(number);
    else if (key == "severity")
      good = is_number, moment.severity = static_cast<int64_t>(number);
    if (!good) row.blame("the value of " + std::string(key) + " is not right in", "parameters");
  }
}

void read_moment(Row& row, Scenario& scenario) {
  Moment& moment = scenario.timeline.emplace_back();
  row.take("at", moment.at);
  row.take("kind", moment.kind);
  row.take("place", moment.place);
  row.take("title_zh", moment.title_zh);
  row.take("title_en", moment.title_en);
  read_figures(row, moment);
  const bool is_site = std::ranges::any_of(
      scenario.sites, [&](const site::Site& site) { return site.id == moment.place; });
  const auto region = parse_unit_code(moment.place);
  if (!is_site && (!region || !*region))
    row.blame("a known site or a region is wanted in", "place");
  if (!is_site && moment.kind == Happening::site_opens)
    row.blame("a known site is wanted in", "place");
}

Result<void> read_tables(const std::string& folder, const Header& header, Scenario& scenario) {
  auto read = read_table(folder, header.units_file, [&](Row& r) { read_unit(r, scenario); });
  if (read) read = read_table(folder, header.sites_file, [&](Row& r) { read_site(r, scenario); });
  if (read)
    read = read_table(folder, header.timeline_file, [&](Row& r) { read_moment(r, scenario); });
  std::ranges::stable_sort(scenario.timeline, {}, &Moment::at);
  return read;
}

}  // namespace

Result<Scenario> load_scenario(const std::string& folder) {
  const auto head_text = read_file(folder, "scenario.toml");
  if (!head_text) return tl::unexpected(head_text.error());
  const auto header = read_header(*head_text, "scenario.toml");
  if (!header) return tl::unexpected(header.error());
  Scenario scenario = header->scenario;
  if (scenario.ends <= scenario.starts)
    return invalid("scenario_must_be_well_formed", {}, "scenario.toml: ends must follow starts");
  const auto network_text = read_file(folder, header->network_file);
  if (!network_text) return tl::unexpected(network_text.error());
  auto parameters = read_parameters(*network_text, header->network_file);
  if (!parameters) return tl::unexpected(parameters.error());
  scenario.parameters = std::move(*parameters);
  if (auto read = read_tables(folder, *header, scenario); !read)
    return tl::unexpected(read.error());
  return scenario;
}

}  // namespace lifeline::rehearsal
