// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/alarm.h"

#include "gateway/tmf/alarm_notices.h"
#include "gateway/tmf/alarm_row.h"
#include "gateway/tmf/alarm_tasks.h"
#include "gateway/tmf/alarm_values.h"

namespace lifeline::tmf {
namespace {

Result<Made> create_alarm(const Posted& posted, const door::SourceDirectory& sources) {
  auto post = alarm_post(posted.values);
  if (!post) return tl::unexpected(post.error());
  const UnitCode desk = door::SourceDirectory::Look(sources).desk_of(post->fault.source_name);
  auto decided = made(posted, desk, alarm_task::Command(std::move(*post)));
  if (decided) decided->field_of = alarm_field;
  return decided;
}

Result<Made> change_alarm(const Posted& posted) {
  const auto id = *parse_id<alarm::Tag>(posted.id);
  auto change = alarm_change(id, posted.values);
  if (!change) return tl::unexpected(change.error());
  auto decided = made(posted, UnitCode{id.desk}, alarm_task::Command(std::move(*change)));
  if (decided) decided->field_of = alarm_field;
  return decided;
}

Result<Made> remove_alarm(const Posted& posted) {
  const auto id = *parse_id<alarm::Tag>(posted.id);
  const std::string reason = reason_of(posted.request, "deleted by the alarm system");
  return made(posted, UnitCode{id.desk},
              alarm_task::Command(alarm_task::Withdraw{.id = id, .reason = reason}), reason);
}

}  // namespace

AlarmApi alarm_management() {
  return {.api = "/tmf-api/alarmManagement/v4", .noun = "alarm_management_v4"};
}
AlarmApi alarm_api() { return {.api = "/tmf-api/alarm/v4", .noun = "alarm_v4"}; }

std::shared_ptr<const Resource> alarm_resource(const AlarmApi& api,
                                               const door::SourceDirectory& sources) {
  auto resource = std::make_shared<Resource>();
  Resource& r = *resource;
  r.api = api.api;
  r.name = "alarm";
  r.type = "Alarm";
  r.noun = api.noun;
  r.missing = not_found("alarm_must_exist", "id").value();
  r.attributes = alarm_rows::attributes();
  r.event_kinds = {"Create", "AttributeValueChange", "StateChange", "Delete"};
  r.each = alarm_rows::each;
  r.find = alarm_rows::find;
  r.sees = alarm_rows::sees;
  r.is_gone = alarm_rows::is_gone;
  r.write_kept = alarm_rows::write_kept;
  r.others = [described = &r.attributes](const Row& row,
                                         const std::function<void(std::string_view)>& show) {
    if (const auto* kept = alarm_rows::kept_of(row))
      show_others(*described, kept->attributes, show);
  };
  r.desk_of = desk_named<alarm::Tag>;
  r.create = [&sources](const Posted& posted) { return create_alarm(posted, sources); };
  r.change = change_alarm;
  r.remove = remove_alarm;
  r.told_nouns = told_nouns_of_alarms;
  r.tell = tell_of_alarms;
  r.told_beside = alarm_task_resources(api).front();
  return resource;
}

}  // namespace lifeline::tmf
