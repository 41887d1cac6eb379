// SPDX-License-Identifier: Apache-2.0
// VES bodies: VES Event Listener 7.2.1, sections 4.1.1 (common header), 4.2.5 (fault), 4.2.6
// (heartbeat).
#include "rehearsal/http_peer.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/csv.h"
#include "base/json_read.h"
#include "base/limits.h"
#include "network/alarm/view.h"
#include "network/element/view.h"
#include "network/source/view.h"

namespace lifeline::rehearsal {

/// A recipient as an order's page lists it.
struct RecipientPage {
  UnitCode unit;
  order::Step state = order::Step::issued;
  Instant escalated_at;
};
LIFELINE_STRUCT(RecipientPage, unit, state, escalated_at)

struct OrderPage {
  incident::IncidentId incident;
  order::Progress state = order::Progress::open;
  std::vector<RecipientPage> recipients;
};
LIFELINE_STRUCT(OrderPage, incident, state, recipients)

namespace {

constexpr std::string_view json_type = "application/json";
constexpr std::string_view csv_type = "text/csv; charset=utf-8";

std::string quoted(std::string_view text) {
  std::string out;
  append_json_text(out, text);
  return out;
}

std::string_view ves_severity(const Report& report) {
  if (!report.raised) return "NORMAL";
  switch (report.severity) {
    case alarm::Severity::critical: return "CRITICAL";
    case alarm::Severity::major: return "MAJOR";
    case alarm::Severity::minor: return "MINOR";
    default: return "WARNING";
  }
}

std::string degrees(double value) { return fmt::format("{:.5f}", value); }

std::string services_text(const site::Site& site) {
  std::string text;
  for (const site::ServiceNeed& need : site.services) {
    if (!text.empty()) text += ';';
    text += enum_text(need.kind);
    for (const std::string& id : need.elements) {
      text += &id == &need.elements.front() ? ':' : '|';
      text += id;
    }
  }
  return text;
}

std::string unit_body(UnitCode unit) { return R"({"unit":")" + to_text(unit) + "\"}"; }

}  // namespace

void HttpPeer::wait(Waiting waiting) {
  if (outbox_.size() >= outbox_max) {
    const auto oldest = std::ranges::find_if(outbox_, &Waiting::is_report);
    lost_ += 1;
    if (oldest == outbox_.end()) return;
    outbox_.erase(oldest);
  }
  outbox_.push_back(std::move(waiting));
}

void HttpPeer::post(const std::string& target, std::string body) {
  wait({.is_report = false,
        .target = target,
        .content_type = std::string(json_type),
        .body = std::move(body)});
}

void HttpPeer::install(const std::vector<unit::Unit>& units) {
  std::string csv =
      "code,name_zh,name_en,level,parent,duty_name,duty_phone,longitude_deg,latitude_deg\r\n";
  bool is_new = false;
  for (const unit::Unit& u : units) {
    is_new = is_new || !known_.contains("/api/v1/units" + to_text(u.code));
    append_csv_record(csv, std::vector<std::string>{
                               to_text(u.code), u.name_zh, u.name_en,
                               std::string(enum_text(u.level)), to_text(u.parent), u.duty_name,
                               u.duty_phone, degrees(u.longitude_deg), degrees(u.latitude_deg)});
  }
  if (is_new)
    wait({.target = "/api/v1/units/import", .content_type = std::string(csv_type), .body = csv});
}

void HttpPeer::install(const std::vector<element::Element>& elements) {
  std::string csv = "id,name,kind,region,longitude_deg,latitude_deg,depends_on\r\n";
  const size_t header = csv.size();
  for (const element::Element& e : elements) {
    if (known_.contains("/api/v1/elements" + e.id)) continue;
    append_csv_record(
        csv, std::vector<std::string>{e.id, e.name, std::string(enum_text(e.kind)),
                                      to_text(e.region), degrees(e.longitude_deg),
                                      degrees(e.latitude_deg), element::groups_text(e.depends_on)});
  }
  if (csv.size() > header)
    wait({.target = "/api/v1/elements/import", .content_type = std::string(csv_type), .body = csv});
}

