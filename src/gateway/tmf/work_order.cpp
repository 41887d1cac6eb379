// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/work_order.h"

#include <map>

#include "base/json_text.h"
#include "command/job/view.h"
#include "command/job/work_order.h"
#include "gateway/tmf/members.h"
#include "gateway/tmf/work_order_job.h"
#include "gateway/tmf/work_order_notices.h"
#include "gateway/tmf/work_order_order.h"

namespace lifeline::tmf {
namespace {

bool is_order(const Row& row) { return row.noun == order::Noun::bit; }
bool names_order(std::string_view id) { return id.starts_with(order_rows::id_begins); }

void write_any(const Row& row, std::string_view name, std::string& out) {
  return is_order(row) ? order_rows::write(row, name, out) : job_rows::write(row, name, out);
}
void write_work_order_id(const Row& row, std::string& out) { write_any(row, "id", out); }

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
                                       false)});
  all.push_back(list("order", reference(false, false, false)));
  all.push_back(list("orderTotalPrice", {}));
  all.push_back(list("payment", reference(false, false, false)));
  all.push_back(
      {.name = "place",
       .type = Type::object,
       .members = with_kinds({{.name = "id"}, {.name = "href"}, {.name = "name"}}, true)});
  all.push_back(list("quote", reference(false, false, false)));
  all.push_back(list("relatedEntity", reference(true, true, true)));
  all.push_back(list("relatedParty", reference(true, true, false)));
  all.push_back(list("workOrderItem", item_members()));
  all.back().is_mandatory = true;
  all.push_back(
      list("workOrderRelationship",
           with_kinds({{.name = "id"}, {.name = "href"}, {.name = "relationshipType"}}, false)));
}

std::vector<Attribute> work_order_attributes() {
  std::vector<Attribute> all{{.name = "id", .write = write_work_order_id},
                             {.name = "description"},
                             {.name = "state", .words = states},
                             {.name = "category"},
                             {.name = "priority"},
                             {.name = "externalId"},
                             {.name = "notificationContact"},
                             {.name = "version"},
                             {.name = "cancellationReason"},
                             moment("cancellationDate"),
                             moment("completionDate"),
                             moment("expectedCompletionDate"),
                             moment("orderDate", nullptr, false),
                             moment("requestedCompletionDate"),
                             moment("requestedStartDate"),
                             moment("startDate"),
                             moment("stateChangeDate", nullptr, false)};
  add_objects(all);
  all.push_back({.name = "@baseType"});
  all.push_back({.name = "@schemaLocation"});
  all.push_back({.name = "@type"});
  return all;
}

// Jobs, then orders.
void each_work_order(const desk::Nouns& nouns, const desk::Actor& caller, const Show& show) {
  job_rows::each(nouns, caller, show);
  order_rows::each(nouns, caller, show);
}
bool find_work_order(const desk::Nouns& nouns, std::string_view id, const Show& show) {
  return names_order(id) ? order_rows::find(nouns, id, show) : job_rows::find(nouns, id, show);
}
bool sees_work_order(const Row& row, const desk::Actor& caller) {
  return is_order(row) ? order_rows::sees(row, caller) : job_rows::sees(row, caller);
}
std::optional<UnitCode> desk_of_work_order(const desk::Plan& plan, std::string_view id) {
  return names_order(id) ? order_rows::desk_of(plan, id) : job_rows::desk_of(plan, id);
}

Result<Made> create_work_order(const Posted& posted) {
  const std::string state = desk::text_of(posted.values, "state");
  if (!state.empty() && state != job::state_word(job::Phase::open))
    return invalid("work_order_must_begin_acknowledged", "state");
  Posted begun = posted;
  begun.values.erase("state");
  const bool is_order = desk::text_of(posted.values, "category") == order_rows::category;
  return is_order ? order_rows::create(begun) : job_rows::create(begun);
}
Result<Made> change_work_order(const Posted& posted) {
  return names_order(posted.id) ? order_rows::change(posted) : job_rows::change(posted);
}
Result<Made> remove_work_order(const Posted& posted) {
  return names_order(posted.id) ? order_rows::remove(posted) : job_rows::remove(posted);
}

