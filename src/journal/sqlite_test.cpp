// SPDX-License-Identifier: Apache-2.0
// What only a journal in a file can do: be opened again, be of another make, fail to write.
#include "journal/sqlite.h"

#include <fstream>

#include <doctest/doctest.h>

#include "journal/chain_test.h"
#include "journal/sqlite_faults_test.h"

namespace lifeline::journal {
namespace {

constexpr UnitCode hubei{420000};

// The refusal of opening a file: "name: detail".
std::string refusal(const std::string& path) {
  const auto opened = open_sqlite(path);
  return opened ? "none" : opened.error().name + ": " + opened.error().detail;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

struct Work {
  std::vector<Batch> answered;  // that appends were answered ok for
  std::vector<Batch> refused;   // of the append that failed
};

// The same appends each time, of two desks: small ones and some of many pages. When the journal is
// closed at the end the log is folded back into the file.
Work work(const std::string& path, size_t large = 60'000) {
  Work done;
  auto journal = open_sqlite(path);
  if (!journal) return done;
  Chain chain;
  for (int i = 0; i < 12; ++i) {
    std::vector<Batch> append;
    const size_t bytes = i % 5 == 3 ? large : 50;
    append.push_back(chain.next(group_unit, 2, "group" + std::to_string(i)));
    append.push_back(chain.next(hubei, 1, std::string(bytes, static_cast<char>('a' + i))));
    if (!(*journal)->append(append)) {
      done.refused = append;
      return done;
    }
    done.answered.insert(done.answered.end(), append.begin(), append.end());
  }
  return done;
}

std::vector<Batch> of_desk(const std::vector<Batch>& batches, UnitCode desk) {
  std::vector<Batch> found;
  for (const Batch& batch : batches)
    if (batch.desk == desk) found.push_back(batch);
  return found;
}

// Opens the file again, without faults: it holds what was answered and of the append that failed
// all or nothing, and goes on.
void must_be_sound(const std::string& path, const Work& done) {
  CHECK(run_sql(path, "PRAGMA integrity_check") == "ok");
  auto journal = open_sqlite(path);
  REQUIRE(journal.has_value());
  std::vector<Batch> more = done.answered;
  more.insert(more.end(), done.refused.begin(), done.refused.end());
  const auto group = all_of(**journal, group_unit);
  const auto province = all_of(**journal, hubei);
  const bool is_answered = are_equal(group, of_desk(done.answered, group_unit)) &&
                           are_equal(province, of_desk(done.answered, hubei));
  const bool is_all =
      are_equal(group, of_desk(more, group_unit)) && are_equal(province, of_desk(more, hubei));
  CHECK((is_answered || is_all));
  CHECK(is_chain(group));
  CHECK(is_chain(province));
  Batch next{.desk = hubei,
             .first = (*journal)->head(hubei)->position + 1,
             .count = 1,
             .nouns = 1,
             .payload = "goes on"};
  next.digest = seal((*journal)->head(hubei)->digest, next);
  CHECK((*journal)->append(std::span(&next, 1)).has_value());
  CHECK(is_chain(all_of(**journal, hubei)));
}

// Fails the n-th changing call for n = 1, 2, 3, … until the work is done without meeting it.
void fail_each_call(Fault fault, bool lasting) {
  uint64_t failures = 0;
  // Every one of the first calls, then samples: a checkpoint makes thousands of like ones.
  for (uint64_t n = 1;; n += n < 150 ? 1 : 61) {
    INFO("call ", n, " fails");
    REQUIRE(n < 10'000);
    Folder folder;
    Work done;
    bool has_failed = false;
    {
      FaultyFiles files;
      files.fail_call(n, fault, lasting);
      done = work(folder.path("journal.db"));
      has_failed = files.has_failed();
      files.heal();
    }
    must_be_sound(folder.path("journal.db"), done);
    if (!has_failed) {
      CHECK(done.answered.size() == 24);
      break;
    }
    ++failures;
  }
  CHECK(failures > 20);  // else nothing was put to the test
}

}  // namespace

TEST_CASE("whichever write fails for want of room, nothing answered is lost and nothing is half") {
  fail_each_call(Fault::full, false);
}

TEST_CASE("whichever write fails in the device, nothing answered is lost and nothing is half") {
  fail_each_call(Fault::broken, false);
}

TEST_CASE("a device that stays broken from any write on leaves a sound journal") {
  fail_each_call(Fault::broken, true);
}

TEST_CASE("a fault while the log is folded back into the open file loses nothing") {
  constexpr size_t large = 9'000'000;  // twice that is more than the log holds
  uint64_t calls = 0;
  for (uint64_t part = 0; part < 8; ++part) {
    Folder folder;
    Work done;
    {
      FaultyFiles files;
      if (part > 0) files.fail_call(calls * part / 8, Fault::broken, false);
      done = work(folder.path("journal.db"), large);
      if (part == 0) calls = files.calls();
      files.heal();
    }
    if (part == 0) CHECK(done.answered.size() == 24);
    must_be_sound(folder.path("journal.db"), done);
  }
  CHECK(calls > 5000);  // so the log was folded back
}

TEST_CASE("a journal opened again holds the same and goes on") {
  const Folder folder;
  const std::string path = folder.path("journal.db");
  const Work done = work(path);
  REQUIRE(done.answered.size() == 24);
  const auto journal = open_sqlite(path);
  REQUIRE(journal.has_value());
  CHECK(are_equal(all_of(**journal, hubei), of_desk(done.answered, hubei)));
  CHECK((*journal)->head(group_unit)->position == 24);
  CHECK((*journal)->head(group_unit)->digest == of_desk(done.answered, group_unit).back().digest);
  must_be_sound(path, done);
}

TEST_CASE("a refusal says which file and why the system refused it") {
  const Folder folder;
  std::ofstream(folder.path("file")) << "x";
  CHECK(holds(refusal(folder.path("file") + "/journal.db"), "journal_must_be_writable: "));
  CHECK(holds(refusal(folder.path("file") + "/journal.db"), "file/journal.db"));
  CHECK(holds(refusal(folder.path("none/journal.db")), "journal_must_be_writable: "));
  CHECK(holds(refusal(folder.path("none/journal.db")), "No such file or directory"));
  CHECK(holds(refusal("/proc/journal.db"), "journal_must_be_writable: "));
}

TEST_CASE("a file that is no database is refused and left as it is") {
  const Folder folder;
  const std::string path = folder.path("journal.db");
  const std::string text(5000, 'x');
  std::ofstream(path) << text;
  CHECK(holds(refusal(path), "journal_must_be_readable: "));
  CHECK(holds(refusal(path), "journal.db"));
  CHECK(holds(refusal(path), "not a database"));
  std::ifstream file(path);
  CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == text);
}

TEST_CASE("a journal of a newer version is refused") {
  const Folder folder;
  const std::string path = folder.path("journal.db");
  REQUIRE(open_sqlite(path).has_value());
  run_sql(path, "PRAGMA user_version=2");
  CHECK(holds(refusal(path), "journal_must_be_readable: "));
  CHECK(holds(refusal(path), "newer version"));
  CHECK(run_sql(path, "PRAGMA user_version") == "2");
}

TEST_CASE("a database of another program is refused and left as it is") {
  const Folder folder;
  const std::string path = folder.path("journal.db");
  run_sql(path, "CREATE TABLE contacts(name)");
  CHECK(holds(refusal(path), "journal_must_be_readable: "));
  CHECK(run_sql(path, "SELECT count(*) FROM sqlite_master") == "1");
  CHECK(run_sql(path, "PRAGMA journal_mode") == "delete");
}

TEST_CASE("a journal whose table is damaged says so instead of seeming empty") {
  const Folder folder;
  const std::string path = folder.path("journal.db");
  REQUIRE(work(path).answered.size() == 24);
  const auto journal = open_sqlite(path);
  REQUIRE(journal.has_value());
  run_sql(path, "ALTER TABLE desk RENAME TO gone");
  auto visit = [](const Batch&) { return true; };
  const auto read = (*journal)->read(hubei, 1, all_nouns, visit);
  REQUIRE(!read.has_value());
  CHECK(read.error().name == "journal_must_be_readable");
  CHECK(!(*journal)->head(hubei).has_value());
}

}  // namespace lifeline::journal