void HttpPeer::install(const std::vector<site::Site>& sites) {
  std::string csv =
      "id,name_zh,name_en,kind,tier,region,unit,longitude_deg,latitude_deg,address,services\r\n";
  const size_t header = csv.size();
  for (const site::Site& s : sites) {
    if (known_.contains("/api/v1/sites" + s.id)) continue;
    append_csv_record(
        csv, std::vector<std::string>{s.id, s.name_zh, s.name_en, std::string(enum_text(s.kind)),
                                      std::to_string(s.tier), to_text(s.region), to_text(s.unit),
                                      degrees(s.longitude_deg), degrees(s.latitude_deg), s.address,
                                      services_text(s)});
  }
  if (csv.size() > header)
    wait({.target = "/api/v1/sites/import", .content_type = std::string(csv_type), .body = csv});
}

std::string HttpPeer::event_header(std::string_view domain, std::string_view name,
                                   std::string_view source, Instant at) {
  ++sequence_;
  return fmt::format(
      R"({{"commonEventHeader":{{"version":"4.1","vesEventListenerVersion":"7.2.1",)"
      R"("domain":"{}","eventName":{},"eventId":"{}-{}","sequence":{},"priority":"Normal",)"
      R"("reportingEntityName":"rehearsal","sourceName":{},"startEpochMicrosec":{},)"
      R"("lastEpochMicrosec":{}}},)",
      domain, quoted(name), run_, sequence_, sequence_ % 2'000'000'000, quoted(source), at.us,
      at.us);
}

void HttpPeer::report(std::span<const Report> reports) {
  for (const Report& r : reports) {
    std::string body = event_header("fault", "Fault_" + r.condition, r.source, r.at);
    body += fmt::format(
        R"("faultFields":{{"faultFieldsVersion":"4.0","alarmCondition":{},"alarmInterfaceA":{},)"
        R"("eventCategory":{},"eventSourceType":"other","eventSeverity":"{}",)"
        R"("specificProblem":{},"vfStatus":"Active"}}}})",
        quoted(r.condition), quoted(r.interface), quoted(r.event_type), ves_severity(r),
        quoted(r.specific_problem.empty() ? r.condition : r.specific_problem));
    wait({.is_report = true, .target = {}, .content_type = {}, .body = std::move(body)});
  }
}

void HttpPeer::beat(const Beater& beater) {
  std::string body = event_header("heartbeat", "Heartbeat_Ems", beater.name, now_);
  body += fmt::format(
      R"("heartbeatFields":{{"heartbeatFieldsVersion":"3.0","heartbeatInterval":{}}}}})",
      beater.interval_s);
  wait({.is_report = true, .target = {}, .content_type = {}, .body = std::move(body)});
}

void HttpPeer::acknowledge(order::OrderId id, UnitCode unit) {
  post("/api/v1/orders/" + to_text(id) + "/acknowledge", unit_body(unit));
}

void HttpPeer::finish(order::OrderId id, UnitCode unit, std::string note) {
  post("/api/v1/orders/" + to_text(id) + "/finish",
       R"({"unit":")" + to_text(unit) + R"(","note":)" + quoted(note) + "}");
}

void HttpPeer::decline(order::OrderId id, UnitCode unit, std::string reason) {
  post("/api/v1/orders/" + to_text(id) + "/decline",
       R"({"unit":")" + to_text(unit) + R"(","reason":)" + quoted(reason) + "}");
}

void HttpPeer::assign(incident::IncidentId id, std::string assignee) {
  post("/api/v1/incidents/" + to_text(id) + "/assign", R"({"assignee":)" + quoted(assignee) + "}");
}

void HttpPeer::mitigate(incident::IncidentId id, std::string text) {
  post("/api/v1/incidents/" + to_text(id) + "/mitigate", R"({"text":)" + quoted(text) + "}");
}

