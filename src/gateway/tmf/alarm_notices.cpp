// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/alarm_notices.h"

#include <algorithm>
#include <unordered_map>

#include "desk/record.h"

namespace lifeline::tmf {
namespace {

constexpr std::string_view told_create = "Create";
constexpr std::string_view told_change = "AttributeValueChange";
constexpr std::string_view told_move = "StateChange";
constexpr std::string_view told_delete = "Delete";

class AlarmNotices {
 public:
  explicit AlarmNotices(std::vector<Notice>& out) : out_(out), begin_(out.size()) {}

  void add(std::string_view id, std::string_view event, uint64_t position, size_t part = 0) {
    if (id.empty()) return;
    auto& told = told_[std::string(id)];
    const auto has = [&](std::string_view kind) {
      return std::ranges::find(told, kind) != told.end();
    };
    if (has(told_create) || has(told_delete) || has(event)) return;
    told.push_back(event);
    out_.push_back(
        {.event = std::string(event), .id = std::string(id), .position = position, .part = part});
    if (event == told_create || event == told_delete) has_whole_ = true;
  }
  // What was told of an alarm before it was made in the same batch is in its Create.
  void settle() {
    if (!has_whole_) return;
    const auto is_within = [&](const Notice& notice) {
      const auto& told = told_[notice.id];
      const bool is_made = std::ranges::find(told, told_create) != told.end();
      return is_made && notice.event != told_create;
    };
    out_.erase(
        std::remove_if(out_.begin() + static_cast<std::ptrdiff_t>(begin_), out_.end(), is_within),
        out_.end());
  }

 private:
  std::vector<Notice>& out_;
  size_t begin_;
  std::unordered_map<std::string, std::vector<std::string_view>> told_;
  bool has_whole_ = false;
};

bool is_set(Json event, const char* name) {
  const auto value = event.at(name);
  return value && value->boolean();
}

std::string_view kind_of_alarm(std::string_view type, Json event) {
  if (type == "Raised") return told_create;
  if (type == "Cleared") return told_move;
  if (type == "Repeated" || type == "Told")
    return is_set(event, "severity_changed") ? told_change : "";
  const bool is_change =
      type == "Acknowledged" || type == "Unacknowledged" || type == "Commented" || type == "Placed";
  return is_change ? told_change : "";
}

void tell_of_part(AlarmNotices& notices, Json event, uint64_t position) {
  const std::string_view kind = event.at("kind") ? event.at("kind")->text() : "acknowledge";
  const bool is_grouping = kind == "group" || kind == "ungroup";
  if (!is_grouping && !event.at("attributes")) return;
  size_t part = 0;
  auto tell = [&](Json id) {
    notices.add(id.text(), told_change, position, ++part);
    return true;
  };
  if (const auto alarms = event.at("alarms")) alarms->each(tell);
  if (const auto parent = event.at("parent"))
    notices.add(parent->text(), told_change, position, ++part);
}

void tell_of_saying(AlarmNotices& notices, std::string_view type, Json event, uint64_t position) {
  const std::string_view id = event.at("id") ? event.at("id")->text() : std::string_view();
  const bool is_kept = event.at("attributes") || event.at("removed");
  if (type == "Carried") return tell_of_part(notices, event, position);
  if (type == "Withdrawn") return notices.add(id, told_delete, position);
  if ((type == "Posted" || type == "Changed") && is_kept) notices.add(id, told_change, position);
}

}  // namespace

void tell_of_alarms(const journal::Batch& batch, const desk::Nouns&, std::vector<Notice>& out) {
  AlarmNotices notices(out);
  uint64_t position = batch.first - 1;
  auto visit = [&](const desk::RecordHead&, std::string_view type, Json event) {
    ++position;
    const size_t dot = type.find('.');
    const std::string_view noun = type.substr(0, dot), name = type.substr(dot + 1);
    if (noun == alarm_task::Noun::name) tell_of_saying(notices, name, event, position);
    if (noun != alarm::Noun::name) return true;
    const std::string_view kind = kind_of_alarm(name, event);
    if (!kind.empty())
      notices.add(event.at("id") ? event.at("id")->text() : std::string_view(), kind, position);
    return true;
  };
  JsonDocument document;
  (void)desk::read_record(document, batch.payload, visit);
  notices.settle();
}

void tell_of_alarm_tasks(alarm_task::Kind kind, const journal::Batch& batch,
                         std::vector<Notice>& out) {
  if ((batch.nouns & alarm_task::Noun::bit) == 0) return;
  uint64_t position = batch.first - 1;
  auto visit = [&](const desk::RecordHead&, std::string_view type, Json event) {
    ++position;
    if (type != "alarm_task.Done" || !event.at("id")) return true;
    const std::string_view said = event.at("kind") ? event.at("kind")->text() : "acknowledge";
    if (said != enum_text(kind)) return true;
    for (const std::string_view told : {told_create, told_move})
      out.push_back({.event = std::string(told),
                     .id = std::string(event.at("id")->text()),
                     .position = position});
    return true;
  };
  JsonDocument document;
  (void)desk::read_record(document, batch.payload, visit);
}

}  // namespace lifeline::tmf
