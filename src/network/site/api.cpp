// SPDX-License-Identifier: Apache-2.0
#include "network/site/api.h"

#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"
#include "network/alarm/model.h"
#include "network/planned_work/model.h"
#include "network/site/view.h"

namespace lifeline::site {
namespace {

struct SiteList {
  using Row = site::Row;
  static constexpr std::string_view sort = "id";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    unit::Reach reach(nouns, caller);
    for (const auto& [id, site] : nouns.get<State>().sites)
      if (reach.holds(site.unit)) show(row_of(site, nouns));
  }
};

struct ServiceRow {
  Service kind = Service::voice;
  Health state = Health::normal;
  std::vector<std::string> elements;
};
LIFELINE_STRUCT(ServiceRow, kind, state, elements)

/// An element on the way from a service to the root cause of its trouble.
struct Link {
  std::string element;
  std::string name;
  element::Kind kind = element::Kind::other;
  element::Condition condition = element::Condition::normal;
  alarm::AlarmId alarm;  // that says so, of the element itself
};
LIFELINE_STRUCT(Link, element, name, kind, condition, alarm)

struct ReasonRow {
  Service service = Service::voice;
  std::vector<Link> chain;
  planned_work::WorkId suppressed_by;  // running work on the root; none: it is an outage
};
LIFELINE_STRUCT(ReasonRow, service, chain, suppressed_by)

enum class Change { health_changed };
LIFELINE_ENUM(Change, health_changed)

struct Happening {
  Instant at;
  Change kind = Change::health_changed;
  std::string who;
  std::string text_zh;
  std::string text_en;
  std::string ref;
};
LIFELINE_STRUCT(Happening, at, kind, who, text_zh, text_en, ref)

/// What one site's page has beyond its row.
struct Page {
  std::vector<ServiceRow> services;
  std::vector<ReasonRow> reasons;
  std::vector<Happening> timeline;  // oldest first
};
LIFELINE_STRUCT(Page, services, reasons, timeline)

std::string_view text_zh(Health health) {
  switch (health) {
    case Health::normal: return "正常";
    case Health::suppressed: return "屏蔽";
    case Health::stale: return "失联";
    case Health::degraded: return "降级";
    case Health::down: break;
  }
  return "中断";
}

// The worst open alarm of the element, the oldest of equals.
alarm::AlarmId worst_alarm(const alarm::State& alarms, const std::string& element) {
  alarm::AlarmId worst;
  auto severity = alarm::Severity::warning;
  const auto found = alarms.by_source.find(element);
  if (found == alarms.by_source.end()) return worst;
  for (const alarm::AlarmId id : found->second.ids) {
    const auto open = alarms.open.find(id);
    if (open == alarms.open.end() || open->second.severity <= severity) continue;
    severity = open->second.severity;
    worst = id;
  }
  return worst;
}

Link link_of(const std::string& id, const desk::Nouns& nouns) {
  const auto& elements = nouns.get<element::State>();
  Link link{.element = id,
            .name = id,
            .condition = element::standing_of(elements, id).condition,
            .alarm = worst_alarm(nouns.get<alarm::State>(), id)};
  const auto found = elements.elements.find(id);
  if (found != elements.elements.end()) {
    link.name = found->second.name;
    link.kind = found->second.kind;
  }
  return link;
}

Page page_of(const Site& site, const desk::Nouns& nouns) {
  Page page;
  const auto& standings = nouns.get<State>().standing;
  const auto standing = standings.find(site.id);
  static const std::vector<Reason> none;
  const auto& reasons = standing == standings.end() ? none : standing->second.reasons;
  for (const ServiceNeed& need : site.services) {
    ServiceRow row{.kind = need.kind, .elements = need.elements};
    for (const Reason& reason : reasons)
      if (reason.service == need.kind) row.state = std::max(row.state, reason.health);
    page.services.push_back(std::move(row));
  }
  for (const Reason& reason : reasons) {
    ReasonRow row{.service = reason.service, .chain = {}, .suppressed_by = {}};
    if (reason.health == Health::suppressed && !reason.chain.empty())
      row.suppressed_by = covers(nouns.get<planned_work::State>(), reason.chain.back());
    for (const std::string& id : reason.chain) row.chain.push_back(link_of(id, nouns));
    page.reasons.push_back(std::move(row));
  }
  const auto& timelines = nouns.get<View>().timeline;
  if (const auto entries = timelines.find(site.id); entries != timelines.end())
    for (const Entry& entry : entries->second)
      page.timeline.push_back(
          {.at = entry.at,
           .who = {},
           .text_zh = std::string(text_zh(entry.from)) + " → " + std::string(text_zh(entry.to)),
           .text_en = std::string(enum_text(entry.from)) + " → " + std::string(enum_text(entry.to)),
           .ref = {}});
  return page;
}

const Site* site_in_reach(std::string_view id, const desk::Actor& caller,
                          const desk::Nouns& nouns) {
  const auto& sites = nouns.get<State>().sites;
  const auto found = sites.find(std::string(id));
  if (found == sites.end()) return nullptr;
  return unit::Reach(nouns, caller).holds(found->second.unit) ? &found->second : nullptr;
}

void answer_one(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  const auto find = [request](const desk::Nouns& nouns) -> std::optional<desk::Response> {
    const Site* site = site_in_reach(request->path_value("id"), request->caller, nouns);
    if (site == nullptr) return std::nullopt;
    return desk::json_response(200, desk::joined_json(row_of(*site, nouns), page_of(*site, nouns)));
  };
  desk::find_on_any(desks, find, not_found("site_must_exist", "id").value(), std::move(reply));
}

struct DuplicateRow {
  Row left;
  Row right;
  double similarity = 0;
};
LIFELINE_STRUCT(DuplicateRow, left, right, similarity)

struct DuplicateList {
  using Row = DuplicateRow;
  static constexpr std::string_view sort = "-similarity";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    unit::Reach reach(nouns, caller);
    const auto& state = nouns.get<State>();
    for (const Likeness& alike : likely_duplicates(state)) {
      const Site& left = state.sites.at(alike.left);
      const Site& right = state.sites.at(alike.right);
      if (reach.holds(left.unit) && reach.holds(right.unit))
        show(DuplicateRow{.left = row_of(left, nouns),
                          .right = row_of(right, nouns),
                          .similarity = alike.similarity});
    }
  }
};

