// SPDX-License-Identifier: Apache-2.0
// Incidents: opened, resolved, closed in the time, and open at the cut-off, by severity.
#include <algorithm>
#include <tuple>

#include "command/incident/view.h"
#include "gateway/report/section.h"

namespace lifeline::reports {
namespace {

using incident::Severity;

class Incidents final : public Section {
 public:
  Incidents(Scope& scope, Ledger& ledger) : scope_(scope), ledger_(ledger) {}
  std::string_view noun() const override { return incident::Noun::name; }
  uint64_t bit() const override { return incident::Noun::bit; }

  void take(const Fact& fact) override {
    const std::string_view kind = fact.kind();
    const std::string_view id = text_of(fact.event, "id");
    if (kind == "Opened") return open(fact, id);
    const auto found = incidents_.find(id);
    if (found == incidents_.end()) return;
    Known& one = found->second;
    const bool counts = scope_.window().counts(fact);
    const auto note = [&](std::optional<uint32_t>& slot) {
      if (counts) slot = ledger_.add(fact, one.row.unit, id);
    };
    if (kind == "SiteHit") {
      if (scope_.has_site(text_of(fact.event, "site"))) scope_.add_incident(id);
    } else if (kind == "SeverityRaised") {
      enum_from_text(text_of(fact.event, "severity"), one.row.severity = Severity::minor);
    } else if (kind == "Resolved") {
      one.is_open = false;
      note(one.resolved);
    } else if (kind == "Closed") {
      one.is_open = false;
      note(one.closed);
    } else if (kind == "Reopened") {
      one.is_open = true;
      one.resolved.reset();
      note(one.reopened);
    } else if (kind == "Explained") {
      explain(fact, one);
    }
  }

  void close(Lists& lists) override {
    Facts opened, resolved, closed, reopened, merged, open;
    std::map<Severity, Facts> opened_as, open_as;
    for (const auto& [id, one] : incidents_) {
      if (!scope_.holds(one.row.unit) || !scope_.has_incident(id)) continue;
      if (one.is_counted) opened.push_back(one.opened);
      if (one.is_counted) opened_as[one.row.severity].push_back(one.opened);
      if (one.resolved) resolved.push_back(*one.resolved);
      if (one.closed) closed.push_back(*one.closed);
      if (one.reopened) reopened.push_back(*one.reopened);
      if (one.merged) merged.push_back(*one.merged);
      if (!one.is_open) continue;
      open.push_back(one.opened);
      open_as[one.row.severity].push_back(one.opened);
      lists.incidents.push_back(one.row);
    }
    std::ranges::stable_sort(lists.incidents, [](const OpenIncident& a, const OpenIncident& b) {
      return std::tuple(-static_cast<int>(a.severity), a.opened_at) <
             std::tuple(-static_cast<int>(b.severity), b.opened_at);
    });
    for (const Severity severity :
         {Severity::critical, Severity::major, Severity::minor, Severity::warning}) {
      const std::string word(enum_text(severity));
      ledger_.set("incidents_opened_" + word, std::move(opened_as[severity]));
      ledger_.set("incidents_open_" + word, std::move(open_as[severity]));
    }
    scope_.spread_in_time(ledger_, "incidents_opened", std::move(opened));
    scope_.spread_in_time(ledger_, "incidents_resolved", std::move(resolved));
    scope_.spread(ledger_, "incidents_closed", std::move(closed));
    scope_.spread(ledger_, "incidents_open", std::move(open));
    ledger_.set("incidents_reopened", std::move(reopened));
    ledger_.set("incidents_merged", std::move(merged));
  }

 private:
  struct Known {
    OpenIncident row;
    uint32_t opened = 0;
    bool is_counted = false;  // opened in the time
    bool is_open = true;
    std::optional<uint32_t> resolved, closed, reopened, merged;
  };

  void open(const Fact& fact, std::string_view id) {
    Known one;
    const UnitCode unit = unit_of(fact.event, "unit"), region = unit_of(fact.event, "region");
    one.row = {.id = std::string(id),
               .title_zh = std::string(text_of(fact.event, "title_zh")),
               .title_en = std::string(text_of(fact.event, "title_en")),
               .unit = unit ? unit : region,
               .opened_at = fact.at};
    enum_from_text(text_of(fact.event, "severity"), one.row.severity);
    one.opened = ledger_.add(fact, one.row.unit, id);
    one.is_counted = scope_.window().counts(fact);
    incidents_.insert_or_assign(std::string(id), std::move(one));
  }

  // It goes on under another root, or ends in the incident that has that root already.
  void explain(const Fact& fact, Known& one) {
    const std::string_view into = text_of(fact.event, "into");
    if (into.empty()) {
      one.row.title_zh = text_of(fact.event, "title_zh");
      one.row.title_en = text_of(fact.event, "title_en");
      return;
    }
    one.is_open = false;
    if (scope_.is_scenario() && scope_.has_incident(one.row.id)) scope_.add_incident(into);
    if (scope_.window().counts(fact)) one.merged = ledger_.add(fact, one.row.unit, one.row.id);
  }

  Scope& scope_;
  Ledger& ledger_;
  std::map<std::string, Known, std::less<>> incidents_;
};

}  // namespace

std::unique_ptr<Section> make_incidents(Scope& scope, Ledger& ledger) {
  return std::make_unique<Incidents>(scope, ledger);
}

}  // namespace lifeline::reports
