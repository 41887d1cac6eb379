// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/direct.h"

#include <algorithm>

#include "command/crew/view.h"
#include "command/dispatch/plan.h"
#include "command/dispatch/view.h"
#include "command/incident/view.h"
#include "command/job/view.h"
#include "command/order/view.h"
#include "command/roster/model.h"
#include "command/vehicle/view.h"
#include "network/alarm/view.h"
#include "network/source/view.h"

namespace lifeline::rehearsal {
namespace {

using desk::Actor;
using desk::Role;

Actor importer() { return {.name = "import", .role = Role::administrator, .unit = group_unit}; }
Actor network() { return {.name = "network", .role = Role::administrator, .unit = group_unit}; }
Actor headquarters() {
  return {.name = "headquarters", .role = Role::commander, .unit = group_unit};
}
Actor duty(UnitCode unit) {
  return {.name = "duty-" + to_text(unit), .role = Role::operator_, .unit = unit};
}

template <class Row>
UnitCode ground_of(const Row& row) {
  return row.region;
}
UnitCode ground_of(const person::Entry& person) { return person.unit; }
UnitCode ground_of(const vehicle::Entry& vehicle) { return vehicle.unit; }
UnitCode ground_of(const crew::Entry& crew) { return crew.unit; }

// A plan is made after so long, if jobs have changed, in so many turns of the search.
constexpr int64_t plan_every_s = 20;
constexpr uint64_t plan_turns = 30;

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
  const auto& jobs = desk.nouns().get<job::State>();
  for (const desk::RowKey& key : rows) {
    const auto id = parse_id<order::Tag>(key);
    const auto found = id ? orders.find(*id) : orders.end();
    if (found == orders.end()) continue;
    for (const order::Recipient& recipient : found->second.recipients)
      if (desk.plan().desk_of(recipient.unit) == desk.id())
        seen.duties.push_back({.order = *id,
                               .who = recipient.who(),
                               .incident = found->second.what.incident,
                               .step = recipient.step,
                               .acknowledge_missed = recipient.acknowledge_missed,
                               .wants_number = !found->second.what.evidence.number.empty(),
                               .recalled = found->second.recalled,
                               .has_job = jobs.by_order.contains({*id, recipient.unit})});
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

// Each crew that still has to do with a job sees it on the desk that owns it.
void see_jobs(const desk::Desk& desk, const std::set<desk::RowKey>& rows, Observation& seen) {
  const auto& jobs = desk.nouns().get<job::State>();
  for (const desk::RowKey& key : rows) {
    const auto id = parse_id<job::Tag>(key);
    const job::Job* job = id ? job::find(jobs, *id) : nullptr;
    if (job == nullptr || job::is_over(job->phase)) continue;
    for (const job::Assignment& one : job->crews)
      if (job::is_concerned(one.step))
        seen.jobs.push_back({.id = *id,
                             .crew = one.crew,
                             .step = one.step,
                             .unit = job->what.unit,
                             .element = job->what.element});
  }
}

void see_proposals(const desk::Desk& desk, const std::set<desk::RowKey>& rows, Observation& seen) {
  const auto& proposals = desk.nouns().get<dispatch::State>().proposals;
  for (const desk::RowKey& key : rows) {
    const auto found = proposals.find(key);
    if (found == proposals.end() || found->second.position != 1 ||
        found->second.standing != dispatch::Standing::proposed)
      continue;
    const job::Job* job = job::find(desk.nouns().get<job::State>(), found->second.job);
    if (job != nullptr)
      seen.proposals.push_back(
          {.job = job->id, .crew = found->second.crew, .unit = job->what.unit});
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
      if (!desk::Plan::follows(desks_[i]->id(), batch.desk)) continue;
      if ((batch.nouns & heard_nouns_[i]) == 0) continue;
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
    const uint64_t before = desks_[first]->position();
    (void)submit(first, desks_[first]->expire(now_));
    LIFELINE_CHECK(desks_[first]->position() > before, "a deadline must lead to something");
  }
  now_ = end;
}

desk::Outcome Direct::must(size_t index, const desk::Intent& intent) {
  desk::Outcome outcome = submit(index, intent);
  for (const auto& answer : outcome.each)
    if (!answer && !refusal_) refusal_ = answer.error();
  return outcome;
}

template <class Import, class Command, class Row>
void Direct::install_rows(const std::vector<Row>& rows, std::vector<Row> Import::*member) {
  std::vector<Import> imports(desks_.size());
  for (const Row& row : rows) (imports[index_of(ground_of(row))].*member).push_back(row);
  for (size_t i = 0; i < desks_.size(); ++i)
    if (!(imports[i].*member).empty())
      must(i, desk::intent<Command>(importer(), Command(std::move(imports[i]))));
}

void Direct::install(const std::vector<unit::Unit>& units) {
  must(index_of(group_unit), desk::intent<unit::Command>(importer(), unit::Import{.units = units}));
}

void Direct::install(const std::vector<element::Element>& elements) {
  install_rows<element::Import, element::Command>(elements, &element::Import::elements);
}

void Direct::install(const std::vector<site::Site>& sites) {
  install_rows<site::Import, site::Command>(sites, &site::Import::sites);
}

void Direct::install(const std::vector<person::Entry>& people) {
  install_rows<person::Import, person::Command>(people, &person::Import::people);
}

void Direct::install(const std::vector<StandingList>& lists) {
  for (const StandingList& list : lists) {
    const size_t index = index_of(list.what.unit);
    const auto made =
        must(index, desk::intent<roster::Command>(importer(), roster::Create{.what = list.what}));
    const auto id = parse_id<roster::Tag>(made.subject);
    if (id && !list.shifts.empty())
      must(index, desk::intent<roster::Command>(
                      importer(), roster::PlanShifts{.id = *id, .shifts = list.shifts}));
  }
}

void Direct::install(const std::vector<vehicle::Entry>& vehicles) {
  install_rows<vehicle::Import, vehicle::Command>(vehicles, &vehicle::Import::vehicles);
}

void Direct::install(const std::vector<FieldCrew>& crews) {
  std::vector<crew::Entry> entries;
  for (const FieldCrew& one : crews) entries.push_back(one.what);
  install_rows<crew::Import, crew::Command>(entries, &crew::Import::crews);
  for (const FieldCrew& one : crews)
    must(index_of(one.what.unit),
         desk::intent<crew::Command>(importer(),
                                     crew::PlanShifts{.id = one.what.id, .shifts = one.shifts}));
}

// As the planner of a server does, in turns instead of seconds.
void Direct::plan(size_t index) {
  dispatch::Asked asked = dispatch::ask(dispatch::look(desks_[index]->nouns(), now_));
  dispatch::Compiled compiled;
  routing::Plan plan;
  if (!asked.slots.empty()) {
    asked.problem.travel = dispatch::great_circle_travel(asked.places);
    auto made =
        dispatch::planned(asked, compiled, {.budget = {.iterations = plan_turns, .clock = {}}});
    LIFELINE_CHECK(made.has_value(), "what the desk has must be plannable");
    plan = std::move(*made);
  }
  auto propose = dispatch::proposed(asked, compiled, plan, {.began_at = now_, .made_at = now_});
  must(index, desk::intent<dispatch::Command>(desk::system_actor(), std::move(propose)));
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
                                                .reported_at = r.at,
                                                .origin = "ves"});
    else
      commands.add<alarm::Command>(alarm::ReportClear{.source_name = r.source,
                                                      .condition = r.condition,
                                                      .interface = r.interface,
                                                      .reported_at = r.at,
                                                      .origin = "ves"});
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

void Direct::issue(const Directive& directive) {
  const size_t index = index_of(group_unit);
  order::Issue issue = directive.order;
  const auto& rosters = desks_[index]->nouns().get<roster::State>();
  for (const UnitCode unit : directive.leading_groups)
    for (const roster::Roster* list : roster::of_unit(rosters, unit))
      if (list->kind == roster::Kind::leading_group) issue.rosters.push_back(list->id);
  must(index, desk::intent<order::Command>(headquarters(), std::move(issue)));
}

void Direct::acknowledge(order::OrderId id, const order::Who& who) {
  (void)submit(
      index_of(who.unit),
      desk::intent<order::Command>(
          duty(who.unit), order::Acknowledge{.id = id, .unit = who.unit, .person = who.person}));
}

void Direct::finish(order::OrderId id, const order::Who& who, const Work& work) {
  (void)submit(index_of(who.unit),
               desk::intent<order::Command>(duty(who.unit), order::Finish{.id = id,
                                                                          .unit = who.unit,
                                                                          .note = work.note,
                                                                          .person = who.person,
                                                                          .number = work.number}));
}

void Direct::decline(order::OrderId id, const order::Who& who, std::string reason) {
  (void)submit(index_of(who.unit), desk::intent<order::Command>(
                                       duty(who.unit), order::Decline{.id = id,
                                                                      .unit = who.unit,
                                                                      .reason = std::move(reason),
                                                                      .person = who.person}));
}

void Direct::go_away(const person::Entry& person, const person::Absence& absence) {
  must(index_of(person.unit),
       desk::intent<person::Command>(duty(person.unit),
                                     person::EnterAbsence{.id = person.id, .absence = absence}));
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

void Direct::take_up(const SeenProposal& proposal) {
  (void)submit(
      index_of({proposal.job.desk}),
      desk::intent<dispatch::Command>(duty(proposal.unit), dispatch::TakeUp{.job = proposal.job}));
}

void Direct::tell(const SeenJob& job, job::Step step, std::string reason) {
  const size_t index = index_of({job.id.desk});
  const auto say = [&](auto word) {
    word.id = job.id;
    word.crew = job.crew;
    (void)submit(index, desk::intent<job::Command>(duty(job.unit), std::move(word)));
  };
  switch (step) {
    case job::Step::accepted: return say(job::Accept{});
    case job::Step::declined: return say(job::Decline{.id = {}, .crew = {}, .reason = reason});
    case job::Step::on_the_way: return say(job::Depart{});
    case job::Step::on_site: return say(job::Arrive{});
    case job::Step::done:
      return say(job::Finish{.id = {}, .crew = {}, .result = {.note = std::move(reason)}});
    default: return;
  }
}

Observation Direct::observe() {
  if (now_ >= seconds_after(planned_at_, plan_every_s)) {
    for (const size_t index : std::exchange(to_plan_, {})) plan(index);
    planned_at_ = now_;
  }
  Observation seen;
  for (size_t i = 0; i < desks_.size(); ++i) {
    const auto& desk = desks_[i];
    const desk::Touched touched = desk->take_touched();
    if (const auto rows = touched.find(job::Noun::bit); rows != touched.end()) {
      to_plan_.insert(i);
      see_jobs(*desk, desk::distinct(rows->second), seen);
    }
    if (const auto rows = touched.find(dispatch::Noun::bit); rows != touched.end())
      see_proposals(*desk, desk::distinct(rows->second), seen);
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
