// SPDX-License-Identifier: Apache-2.0
#include "app/alarm_history.h"

#include <fstream>

#include <doctest/doctest.h>

#include "journal/chain_test.h"
#include "journal/sqlite.h"
#include "tests/small_network.h"

namespace lifeline::app {
namespace {

using causes::Device;
using causes::NamedAlarm;
using tests::hubei;
using tests::noon;
using tests::SmallNetwork;

TEST_CASE("the journal of a server that runs tells of every raise and its clear") {
  SmallNetwork net;
  REQUIRE(net.raise("NODE"));
  net.desks.set_now(seconds_after(noon, 5));
  REQUIRE(net.raise("X", alarm::Severity::minor, "powerLost"));
  REQUIRE(net.clear("NODE"));
  const journal::Folder folder;
  const auto journal = journal::open_sqlite(folder.path("journal.db"));  // stays open: a server
  REQUIRE(journal);
  for (const UnitCode desk : net.desks.plan().desks())
    REQUIRE((*journal)->append(net.desks.journal(desk)));
  const auto alarms = alarms_of_journal(folder.path(""), Device::source_name);
  REQUIRE(alarms);
  CHECK(*alarms == std::vector<NamedAlarm>{{"linkDown", "NODE", noon, seconds_after(noon, 5)},
                                           {"powerLost", "X", seconds_after(noon, 5), {}}});
  const auto by_region = alarms_of_journal(folder.path(""), Device::region);
  REQUIRE(by_region);
  CHECK(by_region->at(0).device == "420106");
  CHECK(by_region->at(1).device == "420000");
}

TEST_CASE("a folder without a journal, or with a file that is none, is refused") {
  const journal::Folder folder;
  CHECK(alarms_of_journal(folder.path(""), Device::source_name).error().name ==
        "journal_must_be_readable");
  std::ofstream(folder.path("journal.db")) << "no database, only words that are long enough";
  CHECK(alarms_of_journal(folder.path(""), Device::source_name).error().name ==
        "journal_must_be_readable");
  CHECK_FALSE(std::filesystem::exists(folder.path("journal.db-wal")));
}

}  // namespace
}  // namespace lifeline::app
