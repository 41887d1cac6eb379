// SPDX-License-Identifier: Apache-2.0
#include "desk/host.h"

#include <latch>

#include <doctest/doctest.h>

#include "base/limits.h"
#include "desk/counter_test.h"
#include "desk/gated_journal_test.h"
#include "journal/chain_test.h"

namespace lifeline::desk {
namespace {

using Looked = std::shared_ptr<std::promise<std::string>>;

// Two desks over a gated journal. What a desk decided can be waited for.
class House {
 public:
  explicit House(GatedJournal& journal, std::string snapshots = {})
      : host(options(std::move(snapshots)), journal, clock, hub) {
    REQUIRE(host.restore().has_value());
  }

  std::future<Response> submit(UnitCode desk, Intent intent) {
    auto answered = std::make_shared<std::promise<Response>>();
    host.submit(
        desk, std::move(intent),
        [](const Outcome& outcome, const Nouns&) {
          if (!outcome.repeated && !outcome.each.at(0)) return problem(outcome.each[0].error());
          return json_response(200, outcome.subject + (outcome.repeated ? " again" : ""));
        },
        [answered](Response response) { answered->set_value(std::move(response)); });
    return answered->get_future();
  }
  /// The totals of a desk; `looked` is ready once the look has been taken.
  std::future<Response> read(UnitCode desk, Looked looked = nullptr) {
    auto answered = std::make_shared<std::promise<Response>>();
    host.read(
        desk,
        [looked](const Nouns& nouns) {
          if (looked != nullptr) looked->set_value(totals(nouns));
          return json_response(200, totals(nouns));
        },
        [answered](Response response) { answered->set_value(std::move(response)); });
    return answered->get_future();
  }
  /// Waits until a desk's totals are these.
  void wait_for(UnitCode desk, const std::string& wanted) {
    std::unique_lock lock(mutex_);
    const bool came =
        changed_.wait_for(lock, patience_of_tests, [&] { return decided_[desk] == wanted; });
    CHECK_MESSAGE(came, decided_[desk]);
  }

  // What the host's threads use stands before it, so that it outlives them.
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<UnitCode, std::string> decided_;
  const Clock clock{noon, 1000};
  LiveHub hub{[](std::string& out, const Figures& figures, const Positions&) {
    out += std::to_string(figures[0]);
  }};
  std::promise<Error> failed;
  std::atomic<int> failures = 0;
  Host host;

 private:
  HostOptions options(std::string snapshots) {
    return {.plan = Plan({group_unit, hubei}),
            .snapshot_folder = std::move(snapshots),
            .make = [](UnitCode id) { return make_counter_desk(id); },
            .render =
                [](const Touched& touched, const Nouns& nouns, LiveTick& tick) {
                  for (const auto& [bit, rows] : touched)
                    for (const auto& row : rows)
                      tick.rows.push_back({"sites", {tick.desk, group_unit}, "\"" + row + "\""});
                  const auto count = nouns.get<counter::State>().totals.size();
                  tick.figures.push_back({.ground = {tick.desk, group_unit}, .figures = {count}});
                },
            .decided =
                [this](const journal::Batch& batch, const Nouns& nouns) {
                  const std::lock_guard lock(mutex_);
                  decided_[batch.desk] = totals(nouns);
                  changed_.notify_all();
                },
            .failed =
                [this](const Error& error) {
                  if (++failures == 1) failed.set_value(error);
                }};
  }
};

// Takes what a hub delivers; a text can be waited for. A delivery may end after it has gone.
class Reader {
 public:
  void subscribe(LiveHub& hub, std::string_view since = {}) {
    const Actor caller{.name = "li", .role = Role::viewer, .unit = group_unit};
    auto made = hub.subscribe(caller, since, [box = box_](std::shared_ptr<const std::string> text) {
      const std::lock_guard lock(box->mutex);
      box->got += *text;
      box->changed.notify_all();
      return true;
    });
    REQUIRE(made.has_value());
    handle_ = *made;
  }
  std::string wait_for(const std::string& part) {
    std::unique_lock lock(box_->mutex);
    const bool came = box_->changed.wait_for(
        lock, patience_of_tests, [&] { return box_->got.find(part) != std::string::npos; });
    CHECK_MESSAGE(came, box_->got);
    return box_->got;
  }

