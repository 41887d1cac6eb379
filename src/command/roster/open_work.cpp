// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <tuple>

#include "base/limits.h"
#include "command/roster/model.h"
#include "command/unit/view.h"

namespace lifeline::roster {
namespace {

constexpr Instant never{std::numeric_limits<int64_t>::max()};

// When the unit's ground next owes something of the order; none: it owes nothing.
std::optional<Instant> owed_by(const order::Order& order, unit::Reach& ground) {
  if (order.recalled) return std::nullopt;
  std::optional<Instant> soonest;
  const bool is_issuer = ground.holds(order.what.issuer);
  for (const order::Recipient& r : order.recipients) {
    const bool owes_word = r.step < order::Step::acknowledged;
    if (!r.owes() || (r.way == order::Way::escalation && !owes_word)) continue;
    if (!is_issuer && !ground.holds(r.unit)) continue;
    const Instant by = owes_word && r.acknowledge_by ? r.acknowledge_by : r.finish_by;
    soonest = std::min(soonest.value_or(never), by ? by : never);
  }
  return soonest;
}

template <class Item>
auto first_ids(std::vector<Item>& items) {
  const size_t shown = std::min(items.size(), limits::hand_over_items_max);
  std::ranges::partial_sort(items, items.begin() + static_cast<std::ptrdiff_t>(shown));
  std::vector<std::remove_cvref_t<decltype(std::get<1>(items.front()))>> ids;
  for (size_t i = 0; i < shown; ++i) ids.push_back(std::get<1>(items[i]));
  return ids;
}

}  // namespace

OpenWork open_work(const desk::Nouns& nouns, UnitCode unit) {
  desk::Actor of_unit = desk::system_actor();
  of_unit.role = desk::Role::operator_;
  of_unit.unit = unit;
  unit::Reach ground(nouns, of_unit);
  std::vector<std::tuple<Instant, OrderId>> orders;
  for (const auto& [id, order] : nouns.get<order::State>().orders)
    if (const auto by = owed_by(order, ground)) orders.emplace_back(*by, id);
  std::vector<std::tuple<int, IncidentId>> incidents;  // the worst has the least number
  for (const auto& [id, incident] : nouns.get<incident::State>().open) {
    if (incident.phase >= incident::Phase::resolved) continue;
    if (ground.holds(incident.unit) ||
        std::ranges::any_of(incident.units, [&](UnitCode hit) { return ground.holds(hit); }))
      incidents.emplace_back(-static_cast<int>(incident.severity), id);
  }
  OpenWork work{.orders = {},
                .incidents = {},
                .orders_total = orders.size(),
                .incidents_total = incidents.size()};
  work.orders = first_ids(orders);
  work.incidents = first_ids(incidents);
  return work;
}

}  // namespace lifeline::roster
