// SPDX-License-Identifier: Apache-2.0
#include "base/file.h"

#include <fstream>
#include <iterator>

namespace lifeline {

Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return unavailable("file_must_be_readable", path);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) return unavailable("file_must_be_readable", path);
  return bytes;
}

}  // namespace lifeline
