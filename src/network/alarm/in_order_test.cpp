// SPDX-License-Identifier: Apache-2.0
#include "network/alarm/in_order.h"

#include <doctest/doctest.h>

#include "network/alarm/view.h"

namespace lifeline::alarm {
namespace {

std::vector<uint64_t> serials(const InOrder& order) {
  std::vector<uint64_t> serials;
  order.each([&](const Row& row) { serials.push_back(row.id.serial); });
  return serials;
}

}  // namespace

TEST_CASE("rows are walked by id, whatever order they came and went in") {
  std::vector<Row> rows(9);
  InOrder order;
  for (const uint64_t serial : {2, 1, 5, 3, 8, 4}) {
    rows[serial].id = {420000, serial};
    order.add(rows[serial].id, rows[serial]);
  }
  CHECK(serials(order) == std::vector<uint64_t>{1, 2, 3, 4, 5, 8});
  for (const uint64_t serial : {3, 7, 1, 3, 8}) order.remove({420000, serial});
  CHECK(serials(order) == std::vector<uint64_t>{2, 4, 5});
  order.remove({420000, 4});
  order.add({420000, 4}, rows[4]);
  CHECK(serials(order) == std::vector<uint64_t>{2, 4, 5});
}

}  // namespace lifeline::alarm
