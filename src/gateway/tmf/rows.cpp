// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/rows.h"

#include <set>

#include "base/json_text.h"
#include "command/unit/model.h"

namespace lifeline::tmf {

std::string reason_of(const desk::Request& request, std::string usual) {
  std::string reason(request.query_value("reason"));
  return reason.empty() ? usual : reason;
}

void show_others(const std::vector<Attribute>& described, const desk::Attributes& posted,
                 const std::function<void(std::string_view)>& show) {
  for (const auto& [name, json] : posted)
    if (find_attribute(described, name) == nullptr) show(name);
}

void add_reference(Items& items, const Reference& reference) {
  if (reference.id.empty() || items.names(reference.id)) return;
  items.add({{"id", reference.id},
             {"href", reference.href},
             {"name", reference.name},
             {"role", std::string(reference.role)},
             {"@type", std::string(reference.type)},
             {"@referredType", std::string(reference.referred)}});
}

void add_entity(Items& items, const std::string& id, const std::string& path, std::string_view role,
                std::string_view referred) {
  add_reference(
      items,
      {.id = id, .href = path + id, .role = role, .type = "RelatedEntity", .referred = referred});
}

void add_unit(Items& items, UnitCode unit, std::string_view role, const desk::Nouns& nouns) {
  const auto& units = nouns.get<unit::State>().units;
  const auto known = units.find(unit);
  add_reference(items, {.id = to_text(unit),
                        .href = "/api/v1/units/" + to_text(unit),
                        .name = known == units.end() ? std::string() : known->second.name_zh,
                        .role = role,
                        .type = "RelatedParty",
                        .referred = "Organization"});
}

void write_note(std::string& out, const Note& note) {
  if (note.text.empty()) return;
  out += "{\"text\":" + json_quoted(note.text);
  if (!note.author.empty()) out += ",\"author\":" + json_quoted(note.author);
  if (note.at) {
    out += ",\"date\":";
    write_moment(out, note.at);
  }
  out += ",\"@type\":\"Note\"}";
}

void tell_of_import(Json event, std::string_view rows, uint64_t position,
                    std::vector<Notice>& out) {
  std::set<std::string, std::less<>> renewed;
  auto note = [&](Json id) {
    renewed.emplace(id.text());
    return true;
  };
  if (const auto known = event.at("renewed")) known->each(note);
  size_t part = 0;
  auto tell = [&](Json row) {
    const std::string id(row.at("id") ? row.at("id")->text() : std::string_view());
    out.push_back({.event = renewed.contains(id) ? "AttributeValueChange" : "Create",
                   .id = id,
                   .position = position,
                   .part = ++part});
    return true;
  };
  if (const auto all = event.at(rows)) all->each(tell);
}

}  // namespace lifeline::tmf
