// SPDX-License-Identifier: Apache-2.0
#include "app/picture.h"

#include "app/field_rows.h"
#include "command/incident/view.h"
#include "command/order/view.h"
#include "command/roster/view.h"
#include "command/unit/view.h"
#include "desk/present.h"
#include "network/alarm/view.h"
#include "network/element/view.h"
#include "network/planned_work/view.h"
#include "network/scenario/view.h"
#include "network/site/view.h"

namespace lifeline::app {
namespace {

// Where each figure stands in desk::Figures, and what the picture calls it.
struct Figure {
  std::string_view group;
  std::string_view name;
};
constexpr Figure figures_of_picture[] = {
    {"sites", "normal"},          {"sites", "suppressed"},     {"sites", "stale"},
    {"sites", "degraded"},        {"sites", "down"},           {"alarms", "open"},
    {"alarms", "unacknowledged"}, {"alarms", "unmapped"},      {"alarms", "indeterminate"},
    {"alarms", "warning"},        {"alarms", "minor"},         {"alarms", "major"},
    {"alarms", "critical"},       {"alarms", "reports_total"}, {"incidents", "open"},
    {"incidents", "warning"},     {"incidents", "minor"},      {"incidents", "major"},
    {"incidents", "critical"},    {"orders", "open"},          {"orders", "overdue"},
    {"orders", "unacknowledged"},
};
constexpr size_t sites_at = 0, alarms_at = 5, reports_at = 13, incidents_at = 14, orders_at = 19;
constexpr size_t alarms_shown_max = 50;  // of one list in one message

using ByUnit = std::map<UnitCode, desk::Figures>;

void count_sites(const desk::Nouns& nouns, ByUnit& units) {
  for (const auto& [unit, counts] : nouns.get<site::View>().counts)
    for (size_t i = 0; i < counts.size(); ++i) units[unit][sites_at + i] += counts[i];
}

void count_alarms(const desk::Nouns& nouns, UnitCode desk, ByUnit& units) {
  const auto& view = nouns.get<alarm::View>();
  for (const auto& [unit, counts] : view.counts) {
    desk::Figures& figures = units[unit];
    figures[alarms_at] += counts.open;
    figures[alarms_at + 1] += counts.unacknowledged;
    figures[alarms_at + 2] += counts.unmapped;
    for (size_t i = 0; i < counts.by_severity.size(); ++i)
      figures[alarms_at + 3 + i] += counts.by_severity[i];
  }
  units[desk][reports_at] += view.totals.raised + view.totals.repeated;
}

void count_incidents(const desk::Nouns& nouns, ByUnit& units) {
  for (const auto& [id, incident] : nouns.get<incident::State>().open) {
    if (incident.phase >= incident::Phase::resolved) continue;
    desk::Figures& figures = units[incident.unit];
    ++figures[incidents_at];
    ++figures[incidents_at + 1 + static_cast<size_t>(incident.severity)];
  }
}

void count_orders(const desk::Nouns& nouns, UnitCode desk, ByUnit& units) {
  for (const auto& [id, order] : nouns.get<order::State>().orders) {
    if (id.desk != desk.value || order.recalled) continue;
    for (const order::Recipient& recipient : order.recipients) {
      if (!recipient.owes() || !order::is_counted(recipient)) continue;
      desk::Figures& figures = units[recipient.unit];
      const bool owes_word = recipient.step < order::Step::acknowledged;
      ++figures[orders_at];
      if (recipient.acknowledge_missed ? owes_word : recipient.finish_missed)
        ++figures[orders_at + 1];
      if (owes_word) ++figures[orders_at + 2];
    }
  }
}

void add_sites(const std::set<desk::RowKey>& keys, const desk::Nouns& nouns, LiveRows& rows) {
  const auto& sites = nouns.get<site::State>().sites;
  for (const auto& key : keys)
    if (const auto found = sites.find(key); found != sites.end())
      rows.add("sites", found->second.unit, site::row_of(found->second, nouns));
}

void add_incidents(const std::set<desk::RowKey>& keys, const desk::Nouns& nouns, LiveRows& rows) {
  const auto& pages = nouns.get<incident::View>().pages;
  for (const auto& key : keys) {
    const auto id = parse_id<incident::Tag>(key);
    const auto found = id ? pages.find(*id) : pages.end();
    if (found != pages.end()) rows.add("incidents", found->second.row.unit, found->second.row);
  }
}

void add_orders(const std::set<desk::RowKey>& keys, const desk::Nouns& nouns, UnitCode desk,
                LiveRows& rows) {
  const auto& orders = nouns.get<order::State>().orders;
  for (const auto& key : keys) {
    const auto id = parse_id<order::Tag>(key);
    const auto found = id ? orders.find(*id) : orders.end();
    if (found == orders.end() || id->desk != desk.value) continue;
    const order::Row row = order::row_of(found->second);
    rows.add("orders", row.unit, row);
  }
}

// The newest changes only: a storm would fill the line with rows nobody can read.
void add_alarms(const std::vector<desk::RowKey>& keys, const desk::Nouns& nouns, LiveRows& rows,
                uint64_t& more) {
  const auto& all = nouns.get<alarm::View>().rows;
  std::set<std::string_view> shown;
  size_t looked_at = 0;
  for (auto key = keys.rbegin(); key != keys.rend() && shown.size() < alarms_shown_max; ++key) {
    ++looked_at;
    const auto id = parse_id<alarm::Tag>(*key);
    const auto found = id ? all.find(*id) : all.end();
    if (found == all.end() || !shown.insert(*key).second) continue;
    alarm::Row row = found->second;
    alarm::complete(row, nouns);
    rows.add("alarms", row.unit, row);
  }
  more = keys.size() - looked_at;
}

void add_planned_works(const std::set<desk::RowKey>& keys, const desk::Nouns& nouns,
                       LiveRows& rows) {
  const auto& pages = nouns.get<planned_work::View>().pages;
  for (const auto& key : keys) {
    const auto id = parse_id<planned_work::Tag>(key);
    const auto found = id ? pages.find(*id) : pages.end();
    if (found == pages.end()) continue;
    planned_work::Row row = found->second.row;
    planned_work::complete(row, nouns);
    rows.add("planned_works", row.unit, row);
  }
}

void add_scenarios(const std::set<desk::RowKey>& keys, const desk::Nouns& nouns, LiveRows& rows) {
  const auto& pages = nouns.get<scenario::View>().pages;
  for (const auto& key : keys) {
    const auto id = parse_id<scenario::Tag>(key);
    const auto found = id ? pages.find(*id) : pages.end();
    if (found == pages.end()) continue;
    const auto row = scenario::row_of(found->second, nouns, nouns.get<desk::Present>().now);
    rows.add("scenarios", row.unit, row);
  }
}

void add_rosters(const std::set<desk::RowKey>& keys, const desk::Nouns& nouns, LiveRows& rows) {
  for (const auto& key : keys) {
    const auto id = parse_id<roster::Tag>(key);
    const auto* found = id ? roster::find(nouns.get<roster::State>(), *id) : nullptr;
    if (found == nullptr || found->copy) continue;
    const auto row = roster::row_of(*found, nouns, nouns.get<desk::Present>().now);
    rows.add("rosters", row.unit, row);
  }
}

}  // namespace

void render_tick(const desk::Touched& touched, const desk::Nouns& nouns, desk::LiveTick& tick) {
  LiveRows rows(nouns, tick);
  for (const auto& [noun, keys] : touched) {
    if (noun == site::Noun::bit) add_sites(desk::distinct(keys), nouns, rows);
    if (noun == incident::Noun::bit) add_incidents(desk::distinct(keys), nouns, rows);
    if (noun == order::Noun::bit) add_orders(desk::distinct(keys), nouns, tick.desk, rows);
    if (noun == planned_work::Noun::bit) add_planned_works(desk::distinct(keys), nouns, rows);
    if (noun == scenario::Noun::bit) add_scenarios(desk::distinct(keys), nouns, rows);
    if (noun == roster::Noun::bit) add_rosters(desk::distinct(keys), nouns, rows);
    if (noun == alarm::Noun::bit) add_alarms(keys, nouns, rows, tick.alarms_more);
  }
  add_field_rows(touched, nouns, tick.desk, rows);
  ByUnit units;
  count_sites(nouns, units);
  count_alarms(nouns, tick.desk, units);
  count_incidents(nouns, units);
  count_orders(nouns, tick.desk, units);
  for (const auto& [unit, figures] : units)
    tick.figures.push_back({.ground = rows.ground_of(unit), .figures = figures});
}

void write_picture(std::string& out, const desk::Figures& figures,
                   const desk::Positions& positions) {
  out += "{\"position\":\"" + desk::positions_text(positions) + "\"";
  std::string_view group;
  size_t index = 0;
  for (const auto& [of, name] : figures_of_picture) {
    if (of != group) {
      if (!group.empty()) out += '}';
      out += ",\"";
      out += of;
      out += "\":{";
    } else {
      out += ',';
    }
    group = of;
    out += '"';
    out += name;
    out += "\":" + std::to_string(figures[index++]);
  }
  out += "}}";
}

}  // namespace lifeline::app
