// SPDX-License-Identifier: Apache-2.0
#include "gateway/measurements/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace lifeline::measurements {

File::File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
File& File::operator=(File&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}
File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

File File::to_read(const std::string& path) {
  return File(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
}
File File::to_append(const std::string& path) {
  return File(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
}

std::string File::read(size_t offset, size_t bytes) const {
  std::string out(bytes, '\0');
  size_t got = 0;
  while (got < bytes) {
    const auto n =
        ::pread(descriptor_, out.data() + got, bytes - got, static_cast<off_t>(offset + got));
    if (n <= 0) break;
    got += static_cast<size_t>(n);
  }
  out.resize(got);
  return out;
}

uint64_t File::size() const {
  struct stat facts = {};
  return ::fstat(descriptor_, &facts) == 0 ? static_cast<uint64_t>(facts.st_size) : 0;
}

bool File::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = ::write(descriptor_, bytes.data(), bytes.size());
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

bool File::sync() { return ::fdatasync(descriptor_) == 0; }

bool File::cut(size_t bytes) { return ::ftruncate(descriptor_, static_cast<off_t>(bytes)) == 0; }

bool replace_file(const std::string& path, std::string_view bytes) {
  const std::string draft = path + ".new";
  {
    File file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!file || !file.append(bytes) || !file.sync()) return false;
  }
  if (::rename(draft.c_str(), path.c_str()) != 0) return false;
  const size_t slash = path.rfind('/');
  File folder(::open(path.substr(0, slash).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return folder && folder.sync();
}

}  // namespace lifeline::measurements