std::optional<Cancellation> cancellation_of(const Row& row) {
  return is_order(row) ? order_rows::cancellation_of(row) : job_rows::cancellation_of(row);
}

void write_task_kept(const Row& row, std::string_view name, std::string& out) {
  if (const auto task = cancellation_of(row)) out += desk::json_of(task->posted, std::string(name));
}
void write_task_why(const Row& row, std::string& out) {
  if (const auto task = cancellation_of(row)) append_json_text(out, task->why);
}
void write_task_date(const Row& row, std::string& out) {
  if (const auto task = cancellation_of(row)) write_moment(out, task->at);
}
void write_task_state(const Row&, std::string& out) { out += "\"done\""; }
void write_task_type(const Row& row, std::string& out) {
  const size_t before = out.size();
  write_task_kept(row, "@type", out);
  if (out.size() == before) out += "\"CancelWorkOrder\"";
}

std::vector<Attribute> task_attributes() {
  return {{.name = "id", .write = write_work_order_id},
          {.name = "cancellationReason", .write = write_task_why},
          moment("effectiveCancellationDate", write_task_date, false),
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

void each_task(const desk::Nouns& nouns, const desk::Actor& caller, const Show& show) {
  job_rows::each_cancelled(nouns, caller, show);
  order_rows::each_cancelled(nouns, caller, show);
}

bool find_task(const desk::Nouns& nouns, std::string_view id, const Show& show) {
  bool found = false;
  find_work_order(nouns, id, [&](const Row& row) {
    found = cancellation_of(row).has_value();
    if (found) show(row);
  });
  return found;
}

Result<Made> create_task(const Posted& posted) {
  const std::string_view named = desk::json_of(posted.values, "workOrder");
  const std::string id = json_text_of(json_member(named, "id"));
  if (!desk_of_work_order(posted.plan, id))
    return invalid("work_order_must_be_known", "workOrder.id", id.substr(0, 60));
  std::string why = desk::text_of(posted.values, "cancellationReason");
  if (why.empty()) why = "cancelled by the work order system";
  Posted task = posted;
  task.values.erase("state");
  return names_order(id) ? order_rows::cancel(task, id, why) : job_rows::cancel(task, id, why);
}

}  // namespace

std::shared_ptr<const Resource> work_order() {
  auto resource = std::make_shared<Resource>();
  Resource& r = *resource;
  r.api = work_order_api;
  r.name = "workOrder";
  r.type = "WorkOrder";
  r.noun = "work_order";
  r.missing = not_found("work_order_must_exist", "id").value();
  r.attributes = work_order_attributes();
  r.event_kinds = {"Create", "AttributeValueChange", "StateChange", "Delete"};
  r.each = each_work_order;
  r.find = find_work_order;
  r.sees = sees_work_order;
  r.is_gone = [](const Row& row) { return !is_order(row) && job_rows::is_gone(row); };
  r.differs_by_caller = is_order;
  r.write_kept = write_any;
  r.others = [described = &r.attributes](const Row& row,
                                         const std::function<void(std::string_view)>& show) {
    if (!is_order(row)) show_others(*described, job_rows::posted_of(row), show);
  };
  r.desk_of = desk_of_work_order;
  r.create = create_work_order;
  r.change = change_work_order;
  r.remove = remove_work_order;
  r.told_nouns = job::Noun::bit | order::Noun::bit;
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
  r.missing = not_found("work_order_must_exist", "id").value();
  r.attributes = task_attributes();
  r.event_kinds = {"Create", "StateChange"};
  r.each = each_task;
  r.find = find_task;
  r.sees = sees_work_order;
  r.write_kept = write_task_kept;
  r.others = [described = &r.attributes](const Row& row,
                                         const std::function<void(std::string_view)>& show) {
    show_others(*described, cancellation_of(row)->posted, show);
  };
  r.desk_of = desk_of_work_order;
  r.create = create_task;
  r.told_nouns = job::Noun::bit | order::Noun::bit;
  r.tell = tell_of_cancellations;
  return resource;
}

}  // namespace lifeline::tmf
