// SPDX-License-Identifier: Apache-2.0
#include "app/data_folder.h"

#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "journal/chain_test.h"

namespace lifeline::app {
namespace {

using std::filesystem::perms;

perms permissions(const std::string& path) { return std::filesystem::status(path).permissions(); }

std::string content(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("a data folder is made if it is missing, for its owner only") {
  const journal::Folder folder;
  const std::string path = folder.path("a/b/data");
  const auto data = DataFolder::open(path);
  REQUIRE(data.has_value());
  CHECK(std::filesystem::is_directory(path));
  CHECK(permissions(path) == perms::owner_all);
  CHECK((*data)->journal() == path + "/journal.db");
  CHECK((*data)->snapshots() == path + "/snapshots");
  CHECK((*data)->first_log_in() == path + "/first-log-in");
}

TEST_CASE("a data folder that somebody made keeps its permissions") {
  const journal::Folder folder;
  const std::string path = folder.path("data");
  std::filesystem::create_directory(path);
  std::filesystem::permissions(path, perms::owner_all | perms::group_read);
  REQUIRE(DataFolder::open(path).has_value());
  CHECK(permissions(path) == (perms::owner_all | perms::group_read));
}

TEST_CASE("one server at a time has a data folder") {
  const journal::Folder folder;
  auto first = DataFolder::open(folder.path("data"));
  REQUIRE(first.has_value());
  const auto second = DataFolder::open(folder.path("data"));
  REQUIRE(!second.has_value());
  CHECK(second.error().name == "data_folder_must_not_be_in_use");
  first->reset();
  CHECK(DataFolder::open(folder.path("data")).has_value());
}

TEST_CASE("a data folder that cannot be made is refused with its path and the reason") {
  const journal::Folder folder;
  std::ofstream(folder.path("file")) << "x";
  for (const std::string& path :
       {folder.path("file"), folder.path("file/data"), std::string("/proc/lifeline")}) {
    const auto refused = DataFolder::open(path);
    REQUIRE(!refused.has_value());
    CHECK(refused.error().name == "data_folder_must_be_writable");
    CHECK(refused.error().detail.starts_with(path + ": "));
  }
}

TEST_CASE("a secret is for its owner's eyes, whatever stood there before") {
  const journal::Folder folder;
  const std::string path = folder.path("secret");
  std::ofstream(path) << "something longer than the secret";
  std::filesystem::permissions(path, perms::all);
  REQUIRE(write_secret(path, "token: 1\n").has_value());
  CHECK(content(path) == "token: 1\n");
  CHECK(permissions(path) == (perms::owner_read | perms::owner_write));
  CHECK(write_secret(folder.path("none/secret"), "x").error().name == "file_must_be_writable");
}

}  // namespace lifeline::app
