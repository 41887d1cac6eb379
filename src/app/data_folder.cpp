// SPDX-License-Identifier: Apache-2.0
#include "app/data_folder.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lifeline::app {

Result<std::unique_ptr<DataFolder>> DataFolder::open(const std::string& path) {
  std::error_code error;
  const bool is_new = std::filesystem::create_directories(path, error);
  if (is_new && !error)  // the journal holds telephone numbers and digests of passwords
    std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
  if (error) return unavailable("data_folder_must_be_writable", path + ": " + error.message());
  const std::string lock_path = path + "/lock";
  const int lock = ::open(lock_path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (lock < 0)
    return unavailable("data_folder_must_be_writable", path + ": " + std::strerror(errno));
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    ::close(lock);
    return unavailable("data_folder_must_not_be_in_use", path + ": another server has it");
  }
  return std::unique_ptr<DataFolder>(new DataFolder(path, lock));
}

DataFolder::~DataFolder() { ::close(lock_); }

Result<void> write_secret(const std::string& path, const std::string& content) {
  const int file = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) return unavailable("file_must_be_writable", path + ": " + std::strerror(errno));
  const bool whole =
      ::fchmod(file, 0600) == 0 &&  // whatever an older file of that name allowed
      ::write(file, content.data(), content.size()) == static_cast<ssize_t>(content.size());
  const bool synced = ::fsync(file) == 0;
  ::close(file);
  if (!whole || !synced)
    return unavailable("file_must_be_writable", path + ": " + std::strerror(errno));
  return {};
}

}  // namespace lifeline::app
