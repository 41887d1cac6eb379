// SPDX-License-Identifier: Apache-2.0
#include "app/duty_api.h"

#include <algorithm>
#include <map>
#include <span>
#include <tuple>

#include "command/incident/view.h"
#include "command/order/view.h"
#include "command/person/model.h"
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "network/alarm/view.h"

namespace lifeline::app {
namespace {

constexpr size_t rows_max = 200;  // of the answer, the most pressing

enum class Kind { order, incident, alarm };
LIFELINE_ENUM(Kind, order, incident, alarm)

enum class Action { acknowledge, finish, decline, assign, start, report };
LIFELINE_ENUM(Action, acknowledge, finish, decline, assign, start, report)

struct Duty {
  Kind kind = Kind::order;
  std::string id;
  std::string title_zh;
  std::string title_en;
  Instant due;
  incident::Severity severity = incident::Severity::minor;
  std::vector<Action> actions;  // what the caller may do; the first is what is asked for
  UnitCode unit;                // for whom an order is answered
  std::string person;
  std::string check;      // what a superior asks
  bool evidence = false;  // it is not done without some
};
LIFELINE_STRUCT(Duty, kind, id, title_zh, title_en, due, severity, actions, unit, person, check,
                evidence)
using Duties = std::vector<Duty>;

// No deadline comes after all deadlines.
bool is_before(const Duty& a, const Duty& b) {
  return std::tuple(!a.due, a.due, a.kind, std::string_view(a.id)) <
         std::tuple(!b.due, b.due, b.kind, std::string_view(b.id));
}

incident::Severity severity_of(order::Priority priority) {
  if (priority == order::Priority::urgent) return incident::Severity::critical;
  return priority == order::Priority::high ? incident::Severity::major : incident::Severity::minor;
}

struct Looking {
  UnitCode desk;
  const desk::Plan& plan;
  const desk::Nouns& nouns;
  const desk::Actor& caller;
  Duties& out;
};

// What a recipient owes next: an answer to a superior's check, its word, a beginning, the end.
struct Owed {
  Action action = Action::finish;
  Instant due;
};
Owed owed_by(const order::Recipient& r) {
  if (r.answer_by) return {Action::report, r.answer_by};
  if (r.step < order::Step::acknowledged) return {Action::acknowledge, r.acknowledge_by};
  if (r.step < order::Step::started && r.start_by) return {Action::start, r.start_by};
  return {Action::finish, r.finish_by};
}

Duty duty_of(const order::Order& order, const order::Recipient& r) {
  const Owed owed = owed_by(r);
  const auto second = owed.action == Action::report ? Action::finish : Action::decline;
  const order::Evidence& evidence = order.what.evidence;
  return {.kind = Kind::order,
          .id = to_text(order.id),
          .title_zh = order.what.subject_zh,
          .title_en = order.what.subject_en,
          .due = owed.due,
          .severity = severity_of(order.what.priority),
          .actions = {owed.action, second},
          .unit = r.unit,
          .person = r.person,
          .check = r.answer_by ? r.check : std::string(),
          .evidence = evidence.note || !evidence.number.empty() || evidence.photos > 0};
}

// How pressing: the caller's own first, then what a superior asks, then words, then the rest.
auto pressure_of(const order::Recipient& r, bool is_own) {
  const Owed owed = owed_by(r);
  const int what = owed.action == Action::report ? 0 : owed.action == Action::acknowledge ? 1 : 2;
  return std::tuple(!is_own, what, owed.due);
}

// One duty for each order, of the recipient that is most pressed. A unit that an order came up to
// owes its word only.
void add_orders(const Looking& at) {
  unit::Reach reach(at.nouns, at.caller);
  const auto* self = person::of_account(at.nouns.get<person::State>(), at.caller.name);
  for (const auto& [id, order] : at.nouns.get<order::State>().orders) {
    if (order.recalled || order.tally.done == order.tally.recipients) continue;
    const order::Recipient* pressed = nullptr;
    bool is_pressed_own = false;
    for (const order::Recipient& r : order.recipients) {
      const bool owes_word = r.step < order::Step::acknowledged;
      if (!r.owes() || (r.way == order::Way::escalation && !owes_word)) continue;
      const bool is_own = self != nullptr && r.person == self->id;
      if (at.plan.desk_of(r.unit) != at.desk || !(is_own || reach.holds(r.unit))) continue;
      if (pressed != nullptr && pressure_of(r, is_own) >= pressure_of(*pressed, is_pressed_own))
        continue;
      pressed = &r;
      is_pressed_own = is_own;
    }
    if (pressed != nullptr) at.out.push_back(duty_of(order, *pressed));
  }
}

void add_incidents(const Looking& at) {
  unit::Reach reach(at.nouns, at.caller);
  const auto& pages = at.nouns.get<incident::View>().pages;
  for (const auto& [id, incident] : at.nouns.get<incident::State>().open) {
    const auto page = pages.find(id);
    if (incident.phase != incident::Phase::opened || !reach.holds(incident.unit) ||
        page == pages.end())
      continue;
    const incident::Row& row = page->second.row;
    at.out.push_back({.kind = Kind::incident,
                      .id = to_text(id),
                      .title_zh = row.title_zh,
                      .title_en = row.title_en,
                      .due = seconds_after(row.opened_at, incident::take_up_within_s(row.severity)),
                      .severity = row.severity,
                      .actions = {Action::assign}});
  }
}

void add_alarms(const Looking& at) {
  unit::Reach reach(at.nouns, at.caller);
  std::vector<const alarm::Row*> unseen;
  for (const auto& [id, row] : at.nouns.get<alarm::View>().rows)
    if (row.perceived_severity == alarm::Severity::critical && row.state == alarm::Phase::raised &&
        row.ack_state == alarm::AckState::unacknowledged && reach.holds(row.unit))
      unseen.push_back(&row);
  const auto shown = static_cast<std::ptrdiff_t>(std::min(unseen.size(), rows_max));
  std::ranges::partial_sort(unseen, unseen.begin() + shown, {}, [](const alarm::Row* row) {
    return std::pair(row->raised_at, row->id);
  });
  for (const alarm::Row* row : std::span(unseen).first(static_cast<size_t>(shown))) {
    const std::string title = row->source_name + " " + row->probable_cause;
    const int64_t within_s = incident::take_up_within_s(incident::Severity::critical);
    at.out.push_back({.kind = Kind::alarm,
                      .id = to_text(row->id),
                      .title_zh = title,
                      .title_en = title,
                      .due = seconds_after(row->raised_at, within_s),
                      .severity = incident::Severity::critical,
                      .actions = {Action::acknowledge}});
  }
}

// An order that waits on two desks is one duty: the more pressing of both.
Duties most_pressing(std::vector<Duties>& parts) {
  std::map<std::pair<Kind, std::string>, Duty> all;
  for (Duties& part : parts)
    for (Duty& duty : part) {
      auto [known, is_new] = all.try_emplace({duty.kind, duty.id}, duty);
      const bool is_more = duty.actions.front() != known->second.actions.front()
                               ? duty.actions.front() == Action::acknowledge
                               : is_before(duty, known->second);
      if (!is_new && is_more) known->second = std::move(duty);
    }
  Duties duties;
  for (auto& [key, duty] : all) duties.push_back(std::move(duty));
  std::ranges::sort(duties, is_before);
  if (duties.size() > rows_max) duties.resize(rows_max);
  return duties;
}

void answer(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  const auto parts = std::make_shared<std::vector<Duties>>(desks.plan().desks().size());
  const auto look = [request, parts, &desks](size_t index, UnitCode desk,
                                             const desk::Nouns& nouns) {
    const Looking at{.desk = desk,
                     .plan = desks.plan(),
                     .nouns = nouns,
                     .caller = request->caller,
                     .out = (*parts)[index]};
    add_orders(at);
    add_incidents(at);
    add_alarms(at);
  };
  const auto combine = [request, parts] {
    Duties duties = most_pressing(*parts);
    if (request->caller.role < desk::Role::operator_)
      for (Duty& duty : duties) duty.actions.clear();
    return desk::row_response(200, duties);
  };
  desks.read_each(look, combine, std::move(reply));
}

}  // namespace

desk::Routes duty_routes() {
  return {{.method = "GET",
           .path = "/api/v1/duty",
           .operation = "list_duty",
           .tag = "duty",
           .summary = "What waits for the caller, the oldest deadline first",
           .handler = answer,
           .answer_schema = json_schema<Duties>()}};
}

}  // namespace lifeline::app
