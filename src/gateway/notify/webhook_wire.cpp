// SPDX-License-Identifier: Apache-2.0
#include "gateway/notify/webhook_wire.h"

#include <algorithm>
#include <cstdint>

#include "base/limits.h"
#include "gateway/notify/encode.h"

namespace lifeline::notify {
namespace {

constexpr std::string_view secret_prefix = "whsec_";

struct Block {
  uint32_t network;
  int bits;
};
constexpr Block closed_v4[] = {
    {0x00000000, 8},  {0x0A000000, 8},  {0x64400000, 10}, {0x7F000000, 8},  {0xA9FE0000, 16},
    {0xAC100000, 12}, {0xC0000000, 24}, {0xC0000200, 24}, {0xC0586300, 24}, {0xC0A80000, 16},
    {0xC6120000, 15}, {0xC6336400, 24}, {0xCB007100, 24}, {0xE0000000, 4},  {0xF0000000, 4}};

uint8_t byte_at(std::string_view bytes, size_t i) { return static_cast<uint8_t>(bytes[i]); }

bool is_public_v4(std::string_view bytes) {
  uint32_t address = 0;
  for (size_t i = 0; i < 4; ++i) address = address << 8 | byte_at(bytes, i);
  return std::ranges::none_of(
      closed_v4, [&](Block block) { return (address ^ block.network) >> (32 - block.bits) == 0; });
}

bool is_public_v6(std::string_view bytes) {
  const std::string_view zeros("\0\0\0\0\0\0\0\0\0\0", 10);
  if (bytes.starts_with(zeros)) {  // unspecified, loopback, IPv4-mapped, IPv4-compatible
    const bool is_mapped = byte_at(bytes, 10) == 0xFF && byte_at(bytes, 11) == 0xFF;
    return is_mapped && is_public_v4(bytes.substr(12));
  }
  if (bytes.starts_with(std::string_view("\0\x64\xff\x9b", 4)))  // NAT64, RFC 6052
    return is_public_v4(bytes.substr(12));
  if (byte_at(bytes, 0) == 0x20 && byte_at(bytes, 1) == 0x02)  // 6to4, RFC 3056
    return is_public_v4(bytes.substr(2, 4));
  const bool is_teredo_or_documentation =
      bytes.starts_with(std::string_view("\x20\x01\x0d\xb8", 4)) ||
      (byte_at(bytes, 0) == 0x20 && byte_at(bytes, 1) == 0x01 && byte_at(bytes, 2) < 2);
  return (byte_at(bytes, 0) & 0xE0) == 0x20 && !is_teredo_or_documentation;  // 2000::/3
}

}  // namespace

Result<std::string> signing_key(std::string_view secret) {
  if (secret.size() < limits::secret_bytes_min || secret.size() > limits::secret_bytes_max)
    return invalid("secret_must_be_in_range", "secret", "16 to 500 characters");
  if (!std::ranges::all_of(secret, [](char c) { return c > ' ' && c < '\x7f'; }))
    return invalid("secret_must_be_printable", "secret");
  if (!secret.starts_with(secret_prefix)) return std::string(secret);
  auto key = from_base64(secret.substr(secret_prefix.size()));
  if (!key) return invalid("secret_must_be_base64", "secret", "after whsec_");
  return std::move(*key);
}

std::vector<std::pair<std::string, std::string>> webhook_headers(std::string_view id,
                                                                 int64_t seconds,
                                                                 std::string_view body,
                                                                 std::string_view key) {
  std::vector<std::pair<std::string, std::string>> headers{
      {"Idempotency-Key", std::string(id)},
      {"webhook-id", std::string(id)},
      {"webhook-timestamp", std::to_string(seconds)}};
  if (key.empty()) return headers;
  std::string text(id);
  text.append(".").append(std::to_string(seconds)).append(".").append(body);
  headers.emplace_back("webhook-signature", "v1," + base64(hmac_sha256(key, text)));
  return headers;
}

Verdict verdict_of(int status) {
  if (status / 100 == 2) return Verdict::taken;
  if (status == 408 || status == 425 || status == 429 || status / 100 == 5) return Verdict::later;
  return Verdict::refused;
}

bool is_public_address(std::string_view bytes) {
  if (bytes.size() == 4) return is_public_v4(bytes);
  return bytes.size() == 16 && is_public_v6(bytes);
}

}  // namespace lifeline::notify
