// SPDX-License-Identifier: Apache-2.0
// A broken invariant ends the process, in release builds too: the journal is intact, so a restart
// repairs what a guess would spoil. Bytes from outside never meet a check.
#pragma once

#include <string_view>

namespace lifeline {

[[noreturn]] void fail_check(std::string_view what, std::string_view file, int line);

}  // namespace lifeline

#define LIFELINE_CHECK(condition, what) \
  ((condition) ? void(0) : ::lifeline::fail_check(what, __FILE__, __LINE__))
