// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/alarm_values.h"

#include "base/json_text.h"

namespace lifeline::tmf {
namespace {

using alarm_task::Step;
using alarm_task::Steps;
using alarm_task::Verb;

constexpr const char* cleared_word = "cleared";

alarm::Severity severity_of(const Values& values) {
  auto severity = alarm::Severity::indeterminate;
  enum_from_text(desk::text_of(values, "perceivedSeverity"), severity);
  return severity;
}

void add_comments(Steps& steps, const Values& values) {
  for (const std::string& text : comments_in(desk::json_of(values, "comment")))
    if (!text.empty()) steps.push_back({.verb = Verb::comment, .text = text});
}

void add_acknowledgement(Steps& steps, const Values& values) {
  const std::string state = desk::text_of(values, "ackState");
  if (state == "acknowledged") steps.push_back({.verb = Verb::acknowledge});
  if (state == "unacknowledged") steps.push_back({.verb = Verb::unacknowledge});
}

// What the alarm says of itself in the same words is not kept beside it.
void drop_what_the_alarm_has(Values& values) {
  for (const char* name : {"state", "ackState", "perceivedSeverity", "probableCause", "alarmType",
                           "specificProblem", "sourceSystemId", "alarmDetails", "interface"})
    values.erase(name);
  bool is_more = false;
  auto visit = [&](std::string_view member, std::string_view) {
    is_more = member != "id";
    return !is_more;
  };
  each_json_member(desk::json_of(values, "alarmedObject"), visit);
  if (!is_more) values.erase("alarmedObject");
}

}  // namespace

std::vector<std::string> comments_in(std::string_view comments) {
  std::vector<std::string> texts;
  auto take = [&](std::string_view comment) {
    texts.push_back(json_text_of(json_member(comment, "comment")));
    return true;
  };
  each_json_item(comments, take);
  return texts;
}

std::string clearing_reason(const Values& values) {
  std::string reason = "cleared";
  const std::string user = desk::text_of(values, "clearUserId");
  const std::string system = desk::text_of(values, "clearSystemId");
  if (!user.empty()) reason += " by " + user;
  if (!system.empty()) reason += " in " + system;
  return reason;
}

Result<alarm_task::Post> alarm_post(const Values& values) {
  for (const char* name : {"state", "perceivedSeverity"})
    if (desk::text_of(values, name) == cleared_word)
      return invalid("alarm_must_begin_raised", name);
  const std::string source =
      json_text_of(json_member(desk::json_of(values, "alarmedObject"), "id"));
  if (source.empty()) return invalid("attribute_must_be_given", "alarmedObject.id");
  for (const char* name : {"probableCause", "sourceSystemId", "alarmType"})
    if (desk::text_of(values, name).empty()) return invalid("attribute_must_be_given", name);
  alarm_task::Post post{
      .fault = {.source_name = source,
                .condition = desk::text_of(values, "probableCause"),
                .interface = desk::text_of(values, "interface"),
                .severity = severity_of(values),
                .event_type = desk::text_of(values, "alarmType"),
                .specific_problem = desk::text_of(values, "specificProblem"),
                .additional_text = desk::text_of(values, "alarmDetails"),
                .reported_at =
                    parse_rfc3339(desk::text_of(values, "alarmRaisedTime")).value_or(Instant{}),
                .origin = desk::text_of(values, "sourceSystemId")},
      .attributes = values,
      .steps = {}};
  add_comments(post.steps, values);
  if (desk::text_of(values, "ackState") == "acknowledged")
    post.steps.push_back({.verb = Verb::acknowledge});
  drop_what_the_alarm_has(post.attributes);
  return post;
}

Result<alarm_task::Change> alarm_change(alarm::AlarmId id, const Values& values) {
  alarm_task::Change change{.id = id, .attributes = values, .steps = {}};
  for (const char* name : {"state", "ackState", "perceivedSeverity"}) {
    if (desk::json_of(values, name) == "null") return invalid("attribute_must_be_given", name);
    change.attributes.erase(name);
  }
  const std::string severity = desk::text_of(values, "perceivedSeverity");
  const std::string state = desk::text_of(values, "state");
  add_comments(change.steps, values);
  if (!severity.empty() && severity != cleared_word)
    change.steps.push_back({.verb = Verb::rate, .text = severity});
  add_acknowledgement(change.steps, values);
  change.is_open = !state.empty() && state != cleared_word;
  if (state == cleared_word || severity == cleared_word)
    change.steps.push_back({.verb = Verb::clear, .text = clearing_reason(values)});
  return change;
}

std::string alarm_field(std::string_view field) {
  if (field == "sourceName") return "alarmedObject.id";
  if (field == "alarmCondition") return "probableCause";
  if (field == "eventCategory") return "alarmType";
  if (field == "alarmAdditionalInformation") return "alarmDetails";
  if (field == "origin") return "sourceSystemId";
  if (field == "text") return "comment";
  if (field == "reason") return "state";
  return std::string(field);
}

}  // namespace lifeline::tmf
