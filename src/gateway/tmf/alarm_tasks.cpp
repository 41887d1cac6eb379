// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/alarm_tasks.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/json_text.h"
#include "command/unit/view.h"
#include "gateway/tmf/alarm_carry.h"
#include "gateway/tmf/alarm_notices.h"
#include "gateway/tmf/alarm_row.h"
#include "gateway/tmf/members.h"

namespace lifeline::tmf {
namespace {

using alarm_task::Kind;
using alarm_task::Task;

struct TaskWords {
  Kind kind;
  const char* name;
  const char* type;
  const char* noun;
  const char* changed;  // the attribute that names the alarms
};
constexpr std::array<TaskWords, 6> task_words{{
    {Kind::acknowledge, "ackAlarms", "AckAlarms", "ack", "ackedAlarm"},
    {Kind::unacknowledge, "unAckAlarms", "UnAckAlarms", "unack", "unAckedAlarm"},
    {Kind::clear, "clearAlarms", "ClearAlarms", "clear", "clearedAlarm"},
    {Kind::comment, "commentAlarms", "CommentAlarms", "comment", "commentedAlarm"},
    {Kind::group, "groupAlarms", "GroupAlarms", "group", "groupedAlarm"},
    {Kind::ungroup, "unGroupAlarms", "UnGroupAlarms", "ungroup", "unGroupedAlarm"},
}};

const Task& task_of(const Row& row) { return *static_cast<const Task*>(row.at); }

void write_task_value(const Row& row, std::string_view name, std::string& out) {
  out += desk::json_of(task_of(row).attributes, std::string(name));
}
void write_task_number(const Row& row, std::string& out) {
  append_json_text(out, to_text(task_of(row).id));
}
void write_task_done(const Row&, std::string& out) { out += "\"done\""; }
void write_task_changed(const Row& row, std::string& out) {
  Items items(out, "[]");
  for (const auto alarm : task_of(row).alarms) alarm_rows::add_alarm(items, to_text(alarm));
}
void write_ack_time(const Row& row, std::string& out) {
  const size_t before = out.size();
  write_task_value(row, "ackTime", out);
  if (out.size() == before) write_moment(out, task_of(row).at);
}
void write_task_name(const Row& row, std::string& out) {
  const size_t before = out.size();
  write_task_value(row, "@type", out);
  for (const TaskWords& words : task_words)
    if (out.size() == before && words.kind == task_of(row).kind) append_json_text(out, words.type);
}

Attribute needed(Attribute attribute) {
  attribute.is_mandatory = true;
  return attribute;
}

void add_ack(std::vector<Attribute>& all) {
  all.push_back({.name = "ackSystemId", .is_mandatory = true});
  all.push_back(moment("ackTime", write_ack_time));
  all.push_back({.name = "ackUserId", .is_mandatory = true});
}
void add_clear(std::vector<Attribute>& all) {
  all.push_back(needed(moment("alarmClearedTime")));
  all.push_back({.name = "clearSystemId", .is_mandatory = true});
  all.push_back({.name = "clearUserId", .is_mandatory = true});
}
void add_comment(std::vector<Attribute>& all) {
  all.push_back({.name = "comment",
                 .type = Type::object,
                 .is_mandatory = true,
                 .members = with_kinds({{.name = "comment", .is_mandatory = true},
                                        {.name = "systemId"},
                                        {.name = "time", .type = Type::date_time},
                                        {.name = "userId"}},
                                       false)});
}
void add_group(std::vector<Attribute>& all) {
  all.push_back(needed(moment("alarmChangedTime")));
  all.push_back({.name = "sourceSystemId", .is_mandatory = true});
  auto named = reference(false, false, false);
  all.push_back(needed(list("correlatedAlarm", named)));
  all.push_back({.name = "parentAlarm",
                 .type = Type::object,
                 .is_mandatory = true,
                 .members = std::move(named)});
}

std::vector<Attribute> attributes_of(const TaskWords& words) {
  std::vector<Attribute> all{{.name = "id", .write = write_task_number},
                             {.name = "state", .write = write_task_done}};
  const bool is_grouping = words.kind == Kind::group || words.kind == Kind::ungroup;
  if (words.kind == Kind::acknowledge || words.kind == Kind::unacknowledge) add_ack(all);
  if (words.kind == Kind::clear) add_clear(all);
  if (words.kind == Kind::comment) add_comment(all);
  if (is_grouping) add_group(all);
  if (!is_grouping) all.push_back(needed(list("alarmPattern", {{.name = "id"}})));
  all.push_back(list(words.changed, reference(false, false, false), write_task_changed));
  all.push_back({.name = "@baseType"});
  all.push_back({.name = "@schemaLocation"});
  all.push_back({.name = "@type", .write = write_task_name});
  return all;
}

void each_of_kind(Kind kind, const desk::Nouns& nouns, const desk::Actor& caller,
                  const Show& show) {
  unit::Reach reach(nouns, caller);
  for (const auto& [id, task] : nouns.get<alarm_task::View>().tasks)
    if (task.kind == kind && reach.holds(task.unit)) show({.at = &task, .nouns = &nouns});
}

bool find_of_kind(Kind kind, const desk::Nouns& nouns, std::string_view text, const Show& show) {
  const auto& all = nouns.get<alarm_task::View>().tasks;
  const auto id = parse_id<alarm_task::Tag>(text);
  const auto found = id ? all.find(*id) : all.end();
  if (found == all.end() || found->second.kind != kind) return false;
  show({.at = &found->second, .nouns = &nouns});
  return true;
}

std::shared_ptr<Resource> task_resource(const AlarmApi& api, const TaskWords& words) {
  auto resource = std::make_shared<Resource>();
  Resource& r = *resource;
  const Kind kind = words.kind;
  r.api = api.api;
  r.name = words.name;
  r.type = words.type;
  r.noun = std::string(words.noun) + "_" + api.noun;
  r.missing = not_found("alarm_task_must_exist", "id").value();
  r.attributes = attributes_of(words);
  r.event_kinds = {"Create", "StateChange"};
  r.each = [kind](const desk::Nouns& nouns, const desk::Actor& caller, const Show& show) {
    each_of_kind(kind, nouns, caller, show);
  };
  r.find = [kind](const desk::Nouns& nouns, std::string_view id, const Show& show) {
    return find_of_kind(kind, nouns, id, show);
  };
  r.sees = [](const Row& row, const desk::Actor& caller) {
    return unit::Reach(*row.nouns, caller).holds(task_of(row).unit);
  };
  r.write_kept = write_task_value;
  r.others = [described = &r.attributes](const Row& row,
                                         const std::function<void(std::string_view)>& show) {
    show_others(*described, task_of(row).attributes, show);
  };
  r.desk_of = desk_named<alarm_task::Tag>;
  r.carry = [kind, changed = std::string(words.changed)](Carrying carrying, auto then) {
    carrying.values.erase("state");
    carrying.values.erase(changed);
    carry_alarm_task(kind, std::move(carrying), std::move(then));
  };
  r.told_nouns = alarm_task::Noun::bit;
  r.tell = [kind](const journal::Batch& batch, const desk::Nouns&, std::vector<Notice>& out) {
    tell_of_alarm_tasks(kind, batch, out);
  };
  return resource;
}

}  // namespace

std::vector<std::shared_ptr<const Resource>> alarm_task_resources(const AlarmApi& api) {
  std::vector<std::shared_ptr<const Resource>> all;
  for (size_t i = task_words.size(); i-- > 0;) {
    auto resource = task_resource(api, task_words[i]);
    if (!all.empty()) resource->told_beside = all.front();
    all.insert(all.begin(), std::move(resource));
  }
  return all;
}

}  // namespace lifeline::tmf
