// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/given.h"

namespace lifeline::planned_work {
namespace {

TEST_CASE("a row tells where the work stands and whose freeze was set aside") {
  tests::Given given;
  const WorkId id{420000, 1};
  given(Planned{.id = id,
                .what = {.title = "换板", .elements = {"A"}},
                .overrides = {.scenarios = {"420000-7"}, .reason = "urgent"}},
        Started{.id = id}, Ended{.id = id, .reason = "done"});
  const Page& page = given.part<Noun>().view.pages.at(id);
  CHECK(page.row.state == Phase::ended);
  CHECK(page.row.overrides == std::vector<std::string>{"420000-7"});
  CHECK(page.row.override_reason == "urgent");
  CHECK(page.row.end_reason == "done");
  CHECK(page.timeline.size() == 3);
}

TEST_CASE("of the work that is over only the newest is kept") {
  View view;
  for (uint64_t serial = 1; serial <= limits::planned_work_history_max + 1; ++serial) {
    view.fold(Planned{.id = {420000, serial}}, {});
    view.fold(Cancelled{.id = {420000, serial}}, {});
  }
  CHECK(view.pages.size() == limits::planned_work_history_max);
  CHECK_FALSE(view.pages.contains({420000, 1}));
}

}  // namespace
}  // namespace lifeline::planned_work
