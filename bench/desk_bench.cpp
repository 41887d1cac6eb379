// SPDX-License-Identifier: Apache-2.0
// The desk on SQLite, every command answered only when durable, beside a raw 4 KiB fdatasync on the
// same disk. A command is a real one: an alarm on one of 1,000 known elements.
#include <algorithm>
#include <condition_variable>
#include <fcntl.h>
#include <filesystem>
#include <mutex>
#include <unistd.h>

#include <benchmark/benchmark.h>

#include "app/modules.h"
#include "command/unit/view.h"
#include "desk/host.h"
#include "journal/sqlite.h"
#include "network/alarm/view.h"
#include "network/element/view.h"

namespace lifeline {
namespace {

using Times = std::vector<double>;

double quantile(Times& times, double q) {
  std::ranges::sort(times);
  return times.empty() ? 0 : times[static_cast<size_t>(q * static_cast<double>(times.size() - 1))];
}

double us_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration<double, std::micro>(steady_now() - begun).count();
}

std::string fresh_folder() {
  const auto folder = std::filesystem::current_path() / "bench-data";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder.string();
}

// A running host over a journal of its own, with the elements that alarms are on.
class Bench {
 public:
  Bench() : journal_(std::move(*journal::open_sqlite(fresh_folder() + "/journal.db"))) {
    const desk::Plan plan;
    host_ = std::make_unique<desk::Host>(
        desk::HostOptions{.plan = plan,
                          .snapshot_folder = {},
                          .make = [plan](UnitCode id) { return app::make_desk(id, plan); },
                          .render = {},
                          .decided = {},
                          .failed = [](const Error&) { abort(); }},
        *journal_, clock_, hub_);
    if (!host_->restore()) abort();
    host_->run();
    element::Import import;
    for (int i = 0; i < 1000; ++i)
      import.elements.push_back({.id = "element-" + std::to_string(i),
                                 .name = "n",
                                 .kind = element::Kind::base_station,
                                 .region = {420106},
                                 .depends_on = {}});
    desk::Intent intent{.who = desk::system_actor(), .id = {}, .why = {}, .commands = {}};
    intent.commands.add<element::Command>(std::move(import));
    submit(std::move(intent));
    wait_for_idle();
  }
  ~Bench() {
    host_->stop();
    std::filesystem::remove_all("bench-data");
  }

  // One request of `count` alarms; distinct conditions, so that each is a new alarm.
  desk::Intent alarms(size_t count) {
    desk::Intent intent{.who = desk::system_actor(), .id = {}, .why = {}, .commands = {}};
    for (size_t i = 0; i < count; ++i, ++serial_)
      intent.commands.add<alarm::Command>(
          alarm::Raise{.source_name = "element-" + std::to_string(serial_ % 1000),
                       .condition = "linkDown-" + std::to_string(serial_ / 1000 % 100),
                       .interface = "eth0",
                       .severity = alarm::Severity::minor,
                       .event_type = "communicationsAlarm",
                       .specific_problem = "loss of signal",
                       .additional_text = "slot=3; port=7",
                       .reported_at = clock_.now(),
                       .delivery = serial_ + 1});
    return intent;
  }

  void submit(desk::Intent intent) {
    const auto begun = steady_now();
    {
      std::unique_lock lock(mutex_);
      ++in_flight_;
    }
    host_->submit(
        group_unit, std::move(intent),
        [](const desk::Outcome&, const desk::Nouns&) { return desk::Response{}; },
        [this, begun](desk::Response) {
          const std::lock_guard lock(mutex_);
          times_.push_back(us_since(begun));
          --in_flight_;
          wake_.notify_one();
        });
  }

  // Until the journal's log has its full size, as it has from the first hour of a server's life on.
  void fill_log() {
    for (int i = 0; i < 60; ++i) submit(alarms(1000));
    wait_for_idle();
  }

  void wait_for_room(size_t in_flight_max) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [&] { return in_flight_ < in_flight_max; });
  }
  void wait_for_idle() { wait_for_room(1); }
  Times take_times() { return std::exchange(times_, {}); }

 private:
  Clock clock_;
  desk::LiveHub hub_{[](std::string&, const desk::Figures&, const desk::Positions&) {}};
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<desk::Host> host_;
  std::mutex mutex_;
  std::condition_variable wake_;
  size_t in_flight_ = 0;
  size_t serial_ = 0;
  Times times_;
};

// Argument: whether the file has its full size already, as the journal's log has, or grows.
void raw_fdatasync(benchmark::State& state) {
  const std::string path = fresh_folder() + "/raw";
  const int file = open(path.c_str(), O_CREAT | O_RDWR, 0600);
  const std::string block(4096, 'x');
  off_t end = 0;
  if (state.range(0) == 1) {
    for (int i = 0; i < 2000; ++i)
      if (write(file, block.data(), block.size()) < 0) abort();
    if (fsync(file) != 0) abort();
  }
  Times times;
  for (auto _ : state) {
    const auto begun = steady_now();
    if (pwrite(file, block.data(), block.size(), end) < 0 || fdatasync(file) != 0) abort();
    times.push_back(us_since(begun));
    end += static_cast<off_t>(block.size());
  }
  close(file);
  state.counters["median_us"] = quantile(times, 0.5);
  state.counters["p99_us"] = quantile(times, 0.99);
}
BENCHMARK(raw_fdatasync)->ArgName("in_place")->Arg(0)->Arg(1)->Iterations(2000)->UseRealTime();

// What a lone command costs without the desk and the threads between.
void journal_append(benchmark::State& state) {
  const auto journal = std::move(*journal::open_sqlite(fresh_folder() + "/journal.db"));
  uint64_t position = 0;
  const auto append = [&](size_t bytes) {
    const journal::Batch batch{.desk = group_unit,
                               .first = ++position,
                               .count = 1,
                               .nouns = 1,
                               .payload = std::string(bytes, 'x'),
                               .digest = {}};
    if (!journal->append(std::span(&batch, 1))) abort();
  };
  for (int i = 0; i < 20; ++i) append(1'000'000);
  Times times;
  for (auto _ : state) {
    const auto begun = steady_now();
    append(500);
    times.push_back(us_since(begun));
  }
  state.counters["median_us"] = quantile(times, 0.5);
  state.counters["p99_us"] = quantile(times, 0.99);
}
BENCHMARK(journal_append)->Iterations(3000)->UseRealTime();

// Arguments: requests in flight, alarms in each.
void durable_commands(benchmark::State& state) {
  Bench bench;
  bench.fill_log();
  bench.take_times();
  const auto in_flight = static_cast<size_t>(state.range(0));
  const auto each = static_cast<size_t>(state.range(1));
  for (auto _ : state) {
    bench.wait_for_room(in_flight);
    bench.submit(bench.alarms(each));
  }
  bench.wait_for_idle();
  Times times = bench.take_times();
  state.SetItemsProcessed(state.iterations() * state.range(1));
  state.counters["median_us"] = quantile(times, 0.5);
  state.counters["p99_us"] = quantile(times, 0.99);
}
BENCHMARK(durable_commands)->Args({1, 1})->Iterations(3000)->UseRealTime();
BENCHMARK(durable_commands)->Args({64, 1})->Iterations(300000)->UseRealTime();
BENCHMARK(durable_commands)->Args({8, 100})->Iterations(10000)->UseRealTime();

}  // namespace
}  // namespace lifeline
