// SPDX-License-Identifier: Apache-2.0
// The service level of a year: 8,600 key sites of one desk and 10,000 outages, from the request to
// the JSON text, in all and by each grouping.
#include <benchmark/benchmark.h>

#include "network/outage/api.h"
#include "tests/local_desks.h"

namespace lifeline {
namespace {

constexpr int sites = 8600, outages = 10'000;
constexpr int64_t year_s = 365 * 86400;

site::Import key_sites() {
  site::Import import;
  for (int i = 0; i < sites; ++i) {
    site::Site site{.id = "site-" + std::to_string(i),
                    .name_zh = "重点站点 " + std::to_string(i),
                    .name_en = "Key site " + std::to_string(i)};
    site.kind = static_cast<site::Kind>(i % 9);
    site.tier = 1 + i % 3;
    site.region = site.unit = i % 2 == 0 ? tests::wuchang : tests::hankou;
    site.address = "Road " + std::to_string(i);
    site.services = {{.kind = site::Service::_4g, .elements = {"bts-" + std::to_string(i)}}};
    import.sites.push_back(std::move(site));
  }
  return import;
}

element::Import stations() {
  element::Import import;
  for (int i = 0; i < sites; ++i)
    import.elements.push_back({.id = "bts-" + std::to_string(i),
                               .name = "Base station " + std::to_string(i),
                               .kind = element::Kind::base_station,
                               .region = tests::wuchang,
                               .depends_on = {}});
  return import;
}

// Each outage is an alarm that is raised and cleared half an hour later, over a year.
tests::LocalDesks& desks() {
  static tests::LocalDesks filled;
  static const bool once = [] {
    filled.act(tests::hubei, element::Command(stations()));
    filled.act(tests::hubei, site::Command(key_sites()));
    for (int i = 0; i < outages; ++i) {
      const std::string source = "bts-" + std::to_string(i * 7 % sites);
      const Instant at = seconds_after(tests::noon, year_s / outages * i);
      filled.set_now(at);
      filled.act(tests::hubei, alarm::Command(alarm::Raise{.source_name = source,
                                                           .condition = "linkDown",
                                                           .severity = alarm::Severity::critical}));
      filled.set_now(seconds_after(at, 1800));
      filled.act(tests::hubei, alarm::Command(alarm::ReportClear{.source_name = source,
                                                                 .condition = "linkDown"}));
    }
    filled.set_now(seconds_after(tests::noon, year_s));
    return true;
  }();
  benchmark::DoNotOptimize(once);
  return filled;
}

void service_level(benchmark::State& state, const std::string& by) {
  auto& all = desks();
  static const auto routes = outage::routes();
  const auto caller = tests::person(desk::Role::viewer, tests::hubei);
  const std::string target =
      "/api/v1/service-level?from=2020-01-23T04:00:00Z&until=2021-01-22T04:00:00Z&limit=1000&by=" +
      by;
  desk::Response answer;
  for (auto _ : state) answer = all.get(routes, target, caller);
  if (answer.status != 200) state.SkipWithError(answer.body.c_str());
  state.counters["bytes"] = static_cast<double>(answer.body.size());
}

BENCHMARK_CAPTURE(service_level, in_all, "none")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(service_level, by_site, "site")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(service_level, by_unit, "unit")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(service_level, by_month, "month")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(service_level, by_day, "day")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lifeline
