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
  const Order joined = brought_up_to_date(issuer.part<Noun>().state.orders.at(first),
                                          copy.part<Noun>().state.orders.at(first));
  CHECK(row_of(joined).recipients_total == 2);
  CHECK(row_of(joined).recipients_done == 1);
  CHECK(find_recipient(joined, tests::hankou)->note == "spliced");
  const Order back = brought_up_to_date(joined, issuer.part<Noun>().state.orders.at(first));
  CHECK(row_of(back).recipients_done == 1);
}

}  // namespace
}  // namespace lifeline::order
