// SPDX-License-Identifier: Apache-2.0
// What a report is about: which time, and which ground. Lives as long as one fold.
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "command/report/model.h"
#include "command/unit/model.h"
#include "gateway/report/figures.h"
#include "journal/journal.h"

namespace lifeline::reports {

/// The time of a report, and what is known of it.
///
/// A fact counts at the journal's time. One that was recorded at or after `late_before` but says
/// that it happened in [late_from, late_before), the time of the report before, belongs there: here
/// it is a correction. The same window seen again later (`known_until` beyond `until`) counts such
/// facts in, at the time when they happened.
struct Window {
  Instant from;
  Instant until;  // not included
  Instant known_until;
  Instant late_from;
  Instant late_before;  // none: nothing was reported before

  /// Whether anything of the fact is known here.
  bool knows(const Fact& fact) const {
    if (fact.at < until) return true;
    return fact.at < known_until && fact.own && fact.own >= from && fact.own < until;
  }
  bool is_late(const Fact& fact) const {
    return fact.at >= late_before && fact.own >= late_from && fact.own < late_before;
  }
  /// Whether a fact that is known counts as having happened in this time.
  bool counts(const Fact& fact) const {
    if (is_late(fact)) return false;
    const Instant at = fact.at < until ? fact.at : fact.own;
    return from <= at && at < until;
  }
};

/// The units and the assurance scenario as they were at the cut-off.
struct Ground {
  unit::State tree;
  std::string scenario_zh;
  std::string scenario_en;
  std::unordered_set<std::string> sites;     // of the scenario
  std::unordered_set<std::string> elements;  // that they depend on
};

class Scope {
 public:
  Scope(const Window& window, const Ground& ground, UnitCode unit, bool is_scenario);

  const Window& window() const { return window_; }
  const Ground& ground() const { return ground_; }
  bool holds(UnitCode unit) { return within(unit).holds; }
  /// The unit directly below the report's own that the ground lies in; none: it is the unit's own.
  UnitCode below(UnitCode unit) { return within(unit).below; }
  const std::vector<UnitCode>& units_below() const { return units_below_; }

  bool is_scenario() const { return is_scenario_; }
  bool has_site(std::string_view site) const {
    return !is_scenario_ || ground_.sites.contains(std::string(site));
  }
  bool has_element(std::string_view element) const {
    return !is_scenario_ || ground_.elements.contains(std::string(element));
  }
  /// Incidents that hit a site of the scenario; all, without one.
  void add_incident(std::string_view id) {
    if (is_scenario_) incidents_.emplace(id);
  }
  bool has_incident(std::string_view id) const {
    return !is_scenario_ || incidents_.contains(std::string(id));
  }

  /// Orders for such incidents; all, without a scenario.
  void add_order(std::string_view id) {
    if (is_scenario_) orders_.emplace(id);
  }
  bool has_order(std::string_view id) const {
    return !is_scenario_ || orders_.contains(std::string(id));
  }

  /// Days or hours of the charts: their names, and which one a moment lies in (-1: none).
  const std::vector<std::string>& columns() const { return columns_; }
  int64_t column_of(Instant at) const;

  /// Sets a figure, and the same of each unit below.
  void spread(Ledger& ledger, const std::string& name, Facts facts);
  /// And of each day or hour that has any.
  void spread_in_time(Ledger& ledger, const std::string& name, Facts facts);

 private:
  struct Place {
    bool holds = false;
    UnitCode below;
  };
  const Place& within(UnitCode unit);
  void lay_columns();

  Window window_;
  const Ground& ground_;
  UnitCode unit_;
  bool is_scenario_;
  std::vector<UnitCode> units_below_;
  std::unordered_map<UnitCode, Place> places_;
  std::unordered_set<std::string> incidents_, orders_;
  std::vector<std::string> columns_;
  int64_t columns_from_us_ = 0;
  int64_t column_us_ = 0;
};

/// "2020-01-23 08:00", Beijing time.
std::string local_text(Instant at);

}  // namespace lifeline::reports
