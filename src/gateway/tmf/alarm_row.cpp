// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/alarm_row.h"

#include <algorithm>

#include "base/json_text.h"
#include "command/incident/view.h"
#include "command/unit/view.h"
#include "gateway/tmf/alarm_values.h"
#include "gateway/tmf/geographic_site.h"
#include "gateway/tmf/inventory.h"
#include "gateway/tmf/members.h"
#include "network/planned_work/model.h"
#include "network/site/model.h"

namespace lifeline::tmf::alarm_rows {
namespace {

constexpr const char* own_system = "lifeline";

std::string_view kept(const Row& row, const std::string& name) {
  const auto* known = kept_of(row);
  return known == nullptr ? std::string_view() : desk::json_of(known->attributes, name);
}

// What another system said stands before what the journal says.
bool wrote_kept(const Row& row, const char* name, std::string& out) {
  const std::string_view json = kept(row, name);
  out += json;
  return !json.empty();
}

bool is_raised(const Row& row) { return of(row).state == alarm::Phase::raised; }

void write_text(const std::string& text, std::string& out) {
  if (!text.empty()) append_json_text(out, text);
}

// A posted time stands, in its own spelling, for the same moment.
void write_same_moment(const Row& row, const char* name, Instant at, std::string& out) {
  const std::string_view posted = kept(row, name);
  if (!posted.empty() && parse_rfc3339(json_text_of(posted)) == at)
    out += posted;
  else
    write_moment(out, at);
}

void write_id(const Row& row, std::string& out) { append_json_text(out, to_text(of(row).id)); }
void write_ack_state(const Row& row, std::string& out) {
  append_json_text(out, enum_text(of(row).ack_state));
}
void write_ack_user(const Row& row, std::string& out) {
  if (!wrote_kept(row, "ackUserId", out)) write_text(of(row).ack_by, out);
}
void write_changed(const Row& row, std::string& out) {
  const auto* known = kept_of(row);
  const Instant at = std::max(of(row).changed_at, known ? known->changed_at : Instant{});
  const bool is_last_said = known != nullptr && known->changed_at == at;
  if (is_last_said && wrote_kept(row, "alarmChangedTime", out)) return;
  write_moment(out, at);
}
void write_cleared(const Row& row, std::string& out) {
  if (is_raised(row) || wrote_kept(row, "alarmClearedTime", out)) return;
  write_moment(out, of(row).cleared_at);
}
void write_details(const Row& row, std::string& out) {
  if (!wrote_kept(row, "alarmDetails", out)) write_text(of(row).additional_text, out);
}

// A device that knows no clock tells of what is so now.
Instant raised_at(const alarm::Row& row) {
  return row.reported_at ? row.reported_at : row.raised_at;
}
void write_raised(const Row& row, std::string& out) {
  write_same_moment(row, "alarmRaisedTime", raised_at(of(row)), out);
}
void write_reported(const Row& row, std::string& out) {
  if (!wrote_kept(row, "alarmReportingTime", out)) write_moment(out, of(row).raised_at);
}

// X.733 8.1.1 has a type for each: what carries signals fails to communicate, all else is
// equipment. A door that says the type is believed.
std::string_view type_of(const Row& row) {
  if (!of(row).event_type.empty()) return of(row).event_type;
  const auto& elements = row.nouns->get<element::State>().elements;
  const auto known = elements.find(of(row).source_name);
  if (known == elements.end()) return "communicationsAlarm";
  switch (known->second.kind) {
    case element::Kind::fibre:
    case element::Kind::private_line:
    case element::Kind::transport_node: return "communicationsAlarm";
    default: return "equipmentAlarm";
  }
}
void write_alarm_type(const Row& row, std::string& out) {
  if (!wrote_kept(row, "alarmType", out)) append_json_text(out, type_of(row));
}
void write_object_type(const Row& row, std::string& out) {
  if (wrote_kept(row, "alarmedObjectType", out)) return;
  const auto& elements = row.nouns->get<element::State>().elements;
  const auto known = elements.find(of(row).element);
  if (known != elements.end()) append_json_text(out, enum_text(known->second.kind));
}

// Who cleared it by hand; a device that said so is no user.
void write_clear_user(const Row& row, std::string& out) {
  if (is_raised(row) || wrote_kept(row, "clearUserId", out)) return;
  const auto& remarks = row.nouns->get<alarm::View>().remarks;
  const auto known = remarks.find(of(row).id);
  if (known == remarks.end() || known->second.empty()) return;
  const alarm::Remark& last = known->second.back();
  if (last.kind == alarm::Step::cleared && !last.text.empty()) append_json_text(out, last.who);
}
void write_clear_system(const Row& row, std::string& out) {
  if (!is_raised(row)) wrote_kept(row, "clearSystemId", out);
}

const std::string& root_of(const Row& row) {
  return element::standing_of(row.nouns->get<element::State>(), of(row).element).root;
}

// Nothing is said of what is over, of an unknown source, and of what takes nothing with it.
void write_is_root(const Row& row, std::string& out) {
  if (wrote_kept(row, "isRootCause", out)) return;
  if (!is_raised(row) || of(row).element.empty() || root_of(row).empty()) return;
  out += root_of(row) == of(row).element ? "true" : "false";
}

const incident::Incident* incident_of(const Row& row) {
  const auto& open = row.nouns->get<incident::State>().open;
  const auto found = open.find(of(row).incident);
  return found == open.end() || !is_raised(row) ? nullptr : &found->second;
}
void write_affecting(const Row& row, std::string& out) {
  if (wrote_kept(row, "serviceAffecting", out) || of(row).element.empty()) return;
  const auto* incident = incident_of(row);
  out += incident != nullptr && !incident->sites.empty() ? "true" : "false";
}
void write_planned(const Row& row, std::string& out) {
  if (wrote_kept(row, "plannedOutageIndicator", out) || of(row).element.empty()) return;
  const auto& works = row.nouns->get<planned_work::State>();
  const bool is_covered = is_raised(row) && !works.covered_by.empty() &&
                          (covers(works, of(row).element) || covers(works, root_of(row)));
  out += is_covered ? "\"true\"" : "\"false\"";
}

// TMF642: once an alarm has been cleared, its severity is that.
std::string_view severity_of(const Row& row) {
  return is_raised(row) ? enum_text(of(row).perceived_severity) : "cleared";
}
void write_severity(const Row& row, std::string& out) { append_json_text(out, severity_of(row)); }
void write_cause(const Row& row, std::string& out) {
  append_json_text(out, of(row).probable_cause);
}
void write_reporting_system(const Row& row, std::string& out) {
  if (!wrote_kept(row, "reportingSystemId", out)) append_json_text(out, own_system);
}
// Whoever told of it before doors had names is only known to be told to this server.
std::string_view system_of(const Row& row) {
  return of(row).origin.empty() ? std::string_view(own_system) : std::string_view(of(row).origin);
}
void write_source_system(const Row& row, std::string& out) {
  append_json_text(out, system_of(row));
}
void write_problem(const Row& row, std::string& out) {
  if (!wrote_kept(row, "specificProblem", out)) write_text(of(row).specific_problem, out);
}
void write_state(const Row& row, std::string& out) {
  append_json_text(out, enum_text(of(row).state));
}
void write_interface(const Row& row, std::string& out) { write_text(of(row).interface, out); }
void write_type(const Row& row, std::string& out) {
  if (!wrote_kept(row, "@type", out)) out += "\"Alarm\"";
}

void write_object(const Row& row, std::string& out) {
  if (wrote_kept(row, "alarmedObject", out)) return;
  out += "{\"id\":" + json_quoted(of(row).source_name);
  if (!of(row).element.empty())
    out.append(",\"href\":\"")
        .append(1, base_mark)
        .append(resource_path)
        .append(path_part(of(row).element))
        .append("\"");
  out += '}';
}

// The services of key sites that it is part of the reason for.
void write_services(const Row& row, std::string& out) {
  Items items(out, kept(row, "affectedService"));
  const auto* incident = incident_of(row);
  if (incident == nullptr) return;
  const auto& standing = row.nouns->get<site::State>().standing;
  size_t named = 0;
  for (const auto& [site, struck] : incident->sites) {
    const auto stands = standing.find(site);
    if (stands == standing.end()) continue;
    for (const site::Reason& reason : stands->second.reasons) {
      if (std::ranges::find(reason.chain, of(row).element) == reason.chain.end()) continue;
      if (++named > limits::alarm_references_max) return;
      const std::string id = site + ":" + std::string(enum_text(reason.service));
      if (!items.names(id))
        items.add(
            {{"id", id}, {"href", geographic_site_path + path_part(site)}, {"@type", "Service"}});
    }
  }
}

void write_comments(const Row& row, std::string& out) {
  const std::string_view posted = kept(row, "comment");
  const auto known = comments_in(posted);
  Items items(out, posted);
  const auto& all = row.nouns->get<alarm::View>().remarks;
  const auto remarks = all.find(of(row).id);
  if (remarks == all.end()) return;
  for (const alarm::Remark& remark : remarks->second) {
    if (remark.kind != alarm::Step::commented) continue;
    if (std::ranges::find(known, remark.text) != known.end()) continue;
    items.add({{"comment", remark.text},
               {"systemId", own_system},
               {"time", to_rfc3339(remark.at)},
               {"userId", remark.who},
               {"@type", "Comment"}});
  }
}

// Its own group, then the other open alarms of its incident.
void write_correlated(const Row& row, std::string& out) {
  Items items(out, kept(row, "correlatedAlarm"));
  size_t named = 0;
  const auto* known = kept_of(row);
  std::set<std::string> told;
  const auto add = [&](const std::string& id) {
    if (++named > limits::alarm_references_max || !told.insert(id).second) return;
    add_alarm(items, id);
  };
  if (known != nullptr)
    for (const auto child : known->children) add(to_text(child));
  if (incident_of(row) == nullptr) return;
  const auto& pages = row.nouns->get<incident::View>().pages;
  const auto page = pages.find(of(row).incident);
  if (page == pages.end()) return;
  const std::string own = to_text(of(row).id);
  for (const std::string& alarm : page->second.alarms) {
    if (named > limits::alarm_references_max) return;
    if (alarm != own) add(alarm);
  }
}

void write_parent(const Row& row, std::string& out) {
  Items items(out, kept(row, "parentAlarm"));
  const auto* known = kept_of(row);
  if (known != nullptr && known->parent) add_alarm(items, to_text(known->parent));
}

// The key sites that live on the element.
void write_place(const Row& row, std::string& out) {
  Items items(out, kept(row, "place"));
  const auto& sites = row.nouns->get<site::State>();
  const auto known = sites.by_element.find(of(row).element);
  if (of(row).element.empty() || known == sites.by_element.end()) return;
  size_t named = 0;
  for (const std::string& id : known->second) {
    if (++named > limits::alarm_references_max) return;
    const auto site = sites.sites.find(id);
    add_reference(items, {.id = id,
                          .href = geographic_site_path + path_part(id),
                          .name = site == sites.sites.end() ? "" : site->second.name_zh,
                          .role = "site",
                          .type = "RelatedPlaceRefOrValue",
                          .referred = "GeographicSite"});
  }
}

// What is compared without JSON; what another system may have said otherwise is looked up first.
std::optional<Sight> seen(std::string_view text) { return Sight{.text = text, .moment = {}}; }
bool is_plain(const Row& row) {
  return row.nouns->get<alarm_task::View>().kept.empty() || kept_of(row) == nullptr;
}
std::optional<Sight> look_ack(const Row& row) { return seen(enum_text(of(row).ack_state)); }
std::optional<Sight> look_state(const Row& row) { return seen(enum_text(of(row).state)); }
std::optional<Sight> look_severity(const Row& row) { return seen(severity_of(row)); }
std::optional<Sight> look_cause(const Row& row) { return seen(of(row).probable_cause); }
std::optional<Sight> look_system(const Row& row) { return seen(system_of(row)); }
std::optional<Sight> look_object(const Row& row) { return seen(of(row).source_name); }
std::optional<Sight> look_type(const Row& row) {
  if (!is_plain(row)) return std::nullopt;
  return seen(type_of(row));
}
std::optional<Sight> look_problem(const Row& row) {
  if (!is_plain(row)) return std::nullopt;
  return seen(of(row).specific_problem);
}
std::optional<Sight> look_raised(const Row& row) {
  return Sight{.text = {}, .moment = raised_at(of(row))};
}
std::optional<Sight> look_reported(const Row& row) {
  if (!is_plain(row)) return std::nullopt;
  return Sight{.text = {}, .moment = of(row).raised_at};
}
std::optional<Sight> look_changed(const Row& row) {
  if (!is_plain(row)) return std::nullopt;
  return Sight{.text = {}, .moment = of(row).changed_at};
}
std::optional<Sight> look_cleared(const Row& row) {
  if (!is_plain(row)) return std::nullopt;
  return Sight{.text = {}, .moment = of(row).cleared_at};
}
std::optional<Sight> look_id(const Row& row) {
  thread_local std::string id;
  id = to_text(of(row).id);
  return seen(id);
}
std::vector<Attribute> object_members() {
  auto members = with_kinds({{.name = "id", .is_mandatory = true}, {.name = "href"}}, false);
  members.front().look = look_object;
  return members;
}

std::vector<Attribute> threshold_members() {
  return with_kinds({{.name = "direction"},
                     {.name = "granularity"},
                     {.name = "indicatorName"},
                     {.name = "indicatorUnit"},
                     {.name = "observedValue"},
                     {.name = "thresholdCrossingDescription"},
                     {.name = "threshold", .type = Type::object}},
                    false);
}

void add_lists(std::vector<Attribute>& all) {
  all.push_back(list("affectedService", with_kinds({{.name = "id"}, {.name = "href"}}, false),
                     write_services));
  all.push_back({.name = "alarmedObject",
                 .type = Type::object,
                 .is_mandatory = true,
                 .is_changeable = false,
                 .members = object_members(),
                 .write = write_object});
  all.push_back(list("comment",
                     with_kinds({{.name = "comment"},
                                 {.name = "systemId"},
                                 {.name = "time", .type = Type::date_time},
                                 {.name = "userId"}},
                                false),
                     write_comments));
  all.push_back(list("correlatedAlarm", reference(false, false, false), write_correlated));
  all.push_back({.name = "crossedThresholdInformation",
                 .type = Type::object,
                 .members = threshold_members()});
  all.push_back(list("parentAlarm", reference(false, false, false), write_parent));
  auto place = with_kinds({{.name = "id"}, {.name = "href"}, {.name = "name"}}, true);
  place.push_back({.name = "role", .is_mandatory = true});
  all.push_back(list("place", std::move(place), write_place));
}

Attribute time_of(std::string_view name, Write write, std::optional<Sight> (*look)(const Row&)) {
  Attribute attribute = moment(name, write);
  attribute.look = look;
  return attribute;
}

}  // namespace

const alarm::Row& of(const Row& row) { return *static_cast<const alarm::Row*>(row.at); }

const alarm_task::Kept* kept_of(const Row& row) {
  return alarm_task::find(row.nouns->get<alarm_task::View>(), of(row).id);
}

void write_kept(const Row& row, std::string_view name, std::string& out) {
  out += kept(row, std::string(name));
}

std::vector<Attribute> attributes() {
  std::vector<Attribute> all{
      {.name = "id", .write = write_id, .look = look_id},
      {.name = "ackState",
       .words = {"acknowledged", "unacknowledged"},
       .write = write_ack_state,
       .look = look_ack},
      {.name = "ackSystemId"},
      {.name = "ackUserId", .write = write_ack_user},
      time_of("alarmChangedTime", write_changed, look_changed),
      time_of("alarmClearedTime", write_cleared, look_cleared),
      {.name = "alarmDetails", .write = write_details},
      {.name = "alarmEscalation", .type = Type::boolean},
      time_of("alarmRaisedTime", write_raised, look_raised),
      time_of("alarmReportingTime", write_reported, look_reported),
      {.name = "alarmType", .is_mandatory = true, .write = write_alarm_type, .look = look_type},
      {.name = "alarmedObjectType", .write = write_object_type},
      {.name = "clearSystemId", .write = write_clear_system},
      {.name = "clearUserId", .write = write_clear_user},
      {.name = "externalAlarmId"},
      {.name = "isRootCause", .type = Type::boolean, .write = write_is_root},
      {.name = "perceivedSeverity",
       .is_mandatory = true,
       .words = {"critical", "major", "minor", "warning", "indeterminate", "cleared"},
       .write = write_severity,
       .look = look_severity},
      {.name = "plannedOutageIndicator", .write = write_planned},
      {.name = "probableCause",
       .is_mandatory = true,
       .is_changeable = false,
       .write = write_cause,
       .look = look_cause},
      {.name = "proposedRepairedActions"},
      {.name = "reportingSystemId", .write = write_reporting_system},
      {.name = "serviceAffecting", .type = Type::boolean, .write = write_affecting},
      {.name = "sourceSystemId",
       .is_mandatory = true,
       .is_changeable = false,
       .write = write_source_system,
       .look = look_system},
      {.name = "specificProblem", .write = write_problem, .look = look_problem},
      {.name = "state",
       .is_mandatory = true,
       .words = {"raised", "updated", "cleared"},
       .write = write_state,
       .look = look_state}};
  for (Attribute& one : all) {
    if (one.name != "alarmRaisedTime") continue;
    one.is_mandatory = true;
    one.is_changeable = false;
  }
  add_lists(all);
  all.push_back({.name = "interface", .is_changeable = false, .write = write_interface});
  all.push_back({.name = "@baseType"});
  all.push_back({.name = "@schemaLocation"});
  all.push_back({.name = "@type", .write = write_type});
  return all;
}

void each(const desk::Nouns& nouns, const desk::Actor& caller, const Show& show) {
  unit::Reach reach(nouns, caller);
  const auto& withdrawn = nouns.get<alarm_task::View>().withdrawn;
  nouns.get<alarm::View>().in_order.each([&](const alarm::Row& alarm) {
    if (!reach.holds(alarm.unit)) return;
    if (!withdrawn.empty() && withdrawn.contains(alarm.id)) return;
    show({.at = &alarm, .nouns = &nouns});
  });
}

bool find(const desk::Nouns& nouns, std::string_view text, const Show& show) {
  const auto id = parse_id<alarm::Tag>(text);
  if (!id || !*id) return false;
  const auto& rows = nouns.get<alarm::View>().rows;
  const auto found = rows.find(*id);
  if (found == rows.end()) return false;
  show({.at = &found->second, .nouns = &nouns});
  return true;
}

bool sees(const Row& row, const desk::Actor& caller) {
  return unit::Reach(*row.nouns, caller).holds(of(row).unit);
}

bool is_gone(const Row& row) {
  return row.nouns->get<alarm_task::View>().withdrawn.contains(of(row).id);
}

void add_alarm(Items& items, const std::string& id) {
  if (items.names(id)) return;
  items.add(
      {{"id", id}, {"href", alarm_path + id}, {"@type", "AlarmRef"}, {"@referredType", "Alarm"}});
}

}  // namespace lifeline::tmf::alarm_rows
