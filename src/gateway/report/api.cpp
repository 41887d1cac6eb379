// SPDX-License-Identifier: Apache-2.0
#include "gateway/report/api.h"

#include "base/json_write.h"
#include "command/report/api.h"
#include "command/report/view.h"
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"
#include "gateway/report/print.h"
#include "network/scenario/view.h"

namespace lifeline::reports {

/// An event that a figure counts.
struct FigureRow {
  std::string event;  // "420000/17", as in /api/v1/events/420000/17
  UnitCode desk;
  uint64_t position = 0;
  Instant at;
  std::string type;
  std::string subject;
  UnitCode unit;
  double amount = 1;  // of what the figure adds up
  std::string link;   // the console's page of the subject
  std::string kept;   // the event's address
};
LIFELINE_STRUCT(FigureRow, event, desk, position, at, type, subject, unit, amount, link, kept)

/// A report to read: how it stands, what it says in one language, and what it counts.
struct ReportPage {
  report::Row report;
  std::string digest;          // of the content, now
  bool is_as_released = true;  // or has not been released
  Document document;
  Content content;
  std::map<std::string, std::string> labels;  // of the figures over all of the report
};
LIFELINE_STRUCT(ReportPage, report, digest, is_as_released, document, content, labels)

namespace {

using desk::Desks;
using desk::Reply;
using desk::Request;
using desk::Requested;
using report::Language;
using report::ReportId;

constexpr const char* missing = "report_must_exist";
constexpr size_t base_bytes_max = 200;

using Found = std::shared_ptr<const Answer>;
using Use = std::function<void(const Question&, const Answer&)>;

struct ReleaseBody {
  std::string digest;  // of what was read; none: of what it says now
  std::string note;
  std::string reason;
};
LIFELINE_STRUCT(ReleaseBody, digest, note, reason)

std::optional<report::Report> find(const desk::Nouns& nouns, ReportId id) {
  const auto& reports = nouns.get<report::State>().reports;
  const auto found = reports.find(id);
  if (found == reports.end()) return std::nullopt;
  return found->second;
}

// The report within the caller's reach, and those before it.
std::optional<Question> question_of(const desk::Nouns& nouns, const desk::Actor& caller,
                                    ReportId id) {
  auto report = find(nouns, id);
  if (!report || !unit::Reach(nouns, caller).holds(report->unit)) return std::nullopt;
  Question question{.report = std::move(*report)};
  question.previous = find(nouns, question.report.previous);
  if (question.previous) question.before_previous = find(nouns, question.previous->previous);
  return question;
}

// Finds the report, waits until no desk can add anything before its cut-off, has it worked out, and
// goes on with it on the library's thread. Problems are replied.
void with_report(Library& library, const Requested& request, Desks& desks, const Reply& reply,
                 Use use) {
  const auto id = desk::known_id<ReportId>(desks, request->path_value("id"), missing);
  if (!id) return reply(desk::problem(id.error()));
  const auto question = std::make_shared<std::optional<Question>>();
  const auto look = [question, request, id = *id](const desk::Nouns& nouns) {
    *question = question_of(nouns, request->caller, id);
    return desk::Response{};
  };
  const auto told = [question, reply, use](const Result<Found>& answer) {
    if (!answer) return reply(desk::problem(answer.error()));
    use(**question, **answer);
  };
  const auto settled = [&library, question, told](const desk::Response&) {
    library.ask(**question, told);
  };
  const auto go_on = [&desks, question, reply, settled](const desk::Response&) {
    if (!*question) return reply(desk::problem(not_found(missing, "id").value()));
    desks.read_each([](size_t, UnitCode, const desk::Nouns&) {}, [] { return desk::Response{}; },
                    settled);
  };
  desks.read(UnitCode{id->desk}, look, go_on);
}

Standing standing_of(const Question& question, const Answer& answer) {
  const report::Report& report = question.report;
  return {.phase = report.phase,
          .released_by = report.released_by,
          .released_at = report.released_at,
          .note = report.note,
          .withdrawal_reason = report.withdrawal_reason,
          .is_as_released = report.digest.empty() || report.digest == answer.digest};
}

Result<Language> language_of(const Request& request, const report::Report* report) {
  Language language = Language::zh;
  if (report != nullptr && !report->languages.empty()) language = report->languages.front();
  const std::string_view asked = request.query_value("language");
  if (!asked.empty() && !enum_from_text(asked, language))
    return invalid("language_must_be_known", "language", "one of zh, en");
  return language;
}

// Where links lead: the console of that address, else of the host that the page came from.
Result<std::string> base_of(const Request& request) {
  const std::string base(request.query_value("base"));
  const bool is_address =
      base.empty() || base.starts_with("http://") || base.starts_with("https://");
  if (!is_address || base.size() > base_bytes_max ||
      base.find_first_of(" \"'\\<>?#\r\n\t") != std::string::npos)
    return invalid("base_must_be_an_address", "base", "such as https://lifeline.example");
  return base + "/reports/" + std::string(request.path_value("id"));
}

desk::Response file(std::string type, std::string body, const Question& question,
                    std::string_view ending) {
  desk::Response response;
  response.content_type = std::move(type);
  response.body = std::move(body);
  response.headers.emplace_back("Content-Disposition", "inline; filename=\"report-" +
                                                           to_text(question.report.id) + "." +
                                                           std::string(ending) + "\"");
  return response;
}

std::map<std::string, std::string> labels_of(const Content& content, Language language) {
  std::map<std::string, std::string> labels;
  for (const FigureValue& figure : content.figures)
    if (figure.name.find(".unit.") == std::string::npos &&
        figure.name.find(".at.") == std::string::npos)
      labels[figure.name] = label_of(content, figure.name, language);
  return labels;
}

desk::Response print(const Request& request, const Question& question, const Answer& answer) {
  const auto language = language_of(request, &question.report);
  if (!language) return desk::problem(language.error());
  const auto base = base_of(request);
  if (!base) return desk::problem(base.error());
  const std::string_view format = request.query_value("format");
  const Standing standing = standing_of(question, answer);
  if (format == "csv")
    return file("text/csv; charset=utf-8", print_csv(answer, *language), question, "csv");
  Document document = write_document(answer, standing, *language);
  if (format.empty() || format == "json")
    return desk::row_response(200, ReportPage{.report = report::row_of(question.report),
                                              .digest = answer.digest,
                                              .is_as_released = standing.is_as_released,
                                              .document = std::move(document),
                                              .content = answer.content,
                                              .labels = labels_of(answer.content, *language)});
  if (format == "html") {
    auto response = file("text/html; charset=utf-8", print_html(document, *base), question, "html");
    response.headers.emplace_back("Content-Security-Policy",
                                  "default-src 'none'; style-src 'unsafe-inline'");
    return response;
  }
  auto pdf = print_pdf(document, *base);
  if (!pdf) return desk::problem(pdf.error());
  return file("application/pdf", std::move(*pdf), question, "pdf");
}

Result<void> must_be_printable(const Request& request) {
  const std::string_view format = request.query_value("format");
  for (const std::string_view known : {"", "json", "html", "pdf", "csv"})
    if (format == known) return {};
  return invalid("format_must_be_known", "format", "one of json, html, pdf, csv");
}

void show(Library& library, const Requested& request, Desks& desks, const Reply& reply) {
  // What is wrong with the request is said before anything is worked out.
  if (auto format = must_be_printable(*request); !format)
    return reply(desk::problem(format.error()));
  if (auto language = language_of(*request, nullptr); !language)
    return reply(desk::problem(language.error()));
  if (auto base = base_of(*request); !base) return reply(desk::problem(base.error()));
  with_report(library, request, desks, reply,
              [request, reply](const Question& question, const Answer& answer) {
                reply(print(*request, question, answer));
              });
}

FigureRow row_of(const Ledger& ledger, const Counted& fact) {
  const std::string_view type = ledger.type_of(fact);
  return {.event = to_text(fact.desk) + "/" + std::to_string(fact.position),
          .desk = fact.desk,
          .position = fact.position,
          .at = fact.at,
          .type = std::string(type),
          .subject = fact.subject,
          .unit = fact.unit,
          .amount = fact.amount,
          .link = page_of_subject(type, fact.subject),
          .kept = "/api/v1/events/" + to_text(fact.desk) + "/" + std::to_string(fact.position)};
}

void list_figure(Library& library, const Requested& request, Desks& desks, const Reply& reply) {
  auto chosen = desk::listing::select(*request, desk::listing::row_type<FigureRow>(), "at");
  if (!chosen) return reply(desk::problem(chosen.error()));
  const auto selection = std::make_shared<desk::listing::Selection>(std::move(*chosen));
  with_report(library, request, desks, reply,
              [request, reply, selection](const Question&, const Answer& answer) {
                const std::string name(request->path_value("name"));
                const auto& figures = answer.ledger.figures();
                const auto figure = figures.find(name);
                if (figure == figures.end())
                  return reply(desk::problem(not_found("figure_must_exist", "name").value()));
                desk::listing::Best best(*selection, selection->offset + selection->limit);
                for (const uint32_t index : figure->second.facts) {
                  auto row =
                      std::make_shared<FigureRow>(row_of(answer.ledger, answer.ledger.fact(index)));
                  const void* at = row.get();
                  if (best.admits(at)) best.keep({.row = at, .owner = std::move(row)});
                }
                std::vector<desk::listing::Part> parts(1);
                parts[0].total = best.admitted();
                parts[0].rows = best.take();
                reply(desk::listing::page_of(*selection, std::move(parts), name));
              });
}

// The commander's word is for what was read: the digest says what that was.
void release(Library& library, const Requested& request, Desks& desks, const Reply& reply) {
  const auto body = desk::body_of<ReleaseBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  with_report(
      library, request, desks, reply,
      [request, reply, &desks, body = *body](const Question& question, const Answer& answer) {
        if (!body.digest.empty() && body.digest != answer.digest)
          return reply(desk::problem(conflict("report_must_be_as_read", "digest").value()));
        report::Release command{
            .id = question.report.id, .digest = answer.digest, .journals = {}, .note = body.note};
        for (const JournalEnd& end : answer.content.journals)
          command.journals[end.desk] = end.position;
        const auto row = [id = command.id](const desk::RowKey&, const desk::Nouns& nouns) {
          const auto report = find(nouns, id);
          if (!report) return desk::problem(not_found(missing, "id").value());
          return desk::row_response(200, report::row_of(*report));
        };
        desk::submit(desks, UnitCode{command.id.desk},
                     desk::intent_of(*request, report::Command(std::move(command)), body.reason),
                     row, reply);
      });
}

// The scenario that a body names, "" for none, and the unit that the report is for.
struct Asked {
  std::string scenario;
  UnitCode unit;
};
Asked asked_of(const Request& request) {
  JsonDocument document;
  const auto json = document.parse(request.body);
  Asked asked{.scenario = {}, .unit = request.caller.unit};
  if (!json || !json->is_object()) return asked;
  asked.scenario = text_of(*json, "scenario");
  if (const UnitCode unit = unit_of(*json, "unit")) asked.unit = unit;
  return asked;
}

// A report may be about an assurance scenario of its unit: of one that lies within it, or above it.
desk::Handler with_scenario_checked(desk::Handler handler) {
  return [handler](Requested request, Desks& desks, Reply reply) {
    const Asked asked = asked_of(*request);
    if (asked.scenario.empty()) return handler(request, desks, std::move(reply));
    const auto id =
        desk::known_id<scenario::ScenarioId>(desks, asked.scenario, "scenario_must_exist");
    if (!id) return reply(desk::problem(not_found("scenario_must_exist", "scenario").value()));
    const auto look = [id = *id, unit = asked.unit](const desk::Nouns& nouns) {
      const auto& pages = nouns.get<scenario::View>().pages;
      const auto found = pages.find(id);
      if (found == pages.end())
        return desk::problem(not_found("scenario_must_exist", "scenario").value());
      const auto& tree = nouns.get<unit::State>();
      const UnitCode of = found->second.row.unit;
      if (!unit::is_within(tree, of, unit) && !unit::is_within(tree, unit, of))
        return desk::problem(invalid("scenario_must_be_of_the_unit", "scenario").value());
      return desk::Response{};
    };
    const auto go_on = [handler, request, &desks, reply](desk::Response response) {
      if (response.status != 200) return reply(std::move(response));
      handler(request, desks, reply);
    };
    desks.read(UnitCode{id->desk}, look, go_on);
  };
}

template <class Do>
desk::Handler on(Library& library, Do what) {
  return [&library, what](Requested request, Desks& desks, Reply reply) {
    what(library, request, desks, reply);
  };
}

}  // namespace

desk::Routes routes(Library& library) {
  desk::Routes routes = report::routes();
  for (desk::Route& route : routes)
    if (route.operation == "plan_reports" || route.operation == "draw_up_report")
      route.handler = with_scenario_checked(std::move(route.handler));
  routes.push_back({.method = "GET",
                    .path = "/api/v1/reports/{id}",
                    .operation = "get_report",
                    .tag = "report",
                    .summary = "What a report says: as JSON, HTML, PDF or CSV",
                    .handler = on(library, show),
                    .parameters = {{"format", "json (unless given), html, pdf, csv"},
                                   {"language", "zh or en; the report's first unless given"},
                                   {"base", "The console's address, for links of a saved file"}},
                    .answer_schema = json_schema<ReportPage>()});
  routes.push_back(
      {.method = "GET",
       .path = "/api/v1/reports/{id}/figures/{name}",
       .operation = "list_figure",
       .tag = "report",
       .summary = "The events that a figure of a report counts",
       .handler = on(library, list_figure),
       .parameters = desk::listing::parameters_of(desk::listing::row_type<FigureRow>()),
       .answer_schema = json_schema<std::vector<FigureRow>>()});
  routes.push_back({.method = "POST",
                    .path = "/api/v1/reports/{id}/release",
                    .operation = "release_report",
                    .tag = "report",
                    .summary = "Releases a report; the digest of what it says is kept",
                    .role = desk::Role::commander,
                    .handler = on(library, release),
                    .body_schema = json_schema<ReleaseBody>(),
                    .answer_schema = json_schema<report::Row>()});
  routes.push_back(event_route(library));
  return routes;
}

}  // namespace lifeline::reports