void HttpPeer::close(incident::IncidentId id, std::string text) {
  post("/api/v1/incidents/" + to_text(id) + "/close", R"({"text":)" + quoted(text) + "}");
}

void HttpPeer::acknowledge(alarm::AlarmId id, UnitCode) {
  post("/api/v1/alarms/" + to_text(id) + "/acknowledge", "{}");
}

Result<void> HttpPeer::flush() {
  while (!outbox_.empty()) {
    HttpQuestion question{.method = "POST",
                          .target = outbox_.front().target,
                          .content_type = outbox_.front().content_type,
                          .body = {}};
    size_t taken = 1;
    if (outbox_.front().is_report) {
      question.target = "/eventListener/v7/eventBatch";
      question.content_type = json_type;
      question.body = R"({"eventList":[)" + outbox_.front().body;
      for (; taken < outbox_.size() && outbox_[taken].is_report && taken < reports_per_request &&
             question.body.size() < limits::http_body_bytes_max / 2;
           ++taken)
        question.body += ',' + outbox_[taken].body;
      question.body += "]}";
    } else {
      question.body = outbox_.front().body;
    }
    const auto answer = ask_(question);
    if (!answer) return tl::unexpected(answer.error());
    if (answer->status == 429 || answer->status >= 500)
      return unavailable("server_must_answer", "it answered " + std::to_string(answer->status));
    ++sent_;
    if (answer->status == 409) {
      ++late_;
    } else if (answer->status >= 400) {
      ++refused_;
      refusal_ = question.target + ": " + answer->body.substr(0, 500);
    }
    outbox_.erase(outbox_.begin(), outbox_.begin() + static_cast<ptrdiff_t>(taken));
  }
  return {};
}

Result<HttpAnswer> HttpPeer::get(const std::string& target) {
  auto answer = ask_({.method = "GET", .target = target, .content_type = {}, .body = {}});
  if (!answer) return answer;
  if (answer->status != 200)
    return unavailable("server_must_answer",
                       target + " answered " + std::to_string(answer->status));
  return answer;
}

// Page after page until one is not full.
template <class Row>
Result<std::vector<Row>> HttpPeer::list(const std::string& target) {
  std::vector<Row> rows;
  for (size_t offset = 0;; offset += limits::page_rows_max) {
    const auto answer = get(target + "&limit=" + std::to_string(limits::page_rows_max) +
                            "&offset=" + std::to_string(offset));
    if (!answer) return tl::unexpected(answer.error());
    auto page = from_json<std::vector<Row>>(answer->body, Unknown::ignored);
    if (!page) return tl::unexpected(page.error());
    rows.insert(rows.end(), page->begin(), page->end());
    if (page->size() < limits::page_rows_max) return rows;
  }
}

Result<void> HttpPeer::learn_ids(const std::string& path, std::string_view key) {
  for (size_t offset = 0;; offset += limits::page_rows_max) {
    const auto answer = get(path + "?fields=" + std::string(key) + "&sort=" + std::string(key) +
                            "&limit=" + std::to_string(limits::page_rows_max) +
                            "&offset=" + std::to_string(offset));
    if (!answer) return tl::unexpected(answer.error());
    JsonDocument document;
    const auto rows = document.parse(answer->body);
    if (!rows) return tl::unexpected(rows.error());
    auto visit = [&](Json row) {
      if (const auto id = row.at(key)) known_.insert(path + std::string(id->text()));
      return true;
    };
    rows->each(visit);
    if (rows->size() < limits::page_rows_max) return {};
  }
}

Result<void> HttpPeer::learn() {
  auto learnt = learn_ids("/api/v1/units", "code");
  if (learnt) learnt = learn_ids("/api/v1/elements", "id");
  if (learnt) learnt = learn_ids("/api/v1/sites", "id");
  return learnt;
}

