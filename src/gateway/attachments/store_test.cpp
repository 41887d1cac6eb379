// SPDX-License-Identifier: Apache-2.0
#include "gateway/attachments/store.h"

#include <cerrno>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "base/limits.h"
#include "gateway/identity/password.h"

namespace lifeline::attachments {
namespace {

// A folder of its own, gone with the test.
class Folder {
 public:
  Folder() {
    std::string pattern = std::filesystem::temp_directory_path() / "lifeline-attachments-XXXXXX";
    path_ = ::mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string attachments() const { return path_ + "/attachments"; }
  size_t files() const {
    size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path_))
      if (entry.is_regular_file()) ++count;
    return count;
  }

 private:
  std::string path_;
};

// Makes the n-th step fail, once; 0: none.
class FailingDisk final : public Disk {
 public:
  FailingDisk(int& countdown, int error) : countdown_(countdown), error_(error) {}
  int make_folder(const std::string& path) override {
    const int error = next();
    return error != 0 ? error : Disk::make_folder(path);
  }
  int write_synced(const std::string& path, std::string_view bytes) override {
    const int error = next();
    if (error == 0) return Disk::write_synced(path, bytes);
    Disk::write_synced(path, bytes.substr(0, bytes.size() / 2));
    return error;
  }
  int rename(const std::string& from, const std::string& to) override {
    const int error = next();
    return error != 0 ? error : Disk::rename(from, to);
  }
  int sync_folder(const std::string& path) override {
    const int error = next();
    return error != 0 ? error : Disk::sync_folder(path);
  }
  uint64_t free_bytes(const std::string&) override { return free ? *free : 1ull << 40; }

  const uint64_t* free = nullptr;

 private:
  int next() { return countdown_ > 0 && --countdown_ == 0 ? error_ : 0; }

  int& countdown_;
  int error_;
};

const std::string bytes = "\xFF\xD8\xFF photo";

TEST_CASE("a photo that is kept reads as it was, and is kept once") {
  Folder folder;
  auto store = Store::open(folder.attachments()).value();
  const std::string id = identity::sha256_hex(bytes);
  CHECK(store->keep(id, bytes));
  CHECK(store->keep(id, bytes));
  CHECK(folder.files() == 1);
  CHECK(store->read(id) == bytes);
  CHECK(std::filesystem::exists(folder.attachments() + "/" + id.substr(0, 2) + "/" + id));
}

TEST_CASE("whichever step fails, nothing is left of the photo and the next attempt keeps it") {
  constexpr int steps = 5;
  const std::string id = identity::sha256_hex(bytes);
  for (int failing = 1; failing <= steps; ++failing) {
    CAPTURE(failing);
    Folder folder;
    int countdown = 0;
    auto store =
        Store::open(folder.attachments(), std::make_unique<FailingDisk>(countdown, ENOSPC)).value();
    countdown = failing;
    const auto refused = store->keep(id, bytes);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().name == "disk_must_have_room");
    CHECK(folder.files() == 0);
    CHECK_FALSE(store->read(id));
    CHECK(store->keep(id, bytes));
    CHECK(store->read(id) == bytes);
  }
}

TEST_CASE("a disk that cannot be written for another reason says which") {
  Folder folder;
  int countdown = 0;
  auto store =
      Store::open(folder.attachments(), std::make_unique<FailingDisk>(countdown, EIO)).value();
  countdown = 3;
  const auto refused = store->keep(identity::sha256_hex(bytes), bytes);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().name == "attachments_must_be_writable");
  CHECK(refused.error().code == Code::unavailable);
}

TEST_CASE("photos leave the journal its part of the disk") {
  Folder folder;
  int countdown = 0;
  auto disk = std::make_unique<FailingDisk>(countdown, EIO);
  uint64_t free = limits::attachment_reserve_bytes + bytes.size() - 1;
  disk->free = &free;
  auto store = Store::open(folder.attachments(), std::move(disk)).value();
  const std::string id = identity::sha256_hex(bytes);
  CHECK(store->keep(id, bytes).error().name == "disk_must_have_room");
  ++free;
  CHECK(store->keep(id, bytes));
}

TEST_CASE("a sweep takes drafts and what nobody knows, and nothing else") {
  Folder folder;
  auto store = Store::open(folder.attachments()).value();
  const std::string known = identity::sha256_hex(bytes), stray = identity::sha256_hex("stray");
  REQUIRE(store->keep(known, bytes));
  REQUIRE(store->keep(stray, "stray"));
  std::ofstream(folder.attachments() + "/" + known.substr(0, 2) + "/" + known + ".new") << "half";
  std::ofstream(folder.attachments() + "/README") << "somebody's";
  CHECK(store->sweep([&](const std::string& id) { return id == known; }) == 2);
  CHECK(store->read(known) == bytes);
  CHECK_FALSE(store->read(stray));
  CHECK(folder.files() == 2);
}

TEST_CASE("a file that was changed on the disk is not passed off as the photo") {
  Folder folder;
  auto store = Store::open(folder.attachments()).value();
  const std::string id = identity::sha256_hex(bytes);
  REQUIRE(store->keep(id, bytes));
  std::ofstream(folder.attachments() + "/" + id.substr(0, 2) + "/" + id) << "other";
  CHECK(store->read(id).error().name == "attachment_must_be_whole");
}

}  // namespace
}  // namespace lifeline::attachments
