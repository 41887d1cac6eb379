// SPDX-License-Identifier: Apache-2.0
// Exit codes, numbered as sysexits.h has them.
#pragma once

namespace lifeline::app {

inline constexpr int exit_data = 65;           // a file whose content is not what it must be
inline constexpr int exit_no_input = 66;       // a scenario or file that cannot be read
inline constexpr int exit_unavailable = 69;    // an address that is taken, a server out of reach
inline constexpr int exit_cannot_create = 73;  // a data folder that cannot be used
inline constexpr int exit_io = 74;             // a journal that cannot be read or written

}  // namespace lifeline::app
