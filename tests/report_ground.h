// SPDX-License-Identifier: Apache-2.0
// The small network, and reports over the journals that its desks wrote.
#pragma once

#include <doctest/doctest.h>

#include "gateway/report/fold.h"
#include "journal/memory.h"
#include "tests/small_network.h"

namespace lifeline::tests {

/// The moment so many minutes after noon.
inline Instant minutes(int64_t count) { return seconds_after(noon, count * 60); }

inline report::Report report_over(UnitCode unit, Instant from, Instant cut_off) {
  return {.id = {unit.value, 1}, .number = 1, .unit = unit, .from = from, .cut_off = cut_off};
}

struct ReportGround : SmallNetwork {
  ReportGround() : SmallNetwork(orders_at_once) {}

  Result<std::shared_ptr<const reports::Answer>> ask(const reports::Question& question) {
    journal::Memory journal;
    for (const UnitCode desk : desks.plan().desks()) REQUIRE(journal.append(desks.journal(desk)));
    return reports::work_out(journal, desks.plan(), question, std::atomic<bool>(false));
  }
  std::shared_ptr<const reports::Answer> ask(const report::Report& report) {
    auto answer = ask(reports::Question{.report = report, .previous = {}, .before_previous = {}});
    REQUIRE(answer);
    return *answer;
  }
  /// A figure of a report from noon on.
  double figure(const std::string& name, Instant cut_off, UnitCode unit = group_unit) {
    return ask(report_over(unit, noon, cut_off))->ledger.value_of(name);
  }
  void at(int64_t minute) { desks.set_now(minutes(minute)); }
};

}  // namespace lifeline::tests