Result<std::vector<Report>> HttpPeer::open_alarms() {
  const auto rows = list<alarm::Row>("/api/v1/alarms?state=raised&sort=id");
  if (!rows) return tl::unexpected(rows.error());
  std::vector<Report> reports;
  for (const alarm::Row& row : *rows)
    if (known_.contains("/api/v1/elements" + row.source_name) &&
        row.probable_cause != source::heartbeat_lost)
      reports.push_back({.source = row.source_name,
                         .condition = row.probable_cause,
                         .interface = row.interface,
                         .severity = row.perceived_severity,
                         .event_type = row.event_type,
                         .specific_problem = row.specific_problem,
                         .raised = true,
                         .region = row.region,
                         .at = row.raised_at});
  return reports;
}

Result<void> HttpPeer::look() {
  auto looked = look_at_incidents();
  if (looked) looked = look_at_orders();
  if (looked) looked = look_at_alarms();
  return looked;
}

Result<void> HttpPeer::look_at_incidents() {
  const auto rows =
      list<incident::Row>("/api/v1/incidents?phase=opened,assigned,mitigated,resolved&sort=id");
  if (!rows) return tl::unexpected(rows.error());
  auto gone = std::exchange(phases_, {});
  for (const incident::Row& row : *rows) {
    phases_[row.id] = row.phase;
    const auto before = gone.find(row.id);
    if (before == gone.end() || before->second != row.phase)
      seen_.incidents.push_back(
          {.id = row.id, .phase = row.phase, .unit = row.unit, .root = row.element});
    if (before != gone.end()) gone.erase(before);
  }
  for (const auto& [id, phase] : gone)
    seen_.incidents.push_back({.id = id, .phase = incident::Phase::closed, .unit = {}, .root = {}});
  return {};
}

Result<void> HttpPeer::look_at_orders() {
  const auto rows = list<order::Row>("/api/v1/orders?state=open,acknowledged&sort=id");
  if (!rows) return tl::unexpected(rows.error());
  std::set<order::OrderId> open;
  for (const order::Row& row : *rows) {
    open.insert(row.id);
    const std::string now = to_json(row);
    const auto before = orders_.find(row.id);
    if (before != orders_.end() && before->second == now) continue;
    if (auto looked = look_at_order(row.id); !looked) return looked;
    orders_[row.id] = now;
  }
  for (auto known = orders_.begin(); known != orders_.end();) {
    if (open.contains(known->first)) {
      ++known;
      continue;
    }
    if (auto looked = look_at_order(known->first); !looked) return looked;
    known = orders_.erase(known);
  }
  return {};
}

Result<void> HttpPeer::look_at_order(order::OrderId id) {
  const auto answer = get("/api/v1/orders/" + to_text(id));
  if (!answer) return tl::unexpected(answer.error());
  const auto page = from_json<OrderPage>(answer->body, Unknown::ignored);
  if (!page) return tl::unexpected(page.error());
  for (const RecipientPage& recipient : page->recipients)
    seen_.duties.push_back({.order = id,
                            .unit = recipient.unit,
                            .incident = page->incident,
                            .step = recipient.state,
                            .acknowledge_missed = recipient.escalated_at &&
                                                  recipient.state < order::Step::acknowledged,
                            .recalled = page->state == order::Progress::recalled});
  return {};
}

Result<void> HttpPeer::look_at_alarms() {
  const auto rows = list<alarm::Row>(
      "/api/v1/alarms?state=raised&ack_state=unacknowledged&perceived_severity=critical,major"
      "&sort=id");
  if (!rows) return tl::unexpected(rows.error());
  const auto before = std::exchange(alarms_, {});
  for (const alarm::Row& row : *rows) {
    alarms_.insert(row.id);
    if (!before.contains(row.id))
      seen_.alarms.push_back({.id = row.id, .unit = row.unit, .severity = row.perceived_severity});
  }
  return {};
}

}  // namespace lifeline::rehearsal
