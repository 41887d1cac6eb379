// SPDX-License-Identifier: Apache-2.0
#include "base/build_id.h"

#include <doctest/doctest.h>

namespace lifeline {

TEST_CASE("the program knows which build it is") {
  CHECK(build_id().size() >= 16);
  CHECK(build_id().find_first_not_of("0123456789abcdef") == std::string::npos);
}

}  // namespace lifeline
