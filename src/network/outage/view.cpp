// SPDX-License-Identifier: Apache-2.0
#include "network/outage/view.h"

#include <algorithm>

#include "base/limits.h"

namespace lifeline::outage {
namespace {

using desk::Stamp;
using incident::IncidentId;
using site::Health;

Kind kind_of(Health health) {
  switch (health) {
    case Health::down: return Kind::down;
    case Health::suppressed: return Kind::suppressed;
    case Health::stale: return Kind::stale;
    default: return Kind::degraded;
  }
}

// Takes away the outage that ended longest ago; what was before its end is not known whole.
void forget_oldest(View& view) {
  const auto oldest = view.outages.find(view.ended.front());
  view.ended.pop_front();
  if (oldest == view.outages.end()) return;
  view.complete_from = std::max(view.complete_from, oldest->second.until);
  if (const auto handling = view.handling.find(oldest->second.incident);
      handling != view.handling.end())
    handling->second.outages.erase(oldest->first);
  if (const auto trouble = view.troubles.find(oldest->second.site); trouble != view.troubles.end())
    std::erase(trouble->second.outages, oldest->first);
  view.outages.erase(oldest);
}

void attach(Outage& outage, IncidentId id, Handling& handling) {
  outage.incident = id;
  outage.alerted_at = handling.alerted_at;
  outage.answered_at = handling.answered_at;
  handling.outages.insert(outage.id);
}

// The outage that the site has now, or nothing.
Outage* lasting(View& view, const std::string& site) {
  const auto trouble = view.troubles.find(site);
  if (trouble == view.troubles.end() || trouble->second.outages.empty()) return nullptr;
  const auto found = view.outages.find(trouble->second.outages.back());
  return found == view.outages.end() ? nullptr : &found->second;
}

void end(View& view, const std::string& site, Instant at) {
  Outage* outage = lasting(view, site);
  if (outage == nullptr || outage->until) return;
  outage->until = at;
  view.ended.push_back(outage->id);
}

void begin(View& view, const site::HealthChanged& e, const Stamp& stamp) {
  Trouble& trouble = view.troubles[e.id];
  if (!trouble.since) trouble.since = stamp.at;
  Outage outage;
  outage.id = {stamp.desk.value, stamp.position};
  outage.site = e.id;
  outage.kind = kind_of(e.to);
  outage.from = stamp.at;
  outage.trouble = trouble.since;
  outage.first = trouble.kinds.insert(outage.kind).second;
  for (const auto& [root, takes_down] : e.roots) outage.roots.push_back(root);
  if (outage.kind == Kind::suppressed) outage.exclusion = Exclusion::planned_work;
  if (const auto known = view.incidents_of_site.find(e.id); known != view.incidents_of_site.end())
    attach(outage, *known->second.begin(), view.handling[*known->second.begin()]);
  trouble.outages.push_back(outage.id);
  const OutageId id = outage.id;
  view.outages[id] = std::move(outage);
}

void restore(View& view, const std::string& site, Instant at) {
  const auto trouble = view.troubles.find(site);
  if (trouble == view.troubles.end()) return;
  for (const OutageId id : trouble->second.outages)
    if (const auto found = view.outages.find(id); found != view.outages.end())
      found->second.restored_at = at;
  view.troubles.erase(trouble);
}

void take(View& view, const site::HealthChanged& e, const Stamp& stamp) {
  if (e.from != e.to) {
    end(view, e.id, stamp.at);
    if (e.to == Health::normal)
      restore(view, e.id, stamp.at);
    else
      begin(view, e, stamp);
  } else if (Outage* outage = lasting(view, e.id)) {
    for (const auto& [root, takes_down] : e.roots)
      if (std::ranges::find(outage->roots, root) == outage->roots.end())
        outage->roots.push_back(root);
  }
  while (view.ended.size() > limits::outages_max) forget_oldest(view);
}

void take(View& view, const incident::Opened& e, const Stamp& stamp) {
  view.handling[e.id].alerted_at = stamp.at;
}
// A new alert: the outages of the one before keep their answer.
void take(View& view, const incident::Reopened& e, const Stamp& stamp) {
  Handling& handling = view.handling[e.id];
  handling.alerted_at = stamp.at;
  handling.answered_at = {};
  handling.outages.clear();
}
void take(View& view, const incident::SiteHit& e, const Stamp&) {
  Handling& handling = view.handling[e.id];
  handling.sites.insert(e.site);
  view.incidents_of_site[e.site].insert(e.id);
  Outage* outage = lasting(view, e.site);
  if (outage != nullptr && !outage->incident) attach(*outage, e.id, handling);
}
void take(View& view, const incident::SiteRelieved& e, const Stamp&) {
  if (const auto known = view.handling.find(e.id); known != view.handling.end())
    known->second.sites.erase(e.site);
  const auto incidents = view.incidents_of_site.find(e.site);
  if (incidents == view.incidents_of_site.end()) return;
  incidents->second.erase(e.id);
  if (incidents->second.empty()) view.incidents_of_site.erase(incidents);
}
void take(View& view, const incident::Closed& e, const Stamp& stamp) {
  const auto known = view.handling.find(e.id);
  if (known == view.handling.end()) return;
  for (const std::string& site : std::set(known->second.sites))
    take(view, incident::SiteRelieved{.id = e.id, .site = site}, stamp);
  for (const order::OrderId order : known->second.orders) view.of_order.erase(order);
  view.handling.erase(known);
}

void answer(View& view, IncidentId id, Instant at) {
  const auto known = view.handling.find(id);
  if (known == view.handling.end() || known->second.answered_at) return;
  known->second.answered_at = at;
  for (const OutageId outage : known->second.outages)
    if (const auto found = view.outages.find(outage); found != view.outages.end())
      found->second.answered_at = at;
}

// An order about an incident, whichever desk issued it.
void note_order(View& view, order::OrderId id, IncidentId incident) {
  const auto known = view.handling.find(incident);
  if (known == view.handling.end()) return;
  known->second.orders.insert(id);
  view.of_order[id] = incident;
}

}  // namespace

void View::fold(const Event& event, const Stamp& stamp) {
  const auto change = [&](OutageId id, Exclusion reason, const std::string& text) {
    const auto found = outages.find(id);
    if (found == outages.end()) return;
    Outage& outage = found->second;
    outage.exclusion = reason;
    outage.excluded_by = stamp.who;
    outage.excluded_at = stamp.at;
    outage.excluded_text = text;
  };
  if (const auto* excluded = std::get_if<Excluded>(&event))
    change(excluded->id, excluded->reason, excluded->text);
  else
    change(std::get<Readmitted>(event).id, Exclusion::none, std::get<Readmitted>(event).text);
}

void View::fold(const site::Event& event, const Stamp& stamp) {
  if (const auto* imported = std::get_if<site::Imported>(&event)) {
    for (const site::Site& site : imported->sites) known_from.try_emplace(site.id, stamp.at);
  } else if (const auto* changed = std::get_if<site::HealthChanged>(&event)) {
    take(*this, *changed, stamp);
  }
}

void View::fold(const incident::Event& event, const Stamp& stamp) {
  std::visit(
      [&]<class One>(const One& e) {
        if constexpr (requires { take(*this, e, stamp); })
          take(*this, e, stamp);
        else if constexpr (std::is_same_v<One, incident::Assigned>)
          answer(*this, e.id, stamp.at);
      },
      event);
}

void View::fold(const order::Event& event, const Stamp&) {
  if (const auto* issued = std::get_if<order::Issued>(&event))
    note_order(*this, issued->id, issued->what.incident);
  else if (const auto* received = std::get_if<order::Received>(&event))
    note_order(*this, received->id, received->what.incident);
  else if (const auto* acknowledged = std::get_if<order::Acknowledged>(&event))
    if (const auto known = of_order.find(acknowledged->id); known != of_order.end())
      answer(*this, known->second, acknowledged->at);
}

void View::reindex() {
  of_order.clear();
  incidents_of_site.clear();
  for (const auto& [id, handled] : handling) {
    for (const order::OrderId order : handled.orders) of_order[order] = id;
    for (const std::string& site : handled.sites) incidents_of_site[site].insert(id);
  }
}

const Outage* find(const View& view, OutageId id) {
  const auto found = view.outages.find(id);
  return found == view.outages.end() ? nullptr : &found->second;
}

Row row_of(const Outage& outage, const desk::Nouns& nouns) {
  Row row{.id = outage.id,
          .site = outage.site,
          .name_zh = outage.site,
          .name_en = outage.site,
          .kind = outage.kind,
          .from = outage.from,
          .until = outage.until,
          .lasts_until = outage.until ? outage.until : end_of_time,
          .roots = outage.roots,
          .incident = outage.incident,
          .alerted_at = outage.alerted_at,
          .answered_at = outage.answered_at,
          .restored_at = outage.restored_at,
          .excluded = is_excluded(outage),
          .exclusion = outage.exclusion,
          .excluded_by = outage.excluded_by,
          .excluded_at = outage.excluded_at,
          .excluded_text = outage.excluded_text};
  const auto& sites = nouns.get<site::State>().sites;
  const auto found = sites.find(outage.site);
  if (found == sites.end()) return row;
  const site::Site& site = found->second;
  row.name_zh = site.name_zh;
  row.name_en = site.name_en;
  row.site_kind = site.kind;
  row.tier = site.tier;
  row.region = site.region;
  row.unit = site.unit;
  return row;
}

}  // namespace lifeline::outage
