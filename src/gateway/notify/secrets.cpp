// SPDX-License-Identifier: Apache-2.0
#include "gateway/notify/secrets.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "gateway/notify/encode.h"
#include "gateway/notify/webhook_wire.h"

namespace lifeline::notify {
namespace {

constexpr size_t name_bytes = 12;

// On disk with its folder when it answers true.
bool write_whole(const std::string& folder, const std::string& path, const std::string& text) {
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) return false;
  const bool is_whole =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(file) == 0;
  ::close(file);
  const int place = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool is_kept = place >= 0 && ::fsync(place) == 0;
  if (place >= 0) ::close(place);
  return is_whole && is_kept;
}

}  // namespace

Result<std::string> Secrets::keep(const std::string& secret) {
  auto key = signing_key(secret);
  if (!key) return tl::unexpected(key.error());
  const std::lock_guard lock(mutex_);
  if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST)
    return unavailable("file_must_be_writable", folder_ + ": " + std::strerror(errno));
  const std::string name = random_hex(name_bytes);
  if (!write_whole(folder_, path_of(name), secret))
    return unavailable("file_must_be_writable", folder_ + ": " + std::strerror(errno));
  keys_[name] = std::move(*key);
  return name;
}

Result<std::string> Secrets::key(const std::string& name) {
  const std::lock_guard lock(mutex_);
  if (const auto known = keys_.find(name); known != keys_.end()) return known->second;
  const auto text = read_file(path_of(name));
  if (!text) return unavailable("secret_must_be_readable", path_of(name));
  auto key = signing_key(*text);
  if (!key) return unavailable("secret_must_be_readable", path_of(name));
  keys_[name] = *key;
  return key;
}

void Secrets::forget(const std::string& name) {
  if (name.empty()) return;
  const std::lock_guard lock(mutex_);
  keys_.erase(name);
  ::unlink(path_of(name).c_str());
}

void Secrets::forget_all_but(const std::set<std::string>& named) {
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(folder_, error))
    if (!named.contains(file.path().filename().string())) forget(file.path().filename().string());
}

}  // namespace lifeline::notify
