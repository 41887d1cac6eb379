// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/work_order_order.h"

#include <algorithm>
#include <map>

#include "base/json_text.h"
#include "base/text.h"
#include "command/job/work_order.h"
#include "command/person/model.h"
#include "gateway/tmf/members.h"

namespace lifeline::tmf::order_rows {
namespace {

using order::Order;
using order::OrderId;
using order::Recipient;
using order::Standing;
using order::Step;

constexpr size_t shown_max = 100;

const Order& of(const Row& row) { return *static_cast<const Order*>(row.at); }

const Order* find_own(const desk::Nouns& nouns, OrderId id) {
  const auto& orders = nouns.get<order::State>().orders;
  const auto found = orders.find(id);
  return found == orders.end() || !found->second.owned ? nullptr : &found->second;
}

Row as_row(const Order& order, const desk::Nouns& nouns) {
  return {.at = &order, .nouns = &nouns, .noun = order::Noun::bit};
}

/// Those who have to do it and whom the caller sees: the first of them, and how many there are. Who
/// sees all of them need not count: an order may have a hundred thousand.
struct Seen {
  std::vector<const Recipient*> first;
  size_t count = 0;
};

Seen seen_of(const Row& row) {
  Seen seen;
  if (row.caller == nullptr) return seen;
  const Order& order = of(row);
  unit::Reach reach(*row.nouns, *row.caller);
  const bool sees_all = reach.holds(order.what.issuer);
  for (const Recipient& recipient : order.recipients) {
    if (!is_counted(recipient) || !(sees_all || reach.holds(recipient.unit))) continue;
    if (++seen.count <= shown_max) seen.first.push_back(&recipient);
    if (sees_all && seen.count == shown_max) break;
  }
  if (sees_all) seen.count = order.tally.recipients;
  return seen;
}

std::string item_id(const Recipient& r) {
  return to_text(r.unit) + (r.person.empty() ? "" : "/" + r.person);
}

std::string name_of(const Recipient& r, const desk::Nouns& nouns) {
  if (!r.person.empty()) {
    const auto* person = person::find(nouns.get<person::State>(), r.person);
    return person == nullptr ? std::string() : person->name_zh;
  }
  const auto& units = nouns.get<unit::State>().units;
  const auto unit = units.find(r.unit);
  return unit == units.end() ? std::string() : unit->second.name_zh;
}

std::string_view item_state(const Order& order, const Recipient& r) {
  if (r.step == Step::done) return state_word(Standing::done);
  if (r.step == Step::declined) return state_word(Standing::declined);
  if (order.recalled) return state_word(Standing::recalled);
  if (r.step == Step::started) return state_word(Standing::started);
  return state_word(r.step == Step::acknowledged ? Standing::acknowledged : Standing::issued);
}

void write_id(const Row& row, std::string& out) { append_json_text(out, text_of(of(row).id)); }
void write_subject(const Row& row, std::string& out) {
  append_json_text(out, of(row).what.subject_zh);
}
void write_state(const Row& row, std::string& out) {
  append_json_text(out, state_word(standing_of(of(row))));
}
void write_category(const Row&, std::string& out) { append_json_text(out, category); }
void write_priority(const Row& row, std::string& out) {
  append_json_text(out, job::priority_word(of(row).what.priority));
}
void write_version(const Row& row, std::string& out) {
  append_json_text(out, std::to_string(of(row).what.version));
}
void write_why(const Row& row, std::string& out) {
  if (of(row).recalled) append_json_text(out, of(row).recalled_for);
}
void write_cancelled(const Row& row, std::string& out) { write_moment(out, of(row).recalled_at); }
void write_completed(const Row& row, std::string& out) {
  const Standing standing = standing_of(of(row));
  if (standing == Standing::done || standing == Standing::partly_done)
    write_moment(out, of(row).moved_at);
}
void write_ordered(const Row& row, std::string& out) { write_moment(out, of(row).issued_at); }
void write_finish_by(const Row& row, std::string& out) { write_moment(out, of(row).finish_by); }
void write_state_date(const Row& row, std::string& out) { write_moment(out, of(row).moved_at); }
void write_type(const Row&, std::string& out) { out += "\"WorkOrder\""; }

void write_begun(const Row& row, std::string& out) { write_moment(out, of(row).begun_at); }

void write_text(const Row& row, std::string& out) {
  const Order& order = of(row);
  const size_t count = seen_of(row).count;
  std::string text = order.what.text;
  if (count > shown_max)
    text += (text.empty() ? "" : "\n") + std::string("The first ") + std::to_string(shown_max) +
            " of " + std::to_string(count) + " recipients are shown.";
  write_note(out, {.text = std::move(text), .author = order.issued_by, .at = order.issued_at});
}

void write_entities(const Row& row, std::string& out) {
  Items items(out, {});
  add_entity(items, to_text(of(row).what.incident), "/api/v1/incidents/", "incident",
             "TroubleTicket");
}

void write_parties(const Row& row, std::string& out) {
  Items items(out, {});
  add_unit(items, of(row).what.issuer, "issuer", *row.nouns);
  for (const Recipient* r : seen_of(row).first) {
    if (r->person.empty())
      add_unit(items, r->unit, "recipient", *row.nouns);
    else
      add_reference(items, {.id = r->person,
                            .href = "/api/v1/people/" + r->person,
                            .name = name_of(*r, *row.nouns),
                            .role = "recipient",
                            .type = "RelatedParty",
                            .referred = "Individual"});
  }
}

// Who sees none of them sees that there are none: the standard wants the array.
void write_items(const Row& row, std::string& out) {
  const Seen seen = seen_of(row);
  Items items(out, seen.first.empty() ? "[]" : "");
  std::string note;
  for (const Recipient* r : seen.first) {
    note.clear();
    write_note(note, {.text = r->note, .author = {}, .at = {}});
    items.add({{"id", item_id(*r)},
               {"action", "add"},
               {"description", name_of(*r, *row.nouns)},
               {"state", std::string(item_state(of(row), *r))},
               {"@type", "WorkOrderItem"}},
              note);
  }
}

void add_related(Items& items, OrderId id, const char* how) {
  items.add({{"id", text_of(id)},
             {"href", work_order_path + text_of(id)},
             {"relationshipType", how},
             {"@type", "OrderRelationship"}});
}

void write_relationships(const Row& row, std::string& out) {
  const Order& order = of(row);
  Items items(out, {});
  if (order.what.parent) add_related(items, order.what.parent, "parent");
  const size_t shown = std::min(order.children.size(), shown_max);
  for (size_t i = 0; i < shown; ++i) add_related(items, order.children[i], "child");
}

const std::map<std::string_view, Write> writers{{"id", write_id},
                                                {"description", write_subject},
                                                {"state", write_state},
                                                {"category", write_category},
                                                {"priority", write_priority},
                                                {"version", write_version},
                                                {"cancellationReason", write_why},
                                                {"cancellationDate", write_cancelled},
                                                {"completionDate", write_completed},
                                                {"orderDate", write_ordered},
                                                {"requestedCompletionDate", write_finish_by},
                                                {"startDate", write_begun},
                                                {"stateChangeDate", write_state_date},
                                                {"note", write_text},
                                                {"relatedEntity", write_entities},
                                                {"relatedParty", write_parties},
                                                {"workOrderItem", write_items},
                                                {"workOrderRelationship", write_relationships},
                                                {"@type", write_type}};

bool is_task(const Order& order) { return order.cancellation.contains("workOrder"); }

// An order's words for a field are not the work order's.
std::string field_of(std::string_view field) {
  if (field.starts_with("subject") || field == "text") return "description";
  if (field.starts_with("recipients") || field.starts_with("people")) return "relatedParty";
  if (field.ends_with("_within_s")) return "requestedCompletionDate";
  if (field == "incident") return "relatedEntity";
  return field == "reason" ? "note" : std::string(field);
}

Result<Made> made_of(const Posted& posted, UnitCode desk, order::Command command,
                     const std::string& why) {
  auto decided = made(posted, desk, std::move(command), why);
  if (!decided) return decided;
  decided->id_begins = id_begins;
  decided->field_of = field_of;
  return decided;
}

// What the standard asks for and an order has of itself is passed over; what it has no room for is
// not taken and lost.
Result<void> must_be_of_an_order(const Values& values) {
  constexpr std::string_view known[] = {
      "description",   "priority",      "category",  "requestedCompletionDate", "note",
      "relatedParty",  "relatedEntity", "@baseType", "@schemaLocation",         "@type",
      "workOrderItem", "state"};
  for (const auto& [name, json] : values)
    if (std::ranges::find(known, name) == std::end(known))
      return invalid("field_must_be_known", name, "an order has no room for it");
  return {};
}

std::string_view member_text(const Values& values, const char* name) {
  return desk::json_of(values, name);
}

std::string note_in(const Values& values) {
  return json_text_of(json_member(member_text(values, "note"), "text"));
}

// Units by their codes, people by their ids.
Result<void> add_parties(order::Issue& issue, const Values& values) {
  Result<void> read;
  auto take = [&](std::string_view party) {
    const std::string role = lowercase(json_text_of(json_member(party, "role")));
    const std::string id = json_text_of(json_member(party, "id"));
    if (role != "issuer" && role != "recipient") return true;
    if (role == "recipient" && json_text_of(json_member(party, "@referredType")) == "Individual") {
      issue.people.push_back(id);
      return true;
    }
    const auto code = parse_unit_code(id);
    if (!code || !*code) {
      read = invalid("unit_must_be_known", "relatedParty", "a unit's id is its code, as 420106");
      return false;
    }
    if (role == "issuer")
      issue.what.issuer = *code;
    else
      issue.recipients.push_back(*code);
    return true;
  };
  each_json_item(member_text(values, "relatedParty"), take);
  return read;
}

Result<void> add_incident(order::Issue& issue, const Values& values) {
  Result<void> read;
  auto take = [&](std::string_view entity) {
    const auto id = parse_id<incident::Tag>(json_text_of(json_member(entity, "id")));
    if (json_text_of(json_member(entity, "role")) != "incident" || !id || !*id)
      read = invalid("incident_must_be_known", "relatedEntity", "an order is about an incident");
    else
      issue.what.incident = *id;
    return read.has_value();
  };
  each_json_item(member_text(values, "relatedEntity"), take);
  return read;
}

Instant asked_until(const Values& values) {
  return parse_rfc3339(desk::text_of(values, "requestedCompletionDate")).value_or(Instant{});
}

}  // namespace

std::string text_of(OrderId id) { return std::string(id_begins) + to_text(id); }

std::optional<OrderId> id_of(std::string_view text) {
  if (!text.starts_with(id_begins)) return std::nullopt;
  const auto id = parse_id<order::Tag>(text.substr(id_begins.size()));
  return id && *id ? id : std::nullopt;
}

std::string_view state_word(Standing standing) {
  switch (standing) {
    case Standing::issued: return "acknowledged";
    case Standing::acknowledged: return "pending";
    case Standing::started: return "inProgress";
    case Standing::done: return "completed";
    case Standing::partly_done: return "partial";
    case Standing::declined: return "rejected";
    case Standing::recalled: break;
  }
  return "cancelled";
}

void each(const desk::Nouns& nouns, const desk::Actor& caller, const Show& show) {
  unit::Reach reach(nouns, caller);
  for (const auto& [id, order] : nouns.get<order::State>().orders)
    if (order.owned && is_in_reach(order, reach)) show(as_row(order, nouns));
}

void each_cancelled(const desk::Nouns& nouns, const desk::Actor& caller, const Show& show) {
  unit::Reach reach(nouns, caller);
  for (const auto& [id, order] : nouns.get<order::State>().orders)
    if (order.owned && is_task(order) && is_in_reach(order, reach)) show(as_row(order, nouns));
}

bool find(const desk::Nouns& nouns, std::string_view text, const Show& show) {
  const auto id = id_of(text);
  const Order* order = id ? find_own(nouns, *id) : nullptr;
  if (order != nullptr) show(as_row(*order, nouns));
  return order != nullptr;
}

bool sees(const Row& row, const desk::Actor& caller) {
  unit::Reach reach(*row.nouns, caller);
  return is_in_reach(of(row), reach);
}

std::optional<UnitCode> desk_of(const desk::Plan& plan, std::string_view text) {
  if (!text.starts_with(id_begins)) return std::nullopt;
  return desk_named<order::Tag>(plan, text.substr(id_begins.size()));
}

void write(const Row& row, std::string_view name, std::string& out) {
  const auto writer = writers.find(name);
  if (writer != writers.end()) writer->second(row, out);
}

std::optional<Cancellation> cancellation_of(const Row& row) {
  const Order& order = of(row);
  if (!is_task(order)) return std::nullopt;
  return Cancellation{
      .why = order.recalled_for, .at = order.recalled_at, .posted = order.cancellation};
}

Result<Made> create(const Posted& posted) {
  if (auto known = must_be_of_an_order(posted.values); !known) return tl::unexpected(known.error());
  order::Issue issue;
  order::Text& what = issue.what;
  what.subject_zh = desk::text_of(posted.values, "description");
  what.text = note_in(posted.values);
  what.priority = job::priority_of(desk::text_of(posted.values, "priority"));
  what.issuer = posted.request.caller.unit;
  if (auto read = add_parties(issue, posted.values); !read) return tl::unexpected(read.error());
  if (auto read = add_incident(issue, posted.values); !read) return tl::unexpected(read.error());
  const order::Pace pace = order::usual_pace(what.priority);
  const Instant until = asked_until(posted.values);
  what.finish_within_s = until ? (until - posted.now).count() / 1'000'000 : pace.finish_within_s;
  what.acknowledge_within_s = std::min(pace.acknowledge_within_s, what.finish_within_s);
  const UnitCode desk = posted.plan.desk_of(what.issuer);
  return made_of(posted, desk, std::move(issue), {});
}

Result<Made> change(const Posted& posted) {
  order::Revise revise{.id = *id_of(posted.id),
                       .subject = desk::text_of(posted.values, "description"),
                       .priority = {},
                       .finish_by = asked_until(posted.values),
                       .reason = note_in(posted.values)};
  for (const auto& [name, json] : posted.values) {
    if (name == "state")
      return conflict("state_must_be_told_by_recipients", name, "cancelWorkOrder recalls an order");
    if (name == "note") continue;
    if (name != "description" && name != "priority" && name != "requestedCompletionDate")
      return invalid("attribute_must_be_changeable", name, "an order has no room for it");
    if (json == "null" || json == "\"\"") return invalid("attribute_must_be_given", name);
  }
  if (posted.values.contains("priority"))
    revise.priority = job::priority_of(desk::text_of(posted.values, "priority"));
  if (revise.reason.empty()) revise.reason = "amended by the work order system";
  const UnitCode desk{revise.id.desk};
  const std::string why = revise.reason;
  return made_of(posted, desk, std::move(revise), why);
}

Result<Made> remove(const Posted&) {
  return conflict("work_order_must_be_a_job", "id", "cancelWorkOrder recalls an order");
}

Result<Made> cancel(const Posted& task, std::string_view text, const std::string& why) {
  const OrderId id = *id_of(text);
  return made_of(task, UnitCode{id.desk},
                 order::Recall{.id = id, .reason = why, .attributes = task.values}, why);
}

}  // namespace lifeline::tmf::order_rows
