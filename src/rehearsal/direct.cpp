// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/direct.h"

#include <algorithm>

#include "command/incident/view.h"
#include "command/order/view.h"
#include "network/alarm/view.h"
#include "network/source/view.h"

namespace lifeline::rehearsal {
namespace {

using desk::Actor;
using desk::Role;

Actor importer() { return {.name = "import", .role = Role::administrator, .unit = group_unit}; }
Actor network() { return {.name = "network", .role = Role::administrator, .unit = group_unit}; }
Actor duty(UnitCode unit) {
  return {.name = "duty-" + to_text(unit), .role = Role::operator_, .unit = unit};
}

std::vector<UnitCode> with_group(std::vector<UnitCode> desks) {
  if (std::ranges::find(desks, group_unit) == desks.end()) desks.insert(desks.begin(), group_unit);
  return desks;
}

void see_incidents(const desk::Desk& desk, const std::set<desk::RowKey>& rows, Observation& seen) {
  const auto& pages = desk.nouns().get<incident::View>().pages;
  for (const desk::RowKey& key : rows) {
    const auto id = parse_id<incident::Tag>(key);
    const auto page = id ? pages.find(*id) : pages.end();
    if (page == pages.end()) continue;
    const incident::Row& row = page->second.row;
    seen.incidents.push_back(
        {.id = row.id, .phase = row.phase, .unit = row.unit, .root = row.element});
  }
}

// Only the recipients on the desk's own ground: each is seen on one desk.
void see_orders(const desk::Desk& desk, const std::set<desk::RowKey>& rows, Observation& seen) {
  const auto& orders = desk.nouns().get<order::State>().orders;
  for (const desk::RowKey& key : rows) {
    const auto id = parse_id<order::Tag>(key);
    const auto found = id ? orders.find(*id) : orders.end();
    if (found == orders.end()) continue;
    for (const order::Recipient& recipient : found->second.recipients)
      if (desk.plan().desk_of(recipient.unit) == desk.id())
        seen.duties.push_back({.order = *id,
                               .unit = recipient.unit,
                               .incident = found->second.what.incident,
                               .step = recipient.step,
                               .acknowledge_missed = recipient.acknowledge_missed,
                               .recalled = found->second.recalled});
  }
}

void see_alarms(const desk::Desk& desk, const std::set<desk::RowKey>& rows, Observation& seen) {
  const auto& open = desk.nouns().get<alarm::State>().open;
  for (const desk::RowKey& key : rows) {
    const auto id = parse_id<alarm::Tag>(key);
    const auto found = id ? open.find(*id) : open.end();
    if (found == open.end() || found->second.acknowledged ||
        found->second.severity < alarm::Severity::major)
      continue;
    seen.alarms.push_back(
        {.id = *id, .unit = found->second.unit, .severity = found->second.severity});
  }
}

}  // namespace

Direct::Direct(std::vector<UnitCode> desks, MakeModules make_modules)
    : plan_(with_group(std::move(desks))), make_modules_(std::move(make_modules)) {
  for (const UnitCode id : plan_.desks()) {
    desks_.push_back(make_desk(id));
    heard_nouns_.push_back(desks_.back()->heard_nouns());
  }
}

std::unique_ptr<desk::Desk> Direct::make_desk(UnitCode id) const {
  return std::make_unique<desk::Desk>(id, plan_, make_modules_());
}

size_t Direct::index_of(UnitCode ground) const {
  const UnitCode id = plan_.desk_of(ground);
  const auto& all = plan_.desks();
  return static_cast<size_t>(std::ranges::find(all, id) - all.begin());
}

desk::Outcome Direct::submit(size_t index, const desk::Intent& intent) {
  std::optional<journal::Batch> batch;
  desk::Outcome outcome = desks_[index]->handle(intent, now_, batch);
  if (batch) keep(index, std::move(*batch));
  spread();
  return outcome;
}

void Direct::keep(size_t index, journal::Batch batch) {
  const auto appended = journal_.append({&batch, 1});
  LIFELINE_CHECK(appended.has_value(), "a batch must follow its desk's head");
  ++batches_;
  const bool is_heard = [&] {
    for (size_t i = 0; i < desks_.size(); ++i)
      if (i != index && (batch.nouns & heard_nouns_[i]) != 0) return true;
    return false;
  }();
  if (is_heard) unheard_.push_back(std::move(batch));
}

// In the order of the appends, until nobody has anything more to say.
void Direct::spread() {
  while (!unheard_.empty()) {
    const journal::Batch batch = std::move(unheard_.front());
    unheard_.pop_front();
    for (size_t i = 0; i < desks_.size(); ++i) {
      if (desks_[i]->id() == batch.desk || (batch.nouns & heard_nouns_[i]) == 0) continue;
      const auto intent = desks_[i]->hear(batch);
      LIFELINE_CHECK(intent.has_value(), "a desk's batch must be readable");
      std::optional<journal::Batch> made;
      (void)desks_[i]->handle(*intent, now_, made);
      if (made) keep(i, std::move(*made));
    }
  }
}

void Direct::pass(Instant now) {
  const Instant end = std::max(now, now_);
  while (true) {
    size_t first = desks_.size();
    std::optional<Instant> earliest;
    for (size_t i = 0; i < desks_.size(); ++i) {
      const auto due = desks_[i]->due();
      if (due && (!earliest || *due < *earliest)) earliest = due, first = i;
    }
    if (!earliest || *earliest > end) break;
    now_ = std::max(now_, *earliest);
    (void)submit(first, desks_[first]->expire(now_));
    const auto after = desks_[first]->due();
    LIFELINE_CHECK(!after || *after > *earliest || now_ > *earliest,
                   "a deadline that has passed must be gone");
  }
  now_ = end;
}

template <class Import, class Command, class Row>
void Direct::install_rows(const std::vector<Row>& rows, std::vector<Row> Import::*member) {
  std::vector<Import> imports(desks_.size());
  for (const Row& row : rows) (imports[index_of(row.region)].*member).push_back(row);
  for (size_t i = 0; i < desks_.size(); ++i) {
    if ((imports[i].*member).empty()) continue;
    const auto outcome =
        submit(i, desk::intent<Command>(importer(), Command(std::move(imports[i]))));
    for (const auto& answer : outcome.each)
      if (!answer && !refusal_) refusal_ = answer.error();
  }
}

void Direct::install(const std::vector<unit::Unit>& units) {
  const auto outcome = submit(
      index_of(group_unit), desk::intent<unit::Command>(importer(), unit::Import{.units = units}));
  for (const auto& answer : outcome.each)
    if (!answer && !refusal_) refusal_ = answer.error();
}

void Direct::install(const std::vector<element::Element>& elements) {
  install_rows<element::Import, element::Command>(elements, &element::Import::elements);
}

void Direct::install(const std::vector<site::Site>& sites) {
  install_rows<site::Import, site::Command>(sites, &site::Import::sites);
}

void Direct::report(std::span<const Report> reports) {
  std::vector<desk::Intent> intents(desks_.size());
  for (const Report& r : reports) {
    desk::Commands& commands = intents[index_of(r.region)].commands;
    if (r.raised)
      commands.add<alarm::Command>(alarm::Raise{.source_name = r.source,
                                                .condition = r.condition,
                                                .interface = r.interface,
                                                .severity = r.severity,
                                                .event_type = r.event_type,
                                                .specific_problem = r.specific_problem,
                                                .additional_text = {},
                                                .reported_at = r.at});
    else
      commands.add<alarm::Command>(alarm::ReportClear{.source_name = r.source,
                                                      .condition = r.condition,
                                                      .interface = r.interface,
                                                      .reported_at = r.at});
  }
  for (size_t i = 0; i < desks_.size(); ++i) {
    if (intents[i].commands.items().empty()) continue;
    intents[i].who = network();
    (void)submit(i, intents[i]);
  }
}

void Direct::beat(const Beater& beater) {
  (void)submit(index_of(beater.region),
               desk::intent<source::Command>(
                   network(), source::Beat{.name = beater.name, .interval_s = beater.interval_s}));
}

void Direct::acknowledge(order::OrderId id, UnitCode unit) {
  (void)submit(index_of(unit),
               desk::intent<order::Command>(duty(unit),
                                            order::Acknowledge{.id = id, .unit = unit, .by = {}}));
}

void Direct::finish(order::OrderId id, UnitCode unit, std::string note) {
  (void)submit(index_of(unit),
               desk::intent<order::Command>(
                   duty(unit), order::Finish{.id = id, .unit = unit, .note = std::move(note)}));
}

void Direct::decline(order::OrderId id, UnitCode unit, std::string reason) {
  (void)submit(
      index_of(unit),
      desk::intent<order::Command>(
          duty(unit), order::Decline{.id = id, .unit = unit, .reason = std::move(reason)}));
}

void Direct::assign(incident::IncidentId id, std::string assignee) {
  (void)submit(index_of({id.desk}),
               desk::intent<incident::Command>(
                   duty({id.desk}), incident::Assign{.id = id, .assignee = std::move(assignee)}));
}

void Direct::mitigate(incident::IncidentId id, std::string text) {
  (void)submit(index_of({id.desk}),
               desk::intent<incident::Command>(
                   duty({id.desk}), incident::Mitigate{.id = id, .text = std::move(text)}));
}

void Direct::close(incident::IncidentId id, std::string text) {
  (void)submit(index_of({id.desk}),
               desk::intent<incident::Command>(duty({id.desk}),
                                               incident::Close{.id = id, .text = std::move(text)}));
}

void Direct::acknowledge(alarm::AlarmId id, UnitCode unit) {
  (void)submit(index_of({id.desk}),
               desk::intent<alarm::Command>(duty(unit ? unit : UnitCode{id.desk}),
                                            alarm::Acknowledge{.id = id}));
}

Observation Direct::observe() {
  Observation seen;
  for (const auto& desk : desks_) {
    const desk::Touched touched = desk->take_touched();
    if (const auto rows = touched.find(incident::Noun::bit); rows != touched.end())
      see_incidents(*desk, desk::distinct(rows->second), seen);
    if (const auto rows = touched.find(order::Noun::bit); rows != touched.end())
      see_orders(*desk, desk::distinct(rows->second), seen);
    if (const auto rows = touched.find(alarm::Noun::bit); rows != touched.end())
      see_alarms(*desk, desk::distinct(rows->second), seen);
  }
  return seen;
}

}  // namespace lifeline::rehearsal
