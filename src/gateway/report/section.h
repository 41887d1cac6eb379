// SPDX-License-Identifier: Apache-2.0
// A section of a report counts the events of one noun. A further section is one such struct, and a
// line in all_sections().
#pragma once

#include <memory>
#include <vector>

#include "base/describe.h"
#include "command/incident/model.h"
#include "gateway/report/scope.h"
#include "network/site/model.h"

namespace lifeline::reports {

/// A key site that is not normal at the cut-off.
struct TroubledSite {
  std::string id;
  std::string name_zh;
  std::string name_en;
  site::Kind kind = site::Kind::other;
  int tier = 3;
  UnitCode unit;
  site::Health state = site::Health::normal;
  Instant since;
  std::string unit_zh = {};  // the unit's name
  std::string unit_en = {};
};
LIFELINE_STRUCT(TroubledSite, id, name_zh, name_en, kind, tier, unit, state, since, unit_zh,
                unit_en)

/// An incident that is open at the cut-off.
struct OpenIncident {
  std::string id;
  std::string title_zh;
  std::string title_en;
  incident::Severity severity = incident::Severity::minor;
  UnitCode unit;
  Instant opened_at;
  std::string unit_zh = {};  // the unit's name
  std::string unit_en = {};
};
LIFELINE_STRUCT(OpenIncident, id, title_zh, title_en, severity, unit, opened_at, unit_zh, unit_en)

/// Lists that sections make beside their figures.
struct Lists {
  std::vector<TroubledSite> sites;
  std::vector<OpenIncident> incidents;
};

class Section {
 public:
  virtual ~Section() = default;
  virtual std::string_view noun() const = 0;
  virtual uint64_t bit() const = 0;
  /// Each known event of the noun, desk by desk, in the order of the desk's journal.
  virtual void take(const Fact& fact) = 0;
  /// Sets the figures, all of them: those that count nothing too.
  virtual void close(Lists& lists) = 0;
};

std::unique_ptr<Section> make_sites(Scope& scope, Ledger& ledger);
std::unique_ptr<Section> make_incidents(Scope& scope, Ledger& ledger);
std::unique_ptr<Section> make_alarms(Scope& scope, Ledger& ledger);
std::unique_ptr<Section> make_orders(Scope& scope, Ledger& ledger);
std::unique_ptr<Section> make_teams(Scope& scope, Ledger& ledger);

/// In the order in which they close: orders ask which incidents count, teams which orders do.
inline std::vector<std::unique_ptr<Section>> all_sections(Scope& scope, Ledger& ledger) {
  std::vector<std::unique_ptr<Section>> all;
  for (const auto make : {make_sites, make_incidents, make_alarms, make_orders, make_teams})
    all.push_back(make(scope, ledger));
  return all;
}

}  // namespace lifeline::reports
