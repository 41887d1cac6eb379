// SPDX-License-Identifier: Apache-2.0
#include "gateway/door/intake.h"

#include <future>

#include <doctest/doctest.h>

namespace lifeline::door {
namespace {

constexpr UnitCode hubei_desk{420000};
constexpr auto patience = std::chrono::seconds(20);

// Desks that answer when they are told to.
class PatientDesks final : public desk::Desks {
 public:
  struct Asked {
    UnitCode desk;
    desk::Intent intent;
    desk::Answer answer;
    desk::Reply reply;
  };

  const desk::Plan& plan() const override { return plan_; }
  Instant now() const override { return {1'600'000'000'000'000}; }
  void submit(UnitCode id, desk::Intent intent, desk::Answer answer, desk::Reply reply) override {
    const std::lock_guard lock(mutex_);
    asked_.push_back({id, std::move(intent), std::move(answer), std::move(reply)});
    came_.notify_all();
  }
  void read(UnitCode, desk::Look, desk::Reply) override { FAIL("nothing is read"); }
  void read_each(std::function<void(size_t, UnitCode, const desk::Nouns&)>,
                 std::function<desk::Response()>, desk::Reply) override {
    FAIL("nothing is read");
  }

  Asked next() {
    std::unique_lock lock(mutex_);
    REQUIRE(came_.wait_for(lock, patience, [this] { return !asked_.empty(); }));
    Asked first = std::move(asked_.front());
    asked_.pop_front();
    return first;
  }
  bool is_idle() {
    const std::lock_guard lock(mutex_);
    return asked_.empty();
  }

 private:
  desk::Plan plan_{{group_unit, hubei_desk}};
  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<Asked> asked_;
};

// Every command was decided on, those refused with their reason.
void answer(const PatientDesks::Asked& asked, std::vector<std::string> refusals = {}) {
  desk::Outcome outcome;
  for (size_t i = 0; i < asked.intent.commands.items().size(); ++i) {
    if (i < refusals.size() && !refusals[i].empty())
      outcome.each.emplace_back(invalid(refusals[i]));
    else
      outcome.each.emplace_back("row");
  }
  asked.reply(asked.answer(outcome, desk::Nouns()));
}

alarm::Command raise_of(std::string source, alarm::Severity severity = alarm::Severity::major) {
  alarm::Raise raise;
  raise.source_name = std::move(source);
  raise.condition = "fault";
  raise.severity = severity;
  return raise;
}

struct House {
  Clock clock;
  Doors doors{clock};
  std::shared_ptr<Door> door = doors.open({.name = "d", .kind = "k", .address = ""});
  SourceDirectory directory;
  PatientDesks desks;
  Intake intake{"test", directory};

  House() {
    const std::string known = "enb-1";
    directory.add(std::span(&known, 1), hubei_desk);
    intake.start(desks);
  }
  std::future<Settled> take(std::vector<alarm::Command> reports) {
    const auto told = std::make_shared<std::promise<Settled>>();
    auto settled = told->get_future();
    intake.take(std::move(reports), door, [told](const Settled& s) { told->set_value(s); });
    return settled;
  }
};

std::vector<alarm::Command> reports(std::initializer_list<alarm::Command> list) { return list; }

TEST_CASE("reports go to the desks of their sources, and are told when all of them are durable") {
  House house;
  auto settled = house.take(reports({raise_of("enb-1"), raise_of("stranger"), raise_of("enb-1")}));
  const auto first = house.desks.next(), second = house.desks.next();
  CHECK(first.desk == group_unit);
  CHECK(second.desk == hubei_desk);
  CHECK(second.intent.commands.items().size() == 2);
  CHECK(second.intent.who.name == "test");
  answer(first);
  answer(second, {"", "name_must_be_short"});
  const Settled told = settled.get();
  CHECK(told.taken == 2);
  CHECK(told.refused == 1);
  const DoorRow row = house.door->row();
  CHECK(row.taken == 2);
  REQUIRE(row.refusals.size() == 1);
  CHECK(row.refusals[0].reason == "name_must_be_short");
  CHECK(house.intake.queued() == 0);
}

TEST_CASE("one append is under way for a desk, and whatever came meanwhile is the next") {
  House house;
  auto one = house.take(reports({raise_of("a")}));
  const auto first = house.desks.next();
  auto two = house.take(reports({raise_of("b")}));
  auto three = house.take(reports({raise_of("c"), raise_of("d")}));
  CHECK(house.desks.is_idle());
  answer(first);
  const auto second = house.desks.next();
  CHECK(second.intent.commands.items().size() == 3);
  CHECK(second.intent.id != first.intent.id);
  answer(second);
  CHECK(one.get().taken == 1);
  CHECK(two.get().taken == 1);
  CHECK(three.get().taken == 2);
}

TEST_CASE("a desk that is busy is asked again with the same command id") {
  House house;
  auto settled = house.take(reports({raise_of("a"), raise_of("b")}));
  const auto first = house.desks.next();
  first.reply({.status = 503, .content_type = {}, .body = {}, .headers = {}});
  const auto again = house.desks.next();
  CHECK(again.intent.id == first.intent.id);
  CHECK(again.intent.commands.items().size() == 2);
  answer(again);
  CHECK(settled.get().taken == 2);
}

TEST_CASE("nothing to bring is done at once") {
  House house;
  CHECK(house.take({}).get().taken == 0);
}

TEST_CASE("what a desk has no room for is shed by severity and told") {
  House house;
  auto held = house.take(reports({raise_of("first")}));
  const auto first = house.desks.next();
  auto least = house.take(
      std::vector<alarm::Command>(limits::door_queue_max, raise_of("w", alarm::Severity::warning)));
  CHECK_FALSE(house.intake.has_room());
  auto most = house.take(reports({raise_of("c", alarm::Severity::critical)}));
  auto late = house.take(reports({raise_of("w", alarm::Severity::warning)}));
  CHECK(late.get().shed == 1);
  answer(first);
  while (house.intake.queued() > 0) answer(house.desks.next());
  CHECK(most.get().taken == 1);
  const Settled told = least.get();
  CHECK(told.shed == 1);
  CHECK(told.taken == limits::door_queue_max - 1);
  CHECK(house.door->row().shed == 2);
}

TEST_CASE("a server that ends brings what waits") {
  House house;
  auto settled = house.take(reports({raise_of("a")}));
  std::thread end([&] { house.intake.stop(); });
  answer(house.desks.next());
  end.join();
  CHECK(settled.get().taken == 1);
}

}  // namespace
}  // namespace lifeline::door
