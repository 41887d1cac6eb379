// SPDX-License-Identifier: Apache-2.0
#include "desk/snapshot.h"

#include <fstream>

#include <doctest/doctest.h>

#include "desk/counter_test.h"
#include "desk/gated_journal_test.h"
#include "journal/chain_test.h"

namespace lifeline::desk {
namespace {

std::unique_ptr<Desk> make(UnitCode id) { return make_counter_desk(id); }

// A desk whose batches go into a journal.
struct Lived {
  GatedJournal journal;
  std::unique_ptr<Desk> desk = make(hubei);
  journal::Folder folder;
  std::string file = folder.path("420000.snapshot");

  void live(int commands, int64_t amount = 3) {
    for (int i = 0; i < commands; ++i) {
      std::optional<journal::Batch> batch;
      desk->handle(add("a", amount, "k" + std::to_string(desk->position()), true), noon, batch);
      REQUIRE(journal.append(std::span(&*batch, 1)).has_value());
    }
  }
  uint64_t take() {
    const auto position = take_snapshot(hubei, journal, folder.path(""), make);
    REQUIRE(position.has_value());
    return *position;
  }
  // The desk as restored; the place its reading began from is journal.read_from().
  std::string restored(const std::string& from) {
    const auto desk = restore(hubei, journal, from, make);
    return desk ? (*desk)->save() : desk.error().name + ": " + desk.error().detail;
  }
  std::string restored() { return restored(folder.path("")); }
};

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
void put(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace

TEST_CASE("a desk restored from a snapshot and the rest equals one restored from the journal") {
  Lived lived;
  lived.live(5);
  CHECK(lived.take() == lived.desk->position());
  const uint64_t at = lived.desk->position();
  CHECK(lived.restored() == lived.desk->save());
  CHECK(lived.journal.read_from() == at + 1);
  lived.live(4);
  CHECK(lived.restored() == lived.desk->save());
  CHECK(lived.journal.read_from() == at + 1);
  CHECK(lived.restored("") == lived.desk->save());
  CHECK(lived.journal.read_from() == 1);
  CHECK(lived.take() == lived.desk->position());  // from the snapshot before
  CHECK(lived.journal.read_from() == at + 1);
}

TEST_CASE("a snapshot that is damaged or missing is passed over") {
  Lived lived;
  lived.live(5);
  lived.take();
  const std::string whole = content(lived.file);
  std::string damaged = whole;
  SUBCASE("a byte changed") { damaged[whole.size() / 2] ^= 1; }
  SUBCASE("cut") { damaged.resize(whole.size() - 1); }
  SUBCASE("more at the end") { damaged += " "; }
  SUBCASE("empty") { damaged.clear(); }
  SUBCASE("of the format before") { damaged.replace(0, 20, "lifeline-snapshot 1 "); }
  SUBCASE("of another build") { damaged[22] = damaged[22] == '0' ? '1' : '0'; }
  SUBCASE("not ours") { damaged = "hello\n"; }
  REQUIRE(damaged != whole);
  put(lived.file, damaged);
  CHECK(lived.restored() == lived.desk->save());
  CHECK(lived.journal.read_from() == 1);
  std::filesystem::remove(lived.file);
  CHECK(lived.restored() == lived.desk->save());
  CHECK(lived.journal.read_from() == 1);
}

TEST_CASE("a snapshot newer than the journal is passed over") {
  Lived longer, shorter;
  longer.live(5);
  shorter.live(3);
  longer.take();
  CHECK(shorter.restored(longer.folder.path("")) == shorter.desk->save());
}

TEST_CASE("a snapshot of another journal is passed over") {
  Lived other, own;
  other.live(3, 2);  // three events a command
  other.take();
  SUBCASE("of the same length") { own.live(9, 1); }
  SUBCASE("that is shorter, its end within a batch of ours") { own.live(2, 5); }
  SUBCASE("that is shorter, its end between two batches of ours") { own.live(12, 1); }
  REQUIRE(own.desk->position() >= other.desk->position());
  CHECK(own.restored(other.folder.path("")) == own.desk->save());
}

TEST_CASE("a journal that was altered is found and the desk named") {
  Lived lived;
  lived.live(3);
  journal::Batch batch{
      .desk = hubei, .first = lived.desk->position() + 1, .count = 1, .nouns = 1, .payload = "{}"};
  REQUIRE(lived.journal.append(std::span(&batch, 1)).has_value());
  const std::string place = "desk 420000: batch at " + std::to_string(batch.first);
  CHECK(lived.restored() == "digest_must_match: " + place);
  CHECK(take_snapshot(hubei, lived.journal, lived.folder.path(""), make).error().name ==
        "digest_must_match");
  CHECK(!std::filesystem::exists(lived.file));
}

TEST_CASE("a snapshot that cannot be written is refused with the system's reason") {
  Lived lived;
  lived.live(1);
  put(lived.folder.path("file"), "x");
  const auto taken = take_snapshot(hubei, lived.journal, lived.folder.path("file"), make);
  REQUIRE(!taken.has_value());
  CHECK(taken.error().name == "snapshot_must_be_writable");
  CHECK(taken.error().detail.find("Not a directory") != std::string::npos);
}

TEST_CASE("an empty journal is an empty desk") {
  Lived lived;
  CHECK(lived.restored() == make(hubei)->save());
  CHECK(lived.take() == 0);
  lived.live(2);
  CHECK(lived.restored() == lived.desk->save());
}

}  // namespace lifeline::desk
