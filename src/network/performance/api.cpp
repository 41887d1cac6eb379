// SPDX-License-Identifier: Apache-2.0
#include "network/performance/api.h"

#include "desk/exchange.h"
#include "desk/listing.h"
#include "network/performance/view.h"

namespace lifeline::performance {

struct ThresholdBody {
  bool enabled = true;
  double warning = 0;
  double major = 0;
  double critical = 0;
  double hysteresis = 0;
  int64_t raise_after = 3;
  int64_t clear_after = 3;
  alarm::Severity severity_max = alarm::Severity::major;
  bool baseline = true;
  std::string reason;
};
LIFELINE_STRUCT(ThresholdBody, enabled, warning, major, critical, hysteresis, raise_after,
                clear_after, severity_max, baseline, reason)

namespace {

struct ThresholdList {
  using Row = performance::Row;
  static constexpr std::string_view sort = "metric";
  static constexpr bool lasting = false;
  static constexpr UnitCode home = group_unit;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor&, Show show) {
    for (size_t i = 0; i < metric_count; ++i)
      show(row_of(static_cast<Metric>(i), nouns.get<State>(), nouns.get<View>()));
  }
};

std::optional<Metric> metric_named(const desk::Request& request) {
  Metric metric{};
  if (!enum_from_text(request.path_value("metric"), metric)) return std::nullopt;
  return metric;
}

void decide_and_show(desk::Desks& desks, Result<desk::Intent> intent, Metric metric,
                     desk::Reply reply) {
  const auto answer = [metric](const desk::RowKey&, const desk::Nouns& nouns) {
    return desk::row_response(200, row_of(metric, nouns.get<State>(), nouns.get<View>()));
  };
  desk::submit(desks, group_unit, std::move(intent), answer, std::move(reply));
}

void change(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  const auto metric = metric_named(*request);
  if (!metric) return reply(desk::problem(not_found("threshold_must_exist", "metric").value()));
  const auto body = desk::body_of<ThresholdBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  const Change change{.to = {.metric = *metric,
                             .enabled = body->enabled,
                             .warning = body->warning,
                             .major = body->major,
                             .critical = body->critical,
                             .hysteresis = body->hysteresis,
                             .raise_after = body->raise_after,
                             .clear_after = body->clear_after,
                             .severity_max = body->severity_max,
                             .baseline = body->baseline}};
  decide_and_show(desks, desk::intent_of(*request, Command(change), body->reason), *metric,
                  std::move(reply));
}

void restore(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  const auto metric = metric_named(*request);
  if (!metric) return reply(desk::problem(not_found("threshold_must_exist", "metric").value()));
  const auto body = desk::body_of<desk::ReasonBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  decide_and_show(desks,
                  desk::intent_of(*request, Command(Restore{.metric = *metric}), body->reason),
                  *metric, std::move(reply));
}

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(
      desk::list_route<ThresholdList>("/api/v1/thresholds", "list_thresholds", "threshold",
                                      "From which value on each metric is worth an alarm"));
  routes.push_back({.method = "PUT",
                    .path = "/api/v1/thresholds/{metric}",
                    .operation = "change_threshold",
                    .tag = "threshold",
                    .summary = "Sets a metric's threshold",
                    .role = desk::Role::administrator,
                    .handler = change,
                    .body_schema = json_schema<ThresholdBody>(),
                    .answer_schema = json_schema<Row>()});
  routes.push_back({.method = "POST",
                    .path = "/api/v1/thresholds/{metric}/restore",
                    .operation = "restore_threshold",
                    .tag = "threshold",
                    .summary = "Sets a metric's threshold back to its default",
                    .role = desk::Role::administrator,
                    .handler = restore,
                    .body_schema = json_schema<desk::ReasonBody>(),
                    .answer_schema = json_schema<Row>()});
  return routes;
}

}  // namespace lifeline::performance
