// SPDX-License-Identifier: Apache-2.0
#include "network/alarm/api.h"

#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"
#include "network/alarm/view.h"

namespace lifeline::alarm {
namespace {

struct CommentBody {
  std::string text;
  std::string reason;
};
LIFELINE_STRUCT(CommentBody, text, reason)

/// An entry of the history, as timelines have it.
struct Happening {
  Instant at;
  Step kind = Step::raised;
  std::string who;
  std::string text_zh;
  std::string text_en;
  std::string ref;
};
LIFELINE_STRUCT(Happening, at, kind, who, text_zh, text_en, ref)

struct AlarmList {
  using Row = alarm::Row;
  static constexpr std::string_view sort = "-raised_at";
  static constexpr bool lasting = true;
  static constexpr std::array<std::string_view, 2> derived{"sites", "suppressed_by"};

  static void complete(Row& row, const desk::Nouns& nouns) { alarm::complete(row, nouns); }
  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    unit::Reach reach(nouns, caller);
    for (const auto& [id, row] : nouns.get<View>().rows)
      if (reach.holds(row.unit)) show(row);
  }
};

desk::Response row_of(AlarmId id, const desk::Nouns& nouns) {
  const auto& rows = nouns.get<View>().rows;
  const auto found = rows.find(id);
  if (found == rows.end()) return desk::problem(not_found("alarm_must_exist", "id").value());
  Row row = found->second;
  complete(row, nouns);
  return desk::row_response(200, row);
}

const Row* row_in_reach(AlarmId id, const desk::Actor& caller, const desk::Nouns& nouns) {
  const auto& rows = nouns.get<View>().rows;
  const auto found = rows.find(id);
  if (found == rows.end()) return nullptr;
  return unit::Reach(nouns, caller).holds(found->second.unit) ? &found->second : nullptr;
}

std::optional<desk::Response> page(AlarmId id, const desk::Actor& caller,
                                   const desk::Nouns& nouns) {
  if (row_in_reach(id, caller, nouns) == nullptr) return std::nullopt;
  return row_of(id, nouns);
}

std::optional<desk::Response> history(AlarmId id, const desk::Actor& caller,
                                      const desk::Nouns& nouns) {
  const Row* row = row_in_reach(id, caller, nouns);
  if (row == nullptr) return std::nullopt;
  std::vector<Happening> entries{{.at = row->raised_at,
                                  .kind = Step::raised,
                                  .who = row->source_name,
                                  .text_zh = row->specific_problem,
                                  .text_en = row->specific_problem,
                                  .ref = to_text(row->incident)}};
  const auto& remarks = nouns.get<View>().remarks;
  if (const auto known = remarks.find(id); known != remarks.end())
    for (const Remark& remark : known->second)
      entries.push_back({.at = remark.at,
                         .kind = remark.kind,
                         .who = remark.who,
                         .text_zh = remark.text,
                         .text_en = remark.text,
                         .ref = {}});
  return desk::row_response(200, entries);
}

constexpr const char* missing = "alarm_must_exist";

template <class Body, class Make>
desk::Route action(const std::string& verb, std::string summary, Make make) {
  return {.method = "POST",
          .path = "/api/v1/alarms/{id}/" + verb,
          .operation = verb + "_alarm",
          .tag = "alarm",
          .summary = std::move(summary),
          .role = desk::Role::operator_,
          .handler = desk::act_handler<AlarmId, Body>(missing, make, row_of),
          .body_schema = json_schema<Body>(),
          .answer_schema = json_schema<Row>()};
}

}  // namespace

desk::Routes routes() {
  using desk::ReasonBody;
  desk::Routes routes;
  routes.push_back(desk::list_route<AlarmList>("/api/v1/alarms", "list_alarms", "alarm",
                                               "Open alarms and the newest of the cleared"));
  routes.push_back({.method = "GET",
                    .path = "/api/v1/alarms/{id}",
                    .operation = "get_alarm",
                    .tag = "alarm",
                    .summary = "An alarm",
                    .handler = desk::one_handler<AlarmId>(missing, page),
                    .answer_schema = json_schema<Row>()});
  routes.push_back({.method = "GET",
                    .path = "/api/v1/alarms/{id}/history",
                    .operation = "get_alarm_history",
                    .tag = "alarm",
                    .summary = "What happened to an alarm, oldest first",
                    .handler = desk::one_handler<AlarmId>(missing, history),
                    .answer_schema = json_schema<std::vector<Happening>>()});
  routes.push_back(action<ReasonBody>(
      "acknowledge", "Somebody has seen it",
      [](AlarmId id, const ReasonBody&) { return Command(Acknowledge{.id = id}); }));
  routes.push_back(action<ReasonBody>(
      "unacknowledge", "Nobody is on it after all",
      [](AlarmId id, const ReasonBody&) { return Command(Unacknowledge{.id = id}); }));
  routes.push_back(action<ReasonBody>("clear", "The fault is over, whatever the device says",
                                      [](AlarmId id, const ReasonBody& body) {
                                        return Command(Clear{.id = id, .reason = body.reason});
                                      }));
  routes.push_back(action<CommentBody>("comment", "A remark is kept with it",
                                       [](AlarmId id, const CommentBody& body) {
                                         return Command(Comment{.id = id, .text = body.text});
                                       }));
  return routes;
}

}  // namespace lifeline::alarm
