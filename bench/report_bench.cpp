// SPDX-License-Identifier: Apache-2.0
// A situation report over a fortnight of a million events: a province's desk raises and clears
// alarms on stations behind which key sites stand, so that sites, incidents and orders come with
// them by its own rules. Its journal is SQLite's. Measured is all of it: read, fold, write, print.
#include <filesystem>
#include <optional>

#include <benchmark/benchmark.h>

#include "app/modules.h"
#include "command/unit/view.h"
#include "gateway/report/document.h"
#include "gateway/report/fold.h"
#include "gateway/report/print.h"
#include "journal/sqlite.h"
#include "network/alarm/view.h"

namespace lifeline::reports {
namespace {

constexpr Instant begin{1'579'752'000'000'000};
constexpr int64_t fortnight_s = 14 * 24 * 3600;
constexpr uint64_t events_wanted = 1'000'000;
constexpr int stations = 2000, sites = 200, alarms_a_batch = 100;
constexpr UnitCode province{420000}, city{420100};

std::string station(int64_t index) { return "station-" + std::to_string(index % stations); }

// One desk, deciding by the real rules and appending to the journal batch by batch.
class Province {
 public:
  explicit Province(journal::Journal& journal)
      : journal_(journal), desk_(app::make_desk(group_unit, desk::Plan())) {
    act(begin,
        unit::Command(unit::Import{.units = {unit_of(group_unit, unit::Level::group, {}),
                                             unit_of(province, unit::Level::province, group_unit),
                                             unit_of(city, unit::Level::city, province)}}));
    element::Import elements;
    for (int i = 0; i < stations; ++i)
      elements.elements.push_back({.id = station(i),
                                   .name = station(i),
                                   .kind = element::Kind::base_station,
                                   .region = city});
    act(begin, element::Command(std::move(elements)));
    site::Import imported;
    for (int i = 0; i < sites; ++i)
      imported.sites.push_back(
          {.id = "site-" + std::to_string(i),
           .name_zh = "医院",
           .name_en = "Hospital " + std::to_string(i),
           .kind = site::Kind::hospital,
           .tier = 1 + i % 3,
           .region = city,
           .unit = city,
           .services = {{.kind = site::Service::_4g, .elements = {station(i)}}}});
    act(begin, site::Command(std::move(imported)));
  }

  // Rounds of faults: a hundred stations fail and come back, half an hour later.
  void live() {
    for (int64_t round = 0; desk_->position() < events_wanted; ++round) {
      const auto share = static_cast<double>(desk_->position()) / events_wanted;
      const Instant at = seconds_after(begin, static_cast<int64_t>(share * (fortnight_s - 3600)));
      report(round, at, true);
      pass(seconds_after(at, 60));
      report(round, seconds_after(at, 1800), false);
    }
  }

 private:
  static unit::Unit unit_of(UnitCode code, unit::Level level, UnitCode parent) {
    return {.code = code,
            .name_zh = to_text(code),
            .name_en = to_text(code),
            .level = level,
            .parent = parent,
            .duty_name = "duty",
            .duty_phone = "+861000000001"};
  }

  void report(int64_t round, Instant at, bool raised) {
    desk::Intent intent{.who = desk::system_actor(), .id = {}, .why = {}, .commands = {}};
    for (int64_t i = 0; i < alarms_a_batch; ++i) {
      const std::string source = station(round * alarms_a_batch + i);
      const std::string condition = "fault-" + std::to_string(round);
      if (raised)
        intent.commands.add<alarm::Command>(alarm::Raise{.source_name = source,
                                                         .condition = condition,
                                                         .severity = alarm::Severity::critical,
                                                         .specific_problem = "link is down",
                                                         .reported_at = at});
      else
        intent.commands.add<alarm::Command>(
            alarm::ReportClear{.source_name = source, .condition = condition, .reported_at = at});
    }
    append(at, intent);
  }

  void pass(Instant now) {
    while (desk_->due() && *desk_->due() <= now) append(now, desk_->expire(now));
  }

  template <class Command>
  void act(Instant at, Command command) {
    append(at, desk::intent(desk::system_actor(), std::move(command)));
  }

  void append(Instant at, const desk::Intent& intent) {
    std::optional<journal::Batch> batch;
    desk_->handle(intent, at, batch);
    if (batch && !journal_.append(std::span(&*batch, 1))) abort();
  }

  journal::Journal& journal_;
  std::unique_ptr<desk::Desk> desk_;
};

// Made once, and gone with the process.
journal::Journal& fortnight() {
  static const auto journal = [] {
    const auto folder = std::filesystem::current_path() / "bench-data-report";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    auto made = std::move(*journal::open_sqlite((folder / "journal.db").string()));
    Province(*made).live();
    return made;
  }();
  return *journal;
}

Question question() {
  return {.report = {.id = {group_unit.value, 1},
                     .number = 1,
                     .unit = group_unit,
                     .from = begin,
                     .cut_off = seconds_after(begin, fortnight_s)},
          .previous = {},
          .before_previous = {}};
}

std::shared_ptr<const Answer> worked_out() {
  const std::atomic<bool> stopping = false;
  const auto answer = work_out(fortnight(), desk::Plan(), question(), stopping);
  if (!answer) abort();
  return *answer;
}

void work_out_a_fortnight(benchmark::State& state) {
  fortnight();
  for (auto _ : state) {
    const auto answer = worked_out();
    state.counters["events"] = static_cast<double>(answer->content.journals.front().position);
    state.counters["alarms_raised"] = static_cast<double>(answer->ledger.value_of("alarms_raised"));
  }
}
BENCHMARK(work_out_a_fortnight)->Unit(benchmark::kMillisecond)->Iterations(3)->UseRealTime();

void print_a_fortnight_as_html(benchmark::State& state) {
  const auto answer = worked_out();
  for (auto _ : state)
    benchmark::DoNotOptimize(
        print_html(write_document(*answer, {}, report::Language::zh), "/reports/1"));
}
BENCHMARK(print_a_fortnight_as_html)->Unit(benchmark::kMillisecond)->UseRealTime();

void print_a_fortnight_as_pdf(benchmark::State& state) {
  const auto answer = worked_out();
  for (auto _ : state) {
    const auto pdf = print_pdf(write_document(*answer, {}, report::Language::zh), "/reports/1");
    if (!pdf) abort();
    state.counters["bytes"] = static_cast<double>(pdf->size());
  }
}
BENCHMARK(print_a_fortnight_as_pdf)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace lifeline::reports
