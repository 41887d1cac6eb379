// SPDX-License-Identifier: Apache-2.0
// base64 as RFC 4648 4 has it, and HMAC-SHA256 (RFC 2104, FIPS 180-4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lifeline::notify {

std::string base64(std::string_view bytes);
/// With its padding and nothing else in between; anything else is nothing.
std::optional<std::string> from_base64(std::string_view text);
std::string hmac_sha256(std::string_view key, std::string_view text);
std::string to_hex(std::string_view bytes);
/// So many random bytes from the system, as hexadecimal digits.
std::string random_hex(size_t bytes);

}  // namespace lifeline::notify
