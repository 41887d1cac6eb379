// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/summary.h"

#include <algorithm>

#include <fmt/format.h>

#include "command/incident/view.h"
#include "command/order/view.h"
#include "command/person/model.h"
#include "network/alarm/view.h"
#include "network/element/view.h"
#include "network/site/view.h"

namespace lifeline::rehearsal {
namespace {

using order::Step;

// The nearest rank: of 10 values the 90th percentile is the ninth.
uint64_t percentile(std::vector<uint64_t>& values, uint64_t percent) {
  if (values.empty()) return 0;
  const size_t rank = (values.size() * percent + 99) / 100;
  const auto place = values.begin() + static_cast<ptrdiff_t>(std::max<size_t>(rank, 1) - 1);
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

uint64_t seconds_between(Instant from, Instant to) {
  return static_cast<uint64_t>(std::max<int64_t>(0, (to - from).count()) / 1'000'000);
}

struct Tally {
  UnitLine line;
  std::vector<uint64_t> acknowledge_s;
};

class Counter {
 public:
  Counter(const Direct& desks, Summary& summary) : summary_(summary) {
    for (const auto& desk : desks.desks()) {
      count_network(*desk);
      count_incidents(*desk);
      for (const auto& [id, order] : desk->nouns().get<order::State>().orders)
        if (order.owned) count_order(order);
      for (const auto& [id, person] : desk->nouns().get<person::State>().people)
        summary.people += person.copy ? 0 : 1;
      if (desk->id() == group_unit) units_ = &desk->nouns().get<unit::State>();
      summary.events += desk->position();
    }
    summary.batches = desks.batches();
    finish();
  }

 private:
  void count_network(const desk::Desk& desk) {
    const alarm::Totals& totals = desk.nouns().get<alarm::View>().totals;
    summary_.alarms_raised += totals.raised;
    summary_.alarms_repeated += totals.repeated;
    summary_.alarms_cleared += totals.cleared + totals.settled;
    summary_.alarms_open += desk.nouns().get<alarm::State>().open.size();
    summary_.elements += desk.nouns().get<element::State>().elements.size();
    for (const auto& [id, site] : desk.nouns().get<site::State>().sites) {
      ++summary_.sites;
      ++tallies_[site.unit].line.sites;
    }
  }

  void count_incidents(const desk::Desk& desk) {
    for (const auto& [id, page] : desk.nouns().get<incident::View>().pages) {
      ++summary_.incidents;
      ++tallies_[page.row.unit].line.incidents;
      if (page.row.resolved_at)
        restore_s_.push_back(seconds_between(page.row.opened_at, page.row.resolved_at));
      else
        ++summary_.incidents_open;
    }
  }

  void count_order(const order::Order& order) {
    ++summary_.orders;
    const order::Row row = order::row_of(order);
    summary_.orders_done += row.state == order::Progress::done ? 1 : 0;
    summary_.escalations += row.escalations;
    summary_.passed_down += order.what.parent ? 1 : 0;
    for (const order::Recipient& recipient : order.recipients) {
      Tally& tally = tallies_[recipient.unit];
      tally.line.escalated += recipient.escalated_at ? 1 : 0;
      summary_.handed_on += recipient.step == Step::handed_on ? 1 : 0;
      if (!order::is_counted(recipient)) continue;
      const bool is_silent = recipient.acknowledge_missed && recipient.step < Step::acknowledged;
      summary_.silent += is_silent ? 1 : 0;
      ++summary_.recipients;
      ++tally.line.orders;
      if (recipient.step == Step::declined) {
        ++summary_.declined;
        ++tally.line.declined;
      }
      if (!recipient.acknowledged_at) continue;
      ++summary_.acknowledged;
      ++tally.line.acknowledged;
      tally.acknowledge_s.push_back(seconds_between(order.issued_at, recipient.acknowledged_at));
    }
  }

  void finish() {
    std::vector<uint64_t> all;
    for (auto& [code, tally] : tallies_) {
      all.insert(all.end(), tally.acknowledge_s.begin(), tally.acknowledge_s.end());
      UnitLine& line = tally.line;
      line.unit = code;
      line.acknowledge_p50_s = percentile(tally.acknowledge_s, 50);
      if (units_ != nullptr)
        if (const auto unit = units_->units.find(code); unit != units_->units.end()) {
          line.name_zh = unit->second.name_zh;
          line.name_en = unit->second.name_en;
        }
      summary_.units.push_back(std::move(line));
    }
    summary_.acknowledge_p50_s = percentile(all, 50);
    summary_.acknowledge_p90_s = percentile(all, 90);
    summary_.restore_p50_s = percentile(restore_s_, 50);
    summary_.restore_p90_s = percentile(restore_s_, 90);
  }

  Summary& summary_;
  const unit::State* units_ = nullptr;
  std::map<UnitCode, Tally> tallies_;
  std::vector<uint64_t> restore_s_;
};

// The desks in their order: where each ended, and all of its state.
std::string hash_of(const Direct& desks) {
  journal::Digest digest{};
  for (const auto& desk : desks.desks()) {
    const journal::Batch whole{.desk = desk->id(),
                               .first = desk->position(),
                               .count = 1,
                               .payload = journal::to_hex(desk->digest()) + desk->save()};
    digest = journal::seal(digest, whole);
  }
  return journal::to_hex(digest);
}

std::string minutes(uint64_t seconds) {
  return fmt::format("{:.1f} min", static_cast<double>(seconds) / 60);
}

}  // namespace

Summary summarise(const Direct& desks, const World& world) {
  Summary summary;
  Counter(desks, summary);
  summary.faults = world.ledger().faults;
  summary.hash = hash_of(desks);
  return summary;
}

std::string summary_text(const Summary& s) {
  std::string out = fmt::format("{} {} to {}, seed {}\n", s.scenario, to_rfc3339(s.starts),
                                to_rfc3339(s.ends), s.seed);
  out +=
      fmt::format("network    {} elements, {} sites, {} faults\n", s.elements, s.sites, s.faults);
  out += fmt::format("alarms     {} raised, {} repeated, {} cleared, {} open\n", s.alarms_raised,
                     s.alarms_repeated, s.alarms_cleared, s.alarms_open);
  out += fmt::format("incidents  {}, {} open\n", s.incidents, s.incidents_open);
  out += fmt::format(
      "orders     {} to {} recipients: {} acknowledged, {} declined, {} escalations; {} done\n",
      s.orders, s.recipients, s.acknowledged, s.declined, s.escalations, s.orders_done);
  out += fmt::format("of these   {} passed down; {} handed on, {} silent; {} people\n",
                     s.passed_down, s.handed_on, s.silent, s.people);
  out += fmt::format("crews      {} jobs, {} done; {} outings: {} person-times, {} vehicle-times\n",
                     s.jobs, s.jobs_done, s.field.outings, s.field.person_times,
                     s.field.vehicle_times);
  for (const StepTimes& step : s.steps)
    out += fmt::format("  {:<24} p50 {:>6} s, p90 {:>6} s of {}\n", step.step, step.p50_s,
                       step.p90_s, step.count);
  out += fmt::format("acknowledge p50 {}, p90 {}\n", minutes(s.acknowledge_p50_s),
                     minutes(s.acknowledge_p90_s));
  out += fmt::format("restore     p50 {}, p90 {}\n", minutes(s.restore_p50_s),
                     minutes(s.restore_p90_s));
  out += fmt::format("journal    {} events in {} batches\n\n", s.events, s.batches);
  out += fmt::format("{:>9} {:>6} {:>10} {:>7} {:>6} {:>9} {:>10} {:>10}  {}\n", "unit", "sites",
                     "incidents", "orders", "acked", "declined", "escalated", "ack p50 s", "name");
  for (const UnitLine& u : s.units)
    out += fmt::format("{:>9} {:>6} {:>10} {:>7} {:>6} {:>9} {:>10} {:>10}  {} {}\n",
                       to_text(u.unit), u.sites, u.incidents, u.orders, u.acknowledged, u.declined,
                       u.escalated, u.acknowledge_p50_s, u.name_zh, u.name_en);
  out += '\n';
  for (const std::string& violation : s.violations) out += "VIOLATION: " + violation + '\n';
  out += "hash: " + s.hash + '\n';
  return out;
}

}  // namespace lifeline::rehearsal
