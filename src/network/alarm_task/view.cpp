// SPDX-License-Identifier: Apache-2.0
#include "network/alarm_task/view.h"

#include <algorithm>

#include "base/json_text.h"
#include "base/limits.h"

namespace lifeline::alarm_task {
namespace {

using desk::Stamp;

// One comment more in the array of those that were posted.
void add_comment(Attributes& attributes, const std::string& comment) {
  std::string& all = attributes["comment"];
  if (all.size() > 2) {
    all.back() = ',';
    all += comment + "]";
  } else {
    all = "[" + comment + "]";
  }
}

void keep(Kept& kept, const Attributes& attributes, bool adds_comment) {
  for (const auto& [name, json] : attributes) {
    if (adds_comment && name == "comment")
      add_comment(kept.attributes, json);
    else
      kept.attributes[name] = json;
  }
}

void take(View& v, const Posted& e, const Stamp& s) {
  if (e.attributes.empty()) return;
  Kept& kept = v.kept[e.id];
  keep(kept, e.attributes, false);
  kept.changed_at = s.at;
}
void take(View& v, const Changed& e, const Stamp& s) {
  Kept& kept = v.kept[e.id];
  keep(kept, e.attributes, false);
  for (const std::string& name : e.removed) kept.attributes.erase(name);
  kept.changed_at = s.at;
}
void take(View& v, const Withdrawn& e, const Stamp& s) {
  v.kept[e.id].changed_at = s.at;
  v.withdrawn.insert(e.id);
}

void join(View& v, AlarmId alarm, AlarmId parent, const Stamp& s) {
  const bool is_child_here = alarm.desk == s.desk.value;
  const bool is_parent_here = parent.desk == s.desk.value;
  if (is_child_here) v.kept[alarm].parent = parent;
  if (is_parent_here) v.kept[parent].children.insert(alarm);
}
void leave(View& v, AlarmId alarm, AlarmId parent) {
  if (const auto child = v.kept.find(alarm); child != v.kept.end()) child->second.parent = {};
  if (const auto top = v.kept.find(parent); top != v.kept.end()) top->second.children.erase(alarm);
}

template <class T>
void keep_newest(std::map<TaskId, T>& all) {
  if (all.size() > limits::alarm_tasks_max) all.erase(all.begin());
}

void take(View& v, const Carried& e, const Stamp& s) {
  for (const AlarmId id : e.alarms) {
    if (e.kind == Kind::group) join(v, id, e.parent, s);
    if (e.kind == Kind::ungroup) leave(v, id, e.parent);
    if (e.attributes.empty() || id.desk != s.desk.value) continue;
    keep(v.kept[id], e.attributes, e.kind == Kind::comment);
  }
  for (const AlarmId id : e.alarms)
    if (const auto known = v.kept.find(id); known != v.kept.end()) known->second.changed_at = s.at;
  if (const auto top = v.kept.find(e.parent); top != v.kept.end()) top->second.changed_at = s.at;
  v.parts[e.id] = e.alarms;
  keep_newest(v.parts);
}
void take(View& v, const Done& e, const Stamp& s) {
  v.tasks[e.id] = {.id = e.id,
                   .kind = e.kind,
                   .unit = e.unit,
                   .attributes = e.attributes,
                   .alarms = e.alarms,
                   .at = s.at};
  keep_newest(v.tasks);
}

}  // namespace

void View::fold(const Event& event, const Stamp& stamp) {
  std::visit([&](const auto& e) { take(*this, e, stamp); }, event);
}

// Who acknowledged it by another system's word is outrun when somebody else does.
void View::fold(const alarm::Event& event, const Stamp& stamp) {
  if (kept.empty()) return;
  const auto outrun = [&](AlarmId id) {
    const auto known = kept.find(id);
    if (known == kept.end() || known->second.changed_at == stamp.at) return;
    for (const char* name : {"ackUserId", "ackSystemId"}) known->second.attributes.erase(name);
  };
  if (const auto* done = std::get_if<alarm::Acknowledged>(&event)) outrun(done->id);
  if (const auto* undone = std::get_if<alarm::Unacknowledged>(&event)) outrun(undone->id);
  const auto* cleared = std::get_if<alarm::Cleared>(&event);
  if (cleared == nullptr || !kept.contains(cleared->id)) return;
  over.push_back(cleared->id);
  if (over.size() <= limits::alarm_history_max) return;
  kept.erase(over.front());
  withdrawn.erase(over.front());
  over.pop_front();
}

const Kept* find(const View& view, AlarmId id) {
  const auto known = view.kept.find(id);
  return known == view.kept.end() ? nullptr : &known->second;
}

}  // namespace lifeline::alarm_task
