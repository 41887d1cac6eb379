// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "network/scenario/fixture_test.h"

namespace lifeline::scenario {
namespace {

TEST_CASE("a page keeps what it was, its newest reports first, and how it ended") {
  tests::Given given;
  given(ground(), sites(), planned(), started(),
        Reported{.id = first, .figures = {.sites_down = 1}},
        Reported{.id = first, .figures = {.sites_down = 2}}, Ended{first, "empty"});
  const Page& page = given.part<Noun>().view.pages.at(first);
  CHECK(page.reports.front().figures.sites_down == 2);
  CHECK(page.row.reports_total == 2);
  CHECK(page.row.state == Phase::ended);
  CHECK(page.row.end_reason == "empty");
  const Row row = row_of(page, given.nouns(), tests::noon);
  CHECK(row.on_duty.empty());
  CHECK(row.sites_total == 1);
}

TEST_CASE("of reports and of scenarios that are over only the newest are kept") {
  View view;
  view.fold(planned(), {});
  for (size_t i = 0; i <= limits::scenario_reports_max; ++i)
    view.fold(Reported{.id = first, .figures = {.sites_down = i}}, {});
  const auto& reports = view.pages.at(first).reports;
  CHECK(reports.size() == limits::scenario_reports_max);
  CHECK(reports.back().figures.sites_down == 1);
  for (uint64_t serial = 1; serial <= limits::scenario_history_max + 1; ++serial) {
    view.fold(Planned{.id = {420000, serial}}, {});
    view.fold(Cancelled{.id = {420000, serial}}, {});
  }
  CHECK(view.pages.size() == limits::scenario_history_max);
}

}  // namespace
}  // namespace lifeline::scenario