struct DecideBody {
  std::string left;
  std::string right;
  bool same = false;
  std::string reason;
};
LIFELINE_STRUCT(DecideBody, left, right, same, reason)

struct DecidedRow {
  std::string left;
  std::string right;
  bool same = false;
};
LIFELINE_STRUCT(DecidedRow, left, right, same)

// First the desk that has the left site, then the decision there.
void decide_duplicate(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  auto body = desk::body_of<DecideBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  const auto has = [left = body->left](const desk::Nouns& nouns) {
    return nouns.get<State>().sites.contains(left);
  };
  const auto decide = [request, &desks, reply, body = *body](UnitCode desk) {
    if (!desk) return reply(desk::problem(not_found("site_must_exist", "left").value()));
    const DecidedRow row{.left = body.left, .right = body.right, .same = body.same};
    const DecideDuplicate command{.left = body.left, .right = body.right, .same = body.same};
    const auto answer = [row](const desk::RowKey&, const desk::Nouns&) {
      return desk::row_response(200, row);
    };
    desk::submit(desks, desk, desk::intent_of(*request, Command(command), body.reason), answer,
                 reply);
  };
  desk::find_desk(desks, has, decide);
}

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(desk::list_route<SiteList>("/api/v1/sites", "list_sites", "site",
                                              "Key sites and their states"));
  routes.push_back(desk::list_route<DuplicateList>("/api/v1/sites/duplicates",
                                                   "list_duplicate_sites", "site",
                                                   "Pairs of sites that may be one"));
  routes.push_back({.method = "GET",
                    .path = "/api/v1/sites/{id}",
                    .operation = "get_site",
                    .tag = "site",
                    .summary = "A key site, and why it is as it is",
                    .handler = answer_one,
                    .answer_schema = desk::joined_schema<Row, Page>()});
  routes.push_back({.method = "POST",
                    .path = "/api/v1/sites/duplicates/decide",
                    .operation = "decide_duplicate_sites",
                    .tag = "site",
                    .summary = "Says whether two entries are one site",
                    .role = desk::Role::operator_,
                    .handler = decide_duplicate,
                    .body_schema = json_schema<DecideBody>(),
                    .answer_schema = json_schema<DecidedRow>()});
  return routes;
}

}  // namespace lifeline::site
