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
#include "rehearsal/http_peer_list.h"
#include "rehearsal/import_text.h"

namespace lifeline::rehearsal {

/// A recipient as an order's page lists it.
struct RecipientPage {
  UnitCode unit;
  std::string person;
  order::Step state = order::Step::issued;
  Instant escalated_at;
};
LIFELINE_STRUCT(RecipientPage, unit, person, state, escalated_at)

struct OrderPage {
  incident::IncidentId incident;
  order::Progress state = order::Progress::open;
  order::Evidence evidence;
  std::vector<RecipientPage> recipients;
};
LIFELINE_STRUCT(OrderPage, incident, state, evidence, recipients)

/// What the world says in its bodies.
struct AnswerBody {
  UnitCode unit;
  std::string person;
  std::string note;
  std::string reason;
  std::optional<double> number;
};
LIFELINE_STRUCT(AnswerBody, unit, person, note, reason, number)

struct OrderBody {
  std::string subject_zh;
  std::string subject_en;
  std::vector<UnitCode> recipients;
  std::vector<std::string> people;
  std::vector<roster::RosterId> rosters;
  std::vector<UnitCode> on_duty;
  unit::Level level = unit::Level::group;
  int64_t acknowledge_within_s = 0;
  int64_t finish_within_s = 0;
  order::Evidence evidence;
  uint64_t quorum = 0;
  std::vector<order::Who> widen_to;
  std::vector<order::Substitute> substitutes;
  unit::Level pass_down_to = unit::Level::group;
};
LIFELINE_STRUCT(OrderBody, subject_zh, subject_en, recipients, people, rosters, on_duty, level,
                acknowledge_within_s, finish_within_s, evidence, quorum, widen_to, substitutes,
                pass_down_to)

struct ListBody {
  roster::Kind kind = roster::Kind::leading_group;
  UnitCode unit;
  std::string name_zh;
  std::string name_en;
  std::vector<roster::Member> members;
};
LIFELINE_STRUCT(ListBody, kind, unit, name_zh, name_en, members)

struct ShiftsBody {
  std::vector<roster::Shift> shifts;
};
LIFELINE_STRUCT(ShiftsBody, shifts)

/// Of a standing list's row.
struct ListPage {
  roster::RosterId id;
  roster::Kind kind = roster::Kind::leading_group;
  UnitCode unit;
};
LIFELINE_STRUCT(ListPage, id, kind, unit)

namespace {

constexpr std::string_view csv_type = "text/csv; charset=utf-8";

std::string_view ves_severity(const Report& report) {
  if (!report.raised) return "NORMAL";
  switch (report.severity) {
    case alarm::Severity::critical: return "CRITICAL";
    case alarm::Severity::major: return "MAJOR";
    case alarm::Severity::minor: return "MINOR";
    default: return "WARNING";
  }
}

AnswerBody answer_of(const order::Who& who) {
  return {.unit = who.unit, .person = who.person, .note = {}, .reason = {}, .number = {}};
}

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
    append_csv_record(
        csv, std::vector<std::string>{to_text(u.code), u.name_zh, u.name_en,
                                      std::string(enum_text(u.level)), to_text(u.parent),
                                      u.duty_name, u.duty_phone, degrees_text(u.longitude_deg),
                                      degrees_text(u.latitude_deg)});
  }
  if (is_new)
    wait({.target = "/api/v1/units/import", .content_type = std::string(csv_type), .body = csv});
}

void HttpPeer::install(const std::vector<element::Element>& elements) {
  std::string csv = "id,name,kind,region,longitude_deg,latitude_deg,depends_on\r\n";
  const size_t header = csv.size();
  for (const element::Element& e : elements) {
    if (known_.contains("/api/v1/elements" + e.id)) continue;
    append_csv_record(csv, std::vector<std::string>{
                               e.id, e.name, std::string(enum_text(e.kind)), to_text(e.region),
                               degrees_text(e.longitude_deg), degrees_text(e.latitude_deg),
                               element::groups_text(e.depends_on)});
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
                                      degrees_text(s.longitude_deg), degrees_text(s.latitude_deg),
                                      s.address, services_text(s)});
  }
  if (csv.size() > header)
    wait({.target = "/api/v1/sites/import",
          .content_type = std::string(csv_type),
          .body = csv,
          .tries_left = import_tries_max});
}

void HttpPeer::install(const std::vector<person::Entry>& people) {
  std::string csv = "id,name_zh,name_en,unit,skills,phone,email,account,substitute\r\n";
  const size_t header = csv.size();
  for (const person::Entry& p : people) {
    if (known_.contains("/api/v1/people" + p.id)) continue;
    append_csv_record(csv, std::vector<std::string>{p.id,
                                                    p.name_zh,
                                                    p.name_en,
                                                    to_text(p.unit),
                                                    {},
                                                    p.phone,
                                                    p.email,
                                                    p.account,
                                                    p.substitute});
  }
  if (csv.size() > header)
    wait({.target = "/api/v1/people/import",
          .content_type = std::string(csv_type),
          .body = csv,
          .tries_left = import_tries_max});
}

