// SPDX-License-Identifier: Apache-2.0
// Small questions about texts from outside.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lifeline {

bool is_utf8(std::string_view text);
/// How many bytes from the start on are well-formed UTF-8.
size_t utf8_prefix(std::string_view text);
std::string_view trimmed(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
/// Case-insensitive for ASCII; other bytes must be equal.
bool contains_text(std::string_view text, std::string_view wanted);
std::string lowercase(std::string_view text);
/// "+8613800001234" → "+86138****1234": personal numbers as they are shown.
std::string masked_phone(std::string_view phone);

}  // namespace lifeline
