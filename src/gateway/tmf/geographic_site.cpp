// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/geographic_site.h"

#include "base/json_text.h"
#include "command/unit/view.h"
#include "desk/record.h"
#include "gateway/tmf/inventory.h"
#include "gateway/tmf/members.h"
#include "gateway/tmf/rows.h"
#include "network/site/view.h"

namespace lifeline::tmf {
namespace {

using site::Site;

const Site& site_of(const Row& row) { return *static_cast<const Site*>(row.at); }

void write_site_id(const Row& row, std::string& out) { append_json_text(out, site_of(row).id); }
void write_site_code(const Row& row, std::string& out) {
  append_json_text(out, to_text(site_of(row).region));
}
void write_site_text(const Row& row, std::string& out) {
  if (!site_of(row).name_en.empty()) append_json_text(out, site_of(row).name_en);
}
void write_site_name(const Row& row, std::string& out) {
  append_json_text(out, site_of(row).name_zh);
}
// A site that is watched is in use; how its services are is its health.
void write_site_status(const Row&, std::string& out) { out += "\"active\""; }
void write_health(const Row& row, std::string& out) {
  const auto& standing = row.nouns->get<site::State>().standing;
  const auto known = standing.find(site_of(row).id);
  append_json_text(
      out, enum_text(known == standing.end() ? site::Health::normal : known->second.health));
}
void write_site_kind(const Row& row, std::string& out) {
  append_json_text(out, enum_text(site_of(row).kind));
}
void write_tier(const Row& row, std::string& out) { out += std::to_string(site_of(row).tier); }

void write_site_place(const Row& row, std::string& out) {
  const Site& site = site_of(row);
  out += "[{";
  if (!site.address.empty()) out += "\"name\":" + json_quoted(site.address) + ",";
  out += "\"geometry\":{\"x\":";
  write_json(out, site.longitude_deg);
  out += ",\"y\":";
  write_json(out, site.latitude_deg);
  out += "},\"@type\":\"GeographicPoint\"}]";
}

void write_site_parties(const Row& row, std::string& out) {
  Items items(out, {});
  add_unit(items, site_of(row).unit, "owner", *row.nouns);
}

// The elements that its services live on.
void write_site_resources(const Row& row, std::string& out) {
  Items items(out, {});
  for (const site::ServiceNeed& need : site_of(row).services)
    for (const std::string& id : need.elements)
      items.add({{"id", id},
                 {"href", resource_path + path_part(id)},
                 {"role", std::string(enum_text(need.kind))},
                 {"@type", "ResourceRef"},
                 {"@referredType", "Resource"}});
}

void write_site_type(const Row&, std::string& out) { out += "\"GeographicSite\""; }

std::vector<Attribute> site_attributes() {
  return {{.name = "id", .write = write_site_id},
          {.name = "code", .write = write_site_code},
          {.name = "description", .write = write_site_text},
          {.name = "name", .write = write_site_name},
          {.name = "status", .write = write_site_status},
          list("place", with_kinds({{.name = "id"}, {.name = "href"}, {.name = "name"}}, true),
               write_site_place),
          list("relatedParty", reference(true, true, false), write_site_parties),
          {.name = "health",
           .words = {"normal", "suppressed", "stale", "degraded", "down"},
           .write = write_health},
          {.name = "siteType", .write = write_site_kind},
          {.name = "tier", .type = Type::number, .write = write_tier},
          list("resource", reference(false, true, false), write_site_resources),
          {.name = "@type", .write = write_site_type}};
}

void each_site(const desk::Nouns& nouns, const desk::Actor& caller, const Show& show) {
  unit::Reach reach(nouns, caller);
  for (const auto& [id, site] : nouns.get<site::State>().sites)
    if (reach.holds(site.unit)) show({.at = &site, .nouns = &nouns});
}

bool find_site(const desk::Nouns& nouns, std::string_view id, const Show& show) {
  const auto& sites = nouns.get<site::State>().sites;
  const auto found = sites.find(std::string(id));
  if (found == sites.end()) return false;
  show({.at = &found->second, .nouns = &nouns});
  return true;
}

void tell_of_sites(const journal::Batch& batch, const desk::Nouns&, std::vector<Notice>& out) {
  uint64_t position = batch.first - 1;
  auto visit = [&](const desk::RecordHead&, std::string_view type, Json event) {
    ++position;
    if (type == "site.Imported") tell_of_import(event, "sites", position, out);
    if (type == "site.HealthChanged" && event.at("id"))
      out.push_back({.event = "AttributeValueChange",
                     .id = std::string(event.at("id")->text()),
                     .position = position});
    return true;
  };
  JsonDocument document;
  (void)desk::read_record(document, batch.payload, visit);
}

}  // namespace

std::shared_ptr<const Resource> geographic_site() {
  auto resource = std::make_shared<Resource>();
  Resource& r = *resource;
  r.api = geographic_site_api;
  r.name = "geographicSite";
  r.type = "GeographicSite";
  r.noun = "geographic_site";
  r.missing = not_found("site_must_exist", "id").value();
  r.attributes = site_attributes();
  r.event_kinds = {"Create", "AttributeValueChange"};
  r.each = each_site;
  r.find = find_site;
  r.sees = [](const Row& row, const desk::Actor& caller) {
    return unit::Reach(*row.nouns, caller).holds(site_of(row).unit);
  };
  r.told_nouns = site::Noun::bit;
  r.tell = tell_of_sites;
  return resource;
}

}  // namespace lifeline::tmf