void HttpPeer::install(const std::vector<StandingList>& lists) {
  for (const StandingList& list : lists) {
    if (lists_.contains({list.what.unit, list.what.kind})) continue;
    wait(
        {.target = "/api/v1/rosters",
         .content_type = std::string(json_type),
         .body = body_text(ListBody{.kind = list.what.kind,
                                    .unit = list.what.unit,
                                    .name_zh = list.what.name_zh,
                                    .name_en = list.what.name_en,
                                    .members = list.what.members}),
         .made = [this, shifts = list.shifts](std::string_view row) { plan_shifts(row, shifts); }});
  }
}

void HttpPeer::note_list(std::string_view row) {
  if (const auto page = from_json<ListPage>(row, Unknown::ignored))
    lists_[{page->unit, page->kind}] = page->id;
}

void HttpPeer::plan_shifts(std::string_view row, const std::vector<roster::Shift>& shifts) {
  note_list(row);
  const auto page = from_json<ListPage>(row, Unknown::ignored);
  if (page && !shifts.empty())
    post("/api/v1/rosters/" + to_text(page->id) + "/shifts",
         body_text(ShiftsBody{.shifts = shifts}));
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

// A leading group whose list the server has not made yet is asked for by its unit.
void HttpPeer::issue(const Directive& directive) {
  const order::Issue& order = directive.order;
  const order::Text& what = order.what;
  OrderBody body{.subject_zh = what.subject_zh,
                 .subject_en = what.subject_en,
                 .recipients = order.recipients,
                 .people = order.people,
                 .rosters = {},
                 .on_duty = order.on_duty,
                 .level = order.level,
                 .acknowledge_within_s = what.acknowledge_within_s,
                 .finish_within_s = what.finish_within_s,
                 .evidence = what.evidence,
                 .quorum = what.quorum,
                 .widen_to = what.widen_to,
                 .substitutes = what.substitutes,
                 .pass_down_to = what.pass_down_to};
  for (const UnitCode unit : directive.leading_groups) {
    const auto known = lists_.find({unit, roster::Kind::leading_group});
    if (known == lists_.end())
      body.recipients.push_back(unit);
    else
      body.rosters.push_back(known->second);
  }
  post("/api/v1/orders", body_text(body));
}

void HttpPeer::acknowledge(order::OrderId id, const order::Who& who) {
  post("/api/v1/orders/" + to_text(id) + "/acknowledge", body_text(answer_of(who)));
}

void HttpPeer::finish(order::OrderId id, const order::Who& who, const Work& work) {
  AnswerBody body = answer_of(who);
  body.note = work.note;
  body.number = work.number;
  post("/api/v1/orders/" + to_text(id) + "/finish", body_text(body));
}

void HttpPeer::decline(order::OrderId id, const order::Who& who, std::string reason) {
  AnswerBody body = answer_of(who);
  body.reason = std::move(reason);
  post("/api/v1/orders/" + to_text(id) + "/decline", body_text(body));
}

void HttpPeer::go_away(const person::Entry& person, const person::Absence& absence) {
  post("/api/v1/people/" + person.id + "/absence", body_text(absence));
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
    if (answer->status >= 400 && outbox_.front().tries_left > 0 &&
        answer->body.find("unit_must_be_known") != std::string::npos) {
      --outbox_.front().tries_left;
      return {};
    }
    if (answer->status == 201 && outbox_.front().made) outbox_.front().made(answer->body);
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
  if (learnt) learnt = learn_ids("/api/v1/people", "id");
  if (learnt) learnt = learn_ids("/api/v1/vehicles", "id");
  if (learnt) learnt = learn_ids("/api/v1/crews", "id");
  if (learnt) learnt = learn_lists();
  return learnt;
}

Result<void> HttpPeer::learn_lists() {
  const auto pages = list<ListPage>("/api/v1/rosters?sort=id");
  if (!pages) return tl::unexpected(pages.error());
  for (const ListPage& page : *pages) lists_[{page.unit, page.kind}] = page.id;
  return {};
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
  if (looked) looked = look_at_jobs();  // before the orders that they are for
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
                            .who = {recipient.unit, recipient.person},
                            .incident = page->incident,
                            .step = recipient.state,
                            .acknowledge_missed = recipient.escalated_at &&
                                                  recipient.state < order::Step::acknowledged,
                            .wants_number = !page->evidence.number.empty(),
                            .recalled = page->state == order::Progress::recalled,
                            .has_job = ordered_.contains({id, recipient.unit})});
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
