// SPDX-License-Identifier: Apache-2.0
#include "journal/journal.h"

#include <memory>

#include <openssl/evp.h>

#include "base/check.h"

namespace lifeline::journal {
namespace {

// Fetching the algorithm costs more than hashing a small batch: once for the process.
const EVP_MD* sha256() {
  static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

struct Free {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

Digest seal(const Digest& before, const Batch& batch) {
  thread_local const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
  const std::array<uint64_t, 3> numbers = {batch.desk.value, batch.first, batch.count};
  Digest digest;
  bool done = EVP_DigestInit_ex2(context.get(), sha256(), nullptr) == 1;
  done = done && EVP_DigestUpdate(context.get(), before.data(), before.size()) == 1;
  done = done && EVP_DigestUpdate(context.get(), numbers.data(), sizeof numbers) == 1;
  done = done && EVP_DigestUpdate(context.get(), batch.payload.data(), batch.payload.size()) == 1;
  done = done && EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
  LIFELINE_CHECK(done, "SHA-256 must be computable");
  return digest;
}

std::string to_hex(const Digest& digest) {
  constexpr char hex[] = "0123456789abcdef";
  std::string text;
  for (const uint8_t byte : digest) {
    text += hex[byte >> 4];
    text += hex[byte & 15];
  }
  return text;
}

std::optional<Digest> from_hex(std::string_view text) {
  const auto value = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  Digest digest;
  if (text.size() != 2 * digest.size()) return std::nullopt;
  for (size_t i = 0; i < digest.size(); ++i) {
    const int high = value(text[2 * i]);
    const int low = value(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    digest[i] = static_cast<uint8_t>(high << 4 | low);
  }
  return digest;
}

}  // namespace lifeline::journal
