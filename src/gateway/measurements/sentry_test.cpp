// SPDX-License-Identifier: Apache-2.0
// From values to alarms on a desk, and the intake that drives them.
#include "gateway/measurements/sentry.h"

#include <filesystem>
#include <future>
#include <unistd.h>

#include <doctest/doctest.h>

#include "gateway/measurements/intake.h"
#include "tests/small_network.h"

namespace lifeline::measurements {
namespace {

using tests::SmallNetwork;

constexpr Slot slot = 5'265'840;  // the noon of the tests' desks

std::unique_ptr<Store> fresh_store() {
  const auto folder =
      std::filesystem::temp_directory_path() / ("lifeline-sentry-" + std::to_string(::getpid()));
  std::filesystem::remove_all(folder);
  auto store = Store::open(folder.string());
  REQUIRE(store);
  return std::move(*store);
}

// Desks that can be too busy to take anything.
class BusyDesks final : public desk::Desks {
 public:
  explicit BusyDesks(tests::LocalDesks& desks) : desks_(desks) {}
  const desk::Plan& plan() const override { return desks_.plan(); }
  Instant now() const override { return desks_.now(); }
  void submit(UnitCode id, desk::Intent intent, desk::Answer answer, desk::Reply reply) override {
    if (is_busy) return reply(desk::problem(unavailable("desk_must_keep_up").value()));
    desks_.submit(id, std::move(intent), std::move(answer), std::move(reply));
  }
  void read(UnitCode, desk::Look, desk::Reply) override {}
  void read_each(std::function<void(size_t, UnitCode, const desk::Nouns&)>,
                 std::function<desk::Response()>, desk::Reply) override {}

  bool is_busy = false;

 private:
  tests::LocalDesks& desks_;
};

struct Scene {
  std::unique_ptr<Store> store = fresh_store();
  SmallNetwork network;
  BusyDesks desks{network.desks};
  door::SourceDirectory directory;
  Sentry sentry{*store, directory};
  Slot at = slot;

