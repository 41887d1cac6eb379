// SPDX-License-Identifier: Apache-2.0
#include "gateway/measurements/store.h"

#include <csignal>
#include <filesystem>
#include <sys/resource.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "base/limits.h"

namespace lifeline::measurements {
namespace {

namespace fs = std::filesystem;
using performance::absent;

constexpr Hour hour = 438'000;
constexpr Slot slot = hour * performance::hour_slots;

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("lifeline-store-" + std::to_string(::getpid()))) {
    fs::remove_all(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  std::unique_ptr<Store> open() const {
    auto store = Store::open(path_.string());
    REQUIRE(store);
    return std::move(*store);
  }
  // Cuts the newest file of a kind short by some bytes.
  void tear(const std::string& kind, uint64_t bytes) const {
    for (const auto& entry : fs::directory_iterator(path_))
      if (entry.path().extension() == kind)
        fs::resize_file(entry.path(), entry.file_size() - bytes);
  }
  int count(const std::string& kind) const {
    int count = 0;
    for (const auto& entry : fs::directory_iterator(path_))
      count += entry.path().extension() == kind;
    return count;
  }

 private:
  fs::path path_;
};

Sample load(uint32_t element, Slot at, Level level) {
  return {.element = element, .metric = Metric::load, .slot = at, .level = level};
}

std::vector<Level> loads(const Store& store, uint32_t element, Slot from, Slot to) {
  return store.read(element, from, to)[static_cast<size_t>(Metric::load)];
}

TEST_CASE("what was written is read, open, sealed and after a restart") {
  const Folder folder;
  {
    const auto store = folder.open();
    REQUIRE(store->numbers_of({"A", "B"}).value() == std::vector<uint32_t>{0, 1});
    const auto written =
        store->write({load(0, slot, 10), load(0, slot + 12, 11), load(1, slot, 12)});
    CHECK(written->fresh == 3);
    CHECK(loads(*store, 0, slot, slot + 2) == std::vector<Level>{10, absent});
  }
  const auto store = folder.open();
  CHECK(store->find("B") == 1);
  CHECK_FALSE(store->find("C"));
  CHECK(loads(*store, 0, slot + 11, slot + 13) == std::vector<Level>{absent, 11});
  REQUIRE(store->seal_all());
  CHECK(folder.count(".log") == 0);
  CHECK(folder.count(".segment") == 2);
  CHECK(loads(*store, 0, slot + 11, slot + 13) == std::vector<Level>{absent, 11});
  CHECK(loads(*store, 1, slot, slot + 1) == std::vector<Level>{12});
  CHECK(loads(*folder.open(), 1, slot, slot + 1) == std::vector<Level>{12});
}

TEST_CASE("of two values for one slot the last wins, and all are counted") {
  const Folder folder;
  const auto store = folder.open();
  REQUIRE(store->numbers_of({"A"}));
  const auto written =
      store->write({load(0, slot, 10), load(0, slot, 11), load(0, slot, 11), load(0, slot, 12)});
  CHECK(written->fresh == 1);
  CHECK(written->replaced == 2);
  CHECK(written->repeated == 1);
  CHECK(loads(*store, 0, slot, slot + 1) == std::vector<Level>{12});
  CHECK(loads(*folder.open(), 0, slot, slot + 1) == std::vector<Level>{12});
}

// No file may grow beyond some bytes while it lives: a full disk.
class FullDisk {
 public:
  FullDisk() {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit tight = before_;
    tight.rlim_cur = 1;
    ::setrlimit(RLIMIT_FSIZE, &tight);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

TEST_CASE("what a full disk did not take is refused, and is kept when it is sent again") {
  const Folder folder;
  const auto store = folder.open();
  REQUIRE(store->numbers_of({"A"}));
  REQUIRE(store->write({load(0, slot, 10)}));
  std::string refused, refused_name;
  {
    const FullDisk full;
    refused = store->write({load(0, slot, 11)}).error().name;
    refused_name = store->numbers_of({"B"}).error().name;
  }
  CHECK(refused == "measurements_must_be_writable");
  CHECK(refused_name == "measurements_must_be_writable");
  CHECK(loads(*store, 0, slot, slot + 1) == std::vector<Level>{10});
  CHECK_FALSE(store->find("B"));
  CHECK(store->write({load(0, slot, 11)})->replaced == 1);
  CHECK(store->numbers_of({"B"}).value() == std::vector<uint32_t>{1});
  CHECK(loads(*folder.open(), 0, slot, slot + 1) == std::vector<Level>{11});
}

TEST_CASE("a value that comes when its hour is sealed is kept beside the others") {
  const Folder folder;
  const auto store = folder.open();
  REQUIRE(store->numbers_of({"A"}));
  REQUIRE(store->write({load(0, slot, 10)}));
  REQUIRE(store->seal_all());
  REQUIRE(store->write({load(0, slot + 1, 11), load(0, slot, 9)}));
  CHECK(loads(*store, 0, slot, slot + 2) == std::vector<Level>{9, 11});
  CHECK(loads(*folder.open(), 0, slot, slot + 2) == std::vector<Level>{9, 11});
  REQUIRE(store->seal_all());
  CHECK(loads(*store, 0, slot, slot + 2) == std::vector<Level>{9, 11});
}

TEST_CASE("a torn tail loses its batch and nothing else, and writing goes on") {
  const Folder folder;
  {
    const auto store = folder.open();
    REQUIRE(store->numbers_of({"A"}));
    REQUIRE(store->write({load(0, slot, 10)}));
    REQUIRE(store->write({load(0, slot + 1, 11)}));
    REQUIRE(store->numbers_of({"B"}));
  }
  folder.tear(".log", 3);
  folder.tear(".names", 1);
  {
    const auto store = folder.open();
    CHECK(loads(*store, 0, slot, slot + 2) == std::vector<Level>{10, absent});
    CHECK(store->elements() == 1);
    REQUIRE(store->numbers_of({"C"}).value() == std::vector<uint32_t>{1});
    REQUIRE(store->write({load(1, slot + 2, 12)}));
  }
  const auto store = folder.open();
  CHECK(loads(*store, 0, slot, slot + 1) == std::vector<Level>{10});
  CHECK(loads(*store, 1, slot + 2, slot + 3) == std::vector<Level>{12});
}

TEST_CASE("a segment that is damaged loses its blocks, counted, and nothing else") {
  const Folder folder;
  const auto store = folder.open();
  REQUIRE(store->numbers_of({"A"}));
  REQUIRE(store->write({load(0, slot, 10), load(0, slot + 12, 11)}));
  REQUIRE(store->seal_all());
  folder.tear(".segment", 1);
  CHECK(loads(*store, 0, slot, slot + 1) == std::vector<Level>{absent});
  CHECK(store->figures().blocks_broken > 0);
}

TEST_CASE("only so many hours are open, and quiet ones are sealed when they are over") {
  const Folder folder;
  const auto store = folder.open();
  REQUIRE(store->numbers_of({"A"}));
  for (Hour i = 0; i < 10; ++i)
    REQUIRE(store->write({load(0, slot + i * performance::hour_slots, 10)}));
  CHECK(store->figures().hours_open == limits::measurement_hours_open_max);
  REQUIRE(store->seal(hour + 9));
  CHECK(store->figures().hours_open == limits::measurement_hours_open_max);
  REQUIRE(store->seal(hour + 9));
  CHECK(store->figures().hours_open == 1);
  CHECK(loads(*store, 0, slot, slot + 1) == std::vector<Level>{10});
}

TEST_CASE("single values go after a week, summaries after five") {
  const Folder folder;
  const auto store = folder.open();
  REQUIRE(store->numbers_of({"A"}));
  REQUIRE(store->write({load(0, slot, 10), load(0, slot + 12, 10)}));
  REQUIRE(store->seal_all());
  store->expire(hour + 7 * 24 + 1);
  CHECK(folder.count(".segment") == 1);
  CHECK(folder.count(".summary") == 2);
  store->expire(hour + 35 * 24 + 1);
  CHECK(folder.count(".segment") == 0);
  CHECK(folder.count(".summary") == 1);
  CHECK(loads(*store, 0, slot, slot + 1) == std::vector<Level>{absent});
}

TEST_CASE("summaries are of open and sealed hours alike, block by block") {
  const Folder folder;
  const auto store = folder.open();
  std::vector<std::string> names;
  for (int i = 0; i < 130; ++i) names.push_back("E" + std::to_string(i));
  REQUIRE(store->numbers_of(names));
  REQUIRE(store->write({load(129, slot, 10), load(129, slot + 1, 20), load(129, slot + 2, 30)}));
  const auto median = [&] {
    const auto blocks = store->summaries(hour, 2, 1);
    return blocks.empty() ? absent
                          : blocks[0].summaries[1][static_cast<size_t>(Metric::load)].median;
  };
  CHECK(median() == 20);
  REQUIRE(store->seal_all());
  CHECK(median() == 20);
  CHECK(store->summary_hours() == std::vector<Hour>{hour});
}

TEST_CASE("the newest value of each metric is told") {
  const Folder folder;
  const auto store = folder.open();
  REQUIRE(store->numbers_of({"A"}));
  REQUIRE(store->write({load(0, slot, 10), load(0, slot + 3, 11)}));
  const auto latest = store->latest(0, hour);
  CHECK(latest.slots[static_cast<size_t>(Metric::load)] == slot + 3);
  CHECK(latest.levels[static_cast<size_t>(Metric::load)] == 11);
  CHECK(latest.slots[static_cast<size_t>(Metric::delay)] == 0);
}

}  // namespace
}  // namespace lifeline::measurements
