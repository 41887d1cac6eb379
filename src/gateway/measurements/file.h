// SPDX-License-Identifier: Apache-2.0
// A file that is open, and what the store does with files.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lifeline::measurements {

class File {
 public:
  File() = default;
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  ~File();

  static File to_read(const std::string& path);
  static File to_append(const std::string& path);

  explicit operator bool() const { return descriptor_ >= 0; }
  /// Up to that many bytes from there; shorter at the end of the file.
  std::string read(size_t offset, size_t bytes) const;
  uint64_t size() const;
  /// False when not all could be written.
  bool append(std::string_view bytes);
  bool sync();
  bool cut(size_t bytes);

 private:
  int descriptor_ = -1;
};

/// Under another name first, synced, then renamed: the file is whole or not there.
bool replace_file(const std::string& path, std::string_view bytes);

}  // namespace lifeline::measurements
