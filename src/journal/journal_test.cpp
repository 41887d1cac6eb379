// SPDX-License-Identifier: Apache-2.0
// The contract of a journal, held by every implementation.
#include "journal/journal.h"

#include <atomic>
#include <latch>
#include <thread>

#include <doctest/doctest.h>

#include "journal/chain_test.h"
#include "journal/memory.h"
#include "journal/sqlite.h"

namespace lifeline::journal {
namespace {

constexpr UnitCode hubei{420000};

struct InMemory {
  Memory memory;
  Journal& open() { return memory; }
};

struct InSqlite {
  Folder folder;
  std::unique_ptr<Journal> journal;
  Journal& open() {
    auto opened = open_sqlite(folder.path("journal.db"));
    REQUIRE(opened.has_value());
    journal = std::move(*opened);
    return *journal;
  }
};

void must_append(Journal& journal, std::vector<Batch> batches) {
  const auto appended = journal.append(batches);
  REQUIRE_MESSAGE(appended.has_value(), appended.error().detail);
}

std::string refusal(Journal& journal, std::vector<Batch> batches) {
  const auto appended = journal.append(batches);
  return appended ? "none" : appended.error().name;
}

}  // namespace

TEST_CASE_TEMPLATE("what is appended is read in order and the head moves", T, InMemory, InSqlite) {
  T home;
  Journal& journal = home.open();
  Chain chain;
  CHECK(journal.head(group_unit)->position == 0);
  CHECK(all_of(journal, group_unit).empty());
  std::vector<Batch> batches;
  for (uint32_t i = 1; i <= 5; ++i)
    batches.push_back(chain.next(group_unit, i, "payload " + std::to_string(i), 1u << i));
  for (const Batch& batch : batches) {
    must_append(journal, {batch});
    CHECK(journal.head(group_unit)->position == batch.last());
    CHECK(journal.head(group_unit)->digest == batch.digest);
  }
  CHECK(are_equal(all_of(journal, group_unit), batches));
  CHECK(is_chain(all_of(journal, group_unit)));
}

TEST_CASE_TEMPLATE("one append takes batches of several desks", T, InMemory, InSqlite) {
  T home;
  Journal& journal = home.open();
  Chain chain;
  const std::vector<Batch> batches = {chain.next(group_unit, 1, "a"), chain.next(hubei, 2, "b"),
                                      chain.next(group_unit, 3, "c"), chain.next(hubei, 1, "d")};
  must_append(journal, batches);
  CHECK(are_equal(all_of(journal, group_unit), {batches[0], batches[2]}));
  CHECK(are_equal(all_of(journal, hubei), {batches[1], batches[3]}));
  CHECK(journal.head(hubei)->position == 3);
  CHECK(journal.head({430000})->position == 0);
  CHECK(all_of(journal, {430000}).empty());
}

TEST_CASE_TEMPLATE("a batch that does not follow the head is refused with all beside it", T,
                   InMemory, InSqlite) {
  T home;
  Journal& journal = home.open();
  Chain chain;
  const Batch first = chain.next(group_unit, 2, "first");
  const Batch second = chain.next(group_unit, 1, "second");
  const Batch third = chain.next(group_unit, 1, "third");
  const Batch beside = chain.next(hubei, 1, "beside");
  Batch empty = first;
  empty.count = 0;
  CHECK(refusal(journal, {second}) == "batch_must_follow_the_head");
  CHECK(refusal(journal, {empty}) == "batch_must_follow_the_head");
  CHECK(refusal(journal, {beside, first, third}) == "batch_must_follow_the_head");
  CHECK(refusal(journal, {beside, second, first}) == "batch_must_follow_the_head");
  CHECK(refusal(journal, {first, first}) == "batch_must_follow_the_head");
  CHECK(all_of(journal, group_unit).empty());
  CHECK(all_of(journal, hubei).empty());
  CHECK(journal.head(hubei)->position == 0);
  must_append(journal, {first});
  CHECK(refusal(journal, {first}) == "batch_must_follow_the_head");
  CHECK(refusal(journal, {beside, third}) == "batch_must_follow_the_head");
  CHECK(are_equal(all_of(journal, group_unit), {first}));
  CHECK(all_of(journal, hubei).empty());
  must_append(journal, {second, third, beside});
  CHECK(are_equal(all_of(journal, group_unit), {first, second, third}));
}

TEST_CASE_TEMPLATE("reading begins with the batch that holds the position", T, InMemory, InSqlite) {
  T home;
  Journal& journal = home.open();
  Chain chain;
  const std::vector<Batch> batches = {chain.next(hubei, 3, "1 to 3"), chain.next(hubei, 1, "4"),
                                      chain.next(hubei, 5, "5 to 9")};
  must_append(journal, {chain.next(group_unit, 9, "of another desk")});
  must_append(journal, batches);
  const auto first_from = [&](uint64_t from) {
    const auto found = all_of(journal, hubei, from);
    return found.empty() ? "none" : found.front().payload;
  };
  CHECK(first_from(0) == "1 to 3");
  CHECK(first_from(1) == "1 to 3");
  CHECK(first_from(3) == "1 to 3");
  CHECK(first_from(4) == "4");
  CHECK(first_from(5) == "5 to 9");
  CHECK(first_from(7) == "5 to 9");
  CHECK(first_from(9) == "5 to 9");
  CHECK(first_from(10) == "none");
  CHECK(first_from(1000) == "none");
  CHECK(all_of(journal, hubei, 2).size() == 3);
}

TEST_CASE_TEMPLATE("only batches with events of the nouns are visited", T, InMemory, InSqlite) {
  T home;
  Journal& journal = home.open();
  Chain chain;
  must_append(journal,
              {chain.next(hubei, 2, "a", 1), chain.next(hubei, 1, "b", 2),
               chain.next(hubei, 1, "ab", 3), chain.next(hubei, 1, "top", uint64_t{1} << 63)});
  const auto with = [&](uint64_t from, uint64_t nouns) {
    std::string payloads;
    for (const Batch& batch : all_of(journal, hubei, from, nouns)) payloads += batch.payload + " ";
    return payloads;
  };
  CHECK(with(1, 1) == "a ab ");
  CHECK(with(1, 2) == "b ab ");
  CHECK(with(2, 1) == "a ab ");
  CHECK(with(3, 1) == "ab ");
  CHECK(with(1, uint64_t{1} << 63) == "top ");
  CHECK(with(1, 4) == "");
  CHECK(with(1, 0) == "");
}

TEST_CASE_TEMPLATE("reading stops when the visitor has enough", T, InMemory, InSqlite) {
  T home;
  Journal& journal = home.open();
  Chain chain;
  for (int i = 0; i < 10; ++i) must_append(journal, {chain.next(hubei, 1, "x")});
  size_t visits = 0;
  auto visit = [&](const Batch&) { return ++visits < 3; };
  CHECK(journal.read(hubei, 1, all_nouns, visit).has_value());
  CHECK(visits == 3);
  CHECK(all_of(journal, hubei).size() == 10);  // and the next reading is whole
}

TEST_CASE_TEMPLATE("payloads of any bytes and sizes come back as they were", T, InMemory,
                   InSqlite) {
  T home;
  Journal& journal = home.open();
  Chain chain;
  const std::vector<Batch> batches = {
      chain.next(hubei, 1, ""), chain.next(hubei, 1, std::string("\0\xff\0", 3)),
      chain.next(hubei, 1, std::string(3'000'000, 'x')), chain.next(hubei, 1, "end")};
  must_append(journal, batches);
  CHECK(are_equal(all_of(journal, hubei), batches));
}

TEST_CASE_TEMPLATE("readers on other threads see whole appends only, in order", T, InMemory,
                   InSqlite) {
  constexpr uint64_t appends = 300;
  T home;
  Journal& journal = home.open();
  std::atomic<uint64_t> durable = 0;
  std::atomic<bool> ended = false;
  std::atomic<int> faults = 0;
  std::latch ready(3);
  const auto look = [&] {
    ready.arrive_and_wait();
    for (bool last = false; !last;) {
      last = ended;
      const uint64_t least = durable;
      uint64_t events = 0;
      uint64_t batches = 0;
      auto visit = [&](const Batch& batch) {
        if (batch.first != events + 1) ++faults;
        events = batch.last();
        ++batches;
        return true;
      };
      if (!journal.read(hubei, 1, all_nouns, visit)) ++faults;
      if (events < least || batches % 2 != 0) ++faults;
      const auto head = journal.head(hubei);
      if (!head || head->position < least) ++faults;
    }
  };
  std::thread one(look), other(look);
  ready.arrive_and_wait();
  Chain chain;
  bool appended = true;
  for (uint64_t i = 0; i < appends && appended; ++i) {
    const std::vector<Batch> pair = {chain.next(hubei, 2, "left"), chain.next(hubei, 1, "right")};
    appended = journal.append(pair).has_value();
    durable += 3;
  }
  ended = true;
  one.join();
  other.join();
  CHECK(appended);
  CHECK(faults == 0);
  CHECK(is_chain(all_of(journal, hubei)));
  CHECK(journal.head(hubei)->position == 3 * appends);
}

}  // namespace lifeline::journal
