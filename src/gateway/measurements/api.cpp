// SPDX-License-Identifier: Apache-2.0
#include "gateway/measurements/api.h"

#include <fmt/format.h>

#include "base/text.h"
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "gateway/measurements/csv.h"
#include "gateway/measurements/figures.h"
#include "gateway/measurements/remote_write_wire.h"
#include "gateway/measurements/series.h"
#include "network/element/model.h"

namespace lifeline::measurements {

namespace {

using desk::Desks;
using desk::Reply;
using desk::Requested;

constexpr int64_t day_slots = 24 * performance::hour_slots;

Refusal busy() { return unavailable("measurements_must_be_kept_up_with", "too many are reading"); }

Window window_of(Instant now) {
  return {.oldest = seconds_after(now, -int64_t{limits::measurement_days} * 24 * 3600),
          .newest = seconds_after(now, limits::measurement_ahead_s_max)};
}

// --- Series --------------------------------------------------------------------------------------

Result<std::vector<Metric>> metrics_of(std::string_view text) {
  std::vector<Metric> metrics;
  for (const std::string_view word : split(text, ',')) {
    Metric metric{};
    if (trimmed(word).empty()) continue;
    if (!enum_from_text(trimmed(word), metric))
      return invalid("metric_must_be_known", "metric",
                     "access_success, drop_rate, load, throughput or delay");
    metrics.push_back(metric);
  }
  if (metrics.empty())
    for (size_t i = 0; i < performance::metric_count; ++i)
      metrics.push_back(static_cast<Metric>(i));
  return metrics;
}

// The last day, unless asked otherwise; both ends on five minutes.
Result<void> read_period(const desk::Request& request, Instant now, SeriesAsked& asked) {
  const auto from = parse_rfc3339(request.query_value("from"));
  const auto to = parse_rfc3339(request.query_value("to"));
  if (!from) return invalid("value_must_be_well_formed", "from", "RFC 3339");
  if (!to) return invalid("value_must_be_well_formed", "to", "RFC 3339");
  asked.to = performance::slot_of(now) + 1;
  if (*to) asked.to = performance::slot_of(*to);
  asked.from = asked.to - day_slots;
  if (*from) asked.from = performance::slot_of(*from);
  if (asked.from < 0 || asked.from >= asked.to) return invalid("from_must_be_before_to", "from");
  if (asked.to - asked.from > static_cast<Slot>(limits::series_slots_max))
    return invalid("period_must_be_shorter", "from", "at most eight days");
  return {};
}

Result<SeriesAsked> asked_of(const desk::Request& request, Instant now) {
  SeriesAsked asked{.name = std::string(request.path_value("element")), .metrics = {}};
  auto metrics = metrics_of(request.query_value("metric"));
  if (!metrics) return tl::unexpected(metrics.error());
  asked.metrics = std::move(*metrics);
  asked.with_band = request.query_value("band") != "false";
  if (auto period = read_period(request, now, asked); !period)
    return tl::unexpected(period.error());
  return asked;
}

// Whether the caller may see the element: by its ground, on the desk that has it.
bool may_see(const std::string& element, const desk::Actor& caller, const desk::Nouns& nouns) {
  const auto& elements = nouns.get<element::State>().elements;
  const auto found = elements.find(element);
  if (found == elements.end()) return caller.unit == group_unit;
  unit::Reach reach(nouns, caller);
  return reach.holds(found->second.region);
}

// Asks the element's desk whether the caller may, then answers on the reader's thread.
void show(const Parts& parts, const Requested& request, Desks& desks, Reply reply,
          std::function<std::string(uint32_t)> write) {
  const std::string element(request->path_value("element"));
  const auto number = parts.intake.store().find(element);
  const UnitCode desk = door::SourceDirectory::Look(parts.directory).desk_of(element);
  const auto look = [element, caller = request->caller](const desk::Nouns& nouns) {
    if (may_see(element, caller, nouns)) return desk::Response{};
    return desk::problem(not_found("element_must_exist", "element").value());
  };
  const auto then = [&intake = parts.intake, number, reply = std::move(reply),
                     write = std::move(write)](desk::Response seen) {
    if (seen.status != 200) return reply(std::move(seen));
    if (!number)
      return reply(desk::problem(not_found("element_must_have_measurements", "element").value()));
    const bool is_queued = intake.read([=] { reply(desk::json_response(200, write(*number))); });
    if (!is_queued) reply(desk::problem(busy().value()));
  };
  desks.read(desk, look, then);
}

void show_series(const Parts& parts, const Requested& request, Desks& desks, Reply reply) {
  auto asked = asked_of(*request, parts.intake.clock().now());
  if (!asked) return reply(desk::problem(asked.error()));
  asked->thresholds = parts.intake.sentry().thresholds();
  show(parts, request, desks, std::move(reply),
       [&store = parts.intake.store(), asked = std::move(*asked)](uint32_t element) mutable {
         asked.element = element;
         return series_json(store, asked);
       });
}

void show_latest(const Parts& parts, const Requested& request, Desks& desks, Reply reply) {
  const Hour now = performance::hour_of(performance::slot_of(parts.intake.clock().now()));
  show(parts, request, desks, std::move(reply),
       [&store = parts.intake.store(), now, name = std::string(request->path_value("element"))](
           uint32_t element) { return latest_json(store, element, name, now); });
}

void show_forecast(const Parts& parts, const Requested& request, Desks& desks, Reply reply) {
  const Hour now = performance::hour_of(performance::slot_of(parts.intake.clock().now()));
  show(parts, request, desks, std::move(reply),
       [&store = parts.intake.store(), now, name = std::string(request->path_value("element"))](
           uint32_t element) { return forecast_json(store, element, name, now); });
}

// --- Figures -------------------------------------------------------------------------------------

FiguresRow figures_of(const Parts& parts) {
  const auto intake = parts.intake.figures();
  const auto sentry = parts.intake.sentry().figures();
  const auto forward = parts.forwarder.figures();
  const auto store = parts.intake.store().figures();
  return {.requests = intake.requests,
          .requests_refused = intake.requests_refused,
          .accepted = intake.accepted,
          .replaced = intake.replaced,
          .repeated = intake.repeated,
          .late = intake.late,
          .out_of_time = intake.out_of_time,
          .lost = intake.lost,
          .queued = intake.queued,
          .judged = sentry.judged,
          .alarms_raised = sentry.raised,
          .alarms_cleared = sentry.cleared,
          .alarms_waiting = sentry.waiting,
          .alarms_refused = sentry.refused,
          .forwarded = forward.sent,
          .forward_dropped = forward.dropped,
          .forward_retries = forward.retries,
          .forward_queued = forward.queued,
          .elements = store.elements,
          .hours_open = store.hours_open,
          .hours_sealed = store.hours_sealed,
          .bytes = store.bytes,
          .bytes_open = store.bytes_open,
          .blocks_broken = store.blocks_broken};
}

void show_figures(const Parts& parts, Reply reply) {
  const bool is_queued =
      parts.intake.read([parts, reply] { reply(desk::row_response(200, figures_of(parts))); });
  if (!is_queued) reply(desk::problem(busy().value()));
}

// --- Doors ---------------------------------------------------------------------------------------

void import_csv(const Parts& parts, const Requested& request, Reply reply) {
  if (!lowercase(trimmed(request->content_type)).starts_with("text/csv"))
    return reply(desk::problem(invalid("content_type_must_be_csv", "Content-Type").value()));
  auto read = read_csv(request->body, window_of(parts.intake.clock().now()));
  if (!read) return reply(desk::problem(read.error()));
  const bool is_refused = read->report.refused_total > 0;
  if (is_refused || request->query_value("check") == "true")
    return reply(desk::row_response(is_refused ? 400 : 200, read->report));
  parts.intake.accept(std::move(read->readings),
                      [reply, &planner = parts.intake.planner(),
                       report = std::move(read->report)](Result<Taken> taken) mutable {
                        if (!taken) return reply(desk::problem(taken.error()));
                        report.added = taken->fresh;
                        report.changed = taken->replaced;
                        report.unchanged = taken->repeated;
                        if (taken->late > 0) planner.ask();
                        reply(desk::row_response(200, report));
                      });
}

// As Prometheus' own receiver: what is sound is kept even where something is not, and only an
// answer of 429 or 5xx makes the sender try again.
void remote_write(const Parts& parts, const Requested& request, Reply reply) {
  if (lowercase(trimmed(request->header("content-encoding"))) != "snappy")
    return reply(
        desk::problem(invalid("content_encoding_must_be_snappy", "Content-Encoding").value()));
  auto write = read_write_request(request->body);
  if (!write) return reply(desk::problem(write.error()));
  const auto answer = [reply, unsound = write->unsound,
                       why = write->why](const Result<Taken>& taken) {
    if (!taken) return reply(desk::problem(taken.error()));
    if (unsound > 0) return reply(desk::problem(why));
    if (taken->out_of_time > 0)
      return reply(desk::problem(
          invalid("time_must_be_kept", "timestamp",
                  std::to_string(taken->out_of_time) + " values are too old or ahead of the clock")
              .value()));
    reply({.status = 204, .content_type = {}, .body = {}, .headers = {}});
  };
  if (write->readings.empty()) return answer(Taken{});
  parts.intake.accept(std::move(write->readings), answer);
}

desk::Routes doors(const Parts& parts) {
  desk::Routes routes;
  routes.push_back(
      {.method = "POST",
       .path = "/api/v1/measurements/import",
       .operation = "import_measurements",
       .tag = "measurement",
       .summary = "Takes in measurements as CSV: element,metric,at,value",
       .role = desk::Role::operator_,
       .handler = [parts](auto request, auto&,
                          auto reply) { import_csv(parts, request, std::move(reply)); },
       .parameters = {{"check", "true: only check, keep nothing"}},
       .body_schema = R"({"type":"string"})",
       .answer_schema = json_schema<desk::ImportReport>(),
       .body_type = "text/csv",
       .body_bytes_max = limits::import_body_bytes_max});
  routes.push_back(
      {.method = "POST",
       .path = "/api/v1/write",
       .operation = "write_measurements",
       .tag = "measurement",
       .summary = "Takes in measurements by Prometheus remote write 1.0",
       .role = desk::Role::operator_,
       .handler = [parts](auto request, auto&,
                          auto reply) { remote_write(parts, request, std::move(reply)); },
       .body_schema = R"({"type":"string","format":"binary"})",
       .body_type = "application/x-protobuf"});
  return routes;
}

}  // namespace

desk::Routes routes(Parts parts) {
  desk::Routes routes = doors(parts);
  routes.push_back(
      {.method = "GET",
       .path = "/api/v1/measurements",
       .operation = "show_measurement_figures",
       .tag = "measurement",
       .summary = "How many values were accepted, late and dropped since the start",
       .role = desk::Role::viewer,
       .handler = [parts](auto, auto&, auto reply) { show_figures(parts, std::move(reply)); },
       .answer_schema = json_schema<FiguresRow>()});
  routes.push_back(
      {.method = "GET",
       .path = "/api/v1/measurements/{element}",
       .operation = "get_series",
       .tag = "measurement",
       .summary = "The series of an element, with what is usual at each hour",
       .role = desk::Role::viewer,
       .handler = [parts](auto request, auto& desks,
                          auto reply) { show_series(parts, request, desks, std::move(reply)); },
       .parameters = {{"metric", "Metrics, comma-separated; all unless given"},
                      {"from", "RFC 3339; a day before the end unless given"},
                      {"to", "RFC 3339, not included; now unless given"},
                      {"band", "false: without what is usual"}},
       .answer_schema = std::string(series_schema)});
  routes.push_back(
      {.method = "GET",
       .path = "/api/v1/measurements/{element}/latest",
       .operation = "get_latest_measurements",
       .tag = "measurement",
       .summary = "The newest value of each metric of an element",
       .role = desk::Role::viewer,
       .handler = [parts](auto request, auto& desks,
                          auto reply) { show_latest(parts, request, desks, std::move(reply)); },
       .answer_schema = std::string(latest_schema)});
  routes.push_back(
      {.method = "GET",
       .path = "/api/v1/measurements/{element}/forecast",
       .operation = "get_load_forecast",
       .tag = "measurement",
       .summary = "The load of an element's next day, by the hour",
       .role = desk::Role::viewer,
       .handler = [parts](auto request, auto& desks,
                          auto reply) { show_forecast(parts, request, desks, std::move(reply)); },
       .answer_schema = std::string(forecast_schema)});
  for (auto& route : expansion_routes(parts)) routes.push_back(std::move(route));
  return routes;
}

void append_metrics(std::string& out, const Parts& parts) {
  const auto figures = figures_of(parts);
  const auto add = [&](std::string_view name, std::string_view type, uint64_t value) {
    fmt::format_to(std::back_inserter(out),
                   "# TYPE lifeline_measurement_{0} {1}\nlifeline_measurement_{0} {2}\n", name,
                   type, value);
  };
  add("values_total", "counter", figures.accepted);
  add("values_late_total", "counter", figures.late);
  add("values_out_of_time_total", "counter", figures.out_of_time);
  add("values_lost_total", "counter", figures.lost);
  add("requests_refused_total", "counter", figures.requests_refused);
  add("alarms_raised_total", "counter", figures.alarms_raised);
  add("alarms_cleared_total", "counter", figures.alarms_cleared);
  add("forwarded_total", "counter", figures.forwarded);
  add("forward_dropped_total", "counter", figures.forward_dropped);
  add("queued", "gauge", figures.queued);
  add("elements", "gauge", figures.elements);
  add("store_bytes", "gauge", figures.bytes);
}

}  // namespace lifeline::measurements
