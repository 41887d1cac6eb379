// SPDX-License-Identifier: Apache-2.0
// Passwords and secrets: Argon2id (RFC 9106) for what people remember, random tokens kept as their
// SHA-256 for what machines present.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lifeline::identity {

/// Argon2id with 19 MiB, two passes, one lane (OWASP's first choice): some 20 ms and meant to be.
/// Errors: password_must_be_long (10 characters), password_must_be_short (200 bytes).
Result<std::string> hash_password(std::string_view password);
bool verify_password(std::string_view password, const std::string& encoded);

/// 32 random bytes from the system, as hexadecimal digits.
std::string random_token();
/// A password of 16 letters and digits that nobody confuses (no 0 O 1 l I).
std::string random_password();
std::string sha256_hex(std::string_view text);

}  // namespace lifeline::identity
