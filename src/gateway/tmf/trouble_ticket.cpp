// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/trouble_ticket.h"

#include <algorithm>

#include "base/json_text.h"
#include "base/text.h"
#include "command/ticket/view.h"
#include "command/unit/view.h"
#include "gateway/tmf/members.h"
#include "gateway/tmf/rows.h"
#include "gateway/tmf/trouble_ticket_notices.h"

namespace lifeline::tmf {
namespace {

using incident::IncidentId;

/// What a row is, while its desk is looked at.
struct Ticket {
  const incident::Page& incident;
  const ticket::Page& ticket;
};

const Ticket& of(const Row& row) { return *static_cast<const Ticket*>(row.at); }

std::string_view kept(const Row& row, const std::string& name) {
  return desk::json_of(of(row).ticket.attributes, name);
}

void write_kept(const Row& row, std::string_view name, std::string& out) {
  out += kept(row, std::string(name));
}

// What was posted as long as it stands, else what the incident says.
bool wrote_kept(const Row& row, const char* name, std::string& out) {
  const std::string_view json = kept(row, name);
  out += json;
  return !json.empty();
}

void write_id(const Row& row, std::string& out) {
  append_json_text(out, to_text(of(row).incident.row.id));
}
void write_name(const Row& row, std::string& out) {
  const std::string& title = of(row).incident.row.title_zh;
  const std::string_view posted = kept(row, "name");
  if (!posted.empty() && json_text_of(posted) == title)
    out += posted;
  else
    append_json_text(out, title);
}
void write_description(const Row& row, std::string& out) {
  if (wrote_kept(row, "description", out)) return;
  const incident::Page& page = of(row).incident;
  const bool is_told = !page.timeline.empty() && !page.timeline.front().text_zh.empty();
  append_json_text(out, is_told ? page.timeline.front().text_zh : page.row.title_en);
}
void write_severity(const Row& row, std::string& out) {
  const std::string_view posted = kept(row, "severity");
  const auto severity = of(row).incident.row.severity;
  if (!posted.empty() && ticket::severity_of(json_text_of(posted)) == severity)
    out += posted;
  else
    append_json_text(out, enum_text(severity));
}
void write_status(const Row& row, std::string& out) {
  append_json_text(out, of(row).ticket.status);
}
void write_ticket_type(const Row& row, std::string& out) {
  if (!wrote_kept(row, "ticketType", out)) out += "\"incident\"";
}
void write_type(const Row& row, std::string& out) {
  if (!wrote_kept(row, "@type", out)) out += "\"TroubleTicket\"";
}
void write_created(const Row& row, std::string& out) {
  if (!wrote_kept(row, "creationDate", out)) write_moment(out, of(row).incident.row.opened_at);
}
void write_updated(const Row& row, std::string& out) {
  const Ticket& t = of(row);
  if (!wrote_kept(row, "lastUpdate", out))
    write_moment(out, std::max(t.incident.row.changed_at, t.ticket.changed_at));
}
void write_resolved(const Row& row, std::string& out) {
  if (!wrote_kept(row, "resolutionDate", out)) write_moment(out, of(row).incident.row.resolved_at);
}
void write_status_date(const Row& row, std::string& out) {
  const auto& changes = of(row).ticket.changes;
  if (!wrote_kept(row, "statusChangeDate", out))
    write_moment(out, changes.empty() ? of(row).incident.row.opened_at : changes.back().at);
}
void write_status_reason(const Row& row, std::string& out) {
  const auto& changes = of(row).ticket.changes;
  if (wrote_kept(row, "statusChangeReason", out)) return;
  if (!changes.empty() && !changes.back().reason.empty())
    append_json_text(out, changes.back().reason);
}

void write_notes(const Row& row, std::string& out) {
  Items items(out, kept(row, "note"));
  for (const ticket::NoteEntry& note : of(row).ticket.notes)
    items.add({{"id", std::to_string(note.position)},
               {"author", note.who},
               {"date", to_rfc3339(note.at)},
               {"text", note.text},
               {"@type", "Note"}});
}

void write_status_changes(const Row& row, std::string& out) {
  Items items(out, kept(row, "statusChange"));
  for (const ticket::StatusEntry& change : of(row).ticket.changes)
    items.add({{"status", change.status},
               {"changeDate", to_rfc3339(change.at)},
               {"changeReason", change.reason},
               {"@type", "StatusChange"}});
}

void write_entities(const Row& row, std::string& out) {
  Items items(out, kept(row, "relatedEntity"));
  const incident::Page& page = of(row).incident;
  for (const std::string& site : page.sites)
    add_entity(items, site, "/api/v1/sites/", "site", "GeographicSite");
  size_t alarms = 0;
  for (const std::string& alarm : page.alarms) {
    if (++alarms > limits::ticket_alarms_max) break;
    add_entity(items, alarm, "/api/v1/alarms/", "alarm", "Alarm");
  }
  for (const order::OrderId order : page.orders)
    add_entity(items, to_text(order), "/api/v1/orders/", "order", "Order");
}

void add_assignee(Items& items, const std::string& assignee) {
  add_reference(items, {.id = assignee,
                        .href = {},
                        .role = "assignee",
                        .type = "RelatedParty",
                        .referred = "Individual"});
}

// Who was posted stands for the unit and for who had it then; who took it since is added.
void write_parties(const Row& row, std::string& out) {
  Items items(out, kept(row, "relatedParty"));
  if (items.was_posted()) return add_assignee(items, of(row).ticket.assignee);
  const incident::Row& incident = of(row).incident.row;
  add_unit(items, incident.unit, "unit", *row.nouns);
  add_assignee(items, incident.assignee);
}

void write_relationships(const Row& row, std::string& out) {
  Items items(out, kept(row, "troubleTicketRelationship"));
  const IncidentId into = of(row).incident.row.merged_into;
  if (!into || items.names(to_text(into))) return;
  items.add({{"id", to_text(into)},
             {"href", trouble_ticket_api + std::string("/troubleTicket/") + to_text(into)},
             {"relationshipType", "mergedInto"},
             {"@type", "TroubleTicketRelationship"}});
}

// TMF621 v4's own member lists; what else an object has is kept with it.
std::vector<Attribute> attachment_members() {
  auto members = with_kinds({{.name = "id"},
                             {.name = "href"},
                             {.name = "attachmentType"},
                             {.name = "content"},
                             {.name = "description"},
                             {.name = "mimeType"},
                             {.name = "name"},
                             {.name = "url"}},
                            true);
  members.push_back({.name = "size",
                     .type = Type::object,
                     .members = {{.name = "amount", .type = Type::number}, {.name = "units"}}});
  members.push_back({.name = "validFor",
                     .type = Type::object,
                     .members = {{.name = "startDateTime", .type = Type::date_time},
                                 {.name = "endDateTime", .type = Type::date_time}}});
  return members;
}

std::vector<Attribute> attributes() {
  std::vector<Attribute> all{
      {.name = "id", .write = write_id},
      {.name = "name", .write = write_name},
      {.name = "description", .is_mandatory = true, .write = write_description},
      {.name = "ticketType", .is_mandatory = true, .write = write_ticket_type},
      {.name = "severity", .is_mandatory = true, .write = write_severity},
      {.name = "priority"},
      {.name = "status",
       .words = {"acknowledged", "rejected", "pending", "held", "inProgress", "cancelled", "closed",
                 "resolved"},
       .write = write_status},
      {.name = "statusChangeReason", .write = write_status_reason},
      {.name = "externalId"},
      moment("creationDate", write_created, false),
      moment("lastUpdate", write_updated, false),
      moment("statusChangeDate", write_status_date, false),
      moment("requestedResolutionDate"),
      moment("expectedResolutionDate"),
      moment("resolutionDate", write_resolved)};
  all.push_back(
      {.name = "channel", .type = Type::object, .members = reference(false, false, false)});
  all.push_back(list("attachment", attachment_members()));
  all.push_back(list("note",
                     with_kinds({{.name = "id"},
                                 {.name = "author"},
                                 {.name = "date", .type = Type::date_time},
                                 {.name = "text"}},
                                false),
                     write_notes));
  all.push_back(list("relatedEntity", reference(true, true, true), write_entities));
  all.push_back(list("relatedParty", reference(true, true, false), write_parties));
  all.push_back(list("statusChange",
                     with_kinds({{.name = "changeDate", .type = Type::date_time},
                                 {.name = "changeReason"},
                                 {.name = "status"}},
                                false),
                     write_status_changes));
  all.back().is_changeable = false;
  all.push_back(list(
      "troubleTicketRelationship",
      with_kinds({{.name = "id"}, {.name = "href"}, {.name = "name"}, {.name = "relationshipType"}},
                 false),
      write_relationships));
  all.push_back({.name = "@baseType"});
  all.push_back({.name = "@schemaLocation"});
  all.push_back({.name = "@type", .write = write_type});
  return all;
}

bool is_in_reach(const incident::Page& page, unit::Reach& reach) {
  return reach.holds(page.row.unit) ||
         std::ranges::any_of(page.units, [&](UnitCode unit) { return reach.holds(unit); });
}

void each(const desk::Nouns& nouns, const desk::Actor& caller, const Show& show) {
  unit::Reach reach(nouns, caller);
  const auto& withdrawn = nouns.get<ticket::State>().withdrawn;
  const auto& tickets = nouns.get<ticket::View>().pages;
  auto of_incident = tickets.begin();
  for (const auto& [id, page] : nouns.get<incident::View>().pages) {
    while (of_incident != tickets.end() && of_incident->first < id) ++of_incident;
    if (of_incident == tickets.end()) return;
    if (of_incident->first != id || !is_in_reach(page, reach)) continue;
    if (!withdrawn.empty() && withdrawn.contains(id)) continue;
    const Ticket ticket{.incident = page, .ticket = of_incident->second};
    show({.at = &ticket, .nouns = &nouns});
  }
}

bool find(const desk::Nouns& nouns, std::string_view text, const Show& show) {
  const auto id = parse_id<incident::Tag>(text);
  if (!id || !*id) return false;
  const auto& pages = nouns.get<incident::View>().pages;
  const auto& tickets = nouns.get<ticket::View>().pages;
  const auto page = pages.find(*id);
  const auto of_incident = tickets.find(*id);
  if (page == pages.end() || of_incident == tickets.end()) return false;
  const Ticket ticket{.incident = page->second, .ticket = of_incident->second};
  show({.at = &ticket, .nouns = &nouns});
  return true;
}

// The unit that is to answer for it, if one is named.
Result<UnitCode> unit_of(const Posted& posted) {
  const auto parties = posted.values.find("relatedParty");
  Result<UnitCode> unit = posted.request.caller.unit;
  if (parties == posted.values.end()) return unit;
  auto visit = [&](std::string_view party) {
    if (lowercase(json_text_of(json_member(party, "role"))) != "unit") return true;
    const auto code = parse_unit_code(json_text_of(json_member(party, "id")));
    if (code && *code)
      unit = *code;
    else
      unit = invalid("unit_must_be_known", "relatedParty", "a unit's id is its code, as 420106");
    return false;
  };
  each_json_item(parties->second, visit);
  return unit;
}

Result<Made> create(const Posted& posted) {
  const auto unit = unit_of(posted);
  if (!unit) return tl::unexpected(unit.error());
  return made(posted, posted.plan.desk_of(*unit),
              ticket::Command(ticket::Post{.unit = *unit, .attributes = posted.values}));
}

Result<Made> change(const Posted& posted) {
  const IncidentId id = *parse_id<incident::Tag>(posted.id);
  return made(posted, UnitCode{id.desk},
              ticket::Command(ticket::Change{.id = id, .attributes = posted.values}));
}

Result<Made> remove(const Posted& posted) {
  const IncidentId id = *parse_id<incident::Tag>(posted.id);
  const std::string reason = reason_of(posted.request, "deleted by the ticketing system");
  return made(posted, UnitCode{id.desk},
              ticket::Command(ticket::Withdraw{.id = id, .reason = reason}), reason);
}

}  // namespace

std::shared_ptr<const Resource> trouble_ticket() {
  auto resource = std::make_shared<Resource>();
  Resource& r = *resource;
  r.api = trouble_ticket_api;
  r.name = "troubleTicket";
  r.type = "TroubleTicket";
  r.noun = "trouble_ticket";
  r.missing = not_found("ticket_must_exist", "id").value();
  r.attributes = attributes();
  r.event_kinds = {"Create", "AttributeValueChange", "StatusChange", "Resolved", "Delete"};
  r.each = each;
  r.find = find;
  r.sees = [](const Row& row, const desk::Actor& caller) {
    unit::Reach reach(*row.nouns, caller);
    return is_in_reach(of(row).incident, reach);
  };
  r.is_gone = [](const Row& row) {
    return row.nouns->get<ticket::State>().withdrawn.contains(of(row).incident.row.id);
  };
  r.write_kept = write_kept;
  r.others = [described = &r.attributes](const Row& row,
                                         const std::function<void(std::string_view)>& show) {
    show_others(*described, of(row).ticket.attributes, show);
  };
  r.desk_of = desk_named<incident::Tag>;
  r.create = create;
  r.change = change;
  r.remove = remove;
  r.told_nouns = told_nouns_of_tickets;
  r.tell = tell_of_tickets;
  return resource;
}

}  // namespace lifeline::tmf
