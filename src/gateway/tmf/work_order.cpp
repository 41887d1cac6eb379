// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/work_order.h"

#include "base/json_text.h"
#include "base/json_write.h"
#include "command/job/view.h"
#include "command/job/work_order.h"
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "gateway/tmf/items.h"
#include "gateway/tmf/members.h"
#include "gateway/tmf/work_order_notices.h"

namespace lifeline::tmf {
namespace {

using job::Job;
using job::JobId;
using job::Phase;

const Job& of(const Row& row) { return *static_cast<const Job*>(row.at); }

std::string_view kept(const Row& row, const std::string& name) {
  return job::json_of(of(row).attributes, name);
}
void write_kept(const Row& row, std::string_view name, std::string& out) {
  out += kept(row, std::string(name));
}
bool wrote_kept(const Row& row, const char* name, std::string& out) {
  const std::string_view json = kept(row, name);
  out += json;
  return !json.empty();
}

// As it was posted while it says the same moment, else the job's own.
void write_same_moment(const Row& row, const char* name, Instant now, std::string& out) {
  const std::string_view posted = kept(row, name);
  if (!posted.empty() && parse_rfc3339(json_text_of(posted)) == now)
    out += posted;
  else
    write_moment(out, now);
}

// The first arrival, and the last step of any crew.
Instant begun_at(const Job& job) {
  Instant first;
  for (const job::Assignment& a : job.crews)
    if (a.arrived_at && (!first || a.arrived_at < first)) first = a.arrived_at;
  return first;
}
Instant moved_at(const Job& job) {
  Instant last = std::max(job.created_at, job.ended_at);
  for (const job::Assignment& a : job.crews) last = std::max(last, a.told_at);
  return last;
}

void write_id(const Row& row, std::string& out) { append_json_text(out, to_text(of(row).id)); }
void write_state(const Row& row, std::string& out) {
  append_json_text(out, job::state_word(of(row).phase));
}
void write_description(const Row& row, std::string& out) {
  const std::string title = of(row).what.title_zh;
  const std::string_view posted = kept(row, "description");
  if (!posted.empty() && json_text_of(posted).starts_with(title))
    out += posted;
  else
    append_json_text(out, title);
}
void write_priority(const Row& row, std::string& out) {
  const std::string_view posted = kept(row, "priority");
  const auto priority = of(row).what.priority;
  if (!posted.empty() && job::priority_of(json_text_of(posted)) == priority)
    out += posted;
  else
    append_json_text(out, priority == order::Priority::urgent ? "0"
                          : priority == order::Priority::high ? "1"
                                                              : "2");
}
void write_ordered(const Row& row, std::string& out) { write_moment(out, of(row).created_at); }
void write_earliest(const Row& row, std::string& out) {
  write_same_moment(row, "requestedStartDate", of(row).what.earliest, out);
}
void write_latest(const Row& row, std::string& out) {
  write_same_moment(row, "requestedCompletionDate", of(row).what.latest, out);
}
void write_started(const Row& row, std::string& out) {
  if (const Instant at = begun_at(of(row))) return write_moment(out, at);
  wrote_kept(row, "startDate", out);
}
void write_completed(const Row& row, std::string& out) {
  if (of(row).phase == Phase::done) return write_moment(out, of(row).ended_at);
  wrote_kept(row, "completionDate", out);
}
void write_state_date(const Row& row, std::string& out) {
  const Instant moved = moved_at(of(row));
  if (moved == of(row).created_at && wrote_kept(row, "stateChangeDate", out)) return;
  write_moment(out, moved);
}
void write_cancelled(const Row& row, std::string& out) {
  if (of(row).phase == Phase::cancelled) return write_moment(out, of(row).ended_at);
  wrote_kept(row, "cancellationDate", out);
}
void write_why(const Row& row, std::string& out) {
  if (of(row).phase == Phase::cancelled) return append_json_text(out, of(row).reason);
  wrote_kept(row, "cancellationReason", out);
}
void write_type(const Row& row, std::string& out) {
  if (!wrote_kept(row, "@type", out)) out += "\"WorkOrder\"";
}

// The crews' last word on it, unless somebody posted one.
void write_note(const Row& row, std::string& out) {
  if (wrote_kept(row, "note", out)) return;
  const job::Assignment* last = nullptr;
  for (const job::Assignment& a : of(row).crews)
    if (!a.result.note.empty() && (last == nullptr || a.told_at > last->told_at)) last = &a;
  if (last == nullptr) return;
  out += "{\"text\":" + json_quoted(last->result.note) + ",\"author\":" + json_quoted(last->by) +
         ",\"date\":";
  write_moment(out, last->ended_at);
  out += ",\"@type\":\"Note\"}";
}

void write_coordinate(std::string& out, double degrees) { write_json(out, degrees); }

void write_place(const Row& row, std::string& out) {
  if (wrote_kept(row, "place", out)) return;
  const job::What& what = of(row).what;
  if (what.site.empty() && !is_given(what.place)) return;
  out += "{\"@type\":\"";
  out += what.site.empty() ? "GeographicPoint" : "GeographicSite";
  out += '"';
  if (!what.site.empty()) out += ",\"id\":" + json_quoted(what.site);
  if (is_given(what.place)) {
    out += ",\"geometry\":{\"x\":";
    write_coordinate(out, what.place.longitude_deg);
    out += ",\"y\":";
    write_coordinate(out, what.place.latitude_deg);
    out += '}';
  }
  out += '}';
}

void write_items(const Row& row, std::string& out) {
  if (wrote_kept(row, "workOrderItem", out)) return;
  Items items(out, {});
  items.add({{"id", "1"},
             {"action", "add"},
             {"description", of(row).what.title_zh},
             {"state", std::string(job::state_word(of(row).phase))},
             {"@type", "WorkOrderItem"}});
}

void write_orders(const Row& row, std::string& out) {
  Items items(out, kept(row, "order"));
  const order::OrderId id = of(row).what.source.order;
  if (id && !items.names(to_text(id)))
    items.add({{"id", to_text(id)},
               {"href", "/api/v1/orders/" + to_text(id)},
               {"@type", "OrderRef"},
               {"@referredType", "Order"}});
}

void add_entity(Items& items, const std::string& id, const std::string& path, std::string_view role,
                std::string_view type) {
  if (id.empty() || items.names(id)) return;
  items.add({{"id", id},
             {"href", path + id},
             {"role", std::string(role)},
             {"@type", "RelatedEntity"},
             {"@referredType", std::string(type)}});
}

void write_entities(const Row& row, std::string& out) {
  Items items(out, kept(row, "relatedEntity"));
  const Job& job = of(row);
  const auto incident = job::incident_of(job, *row.nouns);
  add_entity(items, to_text(incident), "/api/v1/incidents/", "incident", "TroubleTicket");
  add_entity(items, job.what.site, "/api/v1/sites/", "site", "GeographicSite");
  add_entity(items, job.what.element, "/api/v1/elements/", "element", "Resource");
}

// Who was posted stands for the unit; the crews that have still to do with it are added.
void write_parties(const Row& row, std::string& out) {
  Items items(out, kept(row, "relatedParty"));
  const Job& job = of(row);
  const auto& units = row.nouns->get<unit::State>().units;
  const auto unit = units.find(job.what.unit);
  if (!items.was_posted())
    items.add({{"id", to_text(job.what.unit)},
               {"href", "/api/v1/units/" + to_text(job.what.unit)},
               {"name", unit == units.end() ? std::string() : unit->second.name_zh},
               {"role", "unit"},
               {"@type", "RelatedParty"},
               {"@referredType", "Organization"}});
  for (const job::Assignment& a : job.crews)
    if (a.step <= job::Step::failed && !items.names(a.crew))
      items.add({{"id", a.crew},
                 {"href", "/api/v1/crews/" + a.crew},
                 {"role", "crew"},
                 {"@type", "RelatedParty"},
                 {"@referredType", "Organization"}});
}

void write_relationships(const Row& row, std::string& out) {
  Items items(out, kept(row, "workOrderRelationship"));
  for (const JobId id : of(row).what.after)
    if (!items.names(to_text(id)))
      items.add({{"id", to_text(id)},
                 {"href", work_order_api + std::string("/workOrder/") + to_text(id)},
                 {"relationshipType", "dependsOn"},
                 {"@type", "OrderRelationship"}});
}

const std::vector<std::string_view> states{
    "acknowledged",       "rejected",  "pending", "held",    "inProgress",
    "cancelled",          "completed", "failed",  "partial", "assessingCancellation",
    "pendingCancellation"};

std::vector<Attribute> described_reference(std::string_view more) {
  return with_kinds({{.name = "id", .is_mandatory = true}, {.name = "href"}, {.name = more}}, true);
}

std::vector<Attribute> item_members() {
  return with_kinds(
      {{.name = "id", .is_mandatory = true},
       {.name = "action", .is_mandatory = true, .words = {"add", "modify", "delete", "noChange"}},
       {.name = "description"},
       {.name = "state", .words = states},
       {.name = "work", .type = Type::object},
       {.name = "workOrderItem", .type = Type::array}},
      false);
}

// TMF697 v4's own member lists; what else an object has is kept with it.
void add_objects(std::vector<Attribute>& all) {
  all.push_back(list("agreement", reference(false, false, false)));
  all.push_back(
      {.name = "appointment", .type = Type::object, .members = described_reference("description")});
  all.push_back(
      {.name = "billingAccount", .type = Type::object, .members = described_reference("name")});
  all.push_back(list("channel", reference(false, true, false)));
  all.push_back({.name = "note",
                 .type = Type::object,
                 .members = with_kinds({{.name = "id"},
                                        {.name = "author"},
                                        {.name = "date", .type = Type::date_time},
                                        {.name = "text", .is_mandatory = true}},
                                       false),
                 .write = write_note});
  all.push_back(list("order", reference(false, false, false), write_orders));
  all.push_back(list("orderTotalPrice", {}));
  all.push_back(list("payment", reference(false, false, false)));
  all.push_back({.name = "place",
                 .type = Type::object,
                 .members = with_kinds({{.name = "id"}, {.name = "href"}, {.name = "name"}}, true),
                 .write = write_place});
  all.push_back(list("quote", reference(false, false, false)));
  all.push_back(list("relatedEntity", reference(true, true, true), write_entities));
  all.push_back(list("relatedParty", reference(true, true, false), write_parties));
  all.push_back(list("workOrderItem", item_members(), write_items));
  all.back().is_mandatory = true;
  all.push_back(
      list("workOrderRelationship",
           with_kinds({{.name = "id"}, {.name = "href"}, {.name = "relationshipType"}}, false),
           write_relationships));
}

std::vector<Attribute> attributes() {
  std::vector<Attribute> all{{.name = "id", .write = write_id},
                             {.name = "description", .write = write_description},
                             {.name = "state", .words = states, .write = write_state},
                             {.name = "category"},
                             {.name = "priority", .write = write_priority},
                             {.name = "externalId"},
                             {.name = "notificationContact"},
                             {.name = "version"},
                             {.name = "cancellationReason", .write = write_why},
                             moment("cancellationDate", write_cancelled),
                             moment("completionDate", write_completed),
                             moment("expectedCompletionDate"),
                             moment("orderDate", write_ordered, false),
                             moment("requestedCompletionDate", write_latest),
                             moment("requestedStartDate", write_earliest),
                             moment("startDate", write_started),
                             moment("stateChangeDate", write_state_date, false)};
  add_objects(all);
  all.push_back({.name = "@baseType"});
  all.push_back({.name = "@schemaLocation"});
  all.push_back({.name = "@type", .write = write_type});
  return all;
}

using Show = std::function<void(const Row&)>;

void each(const desk::Nouns& nouns, const desk::Actor& caller, const Show& show) {
  unit::Reach reach(nouns, caller);
  for (const auto& [id, job] : nouns.get<job::State>().jobs)
    if (!job.withdrawn && reach.holds(job.what.unit)) show({.at = &job, .nouns = &nouns});
}

bool find(const desk::Nouns& nouns, std::string_view text, const Show& show) {
  const auto id = parse_id<job::Tag>(text);
  const Job* job = id ? job::find(nouns.get<job::State>(), *id) : nullptr;
  if (job != nullptr) show({.at = job, .nouns = &nouns});
  return job != nullptr;
}

bool sees(const Row& row, const desk::Actor& caller) {
  return unit::Reach(*row.nouns, caller).holds(of(row).what.unit);
}

std::optional<UnitCode> desk_of(const desk::Plan& plan, std::string_view text) {
  const auto id = parse_id<job::Tag>(text);
  if (!id || !*id) return std::nullopt;
  for (const UnitCode desk : plan.desks())
    if (desk.value == id->desk) return desk;
  return std::nullopt;
}

Result<Made> made(const Posted& posted, UnitCode desk, job::Command command, std::string why = {}) {
  auto intent = desk::intent_of(posted.request, std::move(command), std::move(why));
  if (!intent) return tl::unexpected(std::move(intent.error()));
  return Made{.desk = desk, .intent = std::move(*intent)};
}

Result<Made> create(const Posted& posted) {
  auto unit = job::unit_of(posted.values);
  if (!unit) return tl::unexpected(unit.error());
  if (!*unit) *unit = posted.request.caller.unit;
  const std::string state = job::text_of(posted.values, "state");
  if (!state.empty() && state != job::state_word(Phase::open))
    return invalid("work_order_must_begin_acknowledged", "state");
  auto values = posted.values;
  values.erase("state");
  return made(posted, posted.plan.desk_of(*unit),
              job::Post{.unit = *unit, .attributes = std::move(values)});
}

Result<Made> change(const Posted& posted) {
  const JobId id = *parse_id<job::Tag>(posted.id);
  return made(posted, UnitCode{id.desk}, job::Patch{.id = id, .attributes = posted.values});
}

Result<Made> remove(const Posted& posted) {
  const JobId id = *parse_id<job::Tag>(posted.id);
  std::string reason(posted.request.query_value("reason"));
  if (reason.empty()) reason = "deleted by the work order system";
  return made(posted, UnitCode{id.desk},
              job::Cancel{.id = id, .why = reason, .attributes = {}, .withdrawn = true}, reason);
}

std::string_view kept_of_task(const Row& row, const std::string& name) {
  return job::json_of(of(row).cancellation, name);
}
void write_kept_of_task(const Row& row, std::string_view name, std::string& out) {
  out += kept_of_task(row, std::string(name));
}
void write_task_why(const Row& row, std::string& out) { append_json_text(out, of(row).reason); }
void write_effective(const Row& row, std::string& out) { write_moment(out, of(row).ended_at); }
void write_task_state(const Row&, std::string& out) { out += "\"done\""; }
void write_task_type(const Row& row, std::string& out) {
  const std::string_view posted = kept_of_task(row, "@type");
  out += posted.empty() ? std::string_view("\"CancelWorkOrder\"") : posted;
}

std::vector<Attribute> task_attributes() {
  return {{.name = "id", .write = write_id},
          {.name = "cancellationReason", .write = write_task_why},
          moment("effectiveCancellationDate", write_effective, false),
          moment("requestedCancellationDate"),
          {.name = "state",
           .words = {"accepted", "terminatedWithError", "inProgress", "done"},
           .write = write_task_state},
          {.name = "workOrder",
           .type = Type::object,
           .is_mandatory = true,
           .members = reference(false, false, false)},
          {.name = "@baseType"},
          {.name = "@schemaLocation"},
          {.name = "@type", .write = write_task_type}};
}

// What cancels a job is one task for good: the task has the job's id.
bool is_task(const Job& job) { return job.cancellation.contains("workOrder"); }

void each_task(const desk::Nouns& nouns, const desk::Actor& caller, const Show& show) {
  unit::Reach reach(nouns, caller);
  for (const auto& [id, job] : nouns.get<job::State>().jobs)
    if (is_task(job) && reach.holds(job.what.unit)) show({.at = &job, .nouns = &nouns});
}

bool find_task(const desk::Nouns& nouns, std::string_view text, const Show& show) {
  bool found = false;
  find(nouns, text, [&](const Row& row) {
    found = is_task(of(row));
    if (found) show(row);
  });
  return found;
}

Result<Made> create_task(const Posted& posted) {
  const std::string_view named = job::json_of(posted.values, "workOrder");
  const std::string text = json_text_of(json_member(named, "id"));
  const auto desk = desk_of(posted.plan, text);
  if (!desk) return invalid("work_order_must_be_known", "workOrder.id", text.substr(0, 60));
  std::string why = job::text_of(posted.values, "cancellationReason");
  if (why.empty()) why = "cancelled by the work order system";
  auto values = posted.values;
  values.erase("state");
  return made(posted, *desk,
              job::Cancel{.id = *parse_id<job::Tag>(text), .why = why, .attributes = values}, why);
}

}  // namespace

std::shared_ptr<const Resource> work_order() {
  auto resource = std::make_shared<Resource>();
  Resource& r = *resource;
  r.api = work_order_api;
  r.name = "workOrder";
  r.type = "WorkOrder";
  r.noun = "work_order";
  r.missing = "job_must_exist";
  r.attributes = attributes();
  r.event_kinds = {"Create", "AttributeValueChange", "StateChange", "Delete"};
  r.each = each;
  r.find = find;
  r.sees = sees;
  r.is_gone = [](const Row& row) { return of(row).withdrawn; };
  r.write_kept = write_kept;
  r.others = [described = &r.attributes](const Row& row,
                                         const std::function<void(std::string_view)>& show) {
    for (const auto& [name, json] : of(row).attributes)
      if (find_attribute(*described, name) == nullptr) show(name);
  };
  r.desk_of = desk_of;
  r.create = create;
  r.change = change;
  r.remove = remove;
  r.told_nouns = job::Noun::bit;
  r.tell = tell_of_work_orders;
  r.told_beside = cancel_work_order();
  return resource;
}

std::shared_ptr<const Resource> cancel_work_order() {
  auto resource = std::make_shared<Resource>();
  Resource& r = *resource;
  r.api = work_order_api;
  r.name = "cancelWorkOrder";
  r.type = "CancelWorkOrder";
  r.noun = "cancel_work_order";
  r.missing = "job_must_exist";
  r.attributes = task_attributes();
  r.event_kinds = {"Create", "StateChange"};
  r.each = each_task;
  r.find = find_task;
  r.sees = sees;
  r.write_kept = write_kept_of_task;
  r.others = [described = &r.attributes](const Row& row,
                                         const std::function<void(std::string_view)>& show) {
    for (const auto& [name, json] : of(row).cancellation)
      if (find_attribute(*described, name) == nullptr) show(name);
  };
  r.desk_of = desk_of;
  r.create = create_task;
  r.told_nouns = job::Noun::bit;
  r.tell = tell_of_cancellations;
  return resource;
}

}  // namespace lifeline::tmf
