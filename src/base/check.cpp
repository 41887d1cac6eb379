// SPDX-License-Identifier: Apache-2.0
#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace lifeline {

void fail_check(std::string_view what, std::string_view file, int line) {
  std::fprintf(stderr, "lifeline: invariant broken: %.*s (%.*s:%d)\n",
               static_cast<int>(what.size()), what.data(), static_cast<int>(file.size()),
               file.data(), line);
  std::abort();
}

}  // namespace lifeline
