// SPDX-License-Identifier: Apache-2.0
#include "gateway/notify/store.h"

#include <cstdlib>
#include <filesystem>

#include <doctest/doctest.h>

#include "base/limits.h"

namespace lifeline::notify {
namespace {

constexpr UnitCode hubei{420000};
constexpr ChannelId mail{420000, 1}, hook{420000, 2};
constexpr int64_t hour_ms = 3'600'000;

Times at(int64_t ms) { return {.ms = ms, .instant = {ms * 1000}}; }

struct Folder {
  Folder() {
    char made[] = "/tmp/lifeline-notices-XXXXXX";
    path = ::mkdtemp(made);
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::unique_ptr<Store> open(Times now = at(0)) const {
    auto store = Store::open(path + "/notices.sqlite", now);
    REQUIRE(store);
    return std::move(*store);
  }
  std::string path;
};

Draft draft(uint64_t position, Kind kind, Priority priority = Priority::normal) {
  const ChannelId channel = kind == Kind::email ? mail : hook;
  return {.kind = kind,
          .channel = channel,
          .told = {.id = "420000-" + std::to_string(position) + "-" + to_text(channel),
                   .type = "order.issued",
                   .at = {5},
                   .desk = hubei,
                   .position = position,
                   .unit = hubei,
                   .order = {.id = {420000, position}, .priority = priority}}};
}

std::vector<Parcel> take(Store& store, Kind kind, Times now, size_t count = 10) {
  const Want want{.queue = queue_of(kind, hook), .count = count};
  auto taken = store.turn({}, {&want, 1}, now);
  REQUIRE(taken);
  return std::move(*taken);
}
void settle(Store& store, const Parcel& parcel, Ending ending, Times now,
            std::string answer = "said") {
  const Settled settled{.parcel = parcel, .ending = ending, .answer = std::move(answer)};
  REQUIRE(store.turn({&settled, 1}, {}, now));
}
State state_of(Store& store, uint64_t id) { return store.find(id)->value().state; }
uint64_t count(Store& store, ChannelId channel, State state) {
  return count_of(store.counts()[channel], state);
}

TEST_CASE("a cursor and the notices that it made are kept together, each key once") {
  const Folder folder;
  auto store = folder.open();
  CHECK_FALSE(store->cursor(hubei)->has_value());
  const std::vector<Draft> drafts{draft(7, Kind::email), draft(7, Kind::webhook)};
  REQUIRE(store->add(hubei, 9, drafts, at(1)));
  REQUIRE(store->add(hubei, 9, drafts, at(1)));
  store = folder.open();
  CHECK(store->cursor(hubei)->value() == 9);
  CHECK(count(*store, mail, State::waiting) == 1);
  CHECK(count(*store, hook, State::waiting) == 1);
  CHECK(store->units() == std::set<UnitCode>{hubei});
}

TEST_CASE("what was being handed over at the end is in doubt by mail, and waits for a webhook") {
  const Folder folder;
  auto store = folder.open();
  const std::vector<Draft> drafts{draft(7, Kind::email), draft(8, Kind::webhook),
                                  draft(9, Kind::email)};
  REQUIRE(store->add(hubei, 9, drafts, at(1)));
  const auto due = store->due(std::string(mail_queue), 1, {}, at(1));
  REQUIRE(due->size() == 1);
  REQUIRE(store->mark_handing_over(due->front(), at(1)));
  REQUIRE(take(*store, Kind::webhook, at(1)).size() == 1);
  store = folder.open(at(2));
  CHECK(count(*store, mail, State::in_doubt) == 1);
  CHECK(count(*store, mail, State::waiting) == 1);
  const auto again = take(*store, Kind::webhook, at(2));
  REQUIRE(again.size() == 1);
  CHECK(again[0].may_have_arrived);
  CHECK(again[0].key == "420000-8-420000-2");
}

TEST_CASE("an attempt ends as its peer's answer says") {
  const Folder folder;
  const auto store = folder.open();
  std::vector<Draft> drafts;
  for (uint64_t position = 1; position <= 5; ++position)
    drafts.push_back(draft(position, Kind::webhook));
  REQUIRE(store->add(hubei, 9, drafts, at(1)));
  const auto taken = take(*store, Kind::webhook, at(1));
  REQUIRE(taken.size() == 5);
  settle(*store, taken[0], Ending::sent, at(2));
  settle(*store, taken[1], Ending::refused, at(2), "no\r\nsuch\x01 room");
  settle(*store, taken[2], Ending::later, at(2));
  settle(*store, taken[3], Ending::unknown, at(2));
  settle(*store, taken[4], Ending::untouched, at(2));
  CHECK(state_of(*store, taken[0].id) == State::sent);
  CHECK(state_of(*store, taken[1].id) == State::refused);
  CHECK(store->find(taken[1].id)->value().answer == "no  such  room");
  CHECK(state_of(*store, taken[2].id) == State::waiting);
  CHECK(state_of(*store, taken[3].id) == State::waiting);
  CHECK(store->find(taken[3].id)->value().may_have_arrived);
  CHECK(store->find(taken[4].id)->value().attempts == 0);
  CHECK(take(*store, Kind::webhook, at(2)).size() == 1);
  CHECK(store->next_due_ms(to_text(hook))->value() == 2 + wait_ms_after(1));
  CHECK(take(*store, Kind::webhook, at(2 + wait_ms_after(1))).size() == 2);
  CHECK(count_of(store->ended(), State::sent) == 1);
}

TEST_CASE("an e-mail without an answer is in doubt until a person sends it again") {
  const Folder folder;
  const auto store = folder.open();
  REQUIRE(store->add(hubei, 9, std::vector{draft(1, Kind::email)}, at(1)));
  const auto due = store->due(std::string(mail_queue), 1, {}, at(1));
  REQUIRE(store->mark_handing_over(due->front(), at(1)));
  settle(*store, due->front(), Ending::unknown, at(2));
  const uint64_t id = due->front().id;
  CHECK(state_of(*store, id) == State::in_doubt);
  CHECK(store->due(std::string(mail_queue), 1, {}, at(100 * hour_ms))->empty());
  REQUIRE(store->send_again(id, at(3)));
  CHECK(store->send_again(id, at(3)).error().name == "notice_must_be_over");
  const auto again = store->due(std::string(mail_queue), 1, {}, at(3));
  REQUIRE(again->size() == 1);
  CHECK(again->front().key == due->front().key);
  settle(*store, again->front(), Ending::sent, at(4));
  CHECK(store->send_again(id, at(5)).error().name == "notice_must_not_be_sent");
  CHECK(store->send_again(99, at(5)).error().name == "notice_must_exist");
}

TEST_CASE("what could not be told for a day is given up, or in doubt if it may have arrived") {
  const Folder folder;
  const auto store = folder.open();
  REQUIRE(store->add(
      hubei, 9,
      std::vector{draft(1, Kind::webhook), draft(2, Kind::webhook), draft(3, Kind::webhook)},
      at(0)));
  const auto taken = take(*store, Kind::webhook, at(0));
  settle(*store, taken[0], Ending::later, at(1), "503 busy");
  settle(*store, taken[1], Ending::unknown, at(1));
  settle(*store, taken[2], Ending::later, at(limits::notice_hours_max * hour_ms));
  CHECK(state_of(*store, taken[2].id) == State::given_up);
  REQUIRE(store->expire(at(limits::notice_hours_max * hour_ms - 1)));
  CHECK(state_of(*store, taken[0].id) == State::waiting);
  REQUIRE(store->expire(at(limits::notice_hours_max * hour_ms)));
  CHECK(state_of(*store, taken[0].id) == State::given_up);
  CHECK(store->find(taken[0].id)->value().answer == "it waited too long; last: 503 busy");
  CHECK(state_of(*store, taken[1].id) == State::in_doubt);
  CHECK(store->waiting(to_text(hook)) == 0);
}

TEST_CASE("the most urgent goes first, and a channel that rests is passed over") {
  const Folder folder;
  const auto store = folder.open();
  REQUIRE(store->add(hubei, 9,
                     std::vector{draft(1, Kind::email), draft(2, Kind::email, Priority::urgent),
                                 draft(3, Kind::email, Priority::high)},
                     at(0)));
  const auto due = store->due(std::string(mail_queue), 3, {}, at(0));
  REQUIRE(due->size() == 3);
  CHECK(due->at(0).key == "420000-2-420000-1");
  CHECK(due->at(1).key == "420000-3-420000-1");
  CHECK(store->due(std::string(mail_queue), 3, {mail}, at(0))->empty());
}

TEST_CASE("a queue that is full sheds its least urgent and says so") {
  const Folder folder;
  const auto store = folder.open();
  std::vector<Draft> drafts;
  for (uint64_t position = 1; position <= limits::notices_waiting_max + 3; ++position)
    drafts.push_back(
        draft(position, Kind::webhook, position <= 5 ? Priority::normal : Priority::urgent));
  REQUIRE(store->add(hubei, drafts.size(), drafts, at(0)));
  CHECK(count(*store, hook, State::shed) == 3);
  CHECK(store->waiting(to_text(hook)) == limits::notices_waiting_max);
  for (const uint64_t id : {1, 2, 3}) CHECK(state_of(*store, id) == State::shed);
  CHECK(state_of(*store, 4) == State::waiting);
  CHECK(store->find(1)->value().answer == "too many notices waited");
}

TEST_CASE("what waits for a channel that is gone is given up") {
  const Folder folder;
  const auto store = folder.open();
  REQUIRE(store->add(hubei, 9, std::vector{draft(1, Kind::webhook), draft(2, Kind::email)}, at(0)));
  REQUIRE(store->give_up(hook, "its channel was dropped", at(1)));
  CHECK(count(*store, hook, State::given_up) == 1);
  CHECK(count(*store, mail, State::waiting) == 1);
}

TEST_CASE("waits double up to a bound") {
  CHECK(wait_ms_after(1) == 500);
  CHECK(wait_ms_after(2) == 1000);
  CHECK(wait_ms_after(5) == 8000);
  CHECK(wait_ms_after(1000) == limits::notice_wait_ms_max);
}

TEST_CASE("the newest are listed first, until the reader has enough") {
  const Folder folder;
  const auto store = folder.open();
  REQUIRE(store->add(hubei, 9, std::vector{draft(1, Kind::webhook), draft(2, Kind::email)}, at(0)));
  std::vector<uint64_t> seen;
  REQUIRE(store->each([&](Notice& notice) {
    seen.push_back(notice.order.serial);
    return true;
  }));
  CHECK(seen == std::vector<uint64_t>{2, 1});
}

TEST_CASE("a file that a later version wrote is not opened") {
  const Folder folder;
  folder.open().reset();
  const std::string raise = "sqlite3 " + folder.path + "/notices.sqlite 'PRAGMA user_version = 2'";
  REQUIRE(std::system(raise.c_str()) == 0);
  CHECK(Store::open(folder.path + "/notices.sqlite", at(0)).error().name ==
        "notices_must_be_of_this_version");
}

}  // namespace
}  // namespace lifeline::notify
