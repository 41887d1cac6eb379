// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/inventory.h"

#include <algorithm>

#include "base/json_text.h"
#include "command/unit/view.h"
#include "desk/record.h"
#include "gateway/tmf/geographic_site.h"
#include "gateway/tmf/members.h"
#include "gateway/tmf/rows.h"
#include "network/alarm/model.h"
#include "network/element/view.h"
#include "network/planned_work/model.h"
#include "network/site/model.h"

namespace lifeline::tmf {
namespace {

using element::Condition;
using element::Element;

const Element& element_of(const Row& row) { return *static_cast<const Element*>(row.at); }

bool is_logical(const Element& one) {
  return one.kind == element::Kind::cell || one.kind == element::Kind::private_line;
}
Condition condition_of(const Row& row) {
  return element::standing_of(row.nouns->get<element::State>(), element_of(row).id).condition;
}

void write_element_id(const Row& row, std::string& out) {
  append_json_text(out, element_of(row).id);
}
void write_element_name(const Row& row, std::string& out) {
  append_json_text(out, element_of(row).name);
}
void write_category(const Row& row, std::string& out) {
  append_json_text(out, enum_text(element_of(row).kind));
}
void write_operational(const Row& row, std::string& out) {
  out += condition_of(row) == Condition::down ? "\"disable\"" : "\"enable\"";
}

// Planned work stands before an alarm, and what another's failure leaves it before none.
void write_resource_status(const Row& row, std::string& out) {
  const std::string& id = element_of(row).id;
  const bool is_worked_on = static_cast<bool>(covers(row.nouns->get<planned_work::State>(), id));
  const bool is_alarmed =
      open_on(row.nouns->get<alarm::State>(), id) > 0 || condition_of(row) != Condition::normal;
  append_json_text(out, is_worked_on ? "suspended" : (is_alarmed ? "alarm" : "available"));
}

void add_value(std::string& out, std::string_view name, std::string_view type,
               const std::string& json) {
  out += out.empty() ? "[" : ",";
  out.append("{\"name\":\"").append(name).append("\",\"valueType\":\"").append(type);
  out.append("\",\"value\":").append(json).append("}");
}

void write_characteristics(const Row& row, std::string& out) {
  const Element& one = element_of(row);
  const auto& standing = element::standing_of(row.nouns->get<element::State>(), one.id);
  std::string all, longitude, latitude;
  write_json(longitude, one.longitude_deg);
  write_json(latitude, one.latitude_deg);
  add_value(all, "region", "string", json_quoted(to_text(one.region)));
  add_value(all, "longitude_deg", "number", longitude);
  add_value(all, "latitude_deg", "number", latitude);
  add_value(all, "condition", "string", json_quoted(enum_text(standing.condition)));
  if (!standing.root.empty()) add_value(all, "root", "string", json_quoted(standing.root));
  out += all + "]";
}

void write_element_place(const Row& row, std::string& out) {
  const auto& sites = row.nouns->get<site::State>();
  const auto known = sites.by_element.find(element_of(row).id);
  if (known == sites.by_element.end() || known->second.empty()) return;
  const std::string& id = *std::ranges::min_element(known->second);
  const auto site = sites.sites.find(id);
  out += "{\"id\":" + json_quoted(id);
  out.append(",\"href\":\"").append(1, base_mark).append(geographic_site_path);
  out.append(path_part(id)).append("\"");
  if (site != sites.sites.end()) out += ",\"name\":" + json_quoted(site->second.name_zh);
  out += ",\"role\":\"site\",\"@referredType\":\"GeographicSite\"}";
}

void write_element_parties(const Row& row, std::string& out) {
  Items items(out, {});
  const auto& units = row.nouns->get<unit::State>();
  add_unit(items, unit::owner_of(units, element_of(row).region), "owner", *row.nouns);
}

// Of a group of alternatives each: any of them carries it.
void write_needs(const Row& row, std::string& out) {
  Items items(out, {});
  for (const auto& group : element_of(row).depends_on)
    for (const std::string& id : group)
      items.add({{"id", id},
                 {"href", resource_path + path_part(id)},
                 {"relationshipType", group.size() == 1 ? "dependsOn" : "dependsOnOneOf"},
                 {"@type", "ResourceRelationship"}});
}

void write_resource_type(const Row& row, std::string& out) {
  out += is_logical(element_of(row)) ? "\"LogicalResource\"" : "\"PhysicalResource\"";
}
void write_resource_base(const Row&, std::string& out) { out += "\"Resource\""; }

std::vector<Attribute> resource_attributes() {
  auto place = with_kinds({{.name = "id"}, {.name = "href"}, {.name = "name"}}, true);
  place.push_back({.name = "role"});
  return {{.name = "id", .write = write_element_id},
          {.name = "category", .write = write_category},
          {.name = "name", .write = write_element_name},
          {.name = "operationalState", .words = {"enable", "disable"}, .write = write_operational},
          {.name = "place", .type = Type::object, .members = place, .write = write_element_place},
          list("relatedParty", reference(true, true, false), write_element_parties),
          list("resourceCharacteristic",
               with_kinds({{.name = "name"}, {.name = "valueType"}, {.name = "value"}}, false),
               write_characteristics),
          list("resourceRelationship",
               with_kinds({{.name = "id"}, {.name = "href"}, {.name = "relationshipType"}}, false),
               write_needs),
          {.name = "resourceStatus",
           .words = {"standby", "alarm", "available", "reserved", "unknown", "suspended"},
           .write = write_resource_status},
          {.name = "@baseType", .write = write_resource_base},
          {.name = "@type", .write = write_resource_type}};
}

using IsOne = bool (*)(const Element&);

// By id, since the elements of a desk stand in no order.
void each_element(IsOne is_one, const desk::Nouns& nouns, const desk::Actor& caller,
                  const Show& show) {
  unit::Reach reach(nouns, caller);
  std::vector<const Element*> sorted;
  for (const auto& [id, element] : nouns.get<element::State>().elements)
    if (is_one(element) && reach.holds(element.region)) sorted.push_back(&element);
  std::ranges::sort(sorted, {}, &Element::id);
  for (const Element* element : sorted) show({.at = element, .nouns = &nouns});
}

bool find_element(IsOne is_one, const desk::Nouns& nouns, std::string_view id, const Show& show) {
  const auto& elements = nouns.get<element::State>().elements;
  const auto found = elements.find(std::string(id));
  if (found == elements.end() || !is_one(found->second)) return false;
  show({.at = &found->second, .nouns = &nouns});
  return true;
}

void tell_of_elements(const journal::Batch& batch, const desk::Nouns&, std::vector<Notice>& out) {
  uint64_t position = batch.first - 1;
  auto visit = [&](const desk::RecordHead&, std::string_view type, Json event) {
    ++position;
    if (type == "element.Imported") tell_of_import(event, "elements", position, out);
    if (type == "element.ConditionChanged" && event.at("id"))
      out.push_back({.event = "StateChange",
                     .id = std::string(event.at("id")->text()),
                     .position = position});
    return true;
  };
  JsonDocument document;
  (void)desk::read_record(document, batch.payload, visit);
}

struct ElementWords {
  const char* name;
  const char* type;
  const char* noun;
  IsOne is_one;
};

std::shared_ptr<Resource> element_resource(const ElementWords& words) {
  auto resource = std::make_shared<Resource>();
  Resource& r = *resource;
  const IsOne is_one = words.is_one;
  r.api = inventory_api;
  r.name = words.name;
  r.type = words.type;
  r.noun = words.noun;
  r.missing = not_found("element_must_exist", "id").value();
  r.attributes = resource_attributes();
  r.each = [is_one](const desk::Nouns& nouns, const desk::Actor& caller, const Show& show) {
    each_element(is_one, nouns, caller, show);
  };
  r.find = [is_one](const desk::Nouns& nouns, std::string_view id, const Show& show) {
    return find_element(is_one, nouns, id, show);
  };
  r.sees = [](const Row& row, const desk::Actor& caller) {
    return unit::Reach(*row.nouns, caller).holds(element_of(row).region);
  };
  return resource;
}

}  // namespace

std::shared_ptr<const Resource> inventory() {
  auto all =
      element_resource({"resource", "Resource", "resource", [](const Element&) { return true; }});
  auto physical = element_resource({"physicalResource", "PhysicalResource", "physical_resource",
                                    [](const Element& element) { return !is_logical(element); }});
  physical->told_beside =
      element_resource({"logicalResource", "LogicalResource", "logical_resource", is_logical});
  all->event_kinds = {"Create", "AttributeValueChange", "StateChange"};
  all->told_nouns = element::Noun::bit;
  all->tell = tell_of_elements;
  all->told_beside = physical;
  return all;
}

}  // namespace lifeline::tmf
