// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/json_text.h"
#include "base/limits.h"
#include "command/unit/model.h"
#include "network/alarm_task/view.h"

namespace lifeline::alarm_task {
namespace {

using Events = std::vector<Event>;

Result<void> must_fit(const Attributes& attributes) {
  if (auto few = desk::must_be_few(attributes, limits::alarm_attributes_max); !few) return few;
  const std::string name = desk::first_beyond(attributes, limits::alarm_bytes_max);
  return name.empty() ? Result<void>() : invalid("alarm_must_be_small", name);
}

// Asks the alarm's own decider for each step, on a copy of that one alarm.
class Trial {
 public:
  Trial(const desk::Context& at, AlarmId id) : at_(at), id_(id) {
    const auto& alarms = at.get<alarm::State>();
    state_.serial = alarms.serial;
    if (const auto found = alarms.open.find(id); found != alarms.open.end())
      state_.open[id] = found->second;
    state_.reindex();
  }

  void happened(const std::vector<alarm::Event>& events) {
    for (const auto& event : events) alarm::evolve(state_, event);
  }
  // An alarm that is over has no severity of its own any more.
  Result<void> take(const Step& step) {
    const auto command = command_of(state_, id_, step);
    if (!command) return conflict("alarm_must_be_open");
    auto events = alarm::decide(state_, *command, at_);
    if (!events) return tl::unexpected(std::move(events.error()));
    happened(*events);
    return {};
  }
  Result<void> take(const Steps& steps) {
    for (const Step& step : steps)
      if (auto taken = take(step); !taken) return taken;
    return {};
  }

