// SPDX-License-Identifier: Apache-2.0
#include "desk/writer.h"

#include <thread>

#include <doctest/doctest.h>

#include "desk/gated_journal_test.h"
#include "journal/chain_test.h"

namespace lifeline::desk {
namespace {

// A writer before a gate; what it did, in order.
struct Desktop {
  GatedJournal journal;
  journal::Chain chain;
  std::mutex mutex;
  std::string said;
  int failures = 0;
  std::promise<Error> failed;
  Writer writer{journal,
                [this](const std::vector<journal::Batch>& batches) {
                  for (const auto& batch : batches) say("+" + batch.payload);
                },
                [this](const Error& error) {
                  if (++failures == 1) failed.set_value(error);
                }};

  void say(const std::string& word) {
    const std::lock_guard lock(mutex);
    said += word + " ";
  }
  std::string told() {
    const std::lock_guard lock(mutex);
    return said;
  }
  void append(const std::string& name) {
    writer.append(chain.next(group_unit, 1, name), [this, name] { say(name); });
  }
  // Ready when everything handed in so far has been continued.
  std::future<void> everything() {
    auto done = std::make_shared<std::promise<void>>();
    writer.after([done] { done->set_value(); });
    return done->get_future();
  }
};

}  // namespace

TEST_CASE("what waits while one append runs goes into the next, in order") {
  Desktop desk;
  desk.journal.shut();
  desk.append("a");
  desk.journal.wait_for_arrivals(1);
  for (const char* name : {"b", "c", "d"}) desk.append(name);
  desk.writer.after([&] { desk.say("after"); });
  desk.append("e");
  auto done = desk.everything();
  CHECK(desk.told().empty());
  desk.journal.open();
  within(std::move(done));
  CHECK(desk.told() == "+a a +b +c +d +e b c d after e ");
  CHECK(desk.journal.appends() == 2);
  CHECK(desk.journal.head(group_unit)->position == 5);
}

TEST_CASE("with nothing on its way a continuation runs at once on the caller's thread") {
  Desktop desk;
  std::thread::id ran_on;
  desk.writer.after([&] { ran_on = std::this_thread::get_id(); });
  CHECK(ran_on == std::this_thread::get_id());
}

TEST_CASE("a continuation waits for what was handed in before it") {
  Desktop desk;
  desk.journal.shut();
  desk.append("a");
  const auto ran_on = std::make_shared<std::promise<std::thread::id>>();
  auto ran = ran_on->get_future();
  desk.writer.after([ran_on] { ran_on->set_value(std::this_thread::get_id()); });
  desk.journal.wait_for_arrivals(1);
  CHECK(!is_ready(ran));
  desk.journal.open();
  CHECK(within(std::move(ran)) != std::this_thread::get_id());
}

TEST_CASE("a batch without a continuation and a continuation from a continuation are taken") {
  Desktop desk;
  desk.journal.shut();
  desk.writer.append(desk.chain.next(group_unit, 1, "quiet"), {});
  const auto inner = std::make_shared<std::promise<void>>();
  auto done = inner->get_future();
  desk.writer.after([&desk, inner] { desk.writer.after([inner] { inner->set_value(); }); });
  desk.journal.open();
  within(std::move(done));
  CHECK(desk.told() == "+quiet ");
}

TEST_CASE("when an append fails nothing more is appended or continued and it is told once") {
  Desktop desk;
  desk.append("kept");
  within(desk.everything());
  desk.journal.shut();
  desk.journal.fail_next();
  desk.append("lost");
  desk.journal.wait_for_arrivals(2);
  desk.append("waiting");
  desk.writer.after([&] { desk.say("waiting"); });
  auto failed = desk.failed.get_future();
  desk.journal.open();
  const Error error = within(std::move(failed));
  CHECK(error.name == "journal_must_be_writable");
  CHECK(error.detail == "disk full");
  desk.append("late");
  desk.writer.after([&] { desk.say("late"); });
  desk.writer.stop();
  CHECK(desk.failures == 1);
  CHECK(desk.told() == "+kept kept ");
  CHECK(desk.journal.head(group_unit)->position == 1);
}

TEST_CASE("to stop is to finish what was handed in") {
  Desktop desk;
  desk.journal.shut();
  for (const char* name : {"a", "b", "c"}) desk.append(name);
  desk.journal.wait_for_arrivals(1);
  std::thread opener([&] { desk.journal.open(); });
  desk.writer.stop();
  opener.join();
  CHECK(desk.told().ends_with("c "));
  CHECK(desk.journal.head(group_unit)->position == 3);
  desk.writer.stop();  // twice is once
}

}  // namespace lifeline::desk
