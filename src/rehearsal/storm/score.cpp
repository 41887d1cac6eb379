// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/storm/score.h"

#include <chrono>
#include <iomanip>
#include <set>

#include "base/check.h"
#include "base/json_write.h"
#include "command/incident/view.h"
#include "network/element/model.h"
#include "network/site/view.h"
#include "rehearsal/storm/export.h"

namespace lifeline::rehearsal {
namespace {

using element::Condition;

constexpr Instant begin{1'579'752'000'000'000};  // 2020-01-23T04:00:00Z
constexpr int64_t settle_s = 1200;               // longer than any hold
constexpr int64_t early_s = 60;                  // an order so long before its incident is merged
constexpr double batch_s = 0.5;                  // reports of this long go in one batch

class Run {
 public:
  Run(const StormOptions& options, const MakeModules& make_modules)
      : options_(options),
        country_(build_country(options.size, options.seed)),
        plant_(country_.network),
        desks_(country_.desks, make_modules),
        now_(begin) {
    desks_.pass(begin);
    desks_.install(country_.units);
    std::vector<element::Element> elements;
    elements.reserve(country_.network.nodes.size());
    for (const Node& node : country_.network.nodes) elements.push_back(node.element);
    desks_.install(elements);
    desks_.install(country_.network.sites);
    LIFELINE_CHECK(!desks_.refusal(), "a generated network must be one that desks take");
  }

  StormScore run() {
    for (uint32_t round = 0; round < options_.rounds; ++round) {
      const Storm storm =
          make_storm(plant_, options_.plan, now_, options_.seed * 1'000'003 + round);
      score_.reports += storm.raises.size() + storm.clears.size();
      score_.lost += storm.lost;
      play(storm.raises);
      pass(storm.height);
      judge(storm);
      play(storm.clears);
      end_storm(plant_, storm);
      pass(seconds_after(storm.over, settle_s));
    }
    count_left();
    count_incidents();
    count_orders();
    return score_;
  }

 private:
  template <class Do>
  void timed(Do work) {
    const auto from = std::chrono::steady_clock::now();
    work();
    score_.correlating_s +=
        std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
  }

  void pass(Instant at) {
    timed([&] { desks_.pass(at); });
    now_ = at;
  }

  void play(const std::vector<Arrival>& arrivals) {
    std::vector<Report> batch;
    for (size_t i = 0; i < arrivals.size();) {
      const Instant until =
          arrivals[i].at + std::chrono::microseconds(static_cast<int64_t>(batch_s * 1e6));
      batch.clear();
      for (; i < arrivals.size() && arrivals[i].at < until; ++i)
        batch.push_back(arrivals[i].report);
      pass(until);
      timed([&] { desks_.report(batch); });
    }
  }

  void judge(const Storm& storm) {
    std::set<std::string> roots = true_roots(plant_, storm);
    const std::string round = std::to_string(++round_) + ": ";
    score_.roots.truth += roots.size();
    for (const auto& desk : desks_.desks())
      for (const auto& [id, standing] : desk->nouns().get<element::State>().standing) {
        if (standing.condition == Condition::normal || standing.root != id) continue;
        ++score_.roots.named;
        if (roots.erase(id) > 0)
          ++score_.roots.right;
        else
          score_.roots_wrong.push_back(round + id);
      }
    for (const std::string& id : roots) score_.roots_missed.push_back(round + id);
    for (size_t i = 0; i < plant_.sites().size(); ++i) {
      const Condition truth = plant_.site_condition(i);
      const site::Health seen = health(plant_.sites()[i]);
      const bool is_hit = truth != Condition::normal;
      score_.sites.truth += is_hit ? 1 : 0;
      if (seen != site::Health::normal) {
        ++score_.sites.named;
        score_.sites.right += is_hit ? 1 : 0;
      }
      const bool is_down = truth == Condition::down;
      if (is_hit && seen == (is_down ? site::Health::down : site::Health::degraded))
        ++score_.sites_exact;
    }
  }

  site::Health health(const site::Site& site) const {
    for (const auto& desk : desks_.desks()) {
      if (desk->plan().desk_of(site.region) != desk->id()) continue;
      const auto& standing = desk->nouns().get<site::State>().standing;
      const auto found = standing.find(site.id);
      return found == standing.end() ? site::Health::normal : found->second.health;
    }
    return site::Health::normal;
  }

  void count_left() {
    for (const auto& desk : desks_.desks()) {
      for (const auto& [id, standing] : desk->nouns().get<element::State>().standing)
        score_.elements_left += standing.condition != Condition::normal ? 1 : 0;
      for (const auto& [id, standing] : desk->nouns().get<site::State>().standing)
        score_.sites_left += standing.health != site::Health::normal ? 1 : 0;
      for (const auto& [id, incident] : desk->nouns().get<incident::State>().open)
        score_.incidents_left += incident.phase < incident::Phase::resolved ? 1 : 0;
    }
  }

  void count_incidents() {
    for (const auto& desk : desks_.desks())
      for (const auto& [id, page] : desk->nouns().get<incident::View>().pages) {
        if (id.desk != desk->id().value) continue;
        ++(page.row.merged_into ? score_.merged : score_.incidents);
        for (const incident::Entry& entry : page.timeline)
          score_.reopened += entry.kind == incident::Kind::reopened ? 1 : 0;
      }
  }

  void count_orders() {
    for (const auto& desk : desks_.desks()) {
      const auto& pages = desk->nouns().get<incident::View>().pages;
      for (const auto& [id, order] : desk->nouns().get<order::State>().orders) {
        if (id.desk != desk->id().value) continue;
        ++score_.orders;
        score_.orders_recalled += order.recalled ? 1 : 0;
        const auto page = pages.find(order.what.incident);
        if (page == pages.end() || !page->second.row.merged_into) continue;
        ++score_.orders_merged;
        const Instant soon = seconds_after(order.issued_at, early_s);
        score_.orders_early += page->second.row.changed_at < soon ? 1 : 0;
      }
    }
  }

  const StormOptions& options_;
  Country country_;
  Plant plant_;
  Direct desks_;
  Instant now_;
  StormScore score_;
  uint32_t round_ = 0;
};

double share(uint64_t part, uint64_t whole) {
  return whole == 0 ? 1 : static_cast<double>(part) / static_cast<double>(whole);
}

struct Line {
  uint64_t named = 0, right = 0, truth = 0;
  double precision = 0, recall = 0;
};
LIFELINE_STRUCT(Line, named, right, truth, precision, recall)

struct Printed {
  uint64_t reports = 0, lost = 0;
  Line roots, sites;
  std::vector<std::string> roots_missed, roots_wrong;
  uint64_t sites_exact = 0, incidents = 0, merged = 0, reopened = 0;
  uint64_t orders = 0, orders_merged = 0, orders_early = 0, orders_recalled = 0;
  uint64_t elements_left = 0, sites_left = 0, incidents_left = 0;
  double reports_per_s = 0;
};
LIFELINE_STRUCT(Printed, reports, lost, roots, sites, roots_missed, roots_wrong, sites_exact,
                incidents, merged, reopened, orders, orders_merged, orders_early, orders_recalled,
                elements_left, sites_left, incidents_left, reports_per_s)

Line line_of(const Share& share) {
  return {.named = share.named,
          .right = share.right,
          .truth = share.truth,
          .precision = share.precision(),
          .recall = share.recall()};
}

void print(std::ostream& out, const StormScore& s) {
  const auto line = [&](const char* what, const Share& share) {
    out << what << ": " << share.truth << " true, " << share.named << " named, " << share.right
        << " right; precision " << share.precision() << ", recall " << share.recall() << '\n';
  };
  out << std::fixed << std::setprecision(3);
  out << s.reports << " reports, " << s.lost << " lost\n";
  line("roots", s.roots);
  for (const auto& [what, ids] : {std::pair("missed", &s.roots_missed), {"wrong", &s.roots_wrong}})
    for (const std::string& id : *ids) out << "  " << what << " in storm " << id << '\n';
  line("sites", s.sites);
  out << "state right too at " << s.sites_exact << " of " << s.sites.truth << " sites\n"
      << s.incidents << " incidents, " << s.merged << " more merged into them, " << s.reopened
      << " reopened\n"
      << s.orders << " orders sent, " << s.orders_merged << " of them by incidents merged later ("
      << s.orders_early << " within a minute), " << s.orders_recalled << " recalled\n"
      << "left when all is over: " << s.elements_left << " elements, " << s.sites_left << " sites, "
      << s.incidents_left << " incidents\n"
      << std::setprecision(0) << static_cast<double>(s.reports) / s.correlating_s
      << " reports/s on one core\n";
}

}  // namespace

double Share::precision() const { return share(right, named); }
double Share::recall() const { return share(right, truth); }

StormScore run_storms(const StormOptions& options, const MakeModules& make_modules) {
  return Run(options, make_modules).run();
}

Result<void> write_storm(const StormOptions& options, const std::string& folder) {
  const Country country = build_country(options.size, options.seed);
  if (auto written = write_country(country, folder); !written) return written;
  Plant plant(country.network);
  const Storm made = make_storm(plant, options.plan, begin, options.seed);
  return write_storm(plant, made, begin, folder);
}

int storm(const StormOptions& options, const MakeModules& make_modules, std::ostream& out) {
  const StormScore s = run_storms(options, make_modules);
  if (!options.json) {
    print(out, s);
    return 0;
  }
  out << to_json(Printed{.reports = s.reports,
                         .lost = s.lost,
                         .roots = line_of(s.roots),
                         .sites = line_of(s.sites),
                         .roots_missed = s.roots_missed,
                         .roots_wrong = s.roots_wrong,
                         .sites_exact = s.sites_exact,
                         .incidents = s.incidents,
                         .merged = s.merged,
                         .reopened = s.reopened,
                         .orders = s.orders,
                         .orders_merged = s.orders_merged,
                         .orders_early = s.orders_early,
                         .orders_recalled = s.orders_recalled,
                         .elements_left = s.elements_left,
                         .sites_left = s.sites_left,
                         .incidents_left = s.incidents_left,
                         .reports_per_s = static_cast<double>(s.reports) / s.correlating_s})
      << '\n';
  return 0;
}

}  // namespace lifeline::rehearsal
