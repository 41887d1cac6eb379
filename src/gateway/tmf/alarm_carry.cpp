// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/alarm_carry.h"

#include <algorithm>
#include <set>

#include "base/json_text.h"
#include "desk/exchange.h"
#include "gateway/tmf/alarm_row.h"
#include "gateway/tmf/alarm_values.h"

namespace lifeline::tmf {
namespace {

using alarm::AlarmId;
using alarm_task::Kind;

/// What is looked for: an alarm by its id, or all that fit.
struct Wanted {
  std::string field;  // that names it: "alarmPattern[0].id"
  AlarmId id;
  std::string pattern;  // "": the id alone
};

/// What one desk has of it.
struct Found {
  std::vector<AlarmId> alarms;
  std::vector<bool> known;  // by what is wanted
};

struct Errand {
  Kind kind = Kind::acknowledge;
  Carrying carrying;
  std::function<void(Result<Made>)> then;
  std::string key;  // of the request; "" without one
  std::vector<Wanted> wanted;
  AlarmId parent;
  alarm_task::Carry part;
  std::vector<Found> found;    // by desk
  std::vector<UnitCode> left;  // desks that have still to carry theirs, the next one last
  std::map<UnitCode, std::vector<AlarmId>> of_desk;
  std::vector<AlarmId> changed;
};
using SharedErrand = std::shared_ptr<Errand>;

bool is_grouping(Kind kind) { return kind == Kind::group || kind == Kind::ungroup; }

Result<Wanted> wanted_by_id(std::string_view item, const std::string& field) {
  const std::string text = json_text_of(json_member(item, "id"));
  const auto id = parse_id<alarm::Tag>(text);
  if (!id || !*id) return invalid("alarm_must_be_known", field + ".id", text.substr(0, 60));
  return Wanted{.field = field + ".id", .id = *id, .pattern = {}};
}

// A pattern of no attribute at all would be every alarm there is.
Result<std::vector<Wanted>> wanted_by(const Values& values, Kind kind) {
  const std::string name = is_grouping(kind) ? "correlatedAlarm" : "alarmPattern";
  std::vector<Wanted> wanted;
  Result<void> read;
  auto take = [&](std::string_view item) {
    const std::string field = name + "[" + std::to_string(wanted.size()) + "]";
    const bool has_id = !json_member(item, "id").empty();
    if (item == "{}") read = invalid("attribute_must_be_given", field);
    if (!read || (!has_id && !is_grouping(kind))) {
      wanted.push_back({.field = field, .id = {}, .pattern = std::string(item)});
      return read.has_value();
    }
    auto one = wanted_by_id(item, field);
    if (!one) read = tl::unexpected(one.error());
    if (!one) return false;
    if (!is_grouping(kind)) one->pattern = item;
    wanted.push_back(std::move(*one));
    return wanted.size() <= limits::alarm_task_patterns_max || is_grouping(kind);
  };
  each_json_item(desk::json_of(values, name), take);
  if (!read) return tl::unexpected(read.error());
  if (wanted.empty()) return invalid("attribute_must_be_given", name);
  const size_t most =
      is_grouping(kind) ? limits::alarm_task_alarms_max : limits::alarm_task_patterns_max;
  if (wanted.size() > most) return invalid("patterns_must_be_fewer", name);
  return wanted;
}

bool fits(const Resource& alarms, const Row& row, const std::string& pattern) {
  bool is_one = true;
  std::string value;
  auto visit = [&](std::string_view name, std::string_view asked) {
    if (name == "href") return true;
    value.clear();
    write_value(alarms, row, name, value);
    is_one = fits_pattern(value, asked);
    return is_one;
  };
  each_json_member(pattern, visit);
  return is_one;
}

// The attributes alone, to compare alarms with a pattern.
const Resource& described_alarm() {
  static const Resource resource = [] {
    Resource one;
    one.attributes = alarm_rows::attributes();
    one.write_kept = alarm_rows::write_kept;
    return one;
  }();
  return resource;
}

void look_for(const Errand& task, Found& found, const desk::Nouns& nouns) {
  const desk::Actor& caller = task.carrying.request->caller;
  const Resource& alarms = described_alarm();
  std::set<AlarmId> taken;
  const auto take = [&](const Row& row, const Wanted& wanted) {
    const AlarmId id = alarm_rows::of(row).id;
    if (!wanted.pattern.empty() && !fits(alarms, row, wanted.pattern)) return;
    if (found.alarms.size() > limits::alarm_task_alarms_max || !taken.insert(id).second) return;
    found.alarms.push_back(id);
  };
  found.known.resize(task.wanted.size());
  for (size_t i = 0; i < task.wanted.size(); ++i) {
    const Wanted& wanted = task.wanted[i];
    if (!wanted.id) {
      found.known[i] = true;
      alarm_rows::each(nouns, caller, [&](const Row& row) { take(row, wanted); });
      continue;
    }
    alarm_rows::find(nouns, to_text(wanted.id), [&](const Row& row) {
      if (alarm_rows::is_gone(row) || !alarm_rows::sees(row, caller)) return;
      found.known[i] = true;
      if (wanted.id != task.parent) take(row, wanted);
    });
  }
}

Result<void> must_be_found(Errand& task) {
  for (size_t i = 0; i < task.wanted.size(); ++i) {
    const bool is_known =
        std::ranges::any_of(task.found, [i](const Found& found) { return found.known[i]; });
    if (!is_known) return invalid("alarm_must_be_known", task.wanted[i].field);
  }
  for (const Found& found : task.found)
    if (found.alarms.size() > limits::alarm_task_alarms_max)
      return invalid("alarms_must_be_fewer",
                     is_grouping(task.kind) ? "correlatedAlarm" : "alarmPattern");
  return {};
}

// With a key every desk is asked, since what fitted then may fit no longer.
void plan_parts(Errand& task) {
  const auto& desks = task.carrying.desks.plan().desks();
  for (size_t i = 0; i < desks.size(); ++i) {
    const bool is_parents = task.parent && desks[i].value == task.parent.desk;
    if (task.found[i].alarms.empty() && task.key.empty() && !is_parents) continue;
    task.of_desk[desks[i]] = std::move(task.found[i].alarms);
    task.left.insert(is_parents ? task.left.begin() : task.left.end(), desks[i]);
  }
}

void finish(const SharedErrand& task) {
  const desk::Request& request = *task->carrying.request;
  std::ranges::sort(task->changed);
  const auto same = std::unique(task->changed.begin(), task->changed.end());
  task->changed.erase(same, task->changed.end());
  auto intent = desk::intent_of(
      request, alarm_task::Command(alarm_task::Close{.kind = task->kind,
                                                     .unit = request.caller.unit,
                                                     .attributes = task->carrying.values,
                                                     .alarms = task->changed}));
  if (!intent) return task->then(tl::unexpected(std::move(intent.error())));
  Made decided{.desk = task->carrying.desks.plan().desk_of(request.caller.unit),
               .intent = std::move(*intent)};
  task->then(std::move(decided));
}

void carry_next(const SharedErrand& task) {
  if (task->left.empty()) return finish(task);
  const UnitCode desk = task->left.back();
  task->left.pop_back();
  alarm_task::Carry part = task->part;
  part.alarms = std::move(task->of_desk[desk]);
  if (task->parent.desk == desk.value)
    part.alarms.insert(part.alarms.end(), task->changed.begin(), task->changed.end());
  const std::string id = task->key.empty() ? std::string() : task->key + "/part";
  const auto answer = [task](const desk::Outcome& outcome, const desk::Nouns& nouns) {
    const bool is_refused = !outcome.repeated && !outcome.each.front().has_value();
    if (is_refused) return desk::problem(outcome.each.front().error());
    const auto& parts = nouns.get<alarm_task::View>().parts;
    const auto id = parse_id<alarm_task::Tag>(outcome.subject).value_or(alarm_task::TaskId{});
    const auto done = parts.find(id);
    if (done != parts.end())
      task->changed.insert(task->changed.end(), done->second.begin(), done->second.end());
    return desk::Response{};
  };
  const auto then = [task](desk::Response response) {
    if (response.status != 200) return task->carrying.reply(std::move(response));
    carry_next(task);
  };
  auto intent =
      desk::intent(task->carrying.request->caller, alarm_task::Command(std::move(part)), id);
  task->carrying.desks.submit(desk, std::move(intent), answer, then);
}

// What is kept with each alarm, and what is said of it.
Result<void> describe_part(Errand& task) {
  const Values& values = task.carrying.values;
  task.part.kind = task.kind;
  task.part.parent = task.parent;
  const auto keep = [&](const char* name) {
    const std::string_view json = desk::json_of(values, name);
    if (!json.empty()) task.part.attributes[name] = json;
  };
  if (task.kind == Kind::acknowledge || task.kind == Kind::unacknowledge)
    for (const char* name : {"ackSystemId", "ackUserId"}) keep(name);
  if (task.kind == Kind::clear) {
    for (const char* name : {"clearSystemId", "clearUserId", "alarmClearedTime"}) keep(name);
    task.part.text = clearing_reason(values);
  }
  if (task.kind == Kind::comment) {
    keep("comment");
    task.part.text = json_text_of(json_member(desk::json_of(values, "comment"), "comment"));
    if (task.part.text.empty()) return invalid("text_must_be_given", "comment.comment");
  }
  return {};
}

Result<void> read_task(Errand& task) {
  auto key = desk::idempotency_id(*task.carrying.request);
  if (!key) return tl::unexpected(std::move(key.error()));
  task.key = std::move(*key);
  auto wanted = wanted_by(task.carrying.values, task.kind);
  if (!wanted) return tl::unexpected(std::move(wanted.error()));
  task.wanted = std::move(*wanted);
  if (is_grouping(task.kind)) {
    auto parent = wanted_by_id(desk::json_of(task.carrying.values, "parentAlarm"), "parentAlarm");
    if (!parent) return tl::unexpected(std::move(parent.error()));
    task.parent = parent->id;
    task.wanted.push_back(std::move(*parent));
  }
  return describe_part(task);
}

}  // namespace

bool fits_pattern(std::string_view value, std::string_view pattern) {
  if (value == pattern) return true;
  if (value.empty() || pattern.empty()) return false;
  bool is_fit = true;
  if (pattern.front() == '{' && value.front() == '{') {
    auto visit = [&](std::string_view name, std::string_view asked) {
      is_fit = name == "href" || fits_pattern(json_member(value, name), asked);
      return is_fit;
    };
    each_json_member(pattern, visit);
    return is_fit;
  }
  if (pattern.front() == '[' && value.front() == '[') {
    auto visit = [&](std::string_view asked) {
      bool has = false;
      auto compare_item = [&](std::string_view item) {
        has = fits_pattern(item, asked);
        return !has;
      };
      each_json_item(value, compare_item);
      is_fit = has;
      return is_fit;
    };
    each_json_item(pattern, visit);
    return is_fit;
  }
  const auto moment = pattern.front() == '"' ? parse_rfc3339(json_text_of(pattern)) : std::nullopt;
  return moment && *moment && value.front() == '"' && parse_rfc3339(json_text_of(value)) == moment;
}

void carry_alarm_task(Kind kind, Carrying carrying, std::function<void(Result<Made>)> then) {
  auto task = std::make_shared<Errand>(Errand{.kind = kind,
                                              .carrying = std::move(carrying),
                                              .then = std::move(then),
                                              .key = {},
                                              .wanted = {},
                                              .parent = {},
                                              .part = {},
                                              .found = {},
                                              .left = {},
                                              .of_desk = {},
                                              .changed = {}});
  if (auto read = read_task(*task); !read) return task->then(tl::unexpected(read.error()));
  desk::Desks& desks = task->carrying.desks;
  task->found.resize(desks.plan().desks().size());
  const auto look = [task](size_t index, UnitCode, const desk::Nouns& nouns) {
    look_for(*task, task->found[index], nouns);
  };
  const auto looked = [task](desk::Response answer) {
    if (answer.status != 200) return task->carrying.reply(std::move(answer));
    if (auto found = must_be_found(*task); !found) return task->then(tl::unexpected(found.error()));
    plan_parts(*task);
    carry_next(task);
  };
  desks.read_each(
      look, [] { return desk::Response{}; }, looked);
}

}  // namespace lifeline::tmf
