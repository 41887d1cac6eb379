// SPDX-License-Identifier: Apache-2.0
#include "gateway/attachments/store.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/limits.h"
#include "command/attachment/model.h"
#include "gateway/identity/password.h"

namespace lifeline::attachments {
namespace {

int write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return 0;
}

Refusal not_written(int error) {
  if (error == ENOSPC || error == EDQUOT)
    return unavailable("disk_must_have_room", std::strerror(error));
  return unavailable("attachments_must_be_writable", std::strerror(error));
}

}  // namespace

int Disk::make_folder(const std::string& path) {
  return ::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST ? 0 : errno;
}

int Disk::write_synced(const std::string& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) return errno;
  int error = write_all(file, bytes);
  if (error == 0 && ::fsync(file) != 0) error = errno;
  if (::close(file) != 0 && error == 0) error = errno;
  return error;
}

int Disk::rename(const std::string& from, const std::string& to) {
  return std::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

int Disk::sync_folder(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return errno;
  const int error = ::fsync(folder) == 0 ? 0 : errno;
  ::close(folder);
  return error;
}

void Disk::remove(const std::string& path) { ::unlink(path.c_str()); }

uint64_t Disk::free_bytes(const std::string& path) {
  struct statvfs facts = {};
  if (::statvfs(path.c_str(), &facts) != 0) return 0;
  return uint64_t{facts.f_bavail} * facts.f_frsize;
}

Result<std::unique_ptr<Store>> Store::open(std::string folder, std::unique_ptr<Disk> disk) {
  if (const int error = disk->make_folder(folder); error != 0) return not_written(error);
  return std::unique_ptr<Store>(new Store(std::move(folder), std::move(disk)));
}

Result<void> Store::keep(const std::string& id, std::string_view bytes) {
  const std::string path = path_of(id);
  std::error_code unknown;
  if (std::filesystem::file_size(path, unknown) == bytes.size() && !unknown) return {};
  if (disk_->free_bytes(folder_) < limits::attachment_reserve_bytes + bytes.size())
    return unavailable("disk_must_have_room", "photos leave what is left to the journal");
  const std::string folder = folder_of(id), draft = path + ".new";
  int error = disk_->make_folder(folder);
  if (error == 0) error = disk_->sync_folder(folder_);
  if (error == 0) error = disk_->write_synced(draft, bytes);
  if (error == 0) error = disk_->rename(draft, path);
  if (error == 0) error = disk_->sync_folder(folder);
  if (error == 0) return {};
  disk_->remove(draft);
  disk_->remove(path);
  return not_written(error);
}

Result<std::string> Store::read(const std::string& id) const {
  std::ifstream file(path_of(id), std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(file), {});
  if (!file || identity::sha256_hex(bytes) != id)
    return internal("attachment_must_be_whole", "its file is missing or has been changed");
  return bytes;
}

size_t Store::sweep(const std::function<bool(const std::string& id)>& is_known) {
  std::vector<std::string> strays;
  std::error_code unreadable;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_, unreadable)) {
    if (!entry.is_regular_file()) continue;
    const std::string name = entry.path().filename();
    const bool is_draft = name.ends_with(".new") && attachment::is_id(name.substr(0, 64));
    const bool is_stray = attachment::is_id(name) && !is_known(name);
    if (is_draft || is_stray) strays.push_back(entry.path());
  }
  for (const std::string& path : strays) disk_->remove(path);
  return strays.size();
}

}  // namespace lifeline::attachments