  Scene() {
    directory.add(std::vector<std::string>{"BTS-1"}, tests::hubei);
    REQUIRE(store->numbers_of({"BTS-1"}));
  }
  void load(double percent, int times = 3) {
    for (int i = 0; i < times; ++i) {
      const Sample sample{.element = 0,
                          .metric = Metric::load,
                          .slot = at++,
                          .level = performance::level_of(Metric::load, percent)};
      REQUIRE(store->write({sample}));
      sentry.judge({&sample, 1});
    }
    sentry.deliver(desks, tests::noon);
  }
  const alarm::State& alarms() { return network.see<alarm::State>(); }
};

TEST_CASE("a threshold that is crossed degrades its element on the desk of its region") {
  Scene scene;
  scene.load(99);
  REQUIRE(scene.alarms().open.size() == 1);
  const alarm::Alarm& alarm = scene.alarms().open.begin()->second;
  CHECK(alarm.source_name == "BTS-1");
  CHECK(alarm.condition == "threshold:load");
  CHECK(alarm.severity == alarm::Severity::major);
  CHECK(scene.network.health("H1") == site::Health::degraded);
  scene.load(20);
  CHECK(scene.alarms().open.empty());
  CHECK(scene.network.health("H1") == site::Health::normal);
}

TEST_CASE("what a busy desk could not take waits, and what is newer goes in its place") {
  Scene scene;
  scene.desks.is_busy = true;
  scene.load(72);
  scene.load(99);
  CHECK(scene.sentry.figures().waiting == 1);
  scene.desks.is_busy = false;
  scene.sentry.deliver(scene.desks, tests::noon);
  CHECK(scene.sentry.figures().waiting == 0);
  REQUIRE(scene.alarms().open.size() == 1);
  CHECK(scene.alarms().open.begin()->second.severity == alarm::Severity::major);
}

TEST_CASE("an element of a scenario is watched more strictly") {
  Scene scene;
  scene.load(65);
  CHECK(scene.alarms().open.empty());
  scene.sentry.set_factors({{"BTS-1", 0.8}});
  scene.load(65);
  CHECK(scene.alarms().open.size() == 1);
  scene.sentry.set_factors({});
  scene.load(65);
  CHECK(scene.alarms().open.empty());
}

TEST_CASE("thresholds that are changed hold for the next value") {
  Scene scene;
  performance::Threshold off = performance::default_threshold(Metric::load);
  off.enabled = false;
  performance::State state;
  performance::evolve(state, performance::Changed{off});
  scene.sentry.set_thresholds(state);
  scene.load(99);
  CHECK(scene.alarms().open.empty());
  scene.sentry.set_thresholds({});
  scene.load(99);
  CHECK(scene.alarms().open.size() == 1);
}

TEST_CASE("what is usual is learned from the hours before") {
  Scene scene;
  for (int day = 5; day >= 1; --day)
    for (Slot i = 0; i < performance::hour_slots; ++i)
      REQUIRE(scene.store->write(
          {{.element = 0,
            .metric = Metric::load,
            .slot = slot - day * 288 + i,
            .level = performance::level_of(Metric::load, 40 + static_cast<double>(i % 3))}}));
  scene.load(41);
  CHECK(scene.alarms().open.empty());
  scene.load(5);
  REQUIRE(scene.alarms().open.size() == 1);
  CHECK(scene.alarms().open.begin()->second.condition == "baseline:load");
  CHECK(scene.alarms().open.begin()->second.severity == alarm::Severity::minor);
  CHECK(scene.network.health("H1") == site::Health::normal);
  scene.load(41);
  CHECK(scene.alarms().open.empty());
}

TEST_CASE("an alarm from before a restart is cleared when it is over") {
  Scene scene;
  REQUIRE(scene.network.raise("BTS-1", alarm::Severity::major, "threshold:load"));
  scene.sentry.take_over(0, Metric::load, performance::Cause::threshold, alarm::Severity::major);
  scene.load(20);
  CHECK(scene.alarms().open.empty());
}

TEST_CASE("the intake keeps what is in time, counts what is not, and refuses when it is full") {
  Scene scene;
  const Clock clock(tests::noon, 1);
  Planner planner(*scene.store);
  Intake intake(*scene.store, scene.sentry, planner, clock);
  const auto reading = [](Instant at, double value) {
    return Reading{.element = "NEW", .metric = Metric::delay, .at = at, .value = value};
  };
  std::promise<Result<Taken>> taken;
  intake.accept({reading(tests::noon, 10), reading(tests::noon, 11),
                 reading(seconds_after(tests::noon, -3600), 12),
                 reading(seconds_after(tests::noon, -8 * 86'400), 13),
                 reading(seconds_after(tests::noon, 3600), 14)},
                [&](Result<Taken> made) { taken.set_value(std::move(made)); });
  // Nobody takes from the queue yet: it fills up, and then refuses at once.
  std::string refused;
  for (size_t i = 0; i < limits::measurement_queue_batches_max; ++i)
    intake.accept({}, [&](const Result<Taken>& made) {
      if (!made) refused = made.error().name;
    });
  CHECK(refused == "measurements_must_be_kept_up_with");
  CHECK(intake.figures().requests_refused == 1);
  intake.start(scene.desks, {});
  const auto made = taken.get_future().get();
  REQUIRE(made);
  CHECK(made->fresh == 2);
  CHECK(made->replaced == 1);
  CHECK(made->late == 1);
  CHECK(made->out_of_time == 2);
  intake.stop();
  const auto number = scene.store->find("NEW");
  REQUIRE(number);
  const auto levels =
      scene.store->read(*number, slot, slot + 1)[static_cast<size_t>(Metric::delay)];
  CHECK(performance::value_of(Metric::delay, levels[0]) == 11);
}

}  // namespace
}  // namespace lifeline::measurements
