// SPDX-License-Identifier: Apache-2.0
// Key sites: their state at the cut-off, and which were hit and restored in the time.
#include <algorithm>
#include <tuple>

#include "gateway/report/section.h"
#include "network/site/view.h"

namespace lifeline::reports {
namespace {

using site::Health;

template <class E>
E word_of(const Json& json, std::string_view key, E usual) {
  E value = usual;
  enum_from_text(text_of(json, key), value);
  return value;
}

bool is_hit(Health health) { return health == Health::degraded || health == Health::down; }

class Sites final : public Section {
 public:
  Sites(Scope& scope, Ledger& ledger) : scope_(scope), ledger_(ledger) {}
  std::string_view noun() const override { return site::Noun::name; }
  uint64_t bit() const override { return site::Noun::bit; }

  void take(const Fact& fact) override {
    if (fact.kind() == "Imported")
      import(fact);
    else if (fact.kind() == "HealthChanged")
      change(fact);
  }

  void close(Lists& lists) override {
    Facts all, hit, down, restored;
    for (const auto& [id, site] : sites_) {
      if (!site.counts) continue;
      all.push_back(site.known);
      if (site.first_hit) hit.push_back(*site.first_hit);
      if (site.first_down) down.push_back(*site.first_down);
      if (site.restored) restored.push_back(*site.restored);
      if (is_hit(site.row.state)) lists.sites.push_back(site.row);
    }
    std::ranges::stable_sort(lists.sites, [](const TroubledSite& a, const TroubledSite& b) {
      return std::tuple(a.tier, -static_cast<int>(a.state), a.since) <
             std::tuple(b.tier, -static_cast<int>(b.state), b.since);
    });
    scope_.spread(ledger_, "sites", std::move(all));
    scope_.spread_in_time(ledger_, "sites_hit", std::move(hit));
    scope_.spread(ledger_, "sites_cut_off", std::move(down));
    scope_.spread_in_time(ledger_, "sites_restored", std::move(restored));
    scope_.spread(ledger_, "site_hits", std::move(hits_));
    count_states();
  }

 private:
  struct Known {
    TroubledSite row;
    bool counts = false;
    uint32_t known = 0;  // the import
    uint32_t state = 0;  // what made it so
    std::optional<uint32_t> first_hit, first_down, restored;
  };

  void import(const Fact& fact) {
    const auto sites = fact.event.at("sites");
    if (!sites) return;
    auto each = [&](Json json) {
      const std::string id(text_of(json, "id"));
      const auto [found, is_new] = sites_.try_emplace(id);
      Known& site = found->second;
      const UnitCode region = unit_of(json, "region"), unit = unit_of(json, "unit");
      site.row = {.id = id,
                  .name_zh = std::string(text_of(json, "name_zh")),
                  .name_en = std::string(text_of(json, "name_en")),
                  .kind = word_of(json, "kind", site::Kind::other),
                  .tier = json.at("tier") ? static_cast<int>(integer_of(json, "tier")) : 3,
                  .unit = unit ? unit : region,
                  .state = is_new ? Health::normal : site.row.state,
                  .since = is_new ? Instant{} : site.row.since};
      site.counts = scope_.holds(site.row.unit) && scope_.has_site(id);
      if (!site.counts) return true;
      site.known = ledger_.add(fact, site.row.unit, id);
      if (is_new) site.state = site.known;
      return true;
    };
    sites->each(each);
  }

  void change(const Fact& fact) {
    const auto found = sites_.find(text_of(fact.event, "id"));
    if (found == sites_.end() || !found->second.counts) return;
    Known& site = found->second;
    const Health before = site.row.state;
    site.row.state = word_of(fact.event, "to", Health::normal);
    if (site.row.state != before) site.row.since = fact.at;
    site.state = ledger_.add(fact, site.row.unit, site.row.id);
    if (!scope_.window().counts(fact)) return;
    const bool is_bad = is_hit(site.row.state);
    if (is_bad && !is_hit(before)) {
      if (!site.first_hit) site.first_hit = site.state;
      hits_.push_back(site.state);
    }
    if (site.row.state == Health::down && !site.first_down) site.first_down = site.state;
    if (!is_bad && is_hit(before)) site.restored = site.state;
    if (is_bad) site.restored.reset();
  }

  // How many there are of each state, over all, by tier and by kind: every state of what there is.
  void count_states() {
    std::set<std::string> groups{"", "tier_1_", "tier_2_", "tier_3_"};
    for (const auto& [id, site] : sites_)
      if (site.counts) groups.insert(std::string(enum_text(site.row.kind)) + "_");
    std::map<std::string, Facts> by_state;
    for (const std::string& group : groups)
      for (const Health health :
           {Health::normal, Health::suppressed, Health::stale, Health::degraded, Health::down})
        by_state["sites_" + group + std::string(enum_text(health))];
    for (const auto& [id, site] : sites_) {
      if (!site.counts) continue;
      const std::string state(enum_text(site.row.state));
      by_state["sites_" + state].push_back(site.state);
      by_state["sites_tier_" + std::to_string(site.row.tier) + "_" + state].push_back(site.state);
      by_state["sites_" + std::string(enum_text(site.row.kind)) + "_" + state].push_back(
          site.state);
    }
    for (auto& [name, facts] : by_state) {
      if (name == "sites_down" || name == "sites_degraded")
        scope_.spread(ledger_, name, std::move(facts));
      else
        ledger_.set(name, std::move(facts));
    }
  }

  Scope& scope_;
  Ledger& ledger_;
  std::map<std::string, Known, std::less<>> sites_;
  Facts hits_;
};

}  // namespace

std::unique_ptr<Section> make_sites(Scope& scope, Ledger& ledger) {
  return std::make_unique<Sites>(scope, ledger);
}

}  // namespace lifeline::reports
