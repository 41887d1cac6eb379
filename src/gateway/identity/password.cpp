// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/password.h"

#include <array>
#include <vector>

#include <argon2.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "base/check.h"

namespace lifeline::identity {
namespace {

constexpr uint32_t passes = 2;
constexpr uint32_t memory_kib = 19 * 1024;
constexpr uint32_t lanes = 1;
constexpr size_t salt_bytes = 16;
constexpr size_t hash_bytes = 32;

std::string hex_of(const unsigned char* bytes, size_t count) {
  constexpr char hex[] = "0123456789abcdef";
  std::string text;
  for (size_t i = 0; i < count; ++i) {
    text += hex[bytes[i] >> 4];
    text += hex[bytes[i] & 15];
  }
  return text;
}

template <size_t N>
std::array<unsigned char, N> random_bytes() {
  std::array<unsigned char, N> bytes;
  LIFELINE_CHECK(RAND_bytes(bytes.data(), N) == 1, "the system must have random bytes");
  return bytes;
}

}  // namespace

Result<std::string> hash_password(std::string_view password) {
  if (password.size() < 10) return invalid("password_must_be_long", "password", "10 or more");
  if (password.size() > 200) return invalid("password_must_be_short", "password");
  const auto salt = random_bytes<salt_bytes>();
  std::vector<char> encoded(
      argon2_encodedlen(passes, memory_kib, lanes, salt_bytes, hash_bytes, Argon2_id));
  const int code =
      argon2id_hash_encoded(passes, memory_kib, lanes, password.data(), password.size(),
                            salt.data(), salt.size(), hash_bytes, encoded.data(), encoded.size());
  if (code != ARGON2_OK) return internal("password_must_be_hashable", argon2_error_message(code));
  return std::string(encoded.data());
}

bool verify_password(std::string_view password, const std::string& encoded) {
  return argon2id_verify(encoded.c_str(), password.data(), password.size()) == ARGON2_OK;
}

std::string random_token() {
  const auto bytes = random_bytes<32>();
  return hex_of(bytes.data(), bytes.size());
}

std::string random_password() {
  constexpr std::string_view letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  std::string password;
  while (password.size() < 16)
    for (const unsigned char byte : random_bytes<32>())
      if (byte < 4 * letters.size() && password.size() < 16)  // 256 is no multiple of 56
        password += letters[byte % letters.size()];
  return password;
}

std::string sha256_hex(std::string_view text) {
  std::array<unsigned char, 32> digest;
  unsigned int length = 0;
  const int done =
      EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr);
  LIFELINE_CHECK(done == 1, "SHA-256 must be computable");
  return hex_of(digest.data(), digest.size());
}

}  // namespace lifeline::identity
