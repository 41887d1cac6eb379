// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "command/incident/view.h"
#include "network/alarm/model.h"
#include "network/scenario/model.h"

namespace lifeline::scenario {
namespace {

void count_site(Figures& figures, site::Health health) {
  switch (health) {
    case site::Health::normal: ++figures.sites_normal; return;
    case site::Health::suppressed: ++figures.sites_suppressed; return;
    case site::Health::stale: ++figures.sites_stale; return;
    case site::Health::degraded: ++figures.sites_degraded; return;
    case site::Health::down: ++figures.sites_down; return;
  }
}

void count_orders(Figures& figures, incident::IncidentId id, const desk::Nouns& nouns) {
  const auto& pages = nouns.get<incident::View>().pages;
  const auto& orders = nouns.get<order::State>().orders;
  const auto page = pages.find(id);
  if (page == pages.end()) return;
  for (const order::OrderId order_id : page->second.orders) {
    const auto order = orders.find(order_id);
    if (order != orders.end() && !order->second.recalled && order->second.tally.late > 0)
      ++figures.orders_overdue;
  }
}

}  // namespace

Figures figures_of(const What& what, const std::vector<std::string>& elements,
                   const desk::Nouns& nouns, Instant now) {
  Figures figures;
  const auto& sites = nouns.get<site::State>();
  for (const std::string& id : what.sites) {
    const auto standing = sites.standing.find(id);
    count_site(figures,
               standing == sites.standing.end() ? site::Health::normal : standing->second.health);
  }
  for (const std::string& element : elements)
    figures.alarms_open += alarm::open_on(nouns.get<alarm::State>(), element);
  const std::set<std::string> named(what.sites.begin(), what.sites.end());
  for (const auto& [id, incident] : nouns.get<incident::State>().open) {
    const auto is_ours = [&](const auto& hit) { return named.contains(hit.first); };
    if (!std::ranges::any_of(incident.sites, is_ours)) continue;
    ++figures.incidents_open;
    count_orders(figures, id, nouns);
  }
  for (const Shift* shift : on_duty(what, now)) figures.on_duty.push_back(shift->person);
  return figures;
}

}  // namespace lifeline::scenario
