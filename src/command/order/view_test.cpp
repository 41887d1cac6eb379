// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/given.h"

namespace lifeline::order {
namespace {

using tests::Given;

constexpr OrderId first{420000, 1};

Issued issued() {
  return {.id = first,
          .what = {.subject_zh = "抢修",
                   .issuer = tests::hubei,
                   .acknowledge_within_s = 600,
                   .finish_within_s = 3600},
          .recipients = {tests::wuchang, tests::hankou},
          .by = "x",
          .at = tests::noon};
}

Row row(Given& given) { return row_of(given.part<Noun>().state.orders.at(first)); }

TEST_CASE("a row rolls up its recipients") {
  Given given;
  given(issued());
  CHECK(row(given).state == Progress::open);
  CHECK(row(given).recipients_total == 2);
  CHECK(row(given).unit == tests::wuchang);
  CHECK(row(given).acknowledge_by == seconds_after(tests::noon, 600));
  CHECK(row(given).awaited == std::vector{tests::wuchang, tests::hankou});
  given(Acknowledged{.id = first, .unit = tests::wuchang});
  CHECK(row(given).awaited == std::vector{tests::hankou});
  given(Acknowledged{.id = first, .unit = tests::hankou});
  CHECK(row(given).awaited.empty());
  CHECK(row(given).state == Progress::acknowledged);
  given(Finished{.id = first, .unit = tests::wuchang});
  CHECK(row(given).recipients_done == 1);
  CHECK(row(given).recipients_acknowledged == 2);
  given(Finished{.id = first, .unit = tests::hankou});
  CHECK(row(given).state == Progress::done);
}

TEST_CASE("an order is overdue while somebody owes what is late") {
  Given given;
  const Escalated missed{.id = first,
                         .unit = tests::wuchang,
                         .to = tests::wuhan,
                         .missed = Missed::acknowledge,
                         .at = tests::noon};
  given(issued(), missed);
  CHECK(row(given).overdue);
  CHECK(row(given).escalations == 1);
  CHECK(row(given).recipients_total == 2);
  given(Acknowledged{.id = first, .unit = tests::wuchang});
  CHECK_FALSE(row(given).overdue);
  CHECK(row(given).escalations == 1);
}

TEST_CASE("a recalled order is neither open nor late") {
  Given given;
  given(issued(),
        Escalated{.id = first,
                  .unit = tests::wuchang,
                  .to = tests::wuhan,
                  .missed = Missed::acknowledge,
                  .at = tests::noon},
        Recalled{.id = first});
  CHECK(row(given).state == Progress::recalled);
  CHECK_FALSE(row(given).overdue);
}

TEST_CASE("what a copy knows first is put into the issuer's order") {
  Given issuer, copy;
  issuer(issued());
  copy(Received{.id = first,
                .what = issued().what,
                .recipients = {tests::hankou},
                .issued_at = tests::noon,
                .at = tests::noon},
       Finished{.id = first, .unit = tests::hankou, .note = "spliced"});
  const Order& own = issuer.part<Noun>().state.orders.at(first);
  const Order& known = copy.part<Noun>().state.orders.at(first);
  const Ahead ahead{.recalled = false, .recipients = known.recipients};
  CHECK(row_of(own, ahead).recipients_total == 2);
  CHECK(row_of(own, ahead).recipients_done == 1);
  CHECK(row_of(own, ahead).awaited == std::vector<UnitCode>{tests::wuchang});
  const Ahead behind{.recalled = false, .recipients = own.recipients};
  CHECK(row_of(known, behind).recipients_done == 1);
}

TEST_CASE("of a large order only what the answer changed is put into the issuer's") {
  Given issuer, copy;
  Issued large = issued();
  large.recipients.clear();
  for (uint64_t i = 1; i <= 1500; ++i)
    large.people.push_back({tests::hankou, "P" + std::to_string(i)});
  issuer(large);
  copy(Received{.id = first,
                .what = large.what,
                .recipients = {},
                .issued_at = tests::noon,
                .at = tests::noon,
                .people = large.people},
       Acknowledged{.id = first, .unit = tests::hankou, .person = "P700"});
  const Order& own = issuer.part<Noun>().state.orders.at(first);
  const auto ahead = ahead_of(copy.part<Noun>().state.orders.at(first), {tests::hankou, "P700"},
                              desk::system_actor(), copy.nouns());
  CHECK(ahead.recipients.size() == 1);
  CHECK(row_of(own, ahead).recipients_acknowledged == 1);
  CHECK(row_of(own).recipients_acknowledged == 0);
}

TEST_CASE("the awaited are found behind any number of those who have answered") {
  Awaited awaited;
  CHECK(awaited.next(0) == Awaited::npos);
  for (const size_t place : {3, 64, 1000}) awaited.set(place, true);
  awaited.set(64, false);
  CHECK(awaited.next(0) == 3);
  CHECK(awaited.next(4) == 1000);
  CHECK(awaited.next(1001) == Awaited::npos);
}

}  // namespace
}  // namespace lifeline::order
