// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/work_order_job.h"

#include <algorithm>
#include <map>

#include "base/json_text.h"
#include "base/json_write.h"
#include "command/job/view.h"
#include "command/job/work_order.h"
#include "command/unit/view.h"
#include "gateway/tmf/members.h"

namespace lifeline::tmf::job_rows {
namespace {

using job::Job;
using job::JobId;
using job::Phase;

const Job& of(const Row& row) { return *static_cast<const Job*>(row.at); }

std::string_view kept(const Row& row, const std::string& name) {
  return job::json_of(of(row).attributes, name);
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
    append_json_text(out, job::priority_word(priority));
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
  tmf::write_note(out, {.text = last->result.note, .author = last->by, .at = last->ended_at});
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
  if (!items.was_posted()) add_unit(items, job.what.unit, "unit", *row.nouns);
  for (const job::Assignment& a : job.crews)
    if (a.step <= job::Step::failed)
      add_reference(items, {.id = a.crew,
                            .href = "/api/v1/crews/" + a.crew,
                            .role = "crew",
                            .type = "RelatedParty",
                            .referred = "Organization"});
}

void write_relationships(const Row& row, std::string& out) {
  Items items(out, kept(row, "workOrderRelationship"));
  for (const JobId id : of(row).what.after)
    if (!items.names(to_text(id)))
      items.add({{"id", to_text(id)},
                 {"href", work_order_path + to_text(id)},
                 {"relationshipType", "dependsOn"},
                 {"@type", "OrderRelationship"}});
}

const std::map<std::string_view, Write> writers{{"id", write_id},
                                                {"description", write_description},
                                                {"state", write_state},
                                                {"priority", write_priority},
                                                {"cancellationReason", write_why},
                                                {"cancellationDate", write_cancelled},
                                                {"completionDate", write_completed},
                                                {"orderDate", write_ordered},
                                                {"requestedCompletionDate", write_latest},
                                                {"requestedStartDate", write_earliest},
                                                {"startDate", write_started},
                                                {"stateChangeDate", write_state_date},
                                                {"note", write_note},
                                                {"order", write_orders},
                                                {"place", write_place},
                                                {"relatedEntity", write_entities},
                                                {"relatedParty", write_parties},
                                                {"workOrderItem", write_items},
                                                {"workOrderRelationship", write_relationships},
                                                {"@type", write_type}};

// What cancels a job is one task for good.
bool is_task(const Job& job) { return job.cancellation.contains("workOrder"); }

Row as_row(const Job& job, const desk::Nouns& nouns) {
  return {.at = &job, .nouns = &nouns, .noun = job::Noun::bit};
}

}  // namespace

void each(const desk::Nouns& nouns, const desk::Actor& caller, const Show& show) {
  unit::Reach reach(nouns, caller);
  for (const auto& [id, job] : nouns.get<job::State>().jobs)
    if (!job.withdrawn && reach.holds(job.what.unit)) show(as_row(job, nouns));
}

void each_cancelled(const desk::Nouns& nouns, const desk::Actor& caller, const Show& show) {
  unit::Reach reach(nouns, caller);
  for (const auto& [id, job] : nouns.get<job::State>().jobs)
    if (is_task(job) && reach.holds(job.what.unit)) show(as_row(job, nouns));
}

bool find(const desk::Nouns& nouns, std::string_view text, const Show& show) {
  const auto id = parse_id<job::Tag>(text);
  const Job* job = id ? job::find(nouns.get<job::State>(), *id) : nullptr;
  if (job != nullptr) show(as_row(*job, nouns));
  return job != nullptr;
}

bool sees(const Row& row, const desk::Actor& caller) {
  return unit::Reach(*row.nouns, caller).holds(of(row).what.unit);
}

bool is_gone(const Row& row) { return of(row).withdrawn; }

std::optional<UnitCode> desk_of(const desk::Plan& plan, std::string_view text) {
  return desk_named<job::Tag>(plan, text);
}

void write(const Row& row, std::string_view name, std::string& out) {
  const auto writer = writers.find(name);
  if (writer != writers.end()) return writer->second(row, out);
  out += kept(row, std::string(name));
}

const desk::Attributes& posted_of(const Row& row) { return of(row).attributes; }

std::optional<Cancellation> cancellation_of(const Row& row) {
  const Job& job = of(row);
  if (!is_task(job)) return std::nullopt;
  return Cancellation{.why = job.reason, .at = job.ended_at, .posted = job.cancellation};
}

Result<Made> create(const Posted& posted) {
  auto unit = job::unit_of(posted.values);
  if (!unit) return tl::unexpected(unit.error());
  if (!*unit) *unit = posted.request.caller.unit;
  return made(posted, posted.plan.desk_of(*unit),
              job::Command(job::Post{.unit = *unit, .attributes = posted.values}));
}

Result<Made> change(const Posted& posted) {
  const JobId id = *parse_id<job::Tag>(posted.id);
  return made(posted, UnitCode{id.desk},
              job::Command(job::Patch{.id = id, .attributes = posted.values}));
}

Result<Made> remove(const Posted& posted) {
  const JobId id = *parse_id<job::Tag>(posted.id);
  const std::string why = reason_of(posted.request, "deleted by the work order system");
  return made(posted, UnitCode{id.desk},
              job::Command(job::Cancel{.id = id, .why = why, .attributes = {}, .withdrawn = true}),
              why);
}

Result<Made> cancel(const Posted& task, std::string_view text, const std::string& why) {
  const JobId id = *parse_id<job::Tag>(text);
  return made(task, UnitCode{id.desk},
              job::Command(job::Cancel{.id = id, .why = why, .attributes = task.values}), why);
}

}  // namespace lifeline::tmf::job_rows
