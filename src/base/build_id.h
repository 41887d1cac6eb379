// SPDX-License-Identifier: Apache-2.0
// Which build of the program this is, by the identity that the linker gave it.
#pragma once

#include <string>

namespace lifeline {

/// The GNU build id of the running program in hexadecimal; "" when it was linked without one.
/// Source: ELF, note NT_GNU_BUILD_ID.
const std::string& build_id();

}  // namespace lifeline
