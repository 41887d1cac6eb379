// SPDX-License-Identifier: Apache-2.0
// A file that a command was given, read whole.
#pragma once

#include <string>

#include "base/result.h"

namespace lifeline {

/// Errors: file_must_be_readable, with the path in `detail`.
Result<std::string> read_file(const std::string& path);

}  // namespace lifeline