 private:
  struct Box {
    std::mutex mutex;
    std::condition_variable changed;
    std::string got;
  };
  std::shared_ptr<Box> box_ = std::make_shared<Box>();
  std::shared_ptr<void> handle_;
};

std::vector<std::string> payloads(journal::Journal& journal, UnitCode desk) {
  std::vector<std::string> all;
  auto visit = [&](const journal::Batch& batch) {
    all.push_back(batch.payload);
    return true;
  };
  REQUIRE(journal.read(desk, 1, journal::all_nouns, visit).has_value());
  return all;
}

// How many batches of a desk add to a counter; the others only tell what was heard.
size_t added(journal::Journal& journal, UnitCode desk) {
  return static_cast<size_t>(
      std::ranges::count_if(payloads(journal, desk), [](const std::string& payload) {
        return payload.find("counter.Added") != std::string::npos;
      }));
}

}  // namespace

TEST_CASE("a command is answered when its batch is durable and not before") {
  GatedJournal journal;
  House house(journal);
  house.host.run();
  journal.shut();
  auto answer = house.submit(hubei, add("a", 1));
  journal.wait_for_arrivals(1);
  CHECK(!is_ready(answer));
  journal.open();
  CHECK(within(std::move(answer)).body == "a");
  CHECK(added(journal, hubei) == 1);
}

TEST_CASE("a read that saw what is not durable yet waits for it") {
  GatedJournal journal;
  House house(journal);
  house.host.run();
  journal.shut();
  auto answer = house.submit(hubei, add("a", 1));
  journal.wait_for_arrivals(1);
  const Looked looked = std::make_shared<std::promise<std::string>>();
  auto seen = looked->get_future();
  auto read = house.read(hubei, looked);
  CHECK(within(std::move(seen)) == "a=1");
  CHECK(!is_ready(read));
  journal.open();
  CHECK(within(std::move(read)).body == "a=1");
  CHECK(within(std::move(answer)).status == 200);
}

TEST_CASE("a refusal is answered and a repeated id gets the first answer") {
  GatedJournal journal;
  House house(journal);
  house.host.run();
  CHECK(within(house.submit(hubei, add("a", 0))).status == 400);
  CHECK(within(house.submit(hubei, add("a", 1, "k"))).body == "a");
  CHECK(within(house.submit(hubei, add("b", 1, "k"))).body == "a again");
  CHECK(within(house.read(hubei)).body == "a=1");
}

TEST_CASE("a request goes to the desk that owns the ground") {
  GatedJournal journal;
  House house(journal);
  house.host.run();
  within(house.submit({420106}, add("a", 1)));
  within(house.submit({310000}, add("b", 1)));
  CHECK(added(journal, hubei) == 1);
  CHECK(within(house.read({420500})).body == "a=1");
  CHECK(within(house.read({430000})).body.find("b=1") != std::string::npos);
}

TEST_CASE("every desk is looked at once and the looks combined once") {
  GatedJournal journal;
  House house(journal);
  house.host.run();
  within(house.submit(hubei, add("a", 1)));
  std::array<std::string, 2> looks;
  const auto answered = std::make_shared<std::promise<Response>>();
  std::atomic<int> combined = 0;
  house.host.read_each(
      [&](size_t index, UnitCode desk, const Nouns&) { looks.at(index) += to_text(desk); },
      [&] {
        ++combined;
        return json_response(200, looks[0] + " " + looks[1]);
      },
      [answered](Response response) { answered->set_value(std::move(response)); });
  CHECK(within(answered->get_future()).body == "100000 420000");
  CHECK(combined == 1);
}

TEST_CASE("headquarters hears each fact of a province exactly once, over a restart too") {
  GatedJournal journal;
  {
    House house(journal);
    house.host.run();
    journal.shut();
    for (int i = 0; i < 20; ++i) house.submit(hubei, add("a", 1));
    journal.wait_for_arrivals(1);
    house.wait_for(hubei, "a=20");
    const Looked looked = std::make_shared<std::promise<std::string>>();
    auto seen = looked->get_future();
    auto read = house.read(group_unit, looked);
    CHECK(within(std::move(seen)).empty());  // nothing is heard that is not durable
    journal.open();
    house.wait_for(group_unit, "420000/a=20");
    within(std::move(read));
  }
  CHECK(added(journal, hubei) == 20);
  CHECK(added(journal, group_unit) == 20);
  House again(journal);
  CHECK(totals(again.host.restored(group_unit).nouns()) == "420000/a=20");
  again.host.run();
  within(again.submit(hubei, add("a", 5)));
  again.wait_for(group_unit, "420000/a=25");
}

TEST_CASE("what a province did while headquarters was away is heard at the start") {
  GatedJournal journal;
  {
    const auto alone = make_counter_desk(hubei);
    for (int i = 0; i < 1200; ++i) {  // more than are heard in one go
      std::optional<journal::Batch> batch;
      alone->handle(add("a", 1), noon, batch);
      REQUIRE(journal.append(std::span(&*batch, 1)).has_value());
    }
  }
  House house(journal);
  CHECK(house.host.last_at() == noon);
  house.host.run();
  house.wait_for(group_unit, "420000/a=1200");
  CHECK(house.host.now() >= noon);
}

TEST_CASE("a province that cannot be heard is shown as silent, and heard again without a notice") {
  GatedJournal journal;
  House house(journal);
  house.host.run();
  house.submit(hubei, add("a", 1));
  house.wait_for(group_unit, "420000/a=1");
  journal.fail_reading(true);
  within(house.submit(hubei, add("a", 1)));
  const auto silent = [&house] {
    auto answered = std::make_shared<std::promise<size_t>>();
    auto count = answered->get_future();
    house.host.read(
        group_unit,
        [answered](const Nouns& nouns) {
          answered->set_value(nouns.get<Silence>().since.count(hubei));
          return Response();
        },
        [](Response) {});
    return within(std::move(count));
  };
  const auto give_up = std::chrono::steady_clock::now() + patience_of_tests;
  const auto becomes = [&](size_t count) {
    while (silent() != count && std::chrono::steady_clock::now() < give_up)
      std::this_thread::yield();
    return silent() == count;
  };
  CHECK(becomes(1));
  journal.fail_reading(false);
  house.wait_for(group_unit, "420000/a=2");
  CHECK(becomes(0));
}

TEST_CASE("to stop is to answer what is on its way, then to refuse") {
  GatedJournal journal;
  House house(journal);
  house.host.run();
  journal.shut();
  std::vector<std::future<Response>> answers;
  for (int i = 0; i < 5; ++i) answers.push_back(house.submit(hubei, add("a", 1)));
  journal.wait_for_arrivals(1);
  std::thread opener([&] { journal.open(); });
  house.host.stop();
  opener.join();
  for (auto& answer : answers) CHECK(within(std::move(answer)).body == "a");
  CHECK(added(journal, hubei) == 5);
  CHECK(within(house.submit(hubei, add("a", 1))).status == 503);
  CHECK(within(house.read(hubei)).status == 503);
  CHECK(added(journal, hubei) == 5);
}

TEST_CASE("a desk whose queue is full says so and keeps what it took") {
  GatedJournal journal;
  House house(journal);
  house.host.run();
  std::latch working(1), released(1);
  const auto first = std::make_shared<std::promise<Response>>();
  const auto all = std::make_shared<std::promise<void>>();
  house.host.read(
      hubei,
      [&](const Nouns&) {
        working.count_down();
        released.wait();
        return json_response(200, "first");
      },
      [first](Response response) { first->set_value(std::move(response)); });
  working.wait();
  std::atomic<size_t> answered = 0, busy = 0;
  const auto count = [&answered, &busy, all](const Response& response) {
    if (response.status == 503) ++busy;
    if (++answered == limits::desk_queue_max) all->set_value();
  };
  for (size_t i = 0; i < limits::desk_queue_max; ++i)
    house.host.read(
        hubei, [](const Nouns&) { return Response{}; }, count);
  CHECK(house.host.queued() == limits::desk_queue_max);
  const Response refused = within(house.submit(hubei, add("a", 1)));
  CHECK(refused.status == 503);
  CHECK(refused.body.find("desk_must_keep_up") != std::string::npos);
  CHECK(within(house.submit(group_unit, add("b", 1))).body == "b");  // others go on
  released.count_down();
  CHECK(within(first->get_future()).body == "first");
  within(all->get_future());
  CHECK(busy == 0);
  CHECK(within(house.submit(hubei, add("a", 1))).body == "a");
}

TEST_CASE("when the journal fails nobody is answered and the process is told to end") {
  GatedJournal journal;
  House house(journal);
  house.host.run();
  journal.shut();
  journal.fail_next();
  auto answer = house.submit(hubei, add("a", 1));
  journal.wait_for_arrivals(1);
  auto later = house.submit(hubei, add("b", 1));
  journal.open();
  CHECK(within(house.failed.get_future()).name == "journal_must_be_writable");
  house.host.stop();
  CHECK(!is_answered(std::move(answer)));
  CHECK(!is_answered(std::move(later)));
  CHECK(house.failures == 1);
  CHECK(journal.head(hubei)->position == 0);
}

TEST_CASE("a deadline is met without anybody asking") {
  GatedJournal journal;
  House house(journal);
  house.host.run();
  const Instant soon = seconds_after(house.host.now(), 20);  // of a clock a thousand times as fast
  within(house.submit(hubei, intent(somebody(), counter::Command(counter::Remind{"a", soon}))));
  // The desk decides again only for its deadline: what it then decides names it.
  Reader reader;
  reader.subscribe(house.hub);
  reader.wait_for("420000.2");
  CHECK(payloads(journal, hubei).at(1).find("\"why\":\"deadline\"") != std::string::npos);
  CHECK(payloads(journal, hubei).at(1).find("counter.Rang") != std::string::npos);
}

TEST_CASE("a live reader is told rows that changed, and after a break what it missed") {
  GatedJournal journal;
  House house(journal);
  house.host.run();
  {
    Reader reader;
    reader.subscribe(house.hub);
    within(house.submit(hubei, add("a", 1)));
    reader.wait_for("\"sites\":[\"a\"]");
  }
  within(house.submit(hubei, add("b", 1)));
  house.wait_for(group_unit, "420000/a=1 420000/b=1");
  within(house.read(group_unit));
  Reader back;
  back.subscribe(house.hub, "100000.0-420000.1");
  const std::string told = back.wait_for("event: caught_up");
  CHECK(told.find("\"sites\":[\"b\"]") != std::string::npos);
  CHECK(told.find("\"sites\":[\"420000/a\",\"420000/b\"]") != std::string::npos);
  CHECK(told.find("event: reset") == std::string::npos);
}

TEST_CASE("a live reader from a place that cannot be is told to begin anew") {
  GatedJournal journal;
  House house(journal);
  house.host.run();
  within(house.submit(hubei, add("a", 1)));
  for (const char* since : {"100000.0-420000.999", "100000.0", "420000.1"}) {
    Reader reader;
    reader.subscribe(house.hub, since);
    reader.wait_for("event: reset");
  }
}

TEST_CASE("a live reader that is too far back is told to begin anew") {
  GatedJournal journal;
  const auto alone = make_counter_desk(hubei);
  for (size_t i = 0; i < limits::live_resume_batches_max + 1; ++i) {
    std::optional<journal::Batch> batch;
    alone->handle(add("a", 1), noon, batch);
    REQUIRE(journal.append(std::span(&*batch, 1)).has_value());
  }
  House house(journal);
  house.host.run();
  Reader reader, near;
  reader.subscribe(house.hub, "100000.0-420000.0");
  reader.wait_for("event: reset");
  near.subscribe(house.hub, "100000.0-420000." + std::to_string(limits::live_resume_batches_max));
  CHECK(near.wait_for("event: ").find("event: reset") == std::string::npos);
}

TEST_CASE("a journal that was altered keeps the house from starting") {
  GatedJournal journal;
  journal::Batch batch{.desk = hubei, .first = 1, .count = 1, .nouns = 1, .payload = "{}"};
  REQUIRE(journal.append(std::span(&batch, 1)).has_value());
  const Clock clock;
  LiveHub hub({});
  HostOptions options{.plan = Plan({group_unit, hubei}),
                      .snapshot_folder = {},
                      .make = [](UnitCode id) { return make_counter_desk(id); }};
  Host host(std::move(options), journal, clock, hub);
  const auto restored = host.restore();
  REQUIRE(!restored.has_value());
  CHECK(restored.error().name == "digest_must_match");
  CHECK(restored.error().detail == "desk 420000: batch at 1");
}

}  // namespace lifeline::desk