 private:
  const desk::Context& at_;
  AlarmId id_;
  alarm::State state_;
};

AlarmId id_of(const alarm::Event& event) {
  return std::visit(
      [](const auto& e) {
        if constexpr (requires { e.id; }) return e.id;
        return AlarmId{};
      },
      event);
}

UnitCode unit_of(const std::vector<alarm::Event>& events, AlarmId id, const desk::Context& at) {
  for (const auto& event : events)
    if (const auto* raised = std::get_if<alarm::Raised>(&event)) return raised->unit;
  const auto& open = at.get<alarm::State>().open;
  const auto known = open.find(id);
  return known == open.end() ? UnitCode{} : known->second.unit;
}

Result<const alarm::Row*> must_be_known(AlarmId id, desk::Role least, const desk::Context& at) {
  const auto& rows = at.get<alarm::View>().rows;
  const auto row = rows.find(id);
  if (row == rows.end() || at.get<View>().withdrawn.contains(id))
    return not_found("alarm_must_exist", "id");
  if (auto may = unit::must_answer_for(at, row->second.unit, least); !may)
    return tl::unexpected(may.error());
  return &row->second;
}

bool is_said(AlarmId id, const std::string& comment, const desk::Context& at) {
  const auto& remarks = at.get<alarm::View>().remarks;
  const auto known = remarks.find(id);
  return known != remarks.end() &&
         std::ranges::any_of(known->second, [&](const alarm::Remark& remark) {
           return remark.kind == alarm::Step::commented && remark.text == comment;
         });
}

bool is_done(const alarm::Row& row, const Step& step, const desk::Context& at) {
  switch (step.verb) {
    case Verb::comment: return is_said(row.id, step.text, at);
    case Verb::rate: return enum_text(row.perceived_severity) == step.text;
    case Verb::acknowledge: return row.ack_state == alarm::AckState::acknowledged;
    case Verb::unacknowledge: return row.ack_state == alarm::AckState::unacknowledged;
    case Verb::clear: return row.state == alarm::Phase::cleared;
  }
  return false;
}

// Those that are not kept as they are already.
Attributes new_of(const Attributes& attributes, const Kept* kept) {
  if (kept == nullptr) return attributes;
  Attributes left;
  for (const auto& [name, json] : attributes)
    if (desk::json_of(kept->attributes, name) != json) left[name] = json;
  return left;
}

Steps left_to_do(const Steps& steps, AlarmId id, const desk::Context& at) {
  const auto& rows = at.get<alarm::View>().rows;
  const auto row = rows.find(id);
  Steps left;
  for (const Step& step : steps)
    if (row == rows.end() || !is_done(row->second, step, at)) left.push_back(step);
  return left;
}

// The fault happens on a copy as it would to the alarm; a report that comes too late raises none.
Result<Events> decide(const State&, const Post& c, const desk::Context& at) {
  if (auto fits = must_fit(c.attributes); !fits) return tl::unexpected(fits.error());
  const auto raised = alarm::decide(at.get<alarm::State>(), raise_of(c.fault), at);
  if (!raised) return tl::unexpected(raised.error());
  const AlarmId id = raised->empty() ? AlarmId{} : id_of(raised->back());
  if (!id) return conflict("alarm_must_not_be_over");
  if (auto may = unit::must_answer_for(at, unit_of(*raised, id, at), desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  const Steps steps = left_to_do(c.steps, id, at);
  Trial trial(at, id);
  trial.happened(*raised);
  if (auto may = trial.take(steps); !may) return tl::unexpected(may.error());
  return Events{Posted{.id = id,
                       .fault = c.fault,
                       .attributes = new_of(c.attributes, find(at.get<View>(), id)),
                       .steps = steps}};
}

// The attributes as the patch leaves them, and those that it removes.
Changed merged(AlarmId id, const Attributes& patch, const Attributes& known) {
  Changed changed{.id = id, .attributes = {}, .removed = {}, .steps = {}};
  for (const auto& [name, json] : patch) {
    if (json == "null")
      changed.removed.insert(name);
    else
      changed.attributes[name] = merged_json(desk::json_of(known, name), json);
  }
  return changed;
}

Result<Events> decide(const State&, const Change& c, const desk::Context& at) {
  const auto row = must_be_known(c.id, desk::Role::operator_, at);
  if (!row) return tl::unexpected(row.error());
  const Kept* kept = find(at.get<View>(), c.id);
  Attributes whole = kept == nullptr ? Attributes{} : kept->attributes;
  if (c.is_open && (*row)->state == alarm::Phase::cleared) return conflict("alarm_must_be_open");
  Changed changed = merged(c.id, c.attributes, whole);
  for (const auto& [name, json] : changed.attributes) whole[name] = json;
  if (auto fits = must_fit(whole); !fits) return tl::unexpected(fits.error());
  changed.steps = left_to_do(c.steps, c.id, at);
  if (auto may = Trial(at, c.id).take(changed.steps); !may) return tl::unexpected(may.error());
  if (changed.attributes.empty() && changed.removed.empty() && changed.steps.empty())
    return Events{};
  return Events{std::move(changed)};
}

Result<Events> decide(const State&, const Withdraw& c, const desk::Context& at) {
  const auto row = must_be_known(c.id, desk::Role::commander, at);
  if (!row) return tl::unexpected(row.error());
  if (c.reason.empty()) return invalid("reason_must_be_given", "reason");
  if (c.reason.size() > limits::text_bytes_max) return invalid("text_must_be_short", "reason");
  return Events{Withdrawn{.id = c.id, .reason = c.reason}};
}

// Whether the task changes this alarm here; one that cannot be changed is passed over.
bool is_changed(const Carry& c, AlarmId id, const desk::Context& at) {
  const auto row = must_be_known(id, desk::Role::operator_, at);
  if (!row) return false;
  const Kept* kept = find(at.get<View>(), id);
  if (c.kind == Kind::ungroup) return kept != nullptr && kept->parent == c.parent;
  if (c.kind == Kind::group)
    return id != c.parent && (kept == nullptr || (!kept->parent && kept->children.empty()));
  const auto step = step_of(c.kind, c.text);
  return Trial(at, id).take(*step).has_value();
}

Result<void> must_be_a_parent(const Carry& c, const desk::Context& at) {
  const auto row = must_be_known(c.parent, desk::Role::operator_, at);
  if (!row) return tl::unexpected(row.error());
  const Kept* kept = find(at.get<View>(), c.parent);
  if (c.kind == Kind::group && kept != nullptr && kept->parent)
    return conflict("parent_must_not_be_in_a_group", "parentAlarm");
  return {};
}

// Of alarms of another desk only their group is kept, where its parent is.
Result<Events> decide(const State& state, const Carry& c, const desk::Context& at) {
  if (c.alarms.size() > limits::alarm_task_alarms_max) return invalid("alarms_must_be_fewer");
  if (c.text.size() > limits::text_bytes_max) return invalid("text_must_be_short", "comment");
  if (auto fits = must_fit(c.attributes); !fits) return tl::unexpected(fits.error());
  const bool is_grouping = c.kind == Kind::group || c.kind == Kind::ungroup;
  if (is_grouping && c.parent.desk == at.desk.value)
    if (auto may = must_be_a_parent(c, at); !may) return tl::unexpected(may.error());
  Carried carried{.id = {at.desk.value, state.serial + 1},
                  .kind = c.kind,
                  .alarms = {},
                  .parent = c.parent,
                  .text = c.text,
                  .attributes = c.attributes};
  for (const AlarmId id : c.alarms) {
    if (std::ranges::find(carried.alarms, id) != carried.alarms.end()) continue;
    if (id.desk != at.desk.value || is_changed(c, id, at)) carried.alarms.push_back(id);
  }
  return Events{std::move(carried)};
}

Result<Events> decide(const State& state, const Close& c, const desk::Context& at) {
  if (auto fits = must_fit(c.attributes); !fits) return tl::unexpected(fits.error());
  return Events{Done{.id = {at.desk.value, state.serial + 1},
                     .kind = c.kind,
                     .unit = c.unit,
                     .attributes = c.attributes,
                     .alarms = c.alarms}};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::alarm_task
