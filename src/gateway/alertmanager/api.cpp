// SPDX-License-Identifier: Apache-2.0
// Alertmanager's API v2, as far as its clients speak it: routes → the entrance's alerts and
// headquarters' silences.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/json_read.h"
#include "base/json_write.h"
#include "gateway/alertmanager/door.h"
#include "gateway/identity/password.h"

namespace lifeline::alertmanager {
namespace {

using desk::Desks;
using desk::Reply;
using desk::Response;
using Asked = std::shared_ptr<const desk::Request>;

constexpr std::string_view group_label = "alertname";
constexpr const char* no_silence = "silence_must_exist";

Response json(std::string body) { return desk::json_response(200, std::move(body)); }

bool flag(const desk::Request& request, std::string_view name) {
  return request.query_value(name) != "false";
}

Result<Matchings> filters_of(const desk::Request& request) {
  Matchings matchings;
  for (const auto& [name, value] : request.query) {
    if (name != "filter") continue;
    auto matching = Matching::read(value);
    if (!matching) return tl::unexpected(matching.error());
    matchings.push_back(std::move(*matching));
  }
  return matchings;
}

// An alert as it is shown, with what it takes to sort and group it.
struct Shown {
  uint64_t fingerprint;
  std::string group;  // the group label's value
  std::string json;
};

std::string json_of(const Alert& alert, const std::vector<std::string>& silences,
                    const Entrance& entrance) {
  std::string out = "{\"annotations\":";
  append_labels(out, alert.posted.annotations);
  const Instant ends_at = alert.posted.ends_at == never
                              ? seconds_after(entrance.now(), entrance.options().resolve_timeout_s)
                              : alert.posted.ends_at;
  fmt::format_to(std::back_inserter(out),
                 ",\"endsAt\":\"{}\",\"fingerprint\":\"{}\",\"receivers\":[{{\"name\":\"{}\"}}],"
                 "\"startsAt\":\"{}\",\"status\":{{\"inhibitedBy\":[],\"mutedBy\":[],"
                 "\"silencedBy\":",
                 to_rfc3339(ends_at), fingerprint_text(alert.fingerprint), receiver,
                 to_rfc3339(alert.posted.starts_at));
  write_json(out, silences);
  fmt::format_to(std::back_inserter(out), ",\"state\":\"{}\"}},\"updatedAt\":\"{}\"",
                 silences.empty() ? "active" : "suppressed", to_rfc3339(alert.updated_at));
  out += ",\"generatorURL\":";
  append_json_text(out, alert.posted.generator);
  out += ",\"labels\":";
  append_labels(out, alert.posted.labels);
  out += '}';
  return out;
}

// The alerts that a request asks for, in the order of their fingerprints.
Result<std::vector<Shown>> asked_for(const Entrance& entrance, const desk::Request& request) {
  const auto filters = filters_of(request);
  if (!filters) return tl::unexpected(filters.error());
  std::vector<Shown> shown;
  if (const std::string_view wanted = request.query_value("receiver"); !wanted.empty()) {
    const auto matching =
        Matching::of({.name = "receiver", .value = std::string(wanted), .is_regex = true});
    if (!matching) return tl::unexpected(matching.error());
    if (!matching->fits_value(receiver)) return shown;
  }
  const bool shows_active = flag(request, "active"), shows_silenced = flag(request, "silenced");
  const Instant now = entrance.now();
  entrance.alerts().each(now, [&](const Alert& alert) {
    if (!all_fit(*filters, alert.posted.labels)) return;
    const auto silences = entrance.silenced_by(alert.posted.labels, now);
    if (silences.empty() ? !shows_active : !shows_silenced) return;
    shown.push_back({.fingerprint = alert.fingerprint,
                     .group = std::string(label(alert.posted.labels, group_label)),
                     .json = json_of(alert, silences, entrance)});
  });
  std::ranges::sort(shown, {}, &Shown::fingerprint);
  return shown;
}

Response list_alerts(const Entrance& entrance, const desk::Request& request) {
  const auto shown = asked_for(entrance, request);
  if (!shown) return desk::problem(shown.error());
  std::string out = "[";
  for (const Shown& alert : *shown) {
    if (out.size() > 1) out += ',';
    out += alert.json;
  }
  return json(out + ']');
}

Response list_groups(const Entrance& entrance, const desk::Request& request) {
  const auto shown = asked_for(entrance, request);
  if (!shown) return desk::problem(shown.error());
  std::map<std::string_view, std::string> groups;
  for (const Shown& alert : *shown) {
    std::string& alerts = groups[alert.group];
    if (!alerts.empty()) alerts += ',';
    alerts += alert.json;
  }
  std::string out = "[";
  for (const auto& [name, alerts] : groups) {
    if (out.size() > 1) out += ',';
    const Labels labels{{std::string(group_label), std::string(name)}};
    out += "{\"labels\":";
    append_labels(out, name.empty() ? Labels() : labels);
    out.append(",\"receiver\":{\"name\":\"").append(receiver).append("\"},\"alerts\":[");
    out.append(alerts).append("]}");
  }
  return json(out + ']');
}

Response status(const Entrance& entrance) {
  const std::string config = fmt::format(
      "global:\n  resolve_timeout: {}s\nroute:\n  receiver: {}\n  group_by:\n  - {}\n"
      "receivers:\n- name: {}\n",
      entrance.options().resolve_timeout_s, receiver, group_label, receiver);
  std::string out =
      "{\"cluster\":{\"status\":\"disabled\",\"peers\":[]},\"versionInfo\":{\"version\":\"" +
      std::string(LIFELINE_VERSION) +
      "\",\"revision\":\"\",\"branch\":\"\",\"buildUser\":\"\",\"buildDate\":\"\","
      "\"goVersion\":\"\"},\"config\":{\"original\":";
  append_json_text(out, config);
  return json(out + "},\"uptime\":\"" + to_rfc3339(entrance.started_at()) + "\"}");
}

// A UUID of version 4 out of the random bytes of a token.
std::string new_id() {
  std::string digits = identity::sha256_hex(identity::random_token());
  digits[12] = '4';
  digits[16] = 'a';
  return digits.substr(0, 8) + '-' + digits.substr(8, 4) + '-' + digits.substr(12, 4) + '-' +
         digits.substr(16, 4) + '-' + digits.substr(20, 12);
}

void list_silences(const Entrance& entrance, const Asked& request, Desks& desks, Reply reply) {
  auto filters = filters_of(*request);
  if (!filters) return reply(desk::problem(filters.error()));
  const auto look = [request, filters = std::move(*filters),
                     now = entrance.now()](const desk::Nouns& nouns) {
    std::string out = "[";
    for (const auto& [id, silence] : nouns.get<silence::State>().silences) {
      if (!flag(*request, enum_text(silence::phase_of(silence, now)))) continue;
      Labels named;  // a filter is about the matchers, as if they were labels
      for (const silence::Matcher& matcher : silence.matchers)
        named.emplace_back(matcher.name, matcher.value);
      if (!all_fit(filters, named)) continue;
      if (out.size() > 1) out += ',';
      append_silence(out, id, silence, now);
    }
    return json(out + ']');
  };
  desks.read(group_unit, look, std::move(reply));
}

void get_silence(const Entrance& entrance, const Asked& request, Desks& desks, Reply reply) {
  const auto look = [request, now = entrance.now()](const desk::Nouns& nouns) {
    const auto& silences = nouns.get<silence::State>().silences;
    const auto found = silences.find(std::string(request->path_value("id")));
    if (found == silences.end()) return desk::problem(not_found(no_silence, "id").value());
    std::string out;
    append_silence(out, found->first, found->second, now);
    return json(std::move(out));
  };
  desks.read(group_unit, look, std::move(reply));
}

// What the last command answered, or what refused.
Response answer_of(const desk::Outcome& outcome, std::string body) {
  for (const auto& each : outcome.each)
    if (!each) return desk::problem(each.error());
  return json(std::move(body));
}

void submit(Desks& desks, const desk::Actor& who, silence::Command command, std::string body,
            Reply reply) {
  desks.submit(
      group_unit, desk::intent(who, std::move(command)),
      [body = std::move(body)](const desk::Outcome& outcome, const desk::Nouns&) {
        return answer_of(outcome, body);
      },
      std::move(reply));
}

void delete_silence(const Asked& request, Desks& desks, Reply reply) {
  submit(desks, request->caller, silence::Expire{.id = std::string(request->path_value("id"))}, {},
         std::move(reply));
}

// A silence that would fit everything is a slip of the pen.
Result<void> must_fit_something(const silence::Put& put) {
  const auto matchings = matchings_of(put.matchers);
  if (!matchings) return tl::unexpected(matchings.error());
  const bool fits_all = std::ranges::all_of(
      *matchings, [](const Matching& matching) { return matching.fits_value({}); });
  if (fits_all) return invalid("matcher_must_not_fit_everything", "matchers");
  return {};
}

// One that is known changes in place: only what is said of it is looked at first.
void post_silence(const Asked& request, Desks& desks, Reply reply) {
  auto put = read_silence(request->body);
  if (!put) return reply(desk::problem(put.error()));
  if (auto sound = must_fit_something(*put); !sound) return reply(desk::problem(sound.error()));
  const bool is_new = put->id.empty();
  if (is_new) put->id = new_id();
  const std::string body = "{\"silenceID\":" + to_json(put->id) + "}";
  if (is_new) return submit(desks, request->caller, std::move(*put), body, std::move(reply));
  const auto look = [id = put->id](const desk::Nouns& nouns) {
    if (nouns.get<silence::State>().silences.contains(id)) return Response{};
    return desk::problem(not_found(no_silence, "id").value());
  };
  desks.read(group_unit, look,
             [put = std::move(*put), body, request, &desks, reply](Response seen) {
               if (seen.status != 200) return reply(std::move(seen));
               submit(desks, request->caller, put, body, reply);
             });
}

desk::Route route(std::string method, std::string path, std::string operation, std::string summary,
                  desk::Handler handler) {
  const bool reads = method == "GET";
  return {.method = std::move(method),
          .path = std::move(path),
          .operation = std::move(operation),
          .tag = "alertmanager",
          .summary = std::move(summary),
          .role = reads ? desk::Role::viewer : desk::Role::operator_,
          .handler = std::move(handler)};
}

// The members of a problem that stand in Alertmanager's text.
struct Problem {
  std::string name;
  std::string detail;
  std::string field;
};
LIFELINE_STRUCT(Problem, name, detail, field)

Response worded(const Response& problem) {
  const auto said = from_json<Problem>(problem.body, Unknown::ignored).value_or(Problem());
  std::string text = said.name;
  if (!said.field.empty()) text += " at " + said.field;
  if (!said.detail.empty()) text += ": " + said.detail;
  Response response = desk::json_response(problem.status, to_json(text));
  response.headers = problem.headers;
  return response;
}

}  // namespace

desk::Routes routes(Entrance& entrance) {
  const auto at_once = [&entrance](auto answer) {
    return [&entrance, answer](const Asked& request, Desks&, const Reply& reply) {
      reply(answer(entrance, *request));
    };
  };
  desk::Routes all;
  all.push_back(route("GET", "/api/v2/alerts", "get_alerts", "Lists the alerts that are firing",
                      at_once(list_alerts)));
  all.push_back(route("POST", "/api/v2/alerts", "post_alerts", "Takes alerts in",
                      [&entrance](const Asked& request, Desks&, Reply reply) {
                        entrance.post(*request, false, std::move(reply));
                      }));
  all.push_back(route("GET", "/api/v2/alerts/groups", "get_alert_groups",
                      "Lists the alerts that are firing, by name", at_once(list_groups)));
  all.push_back(route("POST", "/api/v1/alertmanager/webhook", "post_webhook",
                      "Takes in what an Alertmanager sends to a webhook",
                      [&entrance](const Asked& request, Desks&, Reply reply) {
                        entrance.post(*request, true, std::move(reply));
                      }));
  all.push_back(route("GET", "/api/v2/silences", "get_silences", "Lists silences",
                      [&entrance](const Asked& request, Desks& desks, Reply reply) {
                        list_silences(entrance, request, desks, std::move(reply));
                      }));
  all.push_back(route("POST", "/api/v2/silences", "post_silences", "Sets or changes a silence",
                      [](const Asked& request, Desks& desks, Reply reply) {
                        post_silence(request, desks, std::move(reply));
                      }));
  all.push_back(route("GET", "/api/v2/silence/{id}", "get_silence", "Shows a silence",
                      [&entrance](const Asked& request, Desks& desks, Reply reply) {
                        get_silence(entrance, request, desks, std::move(reply));
                      }));
  all.push_back(route("DELETE", "/api/v2/silence/{id}", "delete_silence", "Ends a silence",
                      [](const Asked& request, Desks& desks, Reply reply) {
                        delete_silence(request, desks, std::move(reply));
                      }));
  all.push_back(
      route("GET", "/api/v2/status", "get_alertmanager_status",
            "Says what stands for an Alertmanager here",
            [&entrance](const Asked&, Desks&, const Reply& reply) { reply(status(entrance)); }));
  all.push_back(route("GET", "/api/v2/receivers", "get_receivers", "Lists the one receiver",
                      [](const Asked&, Desks&, const Reply& reply) {
                        reply(json("[{\"name\":\"" + std::string(receiver) + "\"}]"));
                      }));
  for (desk::Route& one : all)
    if (one.method == "POST") one.body_schema = R"({"type":["array","object"]})";
  return all;
}

std::vector<desk::Dialect> dialects() {
  std::vector<desk::Dialect> all;
  for (const char* path : {"/api/v2/alerts", "/api/v2/silences", "/api/v2/silence",
                           "/api/v2/status", "/api/v2/receivers"})
    all.push_back({.path = path, .worded = worded});
  return all;
}

}  // namespace lifeline::alertmanager
