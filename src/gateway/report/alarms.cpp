// SPDX-License-Identifier: Apache-2.0
// Alarms: raised and cleared in the time, and open at the cut-off, by severity.
#include <unordered_map>

#include "gateway/report/section.h"
#include "network/alarm/view.h"

namespace lifeline::reports {
namespace {

using alarm::AlarmId;
using alarm::Severity;

constexpr Severity severities[] = {Severity::critical, Severity::major, Severity::minor,
                                   Severity::warning, Severity::indeterminate};

class Alarms final : public Section {
 public:
  Alarms(Scope& scope, Ledger& ledger) : scope_(scope), ledger_(ledger) {}
  std::string_view noun() const override { return alarm::Noun::name; }
  uint64_t bit() const override { return alarm::Noun::bit; }

  void take(const Fact& fact) override {
    const std::string_view kind = fact.kind();
    if (kind == "Raised") return raise(fact);
    if (kind != "Cleared" && kind != "Placed" && kind != "Repeated") return;
    const auto id = parse_id<alarm::Tag>(text_of(fact.event, "id"));
    const auto found = id ? open_.find(*id) : open_.end();
    if (found == open_.end()) return;
    if (kind == "Placed") {
      found->second.unit = unit_of(fact.event, "unit");
      ledger_.place(found->second.raised, found->second.unit);
    }
    if (kind == "Repeated" && fact.event.at("severity_changed"))
      found->second.severity = severity_of(fact.event);
    if (kind != "Cleared") return;
    if (scope_.window().counts(fact) && scope_.holds(found->second.unit))
      cleared_.push_back(ledger_.add(fact, found->second.unit, to_text(*id)));
    open_.erase(found);
  }

  void close(Lists&) override {
    std::map<AlarmId, Open> in_order(open_.begin(), open_.end());
    std::map<Severity, Facts> as, raised_as;
    Facts open, raised;
    // What was raised counts on the ground where it was found to be since.
    for (const auto& [index, severity] : raised_) {
      if (!scope_.holds(ledger_.fact(index).unit)) continue;
      raised.push_back(index);
      raised_as[severity].push_back(index);
    }
    for (const auto& [id, one] : in_order) {
      if (!scope_.holds(one.unit)) continue;
      open.push_back(one.raised);
      as[one.severity].push_back(one.raised);
    }
    for (const Severity severity : severities) {
      const std::string word(enum_text(severity));
      ledger_.set("alarms_open_" + word, std::move(as[severity]));
      ledger_.set("alarms_raised_" + word, std::move(raised_as[severity]));
    }
    scope_.spread(ledger_, "alarms_open", std::move(open));
    scope_.spread_in_time(ledger_, "alarms_raised", std::move(raised));
    scope_.spread_in_time(ledger_, "alarms_cleared", std::move(cleared_));
  }

 private:
  struct Open {
    uint32_t raised = 0;
    Severity severity = Severity::indeterminate;
    UnitCode unit;
  };

  static Severity severity_of(const Json& event) {
    Severity severity = Severity::indeterminate;
    enum_from_text(text_of(event, "severity"), severity);
    return severity;
  }

  void raise(const Fact& fact) {
    if (!scope_.has_element(text_of(fact.event, "source_name"))) return;
    const std::string_view text = text_of(fact.event, "id");
    const auto id = parse_id<alarm::Tag>(text);
    if (!id) return;
    // What could not be placed is headquarters', or its desk's own.
    UnitCode unit = unit_of(fact.event, "unit");
    if (!unit) unit = unit_of(fact.event, "region");
    if (!unit) unit = fact.desk;
    const auto mapped = fact.event.at("mapped");
    if (mapped && mapped->boolean() && !scope_.holds(unit)) return;
    const Open one{
        .raised = ledger_.add(fact, unit, text), .severity = severity_of(fact.event), .unit = unit};
    open_[*id] = one;
    if (scope_.window().counts(fact)) raised_.emplace_back(one.raised, one.severity);
  }

  Scope& scope_;
  Ledger& ledger_;
  std::unordered_map<AlarmId, Open> open_;
  std::vector<std::pair<uint32_t, Severity>> raised_;  // in the time
  Facts cleared_;
};

}  // namespace

std::unique_ptr<Section> make_alarms(Scope& scope, Ledger& ledger) {
  return std::make_unique<Alarms>(scope, ledger);
}

}  // namespace lifeline::reports
