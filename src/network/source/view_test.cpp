// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/given.h"

namespace lifeline::source {
namespace {

TEST_CASE("a view counts losses and knows its desk") {
  tests::Given given;
  given(Heard{"EMS", 60, tests::noon}, Lost{"EMS"}, Heard{"EMS", 60, tests::noon}, Lost{"EMS"});
  CHECK(given.part<Noun>().view.losses == 2);
  CHECK(given.part<Noun>().view.desk == tests::hubei);
  const Row row = row_of("EMS", given.part<Noun>().state.sources.at("EMS"), tests::hubei);
  CHECK(row.lost);
  CHECK(row.heard_at == tests::noon);
  CHECK(row.desk == tests::hubei);
}

}  // namespace
}  // namespace lifeline::source
