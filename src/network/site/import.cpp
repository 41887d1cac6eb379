// SPDX-License-Identifier: Apache-2.0
#include "network/site/import.h"

#include <array>

#include "base/text.h"
#include "command/unit/model.h"
#include "network/site/view.h"

namespace lifeline::site {
namespace {

struct Importing {
  using Row = Site;
  using Command = site::Command;
  static constexpr std::string_view noun = "site";
  static constexpr std::string_view path = "/api/v1/sites/import";
  static constexpr std::array<std::string_view, 11> columns = {
      "id",   "name_zh",       "name_en",      "kind",    "tier",    "region",
      "unit", "longitude_deg", "latitude_deg", "address", "services"};
  static constexpr std::string_view ground_column = "region";

  static Site read(desk::RowFields& fields) {
    Site site;
    site.id = fields.id("id");
    site.name_zh = fields.name("name_zh");
    site.name_en = fields.optional_name("name_en");
    site.kind = fields.word<Kind>("kind");
    site.tier = fields.integer("tier", 1, 3);
    site.region = fields.code("region");
    site.unit = fields.code("unit");
    site.longitude_deg = fields.longitude_deg("longitude_deg");
    site.latitude_deg = fields.latitude_deg("latitude_deg");
    site.address = fields.text("address");
    auto services = parse_services(fields.raw("services"));
    if (services)
      site.services = std::move(*services);
    else
      fields.refuse("services", tl::unexpected(services.error()));
    return site;
  }
  static std::string id(const Site& site) { return site.id; }
  static UnitCode desk_of(const Site& site, const desk::Plan& plan) {
    return plan.desk_of(site.region);
  }
  static desk::Checked check(const std::vector<Site>& sites, const desk::Nouns& nouns,
                             const desk::Actor& who) {
    const State& state = nouns.get<State>();
    desk::Checked checked = site::check(state, sites, nouns, who);
    State after{.sites = state.sites, .standing = {}, .decided = state.decided, .by_element = {}};
    for (const Site& site : sites) after.sites[site.id] = site;
    checked.duplicates = likely_duplicates(after).size();
    return checked;
  }
  static bool is_known(const std::string& id, const desk::Nouns& nouns) {
    return nouns.get<State>().sites.contains(id);
  }
  static Command command(std::vector<Site> sites) { return Import{.sites = std::move(sites)}; }
};

Result<void> elements_must_be_known(const Site& site, const desk::Nouns& nouns) {
  const auto& elements = nouns.get<element::State>().elements;
  for (const ServiceNeed& need : site.services)
    for (const std::string& id : need.elements)
      if (!elements.contains(id))
        return invalid("element_must_be_known", "services",
                       site.id + " on " + id + "; a site lives on elements of its own desk");
  return {};
}

Result<void> unit_must_be_right(const Site& site, const Site* known, const desk::Nouns& nouns,
                                const desk::Actor& who) {
  const auto& units = nouns.get<unit::State>();
  if (!units.units.contains(site.unit))
    return invalid("unit_must_be_known", "unit", site.id + ": " + to_text(site.unit));
  if (who.role == desk::Role::system) return {};
  if (!unit::is_within(units, site.unit, who.unit) ||
      (known != nullptr && !unit::is_within(units, known->unit, who.unit)))
    return refuse(Code::forbidden, "unit_must_be_within_reach", "unit",
                  site.id + " is not below " + to_text(who.unit));
  return {};
}

}  // namespace

Result<std::vector<ServiceNeed>> parse_services(std::string_view text) {
  std::vector<ServiceNeed> services;
  for (const std::string_view part : split(text, ';')) {
    if (trimmed(part).empty()) continue;
    const size_t colon = part.find(':');
    const std::string_view kind = trimmed(part.substr(0, colon));
    ServiceNeed need;
    if (!enum_from_text(kind, need.kind))
      return invalid("field_must_be_a_known_word", {},
                     "one of " + desk::RowFields::known_words<Service>() + "; " +
                         desk::RowFields::quoted(kind));
    if (std::ranges::find(services, need.kind, &ServiceNeed::kind) != services.end())
      return invalid("service_must_be_given_once", {}, std::string(kind));
    if (colon != std::string_view::npos)
      for (const std::string_view id : split(part.substr(colon + 1), '|'))
        if (!trimmed(id).empty()) need.elements.emplace_back(trimmed(id));
    services.push_back(std::move(need));
  }
  return services;
}

desk::Checked check(const State& state, const std::vector<Site>& sites, const desk::Nouns& nouns,
                    const desk::Actor& who) {
  desk::Checked checked;
  const auto find = [&](size_t row, const Result<void>& rule) {
    if (!rule) checked.findings.push_back({.row = row, .error = rule.error()});
  };
  for (size_t row = 0; row < sites.size(); ++row) {
    const Site& site = sites[row];
    const auto found = state.sites.find(site.id);
    const Site* known = found == state.sites.end() ? nullptr : &found->second;
    ++(known == nullptr ? checked.added : *known == site ? checked.unchanged : checked.changed);
    find(row, unit_must_be_right(site, known, nouns, who));
    find(row, elements_must_be_known(site, nouns));
  }
  return checked;
}

desk::Route import_route() { return desk::import_route<Importing>(); }

}  // namespace lifeline::site
